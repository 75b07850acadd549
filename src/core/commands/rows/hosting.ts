/** Programs that publish to where an application is hosted. */
import type { Row } from "../row.ts";
import { CHANGING, service } from "../service.ts";

const LOCAL = /^(?:version|help|completion|init|dev|build|docs|complete|plugins|update|autocomplete)\b/;
const READS =
  /^(?:[a-z][\w-]*[ :])*(?:list|ls|show|info|status|logs?|tail|whoami|view|inspect|get|describe|history|releases|ps|regions|scale:show|projects|open|diff)(?: |$)/;
const SECRETS =
  /^(?:auth:token|auth token|tokens?\b.*|(?:config|env)(?::get| get| pull| list| ls|:list)?(?: |$)|config:\S+|secrets? get.*|apps:sites.*|pg:credentials\S*|.*\b(?:kubeconfig|credentials|access-token|api-keys|service-role|connection)\b.*|login:ci)/;

export const HOSTING: readonly Row[] = [
  service({
    names: ["heroku"],
    about: "runs applications at Heroku",
    options: {
      "-a= --app= -r= --remote= -t= --team= -n= --num= -d= --dyno= -s= --source=": "ok",
      "--tail --json": "ok",
    },
    paths: [
      [/^(?:auth:token|config(?::get)?(?: |$)|pg:credentials|redis:credentials|authorizations)/, "secret"],
      [LOCAL, "local"],
      [
        /^(?:apps|addons|ps|releases|logs|domains|pipelines|access|members|features|buildpacks|regions|pg|certs|spaces|status|auth:whoami|\S+:(?:info|list|ps|wait|diagnose|index))(?: |$)/,
        "reads",
      ],
    ],
    otherwise: "changes",
  }),
  service({
    names: [
      "vercel",
      "vc",
      "now",
      "netlify",
      "ntl",
      "surge",
      "render",
      "railway",
      "platform",
      "upsun",
      "northflank",
      "koyeb",
      "gigalixir",
      "dokku",
      "clever",
    ],
    bare: "changes",
    about: "publishes an application",
    options: {
      "-t= --token= -S= --scope= -A= --local-config= --cwd= --environment= --filter= -s= --service= -e= --auth=": "ok",
      "-y --yes --json": "ok",
      "--prod -p --prebuilt --dir=": "ok",
    },
    paths: [
      [/^env (?:ls|list)\b|^variables\b/, "reads"],
      [/^(?:env pull|env:get|env:list|variables|login|tokens?)\b/, "secret"],
      [LOCAL, "local"],
      [CHANGING, "changes"],
      [READS, "reads"],
    ],
    otherwise: "changes",
  }),
  service({
    names: [
      "fly",
      "flyctl",
      "doctl",
      "wrangler",
      "supabase",
      "firebase",
      "convex",
      "turso",
      "neonctl",
      "neon",
      "pscale",
      "planetscale",
      "xata",
      "deployctl",
      "expo",
      "eas",
      "fastlane",
      "appcenter",
    ],
    about: "publishes an application and runs its data",
    options: {
      "-a= --app= -c= --config= -e= --env= -t= --access-token= --context= --project-ref= -P= --project= -o= --output=":
        "ok",
      "--format= --org= --token= --branch= --account=": "ok",
      "-f --force -y --yes --json -j --local --no-header --debug --workdir=": "ok",
    },
    paths: [
      [SECRETS, "secret"],
      [
        /^(?:start|stop|gen|emulators:|serve|db (?:diff|lint|start)|migration (?:new|list)|types|pages dev|d1 execute .*--local|check|setup|functions (?:serve|new)|test|config validate|prebuild|doctor)\b/,
        "local",
      ],
      [/^secrets? list\b/, "reads"],
      [LOCAL, "local"],
      [CHANGING, "changes"],
      [READS, "reads"],
    ],
    otherwise: "changes",
    see: (path) => (/^(?:auth )?(?:token|print-access-token)\b/.test(path) ? "secret" : null),
  }),
  service({
    names: [
      "vault",
      "bao",
      "op",
      "bw",
      "doppler",
      "infisical",
      "chamber",
      "sops",
      "lpass",
      "keepassxc-cli",
      "gopass",
      "pass",
      "secret-tool",
      "keyring",
      "security",
    ],
    about: "keeps secrets",
    options: {
      "-address= -namespace= --account= --vault= -p= --project= -c= --config= --session= -format= -field=": "ok",
      "-w -g -a= -s= -D= -l=": "ok",
    },
    singleDash: true,
    paths: [
      [
        /^(?:version|help|completion|status|generate|-version|find-certificate|list-keychains|verify-cert|cms|show-keychain-info|default-keychain|path-help|policy list|kv list|secrets list|vault list|item list|ls|list|search|configs|projects|--?help)(?: |$)/,
        "reads",
      ],
    ],
    otherwise: "secret",
  }),
];
