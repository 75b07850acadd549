/** Tells from the words of git commands whether git itself does all that they ask for. */
import { textOf, textValue } from "../script/value.ts";
import { seeThrough } from "../script/wrappers.ts";

/**
 * Null where nothing in the words makes git run another program or work on another repository; else what does, in
 * plain words that follow "it stays inside:".
 *
 * @param commands the words behind `git`, for each git of a script in its order
 * @param remotes names of remotes whose settings run nothing
 */
export function whyGitStays(commands: readonly (readonly string[])[], remotes: readonly string[]): string | null {
  let changed: string | null = null;
  for (const args of commands) {
    const [name = "", ...rest] = behindOptions(args);
    const why = whyOneStays(name, rest, remotes);
    if (why !== null) return why;
    if (ALONE.has(name) && commands.length > 1)
      return `what git ${name} sets up counts for the other git commands with it`;
    // A folder with a repository of its own may just have been added, and these start a git in it.
    if (changed !== null && !isBlind(name, rest))
      return `git ${name} looks into folders that git ${changed} may have added`;
    if (!isBlind(name, rest) && !READS.has(name)) changed ??= name;
  }
  return null;
}

/** The subcommand and what follows; options before it that change nothing that runs are left out. */
function behindOptions(args: readonly string[]): readonly string[] {
  const start = args.findIndex((word) => !PLAIN_OPTION.test(word));
  return start === -1 ? [] : args.slice(start);
}

const PLAIN_OPTION =
  /^(?:-[pP]|--(?:no-pager|paginate|no-optional-locks|no-replace-objects|no-lazy-fetch|no-advice|(?:literal|glob|noglob|icase)-pathspecs))$/;

/** Of a script with one of these that is the only git; the settings are read once, before it starts. */
const ALONE: ReadonlySet<string> = new Set(["clone", "init", "remote", "worktree"]);

/** They change nothing that another git command would be led by. */
const READS: ReadonlySet<string> = new Set(["status", "diff", "describe"]);

/** They never look into folders of the work tree. */
const BLIND: ReadonlySet<string> = new Set(
  "push fetch ls-remote log show shortlog tag branch rev-parse rev-list merge-base cat-file reflog".split(" "),
);

/** Others than these may be anybody's: aliases, programs of the name `git-…`. */
const LOCAL: ReadonlySet<string> = new Set(
  (
    "add branch cat-file checkout cherry-pick commit describe diff fsck gc log ls-files ls-tree merge merge-base mv " +
    "rebase reflog reset restore rev-list rev-parse revert rm shortlog show stash status switch tag worktree"
  ).split(" "),
);

function isBlind(name: string, args: readonly string[]): boolean {
  if (name !== "commit") return BLIND.has(name);
  // Without a message it shows what changed, and with paths or other options it looks for changes.
  let speaks = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    const isSaid = /^(?:-[qsn]*[mF].*|--(?:message|file)(?:=.*)?|--no-edit)$/s.test(arg);
    if (!isSaid && !/^(?:-[qsn]+|--(?:amend|quiet|signoff|no-verify|allow-empty))$/.test(arg)) return false;
    speaks ||= isSaid;
    if (/^(?:-[qsn]*[mF]|--message|--file)$/.test(arg)) at += 1;
  }
  return speaks;
}

function whyOneStays(name: string, args: readonly string[], remotes: readonly string[]): string | null {
  if (name === "" || name.startsWith("-")) return "its options do not tell what git does, or where";
  const carried = seeThrough("git", [name, ...args].map(textValue), false).some((inner) => {
    const [first] = inner.kind === "words" ? inner.words : [];
    return first === undefined || textOf(first) !== "git";
  });
  const option = carried ? `git ${name}` : args.find((arg) => SUBMODULES.test(arg));
  if (option !== undefined) return `${option} may start another program or a git elsewhere`;
  if (name === "rebase" && !args.every((arg) => REBASE.test(arg))) return "not all options of git rebase are known";
  if (MOVES.get(name)?.test(args.join("\0")) === false)
    return `git ${name} may enter folders that are submodules elsewhere`;
  const network = NETWORK.get(name);
  if (network !== undefined) return whyNetworkStays(name, args, network, remotes);
  if (name === "remote") return isQuietRemote(args) ? null : "git remote may talk to any address in its words";
  if (name === "init") return args.every((arg) => INIT.test(arg)) ? null : "git init may copy programs";
  return LOCAL.has(name) ? null : `it is not known what git ${name} runs`;
}

/** Options that start a git in a submodule; also where they are cut short. */
const SUBMODULES = /^--(?:rec|subm)/;

/** All but those that name a program, or go on with what the files of a rebase under way say. */
const REBASE =
  /^(?:-[iqr]|--(?:abort|autosquash|autostash|fork-point|interactive|keep-base|no-autostash|no-autosquash|no-fork-point|onto|onto=[\w./~^@-]+|quiet|quit|rebase-merges|root|update-refs)|[^-].*)$/s;

/** Changing to another commit ends with a look into the folders that are its submodules; a new branch does not. */
const MOVES: ReadonlyMap<string, RegExp> = new Map([
  ["checkout", /^(?:(?:-q\0)?-[bB]\0[^-\0][^\0]*|(?:-q\0)?--\0[^]*)$/],
  ["switch", /^(?:-q\0)?(?:-[cC]|--create)\0[^-\0][^\0]*$/],
]);

const INIT = /^(?:-q|--quiet|--bare|-b|-b[\w./-]+|--initial-branch=[\w./-]+|[^-].*)$/;

/** Those that only write settings. */
function isQuietRemote([first = "", ...rest]: readonly string[]): boolean {
  if (!/^(?:add|remove|rm|rename|set-url|get-url|set-branches)$/.test(first)) return false;
  return rest.every((arg) => !arg.startsWith("-") || /^--(?:push|add|delete|all)$/.test(arg));
}

type Network = { readonly options: RegExp; readonly valued: ReadonlySet<string> };

const LONG =
  "--(?:all|append|atomic|auto-maintenance|delete|dry-run|ff|ff-only|follow-tags|force|force-if-includes|heads|keep|" +
  "mirror|no-commit|no-edit|no-ff|no-force-with-lease|no-progress|no-rebase|no-single-branch|no-stat|no-tags|" +
  "no-verify|porcelain|progress|prune|prune-tags|quiet|rebase|refs|refetch|autostash|no-autostash|set-upstream|" +
  "single-branch|squash|symref|tags|thin|unshallow|update-head-ok|verbose|bare|no-checkout|branches|" +
  "force-with-lease(?:=[^\\n]*)?|rebase=(?:true|false|merges)|(?:depth|deepen|jobs)=\\d+|branch=[\\w./-]+)";

const NO_VALUES: ReadonlySet<string> = new Set();

/** By subcommand the options that name neither a program nor a repository; a letter means other things elsewhere. */
const NETWORK: ReadonlyMap<string, Network> = new Map([
  ["push", { options: new RegExp(`^(?:-[dfnquv46]+|${LONG})$`), valued: NO_VALUES }],
  ["fetch", { options: new RegExp(`^(?:-[afknpPqtuv46]+|${LONG})$`), valued: NO_VALUES }],
  ["pull", { options: new RegExp(`^(?:-[afknpqrtv46]+|${LONG})$`), valued: NO_VALUES }],
  ["ls-remote", { options: new RegExp(`^(?:-[htq]+|${LONG})$`), valued: NO_VALUES }],
  ["clone", { options: new RegExp(`^(?:-[nqv46]+|${LONG})$`), valued: new Set(["-b", "--branch", "--depth"]) }],
]);

function whyNetworkStays(
  name: string,
  args: readonly string[],
  network: Network,
  remotes: readonly string[],
): string | null {
  const { options, valued } = network;
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (valued.has(arg)) at += 1;
    else if (!arg.startsWith("-")) operands.push(arg);
    else if (!options.test(arg)) return `it is not known what ${arg} runs`;
  }
  const [target] = operands;
  if (target === undefined) return remotes.includes("origin") ? null : "the repository has no remote origin";
  const isKnown = (name !== "clone" && remotes.includes(target)) || addressOf(target).kind === "network";
  return isKnown ? null : `${target} is no remote of the repository, and may be a folder`;
}

/** Where the address of a repository leads: over the network, to a folder of this machine, or to what is not known. */
export type Address =
  | { readonly kind: "network" }
  /** Absolute. */
  | { readonly kind: "place"; readonly path: string }
  | { readonly kind: "unclear" };

/** Source: git-clone(1), "Git URLs". Other schemes, and `NAME::ADDRESS`, start a program of that name. */
export function addressOf(url: string): Address {
  if (/[\p{Cc}]/u.test(url)) return { kind: "unclear" };
  if (/^(?:https?|ssh|git|git\+ssh|ssh\+git):\/\/[^-/]/.test(url)) return { kind: "network" };
  const path = url.startsWith("file:///") ? url.slice("file://".length) : url;
  if (path.startsWith("/")) {
    return path === url || !path.includes("%") ? { kind: "place", path } : { kind: "unclear" };
  }
  // HOST:PATH of ssh: a colon before any slash.
  return /^[^-/:][^/:]*:(?!:|\/\/)./.test(url) ? { kind: "network" } : { kind: "unclear" };
}
