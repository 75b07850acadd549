/** Publishing to where an application is hosted, and what keeps secrets. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["heroku logs --tail -a prod", "network, credentials"],
  ["heroku auth:token", "credentials ! shows what lets somebody in (auth:token)"],
  ["heroku config -a prod", "credentials ! shows what lets somebody in (config)"],
  ["heroku pg:reset -a prod", "network, credentials ! changes what others use (pg:reset)"],
  ["vercel ls", "network, credentials"],
  ["vercel --prod", "network, credentials ! changes what others use"],
  ["vercel env pull", "credentials ! shows what lets somebody in (env pull)"],
  ["netlify deploy --prod", "network, credentials ! changes what others use (deploy)"],
  ["netlify status", "network, credentials"],
  ["fly status -a prod", "network, credentials"],
  ["fly secrets list", "network, credentials"],
  ["fly auth token", "credentials ! shows what lets somebody in (auth token)"],
  ["fly version", ""],
  ["fly ssh console", "network, credentials ! changes what others use (ssh console)"],
  ["doctl compute droplet list", "network, credentials"],
  ["doctl compute droplet delete list", "network, credentials ! changes what others use (compute droplet delete)"],
  ["wrangler dev", ""],
  ["wrangler whoami", "network, credentials"],
  ["wrangler delete", "network, credentials ! changes what others use (delete)"],
  ["supabase start", ""],
  ["supabase db reset --linked", "unknown, network, credentials ! changes what others use (db reset)"],
  ["supabase db push", "network, credentials ! changes what others use (db push)"],
  ["supabase status", "network, credentials"],
  ["firebase deploy --only hosting", "unknown, network, credentials ! changes what others use (deploy hosting)"],
  ["firebase emulators:start", ""],
  ["firebase projects:list", "network, credentials"],
  ["vault kv get secret/db", "credentials ! shows what lets somebody in (kv get secret/db)"],
  ["vault status", "network, credentials"],
  ["vault kv put secret/db a=b", "credentials ! shows what lets somebody in (kv put secret/db)"],
  ["op read op://vault/item/field", "credentials ! shows what lets somebody in (read op://vault/item/field)"],
  ["op item list", "network, credentials"],
  ["pass show mail", "credentials ! shows what lets somebody in (show mail)"],
  ["security find-generic-password -w -s x", "credentials ! shows what lets somebody in (find-generic-password)"],
  ["security find-certificate -a", "network, credentials"],
  ["doppler secrets", "credentials ! shows what lets somebody in (secrets)"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
