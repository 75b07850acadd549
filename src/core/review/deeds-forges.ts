/** What is done at a forge: pull requests, issues, releases, secrets. */
import { readOptions } from "./options.ts";
import { asked, type Families, free, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** Short ones that are flags elsewhere are left out: what follows them counts as an object then. */
const VALUED =
  "-R --repo -t --title -b --body -B --base -H --head -F --body-file --notes-file --notes --assignee --label --milestone --reviewer --project --description --field --raw-field -X --method --jq -q --json -L --limit --state --workflow --target --template --ref --commit --branch --input --search --comment --author";

const LOOKS = /^(?:view|list|ls|status|diff|checks|show|search|watch|download|browse|log|trace|get|verify)$/;

function forge(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf, has } = readOptions(seen.args, VALUED);
  const [thing = "", verb = "", ...rest] = operands;
  const where = valuesOf("-R", "--repo");
  const shown = `${thing} ${verb} ${rest.join(" ")}`.trim();
  if (thing === "api") return api(seen);
  if (/^(?:status|browse|search|help|version|--version)$/.test(thing))
    return [asked("query", rest, `looks at the forge (${shown})`)];
  if (
    thing === "auth" ||
    thing === "secret" ||
    thing === "ssh-key" ||
    thing === "gpg-key" ||
    thing === "variable" ||
    thing === "config" ||
    thing === "token" ||
    thing === "extension" ||
    thing === "alias"
  )
    return keys(thing, verb, seen);
  if (thing === "gist" && !LOOKS.test(verb))
    return [person("send", [...rest, ...where], `puts ${rest.join(", ") || "a text"} on the web`, "exfiltration")];
  if (LOOKS.test(verb))
    return verb === "download"
      ? [named("fetch", rest, shown, "network")]
      : [asked("query", [...rest, ...where, thing], `looks at ${shown}`)];
  if (verb === "disable" || verb === "lock" || verb === "pin")
    return [person("configure", [...rest, ...where], `${shown} at the forge`, "weakening")];
  if (has("--admin"))
    return [person("deploy", [...rest, ...where, "admin"], `${shown} past the rules of the repository`, "weakening")];
  if (verb === "delete" || verb === "archive" || verb === "rename" || verb === "transfer")
    return [grave("delete", [...rest, ...where], `${shown} at the forge`, "destruction")];
  if (thing === "pr" || thing === "mr")
    return [
      ...request(verb, rest, { where, base: valuesOf("-B", "--base"), body: valuesOf("-F", "--body-file") }),
      ...(verb === "merge" && has("-d", "--delete-branch")
        ? [named("delete", ["branch"], "deletes the branch of the pull request", "destruction")]
        : []),
    ];
  if (thing === "issue")
    return [
      verb === "develop"
        ? asked("branch", rest, shown)
        : named(
            "message",
            [...(verb === "create" ? ["issue"] : rest), ...where],
            `${shown}, which others see`,
            "remote",
          ),
    ];
  if (thing === "release")
    return [named("publish", [...rest.slice(0, 1), ...where], `publishes the release ${rest[0] ?? ""}`, "remote")];
  if (thing === "repo") return repository(verb, rest);
  if (thing === "workflow" || thing === "run" || thing === "ci" || thing === "pipeline")
    return [named("deploy", [...rest, ...where], `${shown} at the forge`, "remote")];
  return null;
}

type Around = { readonly where: readonly string[]; readonly base: readonly string[]; readonly body: readonly string[] };

function request(verb: string, rest: readonly string[], { where, base }: Around): readonly Deed[] {
  if (verb === "checkout" || verb === "co")
    return [asked("branch", rest, `fetches the pull request ${rest.join(" ")}`)];
  if (verb === "create" || verb === "new")
    return [named("publish", ["pull request", ...base, ...where], "opens a pull request", "remote")];
  if (verb === "merge")
    return [named("deploy", [...rest, "merge", ...where], `merges the pull request ${rest.join(" ")}`, "remote")];
  return [
    named("message", [...rest, ...where], `${verb}s the pull request ${rest.join(" ")}, which others see`, "remote"),
  ];
}

function repository(verb: string, rest: readonly string[]): readonly Deed[] {
  if (verb === "clone") return [named("fetch", rest.slice(0, 1), `copies the repository ${rest[0] ?? ""}`, "network")];
  if (verb === "set-default") return [asked("configure", rest, "says which repository is meant")];
  return [person("publish", rest, `${verb}s a repository at the forge`, "remote")];
}

function keys(thing: string, verb: string, { args }: Seen): readonly Deed[] {
  const isShowing = args.some((word) => /^(?:-t|--show-token)$/.test(word));
  if ((verb === "status" || verb === "list") && !isShowing)
    return [free("look", [thing], `${thing} ${verb} shows names`)];
  if (thing === "config" && verb === "get") return [free("look", [], "shows a setting")];
  const act = thing === "auth" || thing === "token" ? "show-secret" : "configure";
  return [person(act, [thing], `${thing} ${verb} shows or changes what lets somebody in`, "credentials")];
}

/** Without a method it reads, unless fields are given. */
function api(seen: Seen): readonly Deed[] {
  const { operands, valuesOf, has } = readOptions(seen.args, VALUED);
  const [path = ""] = operands.slice(1);
  const methods = valuesOf("-X", "--method");
  const isReading =
    methods.every((method) => /^(?:GET|HEAD)$/i.test(method)) &&
    (methods.length > 0 || !has("-f", "-F", "--field", "--raw-field", "--input"));
  if (isReading && !/secret|token|key/i.test(path)) return [asked("query", [path], `asks the forge for ${path}`)];
  if (methods.some((method) => /^DELETE$/i.test(method)))
    return [grave("delete", [path], `deletes ${path} at the forge`, "destruction")];
  return [person("deploy", [path], `changes ${path} at the forge`, "remote")];
}

export const FORGES: Families = { "gh glab hub": forge };
