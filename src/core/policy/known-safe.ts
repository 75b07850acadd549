/** Commands that only read, whatever they are given; what is not surely such is left out. */
import { programName } from "../shell/program.ts";
import type { Command } from "../shell/reading.ts";
import { isReadingGit } from "./known-safe-git.ts";
import { operandsOf, type Options } from "./options.ts";
import { namesSecret } from "./secrets.ts";

/**
 * True for a program that reads and prints, named bare or in a system folder, with none of its options that write,
 * run other programs, or name a file of settings, and no file that by its name holds secrets.
 */
export function isKnownSafe(command: Command): boolean {
  const [program, ...args] = command;
  const name = programName(program);
  if (name === null || args.some(namesSecret)) return false;
  if (READS_WITH_ANY.has(name)) return true;
  const options = READS_WITH.get(name);
  if (options !== undefined) return operandsOf(args, options) !== null;
  if (TELLS_VERSION.has(name) && args.length === 1 && args[0] === "--version") return true;
  const check = CHECKS.get(name);
  return check !== undefined && check(args);
}

/** None of their options writes a file or runs a program. */
const READS_WITH_ANY: ReadonlySet<string> = new Set(
  (
    ": [ basename cat cd cksum cmp comm cut dirname du df echo egrep expr false fgrep free getconf grep groups " +
    "head hexdump id join ls lscpu md5sum nl nproc numfmt od paste pidof printf pwd readlink realpath rev " +
    "seq sha1sum sha256sum sha512sum stat strings sum tac tail test tr true tty uname uptime wc whereis which who whoami"
  ).split(" "),
);

/** Programs that write or run something with other options than these. */
const READS_WITH: ReadonlyMap<string, Options> = new Map<string, Options>([
  ["base64", { flags: "di", valued: "w", long: ["decode", "ignore-garbage"], longValued: ["wrap"] }],
  ["column", { flags: "tx", valued: "scNo", long: ["table"], longValued: ["separator", "output-separator"] }],
  [
    "diff",
    {
      flags: "abBcdeEiNnpqrstTuwyZ",
      valued: "UCWxI",
      long: ["brief", "recursive", "unified", "side-by-side", "ignore-all-space", "new-file", "text", "minimal"],
      longValued: ["width", "exclude", "label"],
      longOptional: ["color", "unified", "context"],
    },
  ],
  ["file", { flags: "bhiLk", long: ["brief", "mime", "mime-type", "mime-encoding", "dereference"] }],
  ["fold", { flags: "bs", valued: "w" }],
  ["shasum", { flags: "bt", valued: "a" }],
  [
    "sort",
    {
      flags: "bcCdfghiMmnRrsuVz",
      valued: "ktS",
      long: [
        "reverse",
        "unique",
        "numeric-sort",
        "human-numeric-sort",
        "version-sort",
        "ignore-case",
        "stable",
        "check",
      ],
      longValued: ["key", "field-separator"],
    },
  ],
  [
    "tree",
    {
      flags: "adfhilpsugDFC",
      valuedAlone: "LIP",
      long: ["dirsfirst", "gitignore", "noreport", "du"],
      longValued: ["filelimit"],
    },
  ],
]);

/** Asked for their version, they read nothing that a project could put in their way. */
const TELLS_VERSION: ReadonlySet<string> = new Set(
  "bash clang cmake gcc g++ git jq make node npm perl python python3 pip pip3 rg ruby sed tar".split(" "),
);

const CHECKS: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map([
  ["command", (args) => (args[0] === "-v" || args[0] === "-V") && args.length > 1],
  ["type", (args) => args.length > 0],
  ["arch", (args) => args.length === 0],
  ["date", isTellingDate],
  ["find", isReadingFind],
  ["git", isReadingGit],
  ["jq", isQueryingJson],
  ["hostname", (args) => args.every((arg) => /^-[fsdiI]+$/.test(arg))],
  ["ps", (args) => ["", "aux", "ax", "-ef", "-e", "-A", "-aux"].includes(args.join(" "))],
  ["rg", isReadingRipgrep],
  ["sed", isPrintingSed],
  ["set", (args) => args.every((arg) => /^-[eux]*o?$/.test(arg) || arg === "pipefail")],
  ["sleep", (args) => args.length === 1 && /^\d{1,2}(?:\.\d+)?$/.test(args[0] ?? "")],
  ["uniq", isReadingUniq],
  ["xxd", isReadingXxd],
]);

/** A word without `+` would set the clock. */
function isTellingDate(args: readonly string[]): boolean {
  const options = {
    flags: "uR",
    valued: "dr",
    long: ["utc"],
    longValued: ["date"],
    longOptional: ["iso-8601", "rfc-3339"],
  };
  return operandsOf(args, options)?.every((operand) => operand.startsWith("+")) === true;
}

/** Tests and actions of find that neither run, delete nor write. */
const FIND_WORDS: ReadonlySet<string> = new Set(
  (
    "-H -L -P -a -amin -and -anewer -atime -cmin -cnewer -ctime -d -daystart -depth -empty -executable -false -follow " +
    "-fstype -gid -group -ilname -iname -inum -ipath -iregex -iwholename -links -lname -ls -maxdepth -mindepth -mmin " +
    "-mount -mtime -name -newer -newermt -nogroup -noleaf -not -nouser -o -or -path -perm -print -print0 -printf " +
    "-prune -quit -readable -regex -regextype -samefile -size -true -type -uid -user -wholename -writable -xdev -xtype"
  ).split(" "),
);

function isReadingFind(args: readonly string[]): boolean {
  return args.every((arg) => !arg.startsWith("-") || FIND_WORDS.has(arg) || /^-(?:\d+[a-zA-Z]?)?$/.test(arg));
}

/** `--pre` and `--hostname-bin` run programs, `-z` runs decompressors from the path. */
function isReadingRipgrep(args: readonly string[]): boolean {
  const permitted: Options = {
    flags: "FHILNPSUVacehilnopqsuvwx0.",
    valued: "ABCEMTdefgjmrt",
    long: (
      "files files-with-matches files-without-match hidden no-ignore ignore-case smart-case case-sensitive fixed-strings " +
      "line-number no-line-number count count-matches only-matching invert-match word-regexp line-regexp multiline " +
      "no-heading heading no-filename with-filename quiet json stats vimgrep type-list text follow null trim pcre2 " +
      "no-messages column no-config no-ignore-vcs one-file-system pretty passthru unrestricted sort-files debug"
    ).split(" "),
    longValued: (
      "glob iglob type type-not max-count max-depth context after-context before-context regexp file replace sort " +
      "sortr color colors max-filesize threads encoding max-columns context-separator path-separator"
    ).split(" "),
  };
  return operandsOf(args, permitted) !== null;
}

/** A filter can print the environment, and read files of its own choice by `import`; one in a file is not seen. */
function isQueryingJson(args: readonly string[]): boolean {
  const operands = operandsOf(args, {
    flags: "acCeMnrRsSj",
    long: (
      "ascii-output compact-output color-output exit-status join-output monochrome-output null-input raw-input " +
      "raw-output slurp sort-keys tab stream"
    ).split(" "),
  });
  const [filter] = operands ?? [];
  return operands !== null && !/\b(?:env|ENV|import|include|modulemeta|get_search_list)\b/.test(filter ?? "");
}

/** `sed -n` with nothing but line numbers to print: a script may also write files and run commands. */
function isPrintingSed([flag, script, ...files]: readonly string[]): boolean {
  const isPrint = /^(?:\d+|\$)(?:,(?:\d+|\$))?p(?:;(?:\d+|\$)(?:,(?:\d+|\$))?p)*$/.test(script ?? "");
  return flag === "-n" && isPrint && files.every((file) => !file.startsWith("-"));
}

/** A second file name is written to. */
function isReadingUniq(args: readonly string[]): boolean {
  const operands = operandsOf(args, {
    flags: "cdiuDz",
    valued: "fsw",
    long: ["count", "repeated", "unique", "ignore-case"],
  });
  return operands !== null && operands.length <= 1;
}

/** A second file name is written to, and `-r` may patch one. */
function isReadingXxd(args: readonly string[]): boolean {
  const operands = operandsOf(args, { flags: "abeipu", valuedAlone: "cgls" });
  return operands !== null && operands.length <= 1;
}
