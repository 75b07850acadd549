/** What git does that only reads, and the options with which that writes or runs something. */
import { prefixOf, textOf, textValue, type Value } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Usage } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { namesSecret } from "../secrets.ts";

/** Choosing commits. */
const COMMITS: OptionTable = {
  "--oneline --all --branches=? --tags=? --remotes=? --glob= --exclude= --exclude-hidden= --reflog --graph --no-graph":
    "ok",
  "--decorate=? --no-decorate --decorate-refs= --decorate-refs-exclude= --clear-decorations --source --mailmap": "ok",
  "--no-mailmap --use-mailmap --no-use-mailmap --log-size -n= --max-count= --skip= --since= --after= --until=": "ok",
  "--before= --since-as-filter= --max-age= --min-age= --author= --committer= --grep-reflog= --grep= --all-match": "ok",
  "--invert-grep -i --regexp-ignore-case --basic-regexp -E --extended-regexp -F --fixed-strings -P --perl-regexp": "ok",
  "--remove-empty --merges --no-merges --min-parents=? --max-parents=? --no-min-parents --no-max-parents": "ok",
  "--first-parent --exclude-first-parent-only --not --stdin --cherry-mark --cherry-pick --left-only --right-only": "ok",
  "--cherry -g --walk-reflogs --merge --boundary --simplify-by-decoration --show-pulls --full-history --dense": "ok",
  "--sparse --simplify-merges --ancestry-path=? --date-order --author-date-order --topo-order --reverse": "ok",
  "--no-walk=? --do-walk --pretty=? --format=? --abbrev-commit --no-abbrev-commit --encoding= --expand-tabs=?": "ok",
  "--no-expand-tabs --notes=? --no-notes --show-notes=? --relative-date --date= --parents --children": "ok",
  "--left-right --show-linear-break=? --follow -L= --full-diff --end-of-options --ignore-missing --bisect": "ok",
  // These have a program check a signature or read an object's text through one.
  "--show-signature": "runs",
};

/** Showing differences. */
const DIFFERENCES: OptionTable = {
  "-p -u --patch -s --no-patch --raw --patch-with-raw --patch-with-stat --minimal --patience --histogram": "ok",
  "--stat=? --stat-width= --stat-count= --stat-name-width= --compact-summary --numstat --shortstat --cumulative": "ok",
  "--dirstat=? --dirstat-by-file=? --summary -z --name-only --name-status --submodule=? --color=? --no-color": "ok",
  "--color-moved=? --no-color-moved --color-moved-ws= --word-diff=? --word-diff-regex= --color-words=?": "ok",
  "--no-renames --rename-empty --no-rename-empty --check --ws-error-highlight= --full-index --binary --abbrev=?": "ok",
  "--no-abbrev -B=? --break-rewrites=? -M=? --find-renames=? -C=? --find-copies=? --find-copies-harder -D": "ok",
  "--irreversible-delete -R --relative=? --no-relative -a --text --ignore-cr-at-eol --ignore-space-at-eol -b": "ok",
  "--ignore-space-change -w --ignore-all-space --ignore-blank-lines -I= --ignore-matching-lines= -W": "ok",
  "--function-context --exit-code --quiet -q --no-ext-diff --no-textconv --ignore-submodules=? --src-prefix=": "ok",
  "--dst-prefix= --no-prefix --default-prefix --line-prefix= --ita-invisible-in-index --base --ours --theirs": "ok",
  "--cached --staged --merge-base --no-index --indent-heuristic --no-indent-heuristic --pickaxe-all": "ok",
  "--pickaxe-regex -c --cc -m -r -t -1 -2 -3 -0 --diff-merges= --no-diff-merges --combined-all-paths": "ok",
  "--remerge-diff -NUMBER --anchored= --diff-algorithm= --inter-hunk-context= -U=? --unified=? -S= -G= -l=": "ok",
  "--diff-filter= --find-object= --skip-to= --rotate-to= --output-indicator-new= --output-indicator-old=": "ok",
  "--output-indicator-context= --max-depth=? --no-commit-id --root --show-tree-objects -v": "ok",
  "-O=": "read",
  "--output=": "write",
  "--ext-diff --textconv": "runs",
};

const LOG: OptionTable = { ...DIFFERENCES, ...COMMITS };

const LISTED: OptionTable = {
  "-a --all": "ok",
  "-r --remotes": "ok",
  "-l --list": "ok",
  "--show-current": "ok",
  "--contains=?": "ok",
  "--no-contains=?": "ok",
  "--merged=?": "ok",
  "--no-merged=?": "ok",
  "--points-at=": "ok",
  "-v -vv --verbose --no-color --color=? --column=? --no-column -i": "ok",
  "--ignore-case --sort= --format= --abbrev=?": "ok",
  "--no-abbrev --omit-empty -q --quiet": "ok",
};

/** Options of lists of branches and tags. */
export const LISTING = LISTED;

/** What matters among the options of showing commits, where all others are fine. */
export const SHOWN: OptionTable = {
  "--output=": "write",
  "--ext-diff --textconv": "runs",
  "-n= --max-count= --format= --pretty=? -NUMBER": "ok",
};

function reading(about: string, options: OptionTable = {}, hook: Usage["hook"] = readsFiles): Usage {
  return hook === undefined
    ? { about, options, safe: "boxed", effects: ["read"] }
    : { about, options, safe: "boxed", effects: ["read"], hook };
}

/** Words that are files, so that a secret among them is seen: `src/a.ts`, `HEAD:.env`, `:.env`, `--no-index` operands. */
export function readsFiles(call: Call, scene: Scene): Addition {
  const effects = [...call.operands, ...call.valuesOf("-L")].flatMap((operand) => {
    const text = textOf(operand) ?? prefixOf(operand);
    if (EXCLUDES.test(text)) return [];
    const path = text.slice(text.lastIndexOf(":") + 1).replace(/^\([^)]*\)/, "");
    const file = text === path ? operand : textValue(path);
    // A word without any sign of a path may be a branch.
    if (path.includes("..") || (!/[./~]/.test(path) && !namesSecret(file, scene))) return [];
    return [onPath("read", file, scene)];
  });
  return { effects };
}

/** `:!path`, `:(exclude)path`: what is not shown. */
const EXCLUDES = /^:(?:[!^]|\([^)]*exclude)/;

/** The same where it tells of the files no more than their names. */
function namesFiles(call: Call, scene: Scene): Addition {
  return { names: readsFiles(call, scene).effects ?? [] };
}

/** Options of showing commits with which nothing of the files themselves is shown. */
const BRIEF: ReadonlySet<string> = new Set([
  ...Object.keys(COMMITS).flatMap((key) => key.split(" ").map((spelling) => spelling.replace(/=\??$/, ""))),
  ..."-s --no-patch --raw --stat --numstat --shortstat --summary --name-only --name-status --color --no-color".split(
    " ",
  ),
  ..."--dirstat --abbrev --no-renames -z --diff-filter -S -G -M -C -NUMBER -1 -2 -3".split(" "),
]);

function showsCommits(call: Call, scene: Scene): Addition {
  const isBrief =
    call.strange.length === 0 && call.given.every(({ spelling }) => BRIEF.has(spelling) && spelling !== "-L");
  return isBrief ? namesFiles(call, scene) : readsFiles(call, scene);
}

/** Subcommands that only read; their names as git has them. */
export const READING: Readonly<Record<string, Usage>> = {
  status: reading(
    "shows what has changed",
    {
      "-s --short -b --branch -v -vv --verbose --show-stash --porcelain=? --long -u=? --untracked-files=? -z": "ok",
      "--ignore-submodules=? --ignored=? --column=? --no-column --ahead-behind --no-ahead-behind --renames": "ok",
      "--no-renames --find-renames=? --no-optional-locks": "ok",
    },
    (call, scene) => (call.has("-v") || call.has("-vv") ? readsFiles(call, scene) : namesFiles(call, scene)),
  ),
  log: reading("shows commits", LOG, showsCommits),
  whatchanged: reading("shows commits", LOG),
  show: reading("shows commits, files and tags", LOG),
  diff: reading("shows differences", DIFFERENCES),
  "diff-tree diff-index diff-files": reading("shows differences", {
    ...DIFFERENCES,
    "--stdin --pretty=? --format=? --always": "ok",
  }),
  "range-diff": reading("compares two rows of commits", {
    ...LOG,
    "--creation-factor= --no-dual-color --left-only --right-only": "ok",
  }),
  shortlog: reading("counts commits by author", {
    ...COMMITS,
    "-n --numbered -s --summary -e --email -c --committer --group= -w=?": "ok",
  }),
  "rev-list": reading("lists commits", {
    ...COMMITS,
    "--count --objects --objects-edge --unpacked --header --timestamp --no-object-names --object-names --quiet": "ok",
    "--use-bitmap-index --filter= --filter-print-omitted --disk-usage=? --missing= -NUMBER --bisect-vars": "ok",
    "--bisect-all --no-commit-header --commit-header --in-commit-order --indexed-objects": "ok",
  }),
  "rev-parse": reading("tells names of commits and of folders", {
    "--show-toplevel --show-prefix --show-cdup --git-dir --git-common-dir --absolute-git-dir --git-path=": "ok",
    "--is-inside-work-tree --is-inside-git-dir --is-bare-repository --is-shallow-repository --verify --quiet -q": "ok",
    "--all --symbolic --symbolic-full-name --short=? --abbrev-ref=? --branches=? --tags=? --remotes=? --glob=": "ok",
    "--exclude= --since= --after= --until= --before= --not --sq --revs-only --no-revs --flags --no-flags": "ok",
    "--default= --local-env-vars --show-object-format=? --show-ref-format --show-superproject-working-tree": "ok",
    "--shared-index-path --path-format= --end-of-options --disambiguate= --resolve-git-dir=": "ok",
  }),
  "ls-files": reading(
    "lists files",
    {
      "-c --cached -d --deleted -m --modified -o --others -i --ignored -s --stage -u --unmerged -k --killed -z -t":
        "ok",
      "-f -v -x= --exclude= -X= --exclude-from= --exclude-per-directory= --exclude-standard --error-unmatch": "ok",
      "--full-name --abbrev=? --directory --no-empty-directory --eol --recurse-submodules --deduplicate --debug": "ok",
      "--with-tree= --format= --sparse --resolve-undo": "ok",
    },
    namesFiles,
  ),
  "ls-tree": reading(
    "lists files of a commit",
    {
      "-d -r -t -l --long -z --name-only --name-status --object-only --full-name --full-tree --abbrev=? --format=":
        "ok",
    },
    namesFiles,
  ),
  "show-ref": reading("lists branches and tags", {
    "-d --dereference -s --hash=? --head --heads --branches --tags -q --quiet --verify --exists --abbrev=?": "ok",
    "--exclude-existing=?": "ok",
  }),
  "show-branch": reading("shows branches side by side", {
    "-a --all -r --remotes --current --topo-order --date-order --sparse --more=? --list --merge-base --independent":
      "ok",
    "--no-name --sha1-name --topics -g=? --reflog=? --color=? --no-color": "ok",
  }),
  "merge-base": reading("finds the commit that two have in common", {
    "-a --all --is-ancestor --octopus --independent --fork-point": "ok",
  }),
  "name-rev": reading("names commits", {
    "--tags --refs= --exclude= --all --stdin --annotate-stdin --name-only --no-undefined --always": "ok",
  }),
  describe: reading("names a commit by its tag", {
    "--all --tags --contains --abbrev=? --candidates= --exact-match --debug --long --match= --exclude= --always": "ok",
    "--first-parent --dirty=? --broken=?": "ok",
  }),
  "cat-file": reading("shows an object", {
    "-t -s -e -p --batch=? --batch-check=? --batch-command=? --batch-all-objects --buffer --unordered -Z -z": "ok",
    "--allow-unknown-type --follow-symlinks --path= --use-mailmap --no-mailmap --mailmap --no-use-mailmap": "ok",
    "--filters --textconv": "runs",
  }),
  "for-each-ref": reading("lists branches and tags", {
    ...LISTED,
    "--count= --shell --perl --python --tcl --stdin --exclude= --include-root-refs --start-after=": "ok",
  }),
  "blame annotate": reading("shows who wrote each line", {
    "-b -L= -l -t -S= -p --porcelain --line-porcelain --incremental --root --show-stats -c -f --show-name -n": "ok",
    "--show-number -s -e --show-email -w -M=? -C=? --abbrev=? --color-lines --color-by-age --reverse": "ok",
    "--first-parent --encoding= --date= --score-debug --progress --no-progress --ignore-rev= --since=": "ok",
    "--ignore-revs-file=": "read",
    "--contents=": "read",
  }),
  grep: reading("looks for text", {
    "--cached --untracked --no-index --exclude-standard --no-exclude-standard --recurse-submodules -a --text": "ok",
    "--no-textconv -i --ignore-case -I --max-depth= -r --recursive --no-recursive -w --word-regexp -v": "ok",
    "--invert-match -h -H --full-name -E --extended-regexp -G --basic-regexp -P --perl-regexp -F": "ok",
    "--fixed-strings -n --line-number --column -l --files-with-matches --name-only -L --files-without-match -z": "ok",
    "--null -o --only-matching -c --count --color=? --no-color --break --heading -p --show-function": "ok",
    "-A= --after-context= -B= --before-context= -C= --context= -NUMBER -m= --max-count= -W --function-context": "ok",
    "--threads= -e= --and --or --not --all-match -q --quiet": "ok",
    "-f=": "read",
    "-O=? --open-files-in-pager=?": "runs",
    "--textconv --ext-grep": "runs",
  }),
  cherry: reading("lists commits that are not upstream", { "-v --abbrev=?": "ok" }),
  var: reading("shows a variable of git", { "-l": "ok" }),
  "check-ignore": reading(
    "tells which files are ignored",
    { "-q --quiet -v --verbose --stdin -z -n --non-matching --no-index": "ok" },
    namesFiles,
  ),
  "check-attr": reading("shows attributes of files", { "-a --all --stdin -z --cached --source=": "ok" }, namesFiles),
  "check-mailmap": reading("looks people up", { "--stdin": "ok" }),
  "check-ref-format": reading("checks a name", {
    "--branch --normalize --print --allow-onelevel --refspec-pattern": "ok",
  }),
  "count-objects": reading("counts objects", { "-v --verbose -H --human-readable": "ok" }),
  "verify-pack": reading("checks a pack", { "-v --verbose -s --stat-only": "ok" }),
  "verify-commit verify-tag": {
    ...reading("has a program check a signature", { "-v --verbose --raw --format=": "ok" }),
    effects: ["runs"],
  },
  "patch-id": reading("names a patch", { "--stable --unstable --verbatim": "ok" }),
  stripspace: reading("tidies text", { "-s --strip-comments -c --comment-lines": "ok" }),
  column: reading("sets text in columns", {
    "--mode=? --raw-mode= --width= --indent= --nl= --padding= --command=": "ok",
  }),
  fsck: reading("checks the repository", {
    "--tags --root --unreachable --cache --no-reflogs --full --no-full --strict --verbose --progress": "ok",
    "--no-progress --connectivity-only --name-objects --dangling --no-dangling --references --no-references": "ok",
    "--lost-found": "git-write",
  }),
  "merge-tree": reading("tells what a merge would give", {
    "--write-tree --trivial-merge --messages --no-messages -z --name-only --allow-unrelated-histories --quiet": "ok",
    "--merge-base= -X= --strategy-option= --stdin": "ok",
  }),
  "fast-export": {
    ...reading("prints the history", {}),
    anyOption: true,
    options: { "--export-marks=": "write", "--import-marks= --import-marks-if-exists=": "read" },
  },
  "request-pull": reading("prints a request to take commits over", { "-p": "ok" }),
  "version --version -v": { about: "tells the version", options: { "--build-options": "ok" } },
  "help --help -h": {
    about: "shows a manual page",
    options: { "-a --all -g --guides -c --config -m --man -i --info --verbose --no-verbose": "ok", "-w --web": "runs" },
    safe: "boxed",
  },
};

/** Subcommands that read unless an option or their first word says more. */
export const READING_WITH_CARE: Readonly<Record<string, Usage>> = {
  "hash-object": {
    about: "names a file's content",
    options: { "-t= --stdin --stdin-paths --no-filters --path= --literally": "ok", "-w": "git-write" },
    operands: "read",
    safe: "boxed",
  },
  "interpret-trailers": {
    about: "adds lines at the end of a message",
    options: {
      "--trim-empty --where= --if-exists= --if-missing= --only-trailers --only-input --unfold --parse --no-divider":
        "ok",
      "--trailer=": "runs",
      "--in-place": "write",
    },
    operands: "read",
    safe: "boxed",
  },
  archive: {
    about: "packs the files of a commit",
    options: {
      "--format= -l --list -v --verbose --prefix= --worktree-attributes -NUMBER --add-virtual-file= --mtime=": "ok",
      "--add-file=": "read",
      "-o= --output=": "write",
      "--remote=": "network",
      "--exec=": "runs",
    },
    effects: ["read"],
    safe: "boxed",
    hook: readsFiles,
  },
  "format-patch": {
    about: "writes commits as patches",
    options: {
      ...DIFFERENCES,
      "-o= --output-directory=": "write",
      "--stdout": "ok",
      "-n --numbered -N --no-numbered --start-number= --numbered-files -k --keep-subject -s --signoff": "ok",
      "--thread=? --no-thread --in-reply-to= --cover-letter --no-cover-letter --subject-prefix= --rfc=? -v=": "ok",
      "--reroll-count= --to= --cc= --from=? --add-header= --attach=? --inline=? --signature= --no-signature": "ok",
      "--suffix= --base=? --interdiff=? --range-diff=? --zero-commit --ignore-if-in-upstream --no-stat": "ok",
    },
    effects: ["read"],
    safe: "boxed",
    hook: (call) => (call.has("--stdout") ? {} : { effects: [effect("write")] }),
  },
  bundle: {
    about: "packs commits into one file",
    options: { "-q --quiet --progress --all-progress --version=": "ok" },
    subcommands: {
      create: {
        about: "writes a file with commits",
        options: { ...COMMITS, "-q --quiet --progress --version=": "ok" },
        operands: { first: ["write"] },
      },
      "verify list-heads": reading("looks into such a file", { "-q --quiet": "ok" }),
      unbundle: { about: "takes commits from such a file", effects: ["git-write"], operands: { first: ["read"] } },
    },
  },
  "ls-remote": {
    about: "lists branches and tags of another repository",
    options: {
      "-h --heads -b --branches -t --tags --refs -q --quiet --exit-code --get-url --symref --sort= -o=": "ok",
      "--upload-pack= --exec=": "runs",
    },
    hook: (call) => ({ effects: [effect("network", firstText(call.operands))] }),
  },
};

function firstText([first]: readonly Value[]): string | null {
  return first === undefined ? null : textOf(first);
}
