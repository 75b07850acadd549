/** What git does: to branches, to work that is not committed, to repositories elsewhere. */
import { textOf } from "../script/value.ts";
import { asked, deed, type Families, free, grave, named, person, type Seen } from "./seen.ts";
import { gitPush, isShared } from "./deeds-git-push.ts";
import { type Options, readOptions } from "./options.ts";
import type { Deed } from "./subject.ts";

type Verb = (options: Options, seen: Seen) => readonly Deed[] | null;

/** Settings by which git runs programs, trusts less than it should, or goes elsewhere. */
const STEERING =
  /^(?:core\.(?:hookspath|fsmonitor|sshcommand|pager|editor|askpass|gitproxy|attributesfile|worktree)|http\..*(?:ssl|proxy)\w*|alias\..*|credential\..*|url\..*|include(?:if)?\..*|filter\..*|diff\..*|merge\..*\.driver|remote\..*|protocol\..*|gpg\..*|commit\.gpgsign|tag\.gpgsign|safe\.directory|uploadpack\..*|receive\..*|init\.templatedir|transfer\..*|fetch\.fsckobjects|submodule\..*|pager\..*|sendemail\..*|browser\..*|man\..*|difftool\..*|mergetool\..*|sequence\.editor)$/i;

const VALUED = "-C -c --git-dir --work-tree --namespace --config-env --exec-path --super-prefix";

function git(seen: Seen): readonly Deed[] | null {
  const at = verbAt(seen.args);
  const [verb, ...rest] = seen.args.slice(at);
  const before = settingsBefore(seen.args.slice(0, at));
  if (verb === undefined) return null;
  const known = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  const told = known?.(readOptions(rest, OPTION_VALUES[verb] ?? ""), seen) ?? null;
  return told === null ? null : [...told, ...before];
}

/** Where the subcommand stands. */
function verbAt(args: readonly string[]): number {
  const valued = new Set(VALUED.split(" "));
  let at = 0;
  while (at < args.length && args[at]?.startsWith("-") === true) at += valued.has(args[at] ?? "") ? 2 : 1;
  return at;
}

function settingsBefore(args: readonly string[]): readonly Deed[] {
  const { valuesOf } = readOptions(args, VALUED);
  return valuesOf("-c", "--config-env").flatMap((setting): readonly Deed[] => {
    const key = setting.split("=")[0] ?? "";
    return STEERING.test(key) ? [person("configure", [key], `runs git with another ${key}`, "weakening")] : [];
  });
}

const OPTION_VALUES: Readonly<Record<string, string>> = {
  push: "-o --push-option --repo --receive-pack --exec",
  commit: "-m --message -F --file -C -c --author --date --fixup --squash -t --template --trailer --reedit-message",
  tag: "-m --message -F --file -u --local-user --cleanup --sort --format",
  branch: "-u --set-upstream-to --sort --format --contains --no-contains --points-at",
  switch: "-c --create -C --force-create --orphan",
  checkout: "-b -B --orphan --conflict",
  merge: "-m --message -s --strategy -X --strategy-option -F",
  rebase: "--onto -x --exec -s --strategy -X --strategy-option -C",
  fetch: "--depth --deepen --shallow-since -j --jobs -o --refmap --upload-pack --filter",
  pull: "--depth -s --strategy -X --strategy-option -j --jobs --upload-pack",
  clone: "-b --branch --depth -o --origin -c --config --reference -j --jobs --filter --template -u --upload-pack",
  clean: "-e --exclude",
  restore: "-s --source --conflict",
  config: "--file -f --blob --type -t --default --comment --value",
  stash: "-m --message",
  worktree: "-b -B --reason",
  remote: "-t -m",
  revert: "-m --mainline -s --strategy -X",
  "cherry-pick": "-m --mainline -s --strategy -X",
};

const lasting =
  (about: string): Verb =>
  () => [free("commit", [], about)];

const VERBS: Readonly<Record<string, Verb>> = {
  push: gitPush,
  add: lasting("stages changes"),
  mv: ({ operands }) => [free("edit", operands, `moves ${operands.join(" to ")} in the repository`)],
  rm: ({ operands, has }) => [
    has("--cached")
      ? free("commit", operands, `takes ${operands.join(", ")} out of the index`)
      : removed(operands, has("-f", "--force")),
  ],
  commit,
  tag,
  branch,
  switch: ({ operands, has, valuesOf }) => [
    has("-f", "--force", "--discard-changes", "-C", "--force-create")
      ? named("discard", ["uncommitted"], "switches branches and throws changes away", "destruction")
      : free("branch", [...operands, ...valuesOf("-c", "--create", "--orphan")], "switches branches"),
  ],
  checkout,
  restore,
  reset,
  clean,
  stash,
  merge: ({ operands }) => [free("commit", operands, `merges ${operands.join(", ")}`)],
  "cherry-pick": ({ operands }) => [free("commit", operands, `takes over ${operands.join(", ")}`)],
  revert: ({ operands }) => [free("commit", operands, `reverts ${operands.join(", ")}`)],
  rebase: ({ has, operands }) =>
    has("-x", "--exec")
      ? null
      : [asked("commit", operands, `puts commits onto ${operands.join(" ") || "another base"}`)],
  fetch: ({ operands }, seen) => [fetching(operands, seen, "fetches commits")],
  pull: ({ operands, has }, seen) =>
    has("--no-verify") ? null : [fetching(operands, seen, "fetches commits and merges them")],
  clone: ({ operands: [from = "?"], has }) =>
    has("-c", "--config", "-u", "--upload-pack", "--template")
      ? null
      : [named("fetch", [from], `copies the repository ${from}`, "network")],
  config,
  remote,
  worktree: ({ operands: [verb = "", ...rest], has }) => {
    if (verb === "list") return [free("look", [], "lists work trees")];
    if (verb === "add")
      return [
        /^(?:\.\.|\/|~)/.test(rest[0] ?? "")
          ? named("branch", rest, `makes a work tree ${rest[0] ?? ""}`, null)
          : asked("branch", rest, `makes a work tree ${rest[0] ?? ""}`),
      ];
    if (verb === "remove" && !has("-f", "--force"))
      return [named("delete", rest, `takes the clean work tree ${rest.join(" ")} away`, null)];
    return has("-f", "--force")
      ? [named("delete", rest, `takes work trees away (${rest.join(" ")})`, "destruction")]
      : [asked("branch", rest, `${verb}s work trees`)];
  },
  submodule: ({ operands: [verb = "", ...rest] }) => {
    if (verb === "" || verb === "status" || verb === "summary") return [free("look", [], "shows submodules")];
    if (verb === "update" || verb === "init" || verb === "sync") return [asked("fetch", rest, "fetches submodules")];
    return verb === "add" ? [named("fetch", rest, `takes in the repository ${rest[0] ?? ""}`, "supply-chain")] : null;
  },
  "send-email": ({ operands }) => [person("message", operands, "sends mail", "exfiltration")],
  gc: lasting("tidies the repository"),
  init: lasting("makes a repository"),
  notes: lasting("writes notes on commits"),
  bisect: ({ operands: [verb, program] }, { scene: { course, sighting } }) =>
    verb === "run" && !course.sightings.some(({ id, words: [first] }) => id > sighting.id && textOf(first) === program)
      ? null
      : [free("branch", [], "looks for a commit")],
};

function commit({ has, valuesOf, operands }: Options): readonly Deed[] {
  const unchecked = has("--no-verify", "-n")
    ? [named("commit", ["--no-verify"], "commits without the checks that hooks make", "weakening")]
    : [];
  const amended = has("--amend") ? [asked("commit", [], "rewrites the last commit")] : [];
  return [
    asked(
      "commit",
      operands,
      `commits${valuesOf("-m", "--message")
        .map((text) => ` (${text})`)
        .join("")}`,
    ),
    ...amended,
    ...unchecked,
  ];
}

function tag({ has, operands }: Options): readonly Deed[] {
  if (has("-d", "--delete"))
    return [named("delete", operands, `deletes the tag ${operands.join(", ")}`, "destruction")];
  if (has("-f", "--force")) return [named("branch", operands, `moves the tag ${operands.join(", ")}`, "destruction")];
  if (has("-l", "--list") || operands.length === 0) return [free("look", operands, "lists tags")];
  return [asked("branch", operands.slice(0, 1), `makes the tag ${operands[0] ?? ""}`)];
}

function branch({ has, operands }: Options): readonly Deed[] {
  const names = operands.join(", ");
  const isForced = has("-D") || has("-f", "--force");
  if (isForced && operands.some((name) => isShared(name))) {
    return [deed("delete", operands, `gives up what the branch ${names} stands for`, ["named", "high", "destruction"])];
  }
  if (isForced && has("-D", "-d", "--delete"))
    return [named("delete", operands, `deletes the branch ${names}, merged or not`, "destruction")];
  if (has("-d", "--delete")) return [asked("delete", operands, `deletes the merged branch ${names}`)];
  if (has("-M", "-C") || isForced) return [named("branch", operands, `moves the branch ${names}`, "destruction")];
  return [
    operands.length === 0
      ? free("look", [], "lists branches")
      : free("branch", operands, `makes or names the branch ${names}`),
  ];
}

/** `git checkout -- FILE`, and names of files without it, throw changes away. */
function checkout({ has, operands, valuesOf }: Options, { args }: Seen): readonly Deed[] {
  const made = valuesOf("-b", "--orphan");
  if (made.length > 0) return [free("branch", made, `makes the branch ${made.join(", ")}`)];
  if (has("-B")) return [named("branch", valuesOf("-B"), "moves a branch", "destruction")];
  if (has("-f", "--force"))
    return [named("discard", ["uncommitted"], "switches branches and throws changes away", "destruction")];
  const dashes = args.indexOf("--");
  const files = dashes === -1 ? [] : args.slice(dashes + 1);
  if (files.length > 0 || operands.length > 1 || operands.includes("."))
    return [discarding(files.length > 0 ? files : operands)];
  const [only] = operands;
  const isFile = only !== undefined && /^(?:\.{0,2}\/)|\.[a-z]{1,5}$/.test(only);
  return [isFile ? discarding([only]) : free("branch", operands, `switches to ${only ?? "a branch"}`)];
}

function discarding(files: readonly string[]): Deed {
  const isAll = files.some((file) => /^(?:\.|:\/|\*)$/.test(file));
  const objects = isAll ? ["all"] : files;
  return named("discard", objects, `throws away changes in ${isAll ? "all files" : files.join(", ")}`, "destruction");
}

function restore({ has, operands }: Options): readonly Deed[] {
  const isStaged = has("--staged", "-S") && !has("--worktree", "-W");
  return [isStaged ? free("commit", operands, `unstages ${operands.join(", ")}`) : discarding(operands)];
}

function reset({ has, operands }: Options): readonly Deed[] {
  if (has("--hard", "--merge")) {
    const isElsewhere = operands.some((one) => one !== "HEAD");
    const objects = ["uncommitted", ...(isElsewhere ? operands : [])];
    return [
      named(
        "discard",
        objects,
        `throws away what is not committed${isElsewhere ? `, and goes to ${operands.join(" ")}` : ""}`,
        "destruction",
      ),
    ];
  }
  const isMoving = operands.length > 0 && has("--soft", "--mixed", "--keep");
  return [
    isMoving
      ? asked("commit", operands, `takes commits back to ${operands.join(" ")}`)
      : free("commit", operands, "unstages changes"),
  ];
}

function clean({ has, operands }: Options): readonly Deed[] {
  if (has("-n", "--dry-run")) return [free("look", [], "lists files that git does not know")];
  const ignored = has("-x", "-X") ? ["ignored"] : [];
  const what = `deletes files that git does not know${ignored.length > 0 ? ", and ignored ones" : ""}`;
  return [named("delete", ["untracked", ...ignored, ...operands], what, "destruction")];
}

function stash({ operands: [verb = "push", ...rest] }: Options): readonly Deed[] {
  if (verb === "drop") return [named("discard", ["stash", ...rest], "throws a stash away", "destruction")];
  if (verb === "clear") return [named("discard", ["stash", "all"], "throws all stashes away", "destruction")];
  return [free(verb === "list" || verb === "show" ? "look" : "commit", [], `${verb}s a stash`)];
}

function removed(operands: readonly string[], isForced: boolean): Deed {
  const what = `removes ${operands.join(", ")} from the repository`;
  return isForced ? named("delete", operands, what, "destruction") : asked("delete", operands, what);
}

function fetching(operands: readonly string[], { stage }: Seen, what: string): Deed {
  const [from] = operands;
  const isKnown = from === undefined || from === "origin" || from === "upstream" || stage.remotes.includes(from);
  return isKnown ? asked("fetch", operands, what) : named("fetch", operands, `${what} from ${from}`, "network");
}

function config({ has, operands }: Options): readonly Deed[] | null {
  const verbs = ["get", "list", "set", "unset", "get-all", "rename-section", "remove-section", "edit"];
  const [verb] = operands;
  const isVerb = verb !== undefined && verbs.includes(verb);
  const [key = "", ...values] = isVerb ? operands.slice(1) : operands;
  const isReading =
    has("--get", "--list", "-l", "--get-all", "--get-regexp") ||
    verb === "get" ||
    verb === "list" ||
    (!isVerb && values.length === 0 && !has("--unset"));
  if (isReading)
    return /token|password|credential|extraheader|secret/i.test(key)
      ? [person("show-secret", [key], `shows ${key}`, "credentials")]
      : [free("look", [key], "shows settings of git")];
  const isWide = has("--global", "--system", "--file", "-f");
  const setting = `${key} ${values.join(" ")}`.trim();
  const isPlain = /^core\.fsmonitor$/i.test(key) && /^(?:true|false)$/.test(values[0] ?? "");
  if (STEERING.test(key) && !isPlain)
    return [person("configure", [key], `sets ${setting}, by which git runs programs or trusts others`, "weakening")];
  if (isWide)
    return [
      deed("configure", [key, ...values], `sets ${setting} for every repository`, ["named", "medium", "weakening"]),
    ];
  return verb === "edit" ? null : [asked("configure", [key, ...values], `sets ${setting} here`)];
}

function remote({ operands: [verb = "", ...rest] }: Options): readonly Deed[] {
  if (verb === "" || verb === "-v" || verb === "show" || verb === "get-url") return [free("look", [], "shows remotes")];
  if (verb === "update" || verb === "prune") return [asked("fetch", rest, "asks remotes what they have")];
  return [
    named(
      "configure",
      rest,
      `${verb}s the remote ${rest.join(" ")}`,
      verb === "add" || verb === "rename" ? "supply-chain" : "weakening",
    ),
  ];
}

/** Rewriting what everybody has is for a person. */
function historyTool(seen: Seen): readonly Deed[] {
  return [grave("discard", seen.args, "rewrites the history of the repository", "destruction")];
}

export const GIT: Families = {
  git,
  "git-filter-repo git-filter-branch bfg": historyTool,
};
