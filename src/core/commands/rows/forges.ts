/** Programs that act on a forge: pull requests, releases, secrets of a repository. */
import { baseName } from "../../../kit/path.ts";
import { showValue, textOf } from "../../script/value.ts";
import type { Call, Row } from "../row.ts";
import { service, type Bearing } from "../service.ts";
import type { Scene } from "../scene.ts";

const READ_VERBS = "view|list|ls|status|diff|checks|watch|search|show|get|browse|stats|trace";
const NOUNS =
  "pr|mr|issue|incident|repo|project|release|run|workflow|gist|snippet|label|cache|ruleset|org|user|ci|pipeline|pipe|job|milestone|schedule|team|codespace|cs|extension|ext|attestation|variable|deploy-key|ssh-key|gpg-key|secret|iteration|agent-task|cluster|runner|token|auth|alias|config|search";

export const FORGES: readonly Row[] = [
  service({
    names: ["gh", "glab", "hub", "tea", "bb"],
    about: "acts on a forge: pull requests, issues, releases",
    options: {
      "-R= --repo= --hostname= -g= --group=": "ok",
      "-X= --method=": "ok",
      "-f= --raw-field= -F= --field=": "ok",
      "--input=": "ok",
      "-H= --header= -q= --jq= -t= --template= --cache= -p= --preview=": "ok",
      "-L= --limit= -s= --state= -a= --assignee= -A= --author= -l= --label= -B= --base= -S= --search= -b= --branch=":
        "ok",
      "-w= --workflow= --body= --title= --json= -o= --output= -D= --dir= --body-file= -m= --milestone= -u= --user=":
        "ok",
      "-e= --event= -c= --commit= -d --draft --web -i --include --paginate --slurp --silent --verbose": "ok",
      "--name-only --patch --fill --comments -y --yes --log --log-failed --exit-status --job= --required": "ok",
      "--show-token": "ok",
      "--admin": "ok",
    },
    paths: [
      [
        /^(?:version|help|completion|alias list|config (?:get|list|ls)|extension list|ext list|attestation verify-offline)\b/,
        "local",
      ],
      [/^auth (?:token|refresh|login|git-credential)\b|^(?:secret|variable) get\b|^token create\b/, "secret"],
      [
        /^(?:pr|mr) (?:create|new|comment|note|edit|update|review|ready|checkout|co|reopen|close|subscribe|update-branch|rebase|todo)\b/,
        "works",
      ],
      [
        /^(?:issue|incident) (?:create|new|comment|note|edit|update|close|reopen|develop|pin|unpin|subscribe)\b/,
        "works",
      ],
      [
        /^(?:repo|project) (?:clone|sync|archive-list|set-default)\b|^gist clone\b|^(?:run|release|ci|job) (?:download|artifact)\b|^label create\b/,
        "works",
      ],
      [/^(?:run|ci|pipeline) (?:rerun|retry|cancel)\b|^(?:co|checkout|clone|fetch)\b|^browse\b/, "works"],
      [new RegExp(`^(?:${NOUNS}) (?:${READ_VERBS})(?: |$)`), "reads"],
      [/^(?:status|search|ci|log|check-update|api-docs)(?: |$)/, "reads"],
    ],
    otherwise: "changes",
    see,
  }),
];

function see(path: string, call: Call, scene: Scene): Bearing | null {
  if (/^auth status\b/.test(path)) return call.has("--show-token") || call.has("-t") ? "secret" : "reads";
  if (/^search\b/.test(path)) return "reads";
  if (/^api(?: |$)/.test(path)) return seeApi(path, call, scene);
  return null;
}

/** The method is GET unless it is named or fields are given; a GraphQL query reads unless it is a mutation. */
function seeApi(path: string, call: Call, scene: Scene): Bearing {
  const method = call.valuesOf("-X").map(showValue).at(-1);
  const fields = call.valuesOf("-f");
  const isBody = call.has("--input");
  if (/^api graphql\b/.test(path) && method === undefined && !isBody) {
    const isKnown = fields.every((field) => textOf(field) !== null && !(textOf(field) ?? "").startsWith("query=@"));
    return isKnown && !/\bmutation\b/i.test(fields.map(showValue).join("\n")) ? "reads" : "changes";
  }
  const program = baseName(textOf(scene.sighting.words[0]) ?? "");
  const isDefault = method === undefined && fields.length === 0 && !isBody && /^(?:gh|glab)$/.test(program);
  return isDefault || /^(?:GET|HEAD)$/i.test(method ?? "") ? "reads" : "changes";
}
