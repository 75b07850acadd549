/** Whether `name=value` lines are shown by names, by numbers or as harmless ones alone. */
import { baseName } from "../../kit/path.ts";
import type { Course, Sighting } from "../script/sighting.ts";
import { textOf, type Value } from "../script/value.ts";
import type { Scene } from "./scene.ts";
import { isSecretVariable } from "./secret-variables.ts";

/** Programs that one output may pass on its way; more are not followed. */
const STEPS_MAX = 8;

/**
 * True if all that the command prints goes into programs that let through no more than names, counts, or variables that
 * hold no secret: `env | cut -d= -f1`, `env | sort | grep NODE_ENV`. False where that cannot be seen.
 */
export function showsNamesOnly(source: Sighting, course: Course, stepsLeft: number = STEPS_MAX): boolean {
  if (stepsLeft === 0 || !isPlain(source)) return false;
  const readers = course.sightings.filter(({ input }) => input.kind === "output" && input.of.includes(source.id));
  return readers.length > 0 && readers.every((reader) => hidesValues(reader, course, stepsLeft));
}

function hidesValues(reader: Sighting, course: Course, stepsLeft: number): boolean {
  const words = reader.words.map(textOf);
  if (!isPlain(reader) || reader.open || reader.doubt !== null || !words.every((word) => word !== null)) return false;
  const [program = "", ...args] = words;
  const name = baseName(program).replace(/^g(?=(?:wc|cut|sed|awk|grep|sort|uniq|head|tail)$)/, "");
  if (countsOnly(name, args) || keepsNames(name, args)) return true;
  if (/^e?grep$/.test(name) && picksHarmless(args)) return true;
  return PASSING[name]?.test(args.join(" ")) === true && showsNamesOnly(reader, course, stepsLeft - 1);
}

/** What it prints goes where its output goes, and nowhere else. */
function isPlain({ redirections }: Sighting): boolean {
  return redirections.every(({ operator, fd, target }) => {
    const text = textOf(target);
    return fd === "2" && ((operator === ">&" && text === "1") || (operator === ">" && text === "/dev/null"));
  });
}

/** Their words, where they hand on lines of their input and touch no file. */
const PASSING: Readonly<Record<string, RegExp>> = {
  sort: /^(?:-[bdfinruV]+ ?)*$/,
  uniq: /^(?:-[cdiu]+ ?)*$/,
  head: /^(?:-n ?\d+|-\d+)?$/,
  tail: /^(?:-n ?\d+|-\d+)?$/,
  cat: /^$/,
  // One word behind the options is the pattern.
  grep: /^(?:-[vinEFPwx]+ )*[^-\s]\S*$/,
};

/** Programs that let nothing else through than numbers and names of files, of whatever they read. @param args without its files */
export function countsOnly(name: string, args: readonly string[]): boolean {
  const line = args.join(" ");
  if (name === "wc") return /^(?:-[clmwL]+ ?)*$/.test(line);
  return /^e?grep$/.test(name) && /^(?:-[ivwxEF]*[clLq][ivwxEF]* )+[^-\s]\S*$/.test(line);
}

/**
 * True for a program with words that let nothing but the names through, of lines `name=value`. The later lines of a
 * value of several lines are not told apart from names.
 *
 * @param args without its files
 */
export function keepsNames(name: string, args: readonly string[]): boolean {
  const line = args.join(" ");
  switch (name) {
    case "cut":
      return /^(?:(?:-d ?|--delimiter=)= (?:-f ?1|--fields=1)|-f ?1 -d ?=)$/.test(line);
    case "sed":
      return args.length === 1 && /^s([/|#,])=\.\*\$?\1[^\\&/|#,]*\1$/.test(line);
    case "awk":
    case "gawk":
    case "mawk":
      return /^-F ?= \{ ?print \$1;? ?\}$/.test(line);
    default:
      return false;
  }
}

/** The same of files, all of which are known to be such lines. */
export function keepsNamesOf(name: string, files: readonly Value[], scene: Scene): boolean {
  const isListOfVariables = files.every((file) => /(?:^|\/)\.env(?:\.\w+)*$/.test(textOf(file) ?? ""));
  return isListOfVariables && keepsNames(name, besides(files, scene));
}

/** The words of a command without these and its name, as texts; one that is not known in full fits no program. */
export function besides(files: readonly Value[], { sighting: { words } }: Scene): readonly string[] {
  return words.slice(1).flatMap((word) => (files.includes(word) ? [] : [textOf(word) ?? "\0"]));
}

/** `grep NODE_ENV`, `grep -E '^(CI|HOME)='`: only lines of variables that hold no secret. */
function picksHarmless(args: readonly string[]): boolean {
  const pattern = args.at(-1) ?? "";
  if (!args.slice(0, -1).every((option) => /^(?:-[EFGnwx]+|-e|--color=never)$/.test(option))) return false;
  const [, start = "", inner = null, end = ""] =
    /^(\^?)\\?\(([^()\\]+|(?:[^()\\]|\\\|)+)\\?\)(=?)$/.exec(pattern) ?? [];
  const names = (inner ?? pattern).split(/\\?\|/);
  return names.every((name) => meansHarmless(`${start}${name}${end}`));
}

/** What is said of where it works, not of who one is; as a part of other names, too. */
const HARMLESS =
  /^(?:[A-Z][A-Z0-9_]*_(?:ENV|HOME|PATH|DIR|ROOT|FLAGS|OPTS|OPTIONS|LOG|LEVEL|PREFIX|VERSION|BACKTRACE|MODE|MODULE|APP)|PATH|GOPATH|GOROOT|GOFLAGS|GOOS|GOARCH|GO111MODULE|PYTHONPATH|CFLAGS|CXXFLAGS|LDFLAGS|RUSTFLAGS|TMPDIR|DISPLAY)$/;

function meansHarmless(pattern: string): boolean {
  const [, start, name = "", end] = /^(\^?)(\w+)(=?)$/.exec(pattern) ?? [];
  return start === "^" && end === "=" ? !isSecretVariable(name) : HARMLESS.test(name) && !isSecretVariable(name);
}
