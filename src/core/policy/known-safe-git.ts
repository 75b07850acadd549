/** The git commands that only read, without the options that write or name a program to run. */
import { operandsOf, type Options } from "./options.ts";

/** Before the subcommand, `-c`, `--exec-path`, `-p` and the like choose programs to run or another repository. */
const GLOBAL_FLAGS: ReadonlySet<string> = new Set([
  "--no-pager",
  "--no-optional-locks",
  "--literal-pathspecs",
  "--no-replace-objects",
]);

/** Choosing commits; none of these shows a difference, which a repository may have a program of its own do. */
const COMMITS: Options = {
  flags: "igEFz",
  valued: "n",
  numbers: true,
  long: (
    "oneline all branches tags remotes graph decorate no-decorate merges no-merges first-parent reverse follow " +
    "abbrev-commit no-abbrev-commit date-order topo-order author-date-order cherry-pick left-right full-history " +
    "all-match invert-grep name-only name-status stat shortstat numstat summary no-patch no-color no-ext-diff " +
    "no-textconv cached staged boundary relative-date source left-only right-only not"
  ).split(" "),
  longValued:
    "max-count skip since until after before author committer grep max-parents min-parents diff-filter merge-base".split(
      " ",
    ),
  longOptional: "format pretty date decorate color stat abbrev branches tags remotes relative".split(" "),
};

const DIFFS: Options = {
  ...COMMITS,
  flags: `${COMMITS.flags ?? ""}pubwRs`,
  valued: `${COMMITS.valued ?? ""}U`,
  long: [...(COMMITS.long ?? []), "patch", "ignore-all-space", "ignore-space-change", "word-diff", "check", "minimal"],
  longOptional: [...(COMMITS.longOptional ?? []), "word-diff", "unified", "color-words"],
};

/** Options that leave no text to show, so that no diff or text filter of the repository runs. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set([
  "--stat",
  "--shortstat",
  "--numstat",
  "--name-only",
  "--name-status",
  "--summary",
  "--no-patch",
  "-s",
]);

const PLAIN: ReadonlyMap<string, Options> = new Map<string, Options>([
  ["log", COMMITS],
  ["shortlog", { ...COMMITS, flags: "nse", valued: "" }],
  ["rev-list", { ...COMMITS, long: [...(COMMITS.long ?? []), "count", "objects", "parents"] }],
  [
    "status",
    {
      // Verbose, it shows a difference by the program that the settings name.
      flags: "sbz",
      long: ["short", "branch", "long", "show-stash", "ahead-behind", "no-renames"],
      longOptional: ["porcelain", "untracked-files", "ignored"],
    },
  ],
  [
    "rev-parse",
    {
      long: (
        "show-toplevel show-prefix show-cdup git-dir git-common-dir absolute-git-dir is-inside-work-tree " +
        "is-inside-git-dir is-bare-repository verify quiet all symbolic symbolic-full-name"
      ).split(" "),
      flags: "q",
      longOptional: ["short", "abbrev-ref"],
    },
  ],
  [
    "ls-files",
    {
      flags: "cdmoistzuv",
      valued: "x",
      long: [
        "cached",
        "deleted",
        "modified",
        "others",
        "ignored",
        "stage",
        "exclude-standard",
        "unmerged",
        "full-name",
      ],
      longValued: ["exclude"],
    },
  ],
  ["ls-tree", { flags: "drtlz", long: ["name-only", "name-status", "long", "full-tree", "full-name"] }],
  ["show-ref", { flags: "dqs", long: ["head", "heads", "tags", "verify", "dereference"], longOptional: ["hash"] }],
  ["merge-base", { flags: "a", long: ["all", "is-ancestor", "octopus", "independent", "fork-point"] }],
  ["name-rev", { long: ["tags", "name-only", "all"] }],
  [
    "describe",
    { long: ["tags", "all", "always", "long", "contains"], longValued: ["match"], longOptional: ["dirty", "abbrev"] },
  ],
  ["cat-file", { flags: "tspe" }],
  ["count-objects", { flags: "vH" }],
  ["version", {}],
  ["diff-tree", { flags: "rtz", long: ["name-only", "name-status", "stat", "no-commit-id", "root"] }],
]);

/** Subcommands whose first words decide; all else they do writes. */
const LISTS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["remote", [[], ["-v"], ["--verbose"], ["get-url", "*"]]],
  ["stash", [["list"]]],
  ["worktree", [["list"], ["list", "--porcelain"]]],
  ["symbolic-ref", [["HEAD"], ["--short", "HEAD"]]],
  ["reflog", [[], ["show"], ["-n", "*"]]],
]);

const BRANCHES: Options = {
  flags: "avrl",
  long: ["all", "list", "remotes", "verbose", "show-current", "no-color", "ignore-case"],
  longValued: ["sort", "format"],
  longOptional: ["color", "contains", "no-contains", "merged", "no-merged", "points-at"],
};
const TAGS: Options = {
  flags: "l",
  valued: "n",
  long: ["list", "no-column"],
  longValued: ["sort", "format"],
  longOptional: ["contains", "merged", "no-merged", "points-at"],
};

/** @param args all words behind `git` */
export function isReadingGit(args: readonly string[]): boolean {
  const start = args.findIndex((arg) => !GLOBAL_FLAGS.has(arg));
  const subcommand = args[start];
  if (subcommand === undefined || args.some(verifiesSignature)) return false;
  const rest = args.slice(start + 1);
  const plain = PLAIN.get(subcommand);
  if (plain !== undefined) return operandsOf(rest, plain) !== null;
  if (subcommand === "diff" || subcommand === "show") return isDifferenceWithoutPrograms(rest);
  if (subcommand === "branch") return isListing(rest, BRANCHES, ["--list", "-l"]);
  if (subcommand === "tag") return isListing(rest, TAGS, ["--list", "-l"]);
  if (subcommand === "config") return isAskingSetting(rest);
  return (LISTS.get(subcommand) ?? []).some((pattern) => fits(rest, pattern));
}

/** Formats that have a signature verified, by a program that the settings name: `%G?`, `%+GK`, `%(signature:key)`. */
function verifiesSignature(arg: string): boolean {
  return /%[-+ ]?G|(?:^|=|%\()[-*]*(?:v(?:ersion)?:)?signature(?:$|[:)])/.test(arg);
}

/** Without these options git would run whatever diff program or text filter the repository's settings name. */
function isDifferenceWithoutPrograms(args: readonly string[]): boolean {
  if (operandsOf(args, DIFFS) === null) return false;
  const options = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length);
  const showsText = options.some((arg) =>
    /^-[a-zA-Z]*[pu]|^-U|^--(?:patch|word-diff|color-words|unified|check)/.test(arg),
  );
  if (!showsText && options.some((arg) => WITHOUT_TEXT.has(arg))) return true;
  return options.includes("--no-ext-diff") && options.includes("--no-textconv");
}

/** A bare name would be created; behind `--list` it is a pattern. */
function isListing(args: readonly string[], options: Options, lists: readonly string[]): boolean {
  const operands = operandsOf(args, options);
  const end = args.indexOf("--");
  const flags = end === -1 ? args : args.slice(0, end);
  return operands !== null && (operands.length === 0 || flags.some((arg) => lists.includes(arg)));
}

/** One setting by its name; all of them, or headers of requests, may hold secrets. */
function isAskingSetting(args: readonly string[]): boolean {
  const [option, name = ""] = args;
  if (args.length !== 2 || (option !== "--get" && option !== "--get-all")) return false;
  return /^[a-z]/i.test(name) && !/header|token|pass|secret|cookie/i.test(name);
}

function fits(args: readonly string[], pattern: readonly string[]): boolean {
  if (args.length !== pattern.length) return false;
  return pattern.every((word, at) => (word === "*" ? !(args[at] ?? "-").startsWith("-") : args[at] === word));
}
