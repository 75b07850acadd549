/** Acting on a forge. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["gh --version", ""],
  ["gh pr list --limit 3", "network, credentials"],
  ["gh pr view 222 --repo acme/app --json files --jq .files", "network, credentials"],
  ["gh -R acme/app pr diff 177", "network, credentials"],
  ["gh pr create --fill", "network, credentials"],
  ["gh pr checkout 12", "network, credentials"],
  ["gh pr merge 12 --squash", "unknown, network, credentials ! changes what others use (pr merge 12)"],
  ["gh pr merge 7 --admin", "network, credentials ! changes what others use (pr merge 7)"],
  ["gh run list --limit 3", "network, credentials"],
  ["gh run view 1 --log-failed", "network, credentials"],
  ["gh run rerun 1", "network, credentials"],
  ["gh workflow run deploy.yml", "network, credentials ! changes what others use (workflow run deploy.yml)"],
  ["gh workflow disable ci", "network, credentials ! changes what others use (workflow disable ci)"],
  ["gh workflow list", "network, credentials"],
  ["gh release create v9 --latest", "unknown, network, credentials ! changes what others use (release create v9)"],
  ["gh release view v9", "network, credentials"],
  ["gh repo view acme/app", "network, credentials"],
  ["gh repo edit --visibility public", "unknown, network, credentials ! changes what others use (repo edit public)"],
  ["gh repo delete acme/app --yes", "network, credentials ! changes what others use (repo delete acme/app)"],
  ["gh secret set X -b y", "network, credentials ! changes what others use (secret set X)"],
  ["gh secret list", "network, credentials"],
  ["gh auth token", "credentials ! shows what lets somebody in (auth token)"],
  ["gh auth status", "network, credentials"],
  ["gh auth status --show-token", "credentials ! shows what lets somebody in (auth status)"],
  ["gh api repos/acme/app/pulls/221/comments --jq '.[]'", "network, credentials"],
  ["gh api -X POST user/keys -f key=@k.pub", "network, credentials ! changes what others use (api user/keys)"],
  ["gh api --method GET search/issues -f q=x", "network, credentials"],
  [
    "gh api repos/acme/app/issues -f title=x",
    "network, credentials ! changes what others use (api repos/acme/app/issues)",
  ],
  ["gh api graphql -f query='query { viewer { login } }'", "network, credentials"],
  ["gh api graphql -f query='mutation { x }'", "network, credentials ! changes what others use (api graphql)"],
  ["gh api graphql --input q.json", "network, credentials ! changes what others use (api graphql)"],
  ["gh gist create a.txt", "network, credentials ! changes what others use (gist create a.txt)"],
  ["gh alias set x '!sh x'", "network, credentials ! changes what others use (alias set x)"],
  ["gh extension install acme/gh-x", "network, credentials ! changes what others use (extension install acme/gh-x)"],
  ["glab mr list", "network, credentials"],
  ["glab mr merge 1", "network, credentials ! changes what others use (mr merge 1)"],
  ["glab ci status", "network, credentials"],
  ["hub api repos", "network, credentials ! changes what others use (api repos)"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
