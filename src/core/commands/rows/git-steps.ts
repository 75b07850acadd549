/** Steps of git in one repository that git can undo. */
import type { OptionTable, Usage } from "../row.ts";
import { effect } from "../scene.ts";
import { SHOWN } from "./git-reading.ts";

const SKIPS_HOOKS = { danger: "skips the checks that hooks make" } as const;

const SIGNING: OptionTable = { "-S=? --gpg-sign=?": "runs", "--no-gpg-sign": "ok" };

/** A step, with the hooks of the repository. */
function step(about: string, options: OptionTable, hooks = true): Usage {
  return { about, options, effects: hooks ? ["git-write", "runs"] : ["git-write"] };
}

/** A step whose further options do no harm. */
function anyStep(about: string, options: OptionTable = {}): Usage {
  return { about, options, anyOption: true, effects: ["git-write"] };
}

function shows(about: string): Usage {
  return { about, anyOption: true, options: SHOWN, effects: ["read"], safe: "boxed" };
}

function runs(about: string, options: OptionTable = {}): Usage {
  return { about, anyOption: true, options, effects: ["runs"] };
}

const COMMIT: Usage = {
  about: "records changes",
  options: {
    ...SIGNING,
    "--dry-run --short --porcelain --long": "ok",
    "-a --all -p --patch -C= --reuse-message= -c= --reedit-message= --fixup= --squash= --reset-author --branch": "ok",
    "-z --null --author= --date= -m= --message= -s --signoff --no-signoff --trailer= --allow-empty": "ok",
    "--allow-empty-message --cleanup= -e --edit --no-edit --amend --no-post-rewrite -i --include -o --only": "ok",
    "--pathspec-from-file= --pathspec-file-nul -u=? --untracked-files=? -v --verbose -q --quiet --status": "ok",
    "--no-status --verify --interactive -U= --unified= --inter-hunk-context=": "ok",
    "-F= --file= -t= --template=": "read",
    "-n --no-verify": SKIPS_HOOKS,
  },
  safe: "boxed",
  hook: (call) => ({ effects: call.has("--dry-run") ? [effect("read")] : [effect("git-write"), effect("runs")] }),
};

const ADD: Usage = step(
  "takes changes into the index",
  {
    "-n --dry-run -v --verbose -f --force -i --interactive -p --patch -e --edit -u --update -A --all --no-all": "ok",
    "--ignore-removal --no-ignore-removal -N --intent-to-add --refresh --ignore-errors --ignore-missing": "ok",
    "--renormalize --chmod= --sparse --pathspec-from-file= --pathspec-file-nul --no-warn-embedded-repo": "ok",
  },
  false,
);

const MERGING: OptionTable = {
  ...SIGNING,
  "--continue --abort --quit --skip -s= --strategy= -X= --strategy-option= --cleanup= --rerere-autoupdate": "ok",
  "--no-rerere-autoupdate -e --edit --no-edit -n --no-commit -q --quiet -v --verbose": "ok",
};

const MERGE: Usage = step("brings branches together", {
  ...MERGING,
  "--commit --ff --no-ff --ff-only --log=? --no-log --signoff --no-signoff --stat --no-stat --compact-summary": "ok",
  "--squash --no-squash --verify-signatures --no-verify-signatures --progress --no-progress --autostash": "ok",
  "--no-autostash --allow-unrelated-histories -m= --into-name= --overwrite-ignore --no-overwrite-ignore": "ok",
  "-F= --file=": "read",
  "--no-verify": SKIPS_HOOKS,
});

const PICK: OptionTable = {
  ...MERGING,
  "-x -r -m= --mainline= --ff -s --signoff --allow-empty --allow-empty-message --empty= --keep-redundant-commits": "ok",
  "--reference --no-reference": "ok",
};

const AM: Usage = step("takes patches over from mails", {
  ...MERGING,
  "-s --signoff -k --keep --keep-non-patch --keep-cr --no-keep-cr -c --scissors --no-scissors --message-id": "ok",
  "--no-message-id -3 --3way --no-3way -i --interactive --committer-date-is-author-date --ignore-date": "ok",
  "--ignore-space-change --ignore-whitespace --whitespace= -C= -p= --directory= --exclude= --include= --reject": "ok",
  "--patch-format= --show-current-patch=? --resolved -u --utf8 --no-utf8 --retry --allow-empty --quoted-cr=": "ok",
  "--no-verify": SKIPS_HOOKS,
});

const APPLY: Usage = {
  about: "changes files by a patch",
  options: {
    "--stat": "ok",
    "--numstat": "ok",
    "--summary": "ok",
    "--check": "ok",
    "--apply": "ok",
    "--index": "git-write",
    "--cached": "git-write",
    "-N --intent-to-add": "git-write",
    "-3 --3way": "git-write",
    "--build-fake-ancestor=": "write",
    "--unsafe-paths": { danger: "lets a patch change files outside the workspace" },
    "-R --reverse --reject -z -p= -C= --unidiff-zero --allow-binary-replacement --binary --exclude= --include=": "ok",
    "--ignore-space-change --ignore-whitespace --whitespace= --inaccurate-eof -v --verbose -q --quiet --recount": "ok",
    "--directory= --allow-overlap --allow-empty --ours --theirs --union": "ok",
  },
  operands: "read",
  safe: "boxed",
  hook: (call) => {
    const onlyLooks = ["--stat", "--numstat", "--summary", "--check"].some((option) => call.has(option));
    return { effects: [effect(onlyLooks && !call.has("--apply") ? "read" : "write")] };
  },
};

const NOTES: Usage = {
  about: "shows and keeps notes on commits",
  options: { "--ref=": "ok" },
  subcommands: {
    "list show get-ref": shows("shows notes"),
    "add append copy edit merge prune remove": anyStep("changes notes", { "-F= --file=": "read", "-m= -c= -C=": "ok" }),
  },
  otherwise: shows("lists notes"),
};

const BISECT: Usage = {
  about: "looks for the commit that brought a fault",
  subcommands: {
    "start good new bad old skip reset next replay terms": anyStep("takes a step of the search"),
    "log help": shows("shows the search"),
    run: { ...runs("runs a command at each step"), stopsAtOperand: true, effects: ["git-write", "runs"] },
    "visualize view": runs("opens a viewer"),
  },
};

const SPARSE: Usage = {
  about: "chooses which files lie on the disk",
  subcommands: {
    "list check-rules": shows("lists them"),
    "init set add reapply disable clean": anyStep("changes the choice"),
  },
};

const RERERE: Usage = {
  about: "remembers how conflicts were solved",
  subcommands: {
    "status diff remaining": shows("shows what is remembered"),
    "clear forget gc": anyStep("forgets it"),
  },
  otherwise: anyStep("solves conflicts as before"),
};

const MAINTENANCE: Usage = {
  about: "keeps the repository tidy",
  subcommands: {
    "run stop unregister is-needed": anyStep("tidies the repository once"),
    "start register": {
      about: "has it tidied from now on",
      anyOption: true,
      effects: ["persistence"],
      danger: "sets up a job that runs from now on",
    },
  },
};

/** Subcommands, by their names. */
export const STEPS: Readonly<Record<string, Usage>> = {
  add: ADD,
  stage: ADD,
  commit: COMMIT,
  merge: MERGE,
  "cherry-pick": step("takes a commit over", PICK),
  revert: step("undoes a commit by a new one", PICK),
  am: AM,
  apply: APPLY,
  notes: NOTES,
  bisect: BISECT,
  "sparse-checkout": SPARSE,
  rerere: RERERE,
  maintenance: MAINTENANCE,
  init: {
    about: "makes a repository",
    options: {
      "-q --quiet --bare --object-format= --ref-format= -b= --initial-branch= --shared=?": "ok",
      "--separate-git-dir=": "write",
      "--template=": "runs",
    },
    effects: ["git-write"],
    operands: "write",
  },
  "update-index": anyStep("changes the index"),
  "write-tree commit-tree mktree mktag": anyStep("makes an object"),
  "symbolic-ref": {
    about: "shows or sets what a name stands for",
    options: {
      "--short -q --quiet --recurse --no-recurse -m=": "ok",
      "-d --delete": { danger: "deletes a name of a branch" },
    },
    safe: "boxed",
    hook: (call) => ({ effects: [effect(call.operands.length > 1 ? "git-write" : "read")] }),
  },
  replace: {
    about: "has one object stand for another",
    options: { "-l --list": "ok", "-f --force -d --delete --raw --format= -g --graft": "ok", "-e --edit": "runs" },
    safe: "boxed",
    hook: (call) => ({
      effects: [effect(call.has("--list") || call.given.length + call.operands.length === 0 ? "read" : "git-write")],
    }),
  },
  "merge-file": {
    about: "merges two files into a third",
    options: {
      "-p --stdout": "ok",
      "-L= -q --quiet --ours --theirs --union --diff3 --zdiff3 --marker-size= --object-id --diff-algorithm=": "ok",
    },
    operands: "read",
    safe: "boxed",
    hook: (call) => (call.has("--stdout") ? {} : { effects: [effect("write")] }),
  },
  "pack-refs repack prune-packed index-pack unpack-objects pack-objects multi-pack-index commit-graph fast-import":
    anyStep("packs or unpacks objects"),
  "update-server-info pack-redundant quiltimport refs": anyStep("changes the repository's own files"),
  difftool: { ...runs("shows differences in another program", { "-x= --extcmd=": "runs" }) },
  "mergetool gui gitk citool instaweb web--browse merge-index merge-one-file shell hook":
    runs("starts another program"),
};
