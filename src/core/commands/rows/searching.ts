/** Programs that look for files and for text in them. */
import { textOf, textValue, type Value } from "../../script/value.ts";
import { find } from "../finding.ts";
import { besides, countsOnly } from "../names-only.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { onPath, type Scene } from "../scene.ts";
import { holdsSecrets, namesSecret } from "../secrets.ts";

const INFORMS = { "--help --version": "informs" } as const;

const GREP: OptionTable = {
  "-e= --regexp=, -m= --max-count=, -A= --after-context=, -B= --before-context=, -C= --context=, --label=": "ok",
  "--include=, --exclude=, --exclude-dir=, -d= --directories=, -D= --devices=, --color=?, --colour=?, -NUMBER": "ok",
  "-q --quiet --silent, --binary-files=, --group-separator=, -O, -r -R --recursive --dereference-recursive, -S, -p, --include-dir=":
    "ok",
  "-f= --file=, --exclude-from=": "read",
  "-z --null-data, --decompress, -Z --null": "ok",
  "-V --version, --help": "informs",
};

const RIPGREP: OptionTable = {
  "-F, -H, -I, -L, -N, -P, -S, -U, -V, -a, -c, -h, -i, -l, -n, -o, -p, -q --quiet, -s, -u --unrestricted, -v, -w, -x, -0, -. --hidden, --fixed-strings":
    "ok",
  "-A=, -B=, -C=, -E=, -M=, -T=, -d=, -e= --regexp=, -g= --glob= --iglob=, -j=, -m=, -r=, -t=, --type=, --type-not=":
    "ok",
  "--files, --files-with-matches, --files-without-match, --no-hidden, --no-ignore, --no-ignore-vcs": "ok",
  "--no-ignore-parent, --no-ignore-dot, --no-ignore-global, --no-ignore-files, --no-ignore-messages, --ignore": "ok",
  "--ignore-case, --smart-case, --case-sensitive, --line-number, --no-line-number, --count, --count-matches": "ok",
  "--only-matching, --invert-match, --word-regexp, --line-regexp, --multiline, --multiline-dotall, --heading": "ok",
  "--no-heading, --filename, --no-filename, --with-filename, --json, --no-json, --stats, --vimgrep, --text": "ok",
  "--type-list, --follow, --no-follow, --null, --null-data, --trim, --no-trim, --pcre2, --no-pcre2, --messages": "ok",
  "--no-messages, --column, --no-column, --no-config, --one-file-system, --pretty, --passthru": "ok",
  "--sort-files, --debug, --trace, --auto-hybrid-regex, --block-buffered, --line-buffered, --byte-offset, -b": "ok",
  "--crlf, --glob-case-insensitive, --ignore-file-case-insensitive, --include-zero, --mmap, --no-mmap, --binary": "ok",
  "--no-binary, --no-unicode, --no-require-git, --require-git, --invert, --max-columns-preview, --no-encoding": "ok",
  "--max-count=, --max-depth=, --maxdepth=, --context=, --after-context=, --before-context=, --replace=, --sort=": "ok",
  "--sortr=, --color=, --colors=, --max-filesize=, --threads=, --encoding=, --max-columns=, --context-separator=": "ok",
  "--path-separator=, --field-match-separator=, --field-context-separator=, --engine=, --dfa-size-limit=": "ok",
  "--regex-size-limit=, --type-add=, --type-clear=, --hyperlink-format=, --stop-on-nonmatch, --no-pre": "ok",
  "-f= --file=, --ignore-file=": "read",
  "--pre=, --hostname-bin=, -z --search-zip": "runs",
  "--pre-glob=, --generate=": "ok",
  "--version, --help, --pcre2-version": "informs",
};

export const SEARCHING: readonly Row[] = [
  {
    names: ["grep", "egrep", "fgrep", "ggrep", "gegrep", "gfgrep", "bsdgrep"],
    about: "looks for text in files",
    anyOption: true,
    options: GREP,
    hook: (call, scene) => searches(call, scene, ["-e", "-f"], isRecursive(call, scene), true),
  },
  {
    names: ["zgrep", "zegrep", "zfgrep", "bzgrep", "xzgrep", "zstdgrep"],
    about: "looks for text in compressed files",
    anyOption: true,
    options: GREP,
    // They start decompressors by name.
    safe: "boxed",
    hook: (call, scene) => searches(call, scene, ["-e", "-f"], false, true),
  },
  {
    names: ["rg", "ripgrep"],
    about: "looks for text in a folder",
    options: RIPGREP,
    hook: (call, scene) => {
      if (call.has("--files") || call.has("--type-list")) return lists(call, scene);
      const seesAll = call.has("--hidden") || unrestricted(call) > 1;
      return searches(call, scene, ["-e", "-f"], true, seesAll);
    },
  },
  {
    names: ["ag", "ack", "ack-grep", "pt"],
    about: "looks for text in a folder",
    options: {
      "-a, -c, -f, -g, -h, -H, -i, -l, -L, -n, -o, -Q, -s, -S, -u, -U, -v, -w, -x, -r, -R, -z, -1, -k, -t": "ok",
      "-A=, -B=, -C=, -G=, -m=, -p=, -e=, -E= --ignore=, --ignore-dir=, --depth=, --type=, --lang=, --pattern=": "ok",
      "--hidden, --nocolor, --color, --nogroup, --group, --column, --count, --literal, --files-with-matches": "ok",
      "--ignore-case, --smart-case, --case-sensitive, --word-regexp, --line-number, --no-filename, --noheading": "ok",
      "--heading, --nobreak, --break, --all-types, --follow, --numbers, --vimgrep, --json, --selector=, --inline-rules=":
        "ok",
      "--pager=": "runs",
      ...INFORMS,
    },
    hook: (call, scene) => searches(call, scene, ["-e", "--pattern"], true, call.has("--hidden") || call.has("-u")),
    // Their settings in the folder may name programs.
    safe: "boxed",
  },
  {
    names: ["fd", "fdfind"],
    about: "looks for files by their names",
    options: {
      "-H --hidden, -I --no-ignore, -u --unrestricted, -s --case-sensitive, -i --ignore-case, -g --glob, --regex": "ok",
      "-F --fixed-strings, -a --absolute-path, -l --list-details, -L --follow, -p --full-path, -0 --print0, -1, -q":
        "ok",
      "-d= --max-depth=, --min-depth=, --exact-depth=, --prune, -t= --type=, -e= --extension=, -S= --size=": "ok",
      "--changed-within=, --changed-before=, -o= --owner=, -E= --exclude=, -c= --color=, -j= --threads=": "ok",
      "--max-results=, --max-buffer-time=, --path-separator=, --strip-cwd-prefix=?, --one-file-system, --and=": "ok",
      "--no-ignore-vcs, --no-ignore-parent, --no-global-ignore-file, --no-require-git, --relative-path, --quiet": "ok",
      "--format=, --hyperlink=?, --show-errors, --changed-after=, --newer=, --older=": "ok",
      "--search-path=, --base-directory=, -C=": "names",
      "--ignore-file=": "read",
      "-x= --exec=, -X= --exec-batch=, --batch-size=": "runs",
      "-h, -V --help, --version": "informs",
    },
    operands: { rest: "names", first: ["ok"] },
    hook: (call, scene) => {
      const [pattern, ...starts] = call.operands;
      return { danger: dangerOfLooking(pattern === undefined ? [] : [pattern], starts, scene) };
    },
  },
  {
    names: ["find", "gfind", "bfs"],
    about: "looks for files by what they are",
    anyOption: true,
    hook: (_call, scene) => find(scene),
  },
  {
    names: ["locate", "mlocate", "plocate", "slocate", "mdfind"],
    about: "looks for files of the whole machine by their names",
    anyOption: true,
    options: { "-d= --database=, -l=, -n= --limit=, -onlyin=": "ok", ...INFORMS },
    hook: ({ operands }, scene) => ({ danger: dangerOfLooking(operands, [textValue("/")], scene) }),
  },
];

function isRecursive(call: Call, { sighting: { words } }: Scene): boolean {
  if (call.has("-r")) return true;
  return words
    .slice(1)
    .some((word) => /^-(?:[a-zA-Z]*[rR][a-zA-Z]*|-directories=recurse|drecurse)$/.test(textOf(word) ?? ""));
}

/** How often it was told to leave nothing out: twice shows hidden files. */
function unrestricted(call: Call): number {
  return call.given.filter(({ key }) => key.startsWith("-u ")).length;
}

/**
 * The first word is the pattern unless an option gave one; all others are files and folders.
 *
 * @param seesAll hidden files as well
 */
function searches(
  call: Call,
  scene: Scene,
  patternOptions: readonly string[],
  isDeep: boolean,
  seesAll: boolean,
): Addition {
  const given = patternOptions.filter((option) => call.has(option));
  const patterns = given.length > 0 ? given.flatMap((option) => call.valuesOf(option)) : call.operands.slice(0, 1);
  const named = call.operands.slice(given.length > 0 ? 0 : 1);
  const isHere = isDeep && named.length === 0 && scene.sighting.input.kind === "inherited" && !scene.sighting.open;
  const paths = isHere ? [textValue(".")] : named;
  const read = paths.map((path) => onPath("read", path, scene));
  const included = call.valuesOf("--include").find((name) => namesSecret(asPattern(name), scene));
  const chosen = call.valuesOf("-g").find((name) => namesSecret(asPattern(name), scene));
  const secret = included ?? chosen;
  const everything = isDeep ? read.find((one) => holdsSecrets(one, scene)) : undefined;
  if (everything !== undefined && (seesAll || patterns.some(meansSecret))) {
    return { effects: read, danger: `searches where keys and passwords lie (${everything.target ?? ""})` };
  }
  if (secret !== undefined) return { effects: read, danger: "searches files that hold secrets" };
  // It prints nothing, and says no more than yes or no.
  const isCounting = !isDeep && countsOnly("grep", besides(named, scene));
  return call.has("-q") || isCounting ? { names: read } : { effects: read };
}

/** A text that is looked for because it stands beside keys and passwords. */
function meansSecret(pattern: Value): boolean {
  const text = textOf(pattern) ?? "";
  return /AKIA|api.{0,6}key|secret|passw|token|credential|private.{0,3}key|BEGIN|ghp_|\bsk-|xox[bp]/i.test(text);
}

function lists(call: Call, scene: Scene): Addition {
  const names = call.operands.map((path) => onPath("read", path, scene));
  return { names, danger: dangerOfLooking(call.valuesOf("-g"), call.operands, scene) };
}

/** Looking for names of secrets outside the workspace. */
function dangerOfLooking(names: readonly Value[], starts: readonly Value[], scene: Scene): string | null {
  const secret = names.find((name) => namesSecret(asPattern(name), scene) || namesSecret(bare(name), scene));
  if (secret === undefined) return null;
  const outside = starts.map((start) => onPath("read", start, scene)).find((start) => holdsSecrets(start, scene));
  return outside === undefined ? null : `looks for secrets (${outside.target ?? ""})`;
}

/** A word that the program itself takes for a pattern of names. */
function asPattern(word: Value): Value {
  const text = textOf(word);
  return text === null ? word : { pieces: [{ kind: "glob", pattern: text }], many: false };
}

/** Of a pattern, the name that it is made for: `'*.pem$'`, `^id_rsa$`. */
function bare(pattern: Value): Value {
  return textValue((textOf(pattern) ?? "").replace(/[\^$*\\]/g, ""));
}
