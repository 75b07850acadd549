/** Which git commands are local steps that git can undo and does all by itself. */
import { resolvePath } from "../../kit/path.ts";
import { textOf, textValue, type Value } from "../script/value.ts";
import { readCall } from "./call.ts";
import type { Call, OptionTable, Usage } from "./row.ts";

/**
 * What a step changes to or starts from that has to be a local branch: for the name of a remote's branch git makes
 * one and writes settings, which a step may not.
 */
export type GitStep = { readonly branch: string | null };

/** A subcommand with the options that start no other program: no editor, no signing, no merge driver by name. */
type Step = {
  readonly options: OptionTable;
  /** False where these words open an editor, or do more than a step. */
  readonly isStep?: (call: Call) => boolean;
  /** What must be a local branch. */
  readonly branch?: (call: Call) => Value | null;
};

const MERGING =
  "-q --quiet -v --verbose --abort --quit -X= --strategy-option= --no-gpg-sign --rerere-autoupdate --no-rerere-autoupdate";

/** Named here so that it is not taken for `--strategy-option` cut short: git runs a program of that name. */
const STRATEGY: OptionTable = { "--strategy=": "runs" };

/** Options of `git commit` that say what the message is, so that no editor asks for it. */
const SAYING = ["--message", "--file", "--reuse-message", "--no-edit", "--fixup", "--dry-run"];

const ADD: Step = {
  options: {
    "-n --dry-run": "ok",
    "-v --verbose": "ok",
    "-f --force": "ok",
    "-u --update": "ok",
    "-A --all": "ok",
    "-N --intent-to-add": "ok",
    "--no-all --ignore-removal --no-ignore-removal --refresh --ignore-errors --ignore-missing --renormalize": "ok",
    "--chmod= --sparse --pathspec-from-file= --pathspec-file-nul": "ok",
  },
};

const COMMIT: Step = {
  options: {
    "-m= --message=": "ok",
    "-F= --file=": "ok",
    "-C= --reuse-message=": "ok",
    "--no-edit": "ok",
    "--fixup=": "ok",
    "--dry-run": "ok",
    "-a --all": "ok",
    "-i --include": "ok",
    "-o --only": "ok",
    "-s --signoff": "ok",
    "-v --verbose": "ok",
    "-q --quiet": "ok",
    "-u=? --untracked-files=?": "ok",
    "-z --null": "ok",
    "--short --porcelain --long --branch --no-signoff --no-gpg-sign --reset-author --author= --date= --allow-empty":
      "ok",
    "--allow-empty-message --cleanup= --amend --no-post-rewrite --verify --status --no-status": "ok",
    "--pathspec-from-file= --pathspec-file-nul": "ok",
  },
  isStep: (call) => SAYING.some((option) => call.has(option)),
};

const BRANCHING: OptionTable = {
  "-d --detach": "ok",
  "-q --quiet": "ok",
  "-m --merge": "ok",
  "--no-track": "ok",
  "--no-guess": "ok",
  "--guess --progress --no-progress --no-recurse-submodules --overwrite-ignore --no-overwrite-ignore --orphan=": "ok",
};

/** Without a starting point a new branch starts here, and settings stay as they are. */
function changedTo(call: Call, creating: string): Value | null {
  if (call.has("--detach") || call.has("--no-track") || call.has("--orphan")) return null;
  if (call.has("--no-guess") && !call.has(creating)) return null;
  return call.operands[0] ?? null;
}

const PICK: Step = {
  options: {
    [MERGING]: "ok",
    ...STRATEGY,
    "--skip": "ok",
    "--no-edit": "ok",
    "-n --no-commit": "ok",
    "--abort": "ok",
    "--quit": "ok",
    "-x --ff --allow-empty --allow-empty-message --keep-redundant-commits --empty= -s --signoff -m= --mainline=": "ok",
  },
};

const STASH: OptionTable = {
  "-u --include-untracked": "ok",
  "-k --keep-index --no-keep-index -S --staged -q --quiet -a --all -m= --message= --index": "ok",
  "--pathspec-from-file= --pathspec-file-nul": "ok",
};

const STEPS: Readonly<Record<string, Step>> = {
  add: ADD,
  stage: ADD,
  commit: COMMIT,
  switch: {
    options: { ...BRANCHING, "-c= --create=": "ok" },
    branch: (call) => changedTo(call, "--create"),
  },
  checkout: {
    options: { ...BRANCHING, "-b=": "ok" },
    // Of two words the first is a commit and the second a path.
    isStep: (call) => call.operands.length <= 1,
    branch: (call) => changedTo(call, "-b"),
  },
  branch: {
    options: { "-d --delete": "ok", "-q --quiet": "ok", "--no-track": "ok", "--create-reflog": "ok" },
    branch: (call) => (call.has("--delete") || call.has("--no-track") ? null : (call.operands[1] ?? null)),
  },
  tag: {
    options: {
      "-m= --message=": "ok",
      "-F= --file=": "ok",
      "-a --annotate": "ok",
      "--no-sign --cleanup= --create-reflog": "ok",
    },
    isStep: (call) => !call.has("--annotate") || call.has("--message") || call.has("--file"),
  },
  restore: {
    options: { "-S --staged": "ok", "-s= --source=": "ok", "-q --quiet": "ok", "--pathspec-from-file=": "ok" },
  },
  reset: {
    options: {
      "--soft --mixed --keep": "ok",
      "-q --quiet --no-quiet -N --intent-to-add --refresh --no-refresh --pathspec-from-file= --pathspec-file-nul": "ok",
    },
  },
  rm: { options: { "-r --cached -f --force -n --dry-run -q --quiet --ignore-unmatch --sparse": "ok" } },
  mv: { options: { "-f --force": "ok", "-k -n --dry-run -v --verbose --sparse": "ok" } },
  merge: {
    options: {
      [MERGING]: "ok",
      ...STRATEGY,
      "-m= --ff --no-ff --ff-only --squash --no-squash --commit --no-commit --no-edit --stat --no-stat --log=?": "ok",
      "--no-log --signoff --no-signoff --autostash --no-autostash --allow-unrelated-histories": "ok",
      "--no-verify-signatures --progress --no-progress --overwrite-ignore --no-overwrite-ignore --into-name=": "ok",
    },
  },
  "cherry-pick": PICK,
  revert: {
    ...PICK,
    isStep: (call) => ["--no-edit", "--no-commit", "--abort", "--quit"].some((option) => call.has(option)),
  },
  rebase: {
    options: {
      ...STRATEGY,
      "--onto= --keep-base --abort --quit -q --quiet -v --verbose --stat -n --no-stat --ff --no-ff -f": "ok",
      "--force-rebase --fork-point --no-fork-point --autostash --no-autostash --no-gpg-sign --verify": "ok",
      "-X= --strategy-option= --empty= --no-keep-empty --keep-empty --no-autosquash --signoff": "ok",
      "--update-refs --no-update-refs --reapply-cherry-picks --no-reapply-cherry-picks -r=? --rebase-merges=?": "ok",
    },
  },
  apply: {
    options: {
      "--index --cached -3 --3way -R --reverse --check --stat -p= -v --verbose -q --quiet --recount": "ok",
      "--whitespace= --ignore-whitespace": "ok",
    },
  },
  "update-index": {
    options: {
      "--add --remove --refresh -q --chmod= --assume-unchanged --no-assume-unchanged --skip-worktree": "ok",
      "--no-skip-worktree": "ok",
    },
  },
  "pack-refs": { options: { "--all --prune --no-prune": "ok" } },
};

const STASHING: Readonly<Record<string, Step>> = {
  "push save": { options: STASH },
  "pop apply": { options: { "--index -q --quiet": "ok" } },
  "create store": { options: STASH },
};

const BISECTING = /^(?:start|good|new|bad|old|skip|reset)$/;

/** What stands before the subcommand and changes nothing that runs. */
const BEFORE =
  /^(?:-P|--(?:no-pager|no-optional-locks|no-replace-objects|no-lazy-fetch|no-advice|(?:literal|glob|noglob|icase)-pathspecs))$/;

/** Settings for once that lead git nowhere and run nothing. */
const SETTING =
  /^(?:(?:user|author|committer)\.(?:name|email)=.*|(?:commit|tag)\.gpgsign=(?:false|no|0)|(?:advice|color)\.[a-z]+=[\w-]*|core\.(?:autocrlf|safecrlf|quotepath)=[a-z]*)$/i;

/**
 * Null where the words, those behind `git`, are no such step, or not known to be. What they lose is not looked at
 * here: the table of commands tells.
 */
export function gitStepOf(words: readonly Value[]): GitStep | null {
  const [name, ...rest] = words.slice(optionsBefore(words).count);
  const subcommand = name === undefined ? null : textOf(name);
  if (subcommand === null) return null;
  if (subcommand === "stash") return stashStep(rest);
  if (subcommand === "bisect") return isBisecting(rest) ? { branch: null } : null;
  const step = Object.hasOwn(STEPS, subcommand) ? STEPS[subcommand] : undefined;
  return step === undefined ? null : stepOf(step, rest);
}

/**
 * The folder in which git works that is started with these words, those behind `git`; null where it is not known.
 *
 * @param cwd absolute, or null where it is not known
 */
export function gitFolder(words: readonly Value[], cwd: string | null): string | null {
  return optionsBefore(words).folders.reduce<string | null>((from, word) => {
    const text = textOf(word);
    // What lies above a folder that is a link is not what its name says.
    if (text === null || text.split("/").includes("..")) return null;
    return text.startsWith("/") || from !== null ? resolvePath(from ?? "/", text) : null;
  }, cwd);
}

/** What stands before the subcommand, as far as it is known: how many words, and what `-C` names. */
function optionsBefore(words: readonly Value[]): { readonly count: number; readonly folders: readonly Value[] } {
  const folders: Value[] = [];
  let count = 0;
  for (;;) {
    const text = textOf(words[count] ?? textValue("")) ?? "";
    const next = words[count + 1] ?? textValue("");
    if (text === "-C" && count + 1 < words.length && !next.many) {
      folders.push(next);
      count += 2;
    } else if (text === "-c" && SETTING.test(textOf(next) ?? "")) count += 2;
    else if (BEFORE.test(text)) count += 1;
    else return { count, folders };
  }
}

function stepOf({ options, isStep, branch }: Step, words: readonly Value[]): GitStep | null {
  const usage: Usage = { about: "", options };
  const call = readCall(usage, words);
  if (call.given.some(({ meaning }) => meaning !== "ok") || call.strange.length > 0 || call.operands.some(mayBeOptions))
    return null;
  if (isStep?.(call) === false) return null;
  const named = branch?.(call) ?? null;
  if (named === null) return { branch: null };
  const text = textOf(named);
  return text === null ? null : { branch: isCommit(text) ? null : text };
}

/** Several words that nobody has seen may hold options. */
function mayBeOptions({ pieces, many }: Value): boolean {
  return many && pieces.some(({ kind }) => kind === "any");
}

/** What names a commit and no branch: `HEAD~2`, `@{1}`, `-` for where one was before. */
function isCommit(text: string): boolean {
  return /^(?:-|@|HEAD|[0-9a-f]{7,64})$|[~^]|@\{-?\d+\}$/.test(text) && !/@\{[^}\d-]/.test(text);
}

/** Without a subcommand it puts aside, and takes options only. */
function stashStep(words: readonly Value[]): GitStep | null {
  const [first, ...rest] = words;
  const name = first === undefined ? "push" : textOf(first);
  if (name === null || first === undefined || name.startsWith("-")) return stepOf({ options: STASH }, words);
  const step = Object.entries(STASHING).find(([names]) => names.split(" ").includes(name))?.[1];
  return step === undefined ? null : stepOf(step, rest);
}

function isBisecting([first, ...rest]: readonly Value[]): boolean {
  const isPlain = rest.every((word) => !(textOf(word) ?? "-").startsWith("-"));
  return first !== undefined && BISECTING.test(textOf(first) ?? "") && isPlain;
}
