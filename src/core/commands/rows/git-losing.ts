/** What git does that can lose uncommitted work, or commits that nothing else names. */
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import { isOutput } from "../deletion.ts";
import type { OptionTable, Usage } from "../row.ts";
import { effect, onPath, pathOf, type Scene } from "../scene.ts";
import { losing, MOVES_A_BRANCH, STEP } from "./git-loss.ts";
import { NAMES } from "./git-names.ts";
import { readsFiles, SHOWN } from "./git-reading.ts";

const OVERWRITES = "overwrites changes that are not committed";
/** Words behind `--`, which are paths whatever they look like; null where there is no `--`. */
function behindDashes({ sighting: { words } }: Scene): readonly Value[] | null {
  const at = words.findIndex((word) => textOf(word) === "--");
  return at === -1 ? null : words.slice(at + 1);
}

/** `.`, `src/`, `*.ts`, `README.md`; a branch has no such name, or hardly ever. */
function looksLikePath(value: Value): boolean {
  if (value.pieces.some(({ kind }) => kind === "glob")) return true;
  const text = textOf(value);
  if (text === null) return /^\.{0,2}\//.test(prefixOf(value));
  return (
    /^(?:\.|\.\.)$|^\.{0,2}\/|^:[/!(^]|[*?[]|\/$/.test(text) ||
    /\.[A-Za-z][A-Za-z0-9]{0,9}$/.test(text) ||
    /(?:^|\/)(?:Makefile|Dockerfile|LICENSE|README|Gemfile|Rakefile|Procfile|\.\w+)$/.test(text)
  );
}

const BRANCHING: OptionTable = {
  "-d --detach": "ok",
  "-t=? --track=?": "ok",
  "--orphan=": "ok",
  "-q --quiet --progress --no-progress -l --no-track --guess --no-guess -m --merge": "ok",
  "--ignore-other-worktrees --recurse-submodules=? --no-recurse-submodules --overwrite-ignore": "ok",
  "--no-overwrite-ignore --conflict=": "ok",
};

const CHECKOUT: Usage = {
  about: "changes to another branch, or brings files back",
  options: {
    ...BRANCHING,
    "-b=": "ok",
    "-2 --ours": "ok",
    "-3 --theirs": "ok",
    "-p --patch": "ok",
    "-B=": "ok",
    "-f --force": "ok",
    "--pathspec-from-file=": "ok",
    "--overlay --no-overlay --ignore-skip-worktree-bits --pathspec-file-nul": "ok",
  },
  effects: ["runs"],
  hook: (call, scene) => {
    if (call.has("--force")) return losing(OVERWRITES);
    if (call.has("-B")) return losing(MOVES_A_BRANCH);
    const paths = behindDashes(scene) ?? [];
    const [first] = paths;
    if (first !== undefined) return losing(OVERWRITES, showValue(first));
    if (call.has("--ours") || call.has("--theirs") || call.has("--patch")) return losing(OVERWRITES);
    if (call.has("--pathspec-from-file")) return losing(OVERWRITES);
    if (call.has("-b") || call.has("--orphan") || call.has("--track") || call.has("--detach")) return STEP;
    const [one, ...more] = call.operands;
    const [second] = more;
    // A commit and a path, or two paths.
    if (second !== undefined) return losing(OVERWRITES, showValue(second));
    return one !== undefined && looksLikePath(one) ? losing(OVERWRITES, showValue(one)) : STEP;
  },
};

const SWITCH: Usage = {
  about: "changes to another branch",
  options: { ...BRANCHING, "-C= --force-create=": "ok", "-f --force --discard-changes": "ok", "-c= --create=": "ok" },
  effects: ["runs"],
  hook: (call) => {
    if (call.has("--discard-changes")) return losing(OVERWRITES);
    return call.has("--force-create") ? losing(MOVES_A_BRANCH) : STEP;
  },
};

const RESTORE: Usage = {
  about: "brings files back",
  options: {
    "-W --worktree": "ok",
    "-S --staged": "ok",
    "-s= --source= -p --patch -q --quiet --progress --no-progress --ours --theirs -m": "ok",
    "--merge --conflict= --ignore-unmerged --ignore-skip-worktree-bits --recurse-submodules --overlay": "ok",
    "--no-overlay --no-recurse-submodules --pathspec-from-file= --pathspec-file-nul": "ok",
  },
  hook: (call) => {
    const onlyIndex = call.has("--staged") && !call.has("--worktree");
    return onlyIndex ? STEP : losing(OVERWRITES, call.operands.map(showValue).join(" "));
  },
};

const RESET: Usage = {
  about: "moves the branch to another commit",
  options: {
    "-q --quiet --no-quiet --refresh --no-refresh --mixed --soft --keep -N --intent-to-add -p --patch": "ok",
    "--hard": "ok",
    "--merge": "ok",
    "--recurse-submodules --no-recurse-submodules --pathspec-from-file= --pathspec-file-nul": "ok",
  },
  hook: (call) =>
    call.has("--hard") || call.has("--merge") ? losing("throws away changes that are not committed") : STEP,
};

const CLEAN: Usage = {
  about: "deletes files that git does not know",
  options: { "-n --dry-run": "ok", "-q --quiet -e= --exclude= -x -X -d -f --force -i --interactive": "ok" },
  safe: "boxed",
  hook: (call, scene) => {
    if (call.has("--dry-run")) return { effects: [effect("read")] };
    const root = scene.roots[0] ?? "/";
    const paths = call.operands.map((operand) => pathOf(operand, scene.sighting.cwd));
    const deleted = call.operands.map((operand) => onPath("delete", operand, scene));
    if (paths.length > 0 && paths.every((path) => path !== null && isOutput(path, root))) return { effects: deleted };
    const effects = [...deleted, effect("delete"), effect("git-history")];
    return { effects, danger: "deletes files that git does not know and cannot bring back" };
  },
};

const ASIDE: OptionTable = {
  "-p --patch -S --staged -k --keep-index --no-keep-index -q --quiet -u --include-untracked -a --all -m=": "ok",
  "--message= --pathspec-from-file= --pathspec-file-nul": "ok",
};

const PUSH_STASH: Usage = { about: "puts changes aside", options: ASIDE, effects: ["git-write"] };

const STASH: Usage = {
  about: "puts changes aside and brings them back",
  options: ASIDE,
  subcommands: {
    "list show": {
      about: "shows what was put aside",
      anyOption: true,
      options: SHOWN,
      effects: ["read"],
      safe: "boxed",
      hook: readsFiles,
    },
    "push save": PUSH_STASH,
    "pop apply": { about: "brings changes back", options: { "--index -q --quiet": "ok" }, effects: ["git-write"] },
    "create store branch": { about: "keeps changes", anyOption: true, effects: ["git-write"] },
    drop: {
      about: "throws away what was put aside",
      anyOption: true,
      effects: ["git-history"],
      danger: "throws away changes that were put aside",
    },
    clear: {
      about: "throws away all that was put aside",
      anyOption: true,
      effects: ["git-history"],
      danger: "throws away all changes that were put aside",
    },
  },
  otherwise: PUSH_STASH,
};

const REBASE: Usage = {
  about: "puts commits on another base",
  options: {
    "--onto= --keep-base --continue --skip --abort --quit --show-current-patch --apply --empty= --no-keep-empty": "ok",
    "--keep-empty --reapply-cherry-picks --no-reapply-cherry-picks --allow-empty-message -m --merge -s= --strategy=":
      "ok",
    "-X= --strategy-option= --rerere-autoupdate --no-rerere-autoupdate -S=? --gpg-sign=? --no-gpg-sign -q --quiet":
      "ok",
    "-v --verbose --stat -n --no-stat --verify -C= --no-ff --force-rebase -f --fork-point --no-fork-point": "ok",
    "--ignore-whitespace --whitespace= --committer-date-is-author-date --ignore-date --reset-author-date --signoff":
      "ok",
    "-r=? --rebase-merges=? --autosquash --no-autosquash --autostash --no-autostash --update-refs": "ok",
    "--no-update-refs --reschedule-failed-exec --trailer=": "ok",
    "-i --interactive": "ok",
    "--root": "ok",
    "--edit-todo": "ok",
    "--no-verify": { danger: "skips the checks that hooks make" },
    "-x= --exec=": "runs",
  },
  effects: ["runs"],
  hook: (call) => {
    const rewrites = call.has("--interactive") || call.has("--root") || call.has("--edit-todo");
    return rewrites ? losing("rewrites commits") : STEP;
  },
};

const GC: Usage = {
  about: "packs the repository",
  options: {
    "--aggressive --auto --detach --no-detach --no-cruft --cruft --max-cruft-size= --quiet -q --force": "ok",
    "--prune=?": "ok",
    "--keep-largest-pack --no-prune --expire-to=": "ok",
  },
  hook: (call) => {
    const now = call
      .valuesOf("--prune")
      .some((value) => /^(?:now|all)$/.test(showValue(value)) || textOf(value) === null);
    return now ? losing("deletes commits that no branch leads to") : STEP;
  },
};

const PRUNE: Usage = {
  about: "deletes what no branch leads to",
  safe: "boxed",
  options: { "-n --dry-run": "ok", "-v --verbose --progress --expire=": "ok" },
  hook: (call) =>
    call.has("--dry-run") ? { effects: [effect("read")] } : losing("deletes commits that no branch leads to"),
};

const REMOVE: Usage = {
  about: "deletes files and takes them out of the index",
  safe: "boxed",
  options: {
    "-f --force": "ok",
    "-n --dry-run": "ok",
    "--cached": "ok",
    "-r --ignore-unmatch --sparse -q --quiet --pathspec-from-file=": "ok",
    "--pathspec-file-nul": "ok",
  },
  hook: (call, scene) => {
    if (call.has("--dry-run")) return { effects: [effect("read")] };
    // Without force git itself refuses where something would be lost.
    if (!call.has("--force") || call.has("--cached")) return STEP;
    return { effects: [effect("git-write"), ...call.operands.map((operand) => onPath("delete", operand, scene))] };
  },
};

const MOVE: Usage = {
  about: "renames files",
  options: { "-f --force": "ok", "-k -n --dry-run -v --verbose --sparse": "ok" },
  hook: (call, scene) => {
    const last = call.operands.at(-1);
    if (!call.has("--force") || last === undefined) return STEP;
    return { effects: [effect("git-write"), onPath("delete", last, scene)] };
  },
};

const WORKTREE: Usage = {
  about: "lists, makes and deletes further working folders",
  subcommands: {
    list: {
      about: "lists them",
      options: { "-v --verbose --porcelain -z --expire=": "ok" },
      effects: ["read"],
      safe: "boxed",
    },
    add: {
      about: "makes one",
      options: {
        "-f --force --detach --checkout --no-checkout --lock --orphan -q --quiet --track --no-track --guess-remote":
          "ok",
        "--no-guess-remote --relative-paths --no-relative-paths -d --reason= -b=": "ok",
        "-B=": { danger: MOVES_A_BRANCH },
      },
      effects: ["git-write"],
      operands: { first: ["write"] },
    },
    remove: {
      about: "deletes one",
      options: { "-f --force": "ok" },
      hook: (call) =>
        call.has("--force") ? losing("deletes a working folder with what is not committed in it") : STEP,
    },
    "prune lock unlock move repair": { about: "changes one", anyOption: true, effects: ["git-write"] },
  },
};

function always(about: string, danger: string, runs = false): Usage {
  return { about, anyOption: true, effects: runs ? ["git-history", "runs"] : ["git-history"], danger };
}

/** Subcommands that may lose something, by their names. */
export const LOSING: Readonly<Record<string, Usage>> = {
  checkout: CHECKOUT,
  switch: SWITCH,
  restore: RESTORE,
  reset: RESET,
  clean: CLEAN,
  stash: STASH,
  ...NAMES,
  rebase: REBASE,
  gc: GC,
  prune: PRUNE,
  rm: REMOVE,
  mv: MOVE,
  worktree: WORKTREE,
  "filter-branch": always("rewrites the history", "rewrites the history", true),
  "filter-repo": always("rewrites the history", "rewrites the history", true),
  "checkout-index": {
    about: "writes files from the index",
    options: {
      "-f --force": "ok",
      "--prefix=": "ok",
      "-u --index -q --quiet -a --all -n --no-create -z --stdin --temp --stage=": "ok",
    },
    hook: (call) =>
      call.has("--force") && !call.has("--prefix") ? losing(OVERWRITES) : { effects: [effect("write")] },
  },
  "read-tree": {
    about: "reads a commit into the index",
    options: {
      "-m -i -n --dry-run -v --trivial --aggressive --empty --index-output= --no-sparse-checkout -q": "ok",
      "--quiet --exclude-per-directory= --no-recurse-submodules --recurse-submodules": "ok",
      "-u": "ok",
      "--reset": "ok",
    },
    hook: (call) => (call.has("--reset") ? losing(OVERWRITES) : STEP),
  },
};
