/** How a program that runs another one is called, as a row of a table, and what it then runs. */
import type { ShellName } from "../shell/reading.ts";
import type { Setting } from "./sighting.ts";
import { anyWords, join, prefixOf, textOf, textValue, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";
import { splitLine } from "./wrappers-split.ts";
import { dropStart, openOptions, type Given, type Options } from "./wrappers-read.ts";

export type Usage = {
  readonly options?: Options;
  /** `NAME=VALUE` words stand before the command. */
  readonly assignments?: true;
  /** Words before the command; or what a single such word looks like where it may be left out. */
  readonly operands?: number | RegExp;
  /**
   * What stands behind: a command's words (the default), words that are joined to a script, scripts one by one, the
   * file of a script, a package with an `@version`, nothing that runs.
   */
  readonly rest?: "words" | "joined" | "scripts" | "file" | "package" | "none";
  /** The command stands behind `--` only. */
  readonly behindDashes?: true;
  /** What runs where no command is named: a shell on standard input, or something that the words do not say. */
  readonly bare?: "input" | "unknown";
  /** By names separated by spaces; the options above stand in front of them. */
  readonly subcommands?: Readonly<Record<string, Usage>>;
};

/** Looks into the words behind one program's name. */
export type See = (args: readonly Value[], open: boolean) => readonly Inner[];

/** Words that nobody knows follow: what stands at the end where `open` was said. */
export type Rest = { readonly words: readonly Value[]; readonly open: boolean };

/** Operands that a pattern tells are skipped this often; behind more of them nothing is seen. */
const OPERANDS_MAX = 16;

/** What a program with this usage runs. `how`: for people. */
export function runs(
  usage: Usage,
  how: string,
  args: readonly Value[],
  open: boolean,
  operandsLeft = OPERANDS_MAX,
): readonly Inner[] {
  const dashes = usage.behindDashes === true ? args.findIndex((word) => textOf(word) === "--") : -1;
  const front = dashes === -1 ? args : args.slice(0, dashes);
  const { given, rests, doubt } = openOptions(usage.options ?? NO_OPTIONS, front);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const around = { open, cwd: cwdOf(given), settings: settingsOf(given) };
  const inner =
    dashes === -1
      ? rests.flatMap((words) => behind(usage, how, given, { ...around, words }, operandsLeft))
      : command(usage, how, { ...around, words: args.slice(dashes + 1) }, given);
  return [...given.flatMap((option) => carried(option, how)), ...inner, ...(doubt ? [unseen(how)] : [])];
}

const NO_OPTIONS: Options = {};

/** What an option makes run by itself. */
export function carried({ role, value, key }: Given, how: string): readonly Inner[] {
  const name = `${how} ${key.split(/[ =]/, 1)[0] ?? ""}`;
  switch (role) {
    case "script":
      return value === null ? [] : [script(name, value)];
    case "line":
      return value === null ? [] : lineOf(name, value);
    case "program":
      return value === null ? [] : [words(name, { words: [value], open: true })];
    case "file":
      return value === null ? [] : [{ kind: "file", how: name, path: value }];
    case "input":
      return [input(name)];
    case "unknown":
      return [unseen(name)];
    default:
      return [];
  }
}

/** A program with arguments in one word, more of which follow. */
export function lineOf(how: string, value: Value): readonly Inner[] {
  const parts = splitLine(value);
  if (parts === null) return [script(how, value)];
  return parts.length === 0 ? [] : [words(how, { words: parts, open: true })];
}

function behind(
  usage: Usage,
  how: string,
  given: readonly Given[],
  around: Around,
  operandsLeft: number,
): readonly Inner[] {
  if (usage.subcommands !== undefined) return below(usage.subcommands, how, around);
  const { operands = 0, behindDashes = false } = usage;
  if (operands instanceof RegExp) {
    const [first, ...rest] = around.words;
    if (first === undefined || !operands.test(textOf(first) ?? "")) return command(usage, how, around, given);
    // Options may stand behind such an operand as well.
    return operandsLeft === 0 ? [unseen(how)] : runs(usage, how, rest, around.open, operandsLeft - 1);
  }
  // Older versions of these take the command right behind the operand.
  if (behindDashes && operands === 0) return [];
  const assigned = usage.assignments === true ? takeAssignments(around) : around;
  const words = assigned.words.slice(operands);
  const isMarked = operands > 0 && words[0] !== undefined && textOf(words[0]) === "--";
  return command(usage, how, { ...assigned, words: isMarked ? words.slice(1) : words }, given);
}

function below(
  subcommands: Readonly<Record<string, Usage>>,
  how: string,
  { words: all, open }: Rest,
): readonly Inner[] {
  const [first, ...args] = all;
  if (first === undefined) return open ? [unseen(how)] : [];
  const name = textOf(first);
  if (name === null) return [unseen(how)];
  const usage = subcommandOf(subcommands, name);
  return usage === undefined ? [] : runs(usage, `${how} ${name}`, args, open);
}

const indexes = new WeakMap<Readonly<Record<string, Usage>>, ReadonlyMap<string, Usage>>();

function subcommandOf(subcommands: Readonly<Record<string, Usage>>, name: string): Usage | undefined {
  const known = indexes.get(subcommands);
  if (known !== undefined) return known.get(name);
  const index = new Map<string, Usage>();
  for (const [names, usage] of Object.entries(subcommands)) for (const one of names.split(" ")) index.set(one, usage);
  indexes.set(subcommands, index);
  return index.get(name);
}

/** A command with what stands around it. */
type Around = Rest & { readonly cwd: Value | null; readonly settings: readonly Setting[] };

function cwdOf(given: readonly Given[]): Value | null {
  return given.findLast(({ role }) => role === "cwd")?.value ?? null;
}

function settingsOf(given: readonly Given[]): readonly Setting[] {
  return given.flatMap(({ role, value }) => (role === "setting" && value !== null ? (settingOf(value) ?? []) : []));
}

/** `NAME=VALUE`; null for any other word. */
export function settingOf(word: Value): Setting | null {
  const [, name] = /^([^=]+)=/.exec(prefixOf(word)) ?? [];
  return name === undefined ? null : { name, value: dropStart(word, name.length + 1) };
}

export function takeAssignments<T extends Around>(around: T): T {
  const settings = [...around.settings];
  let at = 0;
  for (; at < around.words.length; at++) {
    const setting = settingOf(around.words[at] ?? textValue(""));
    if (setting === null) break;
    settings.push(setting);
  }
  return { ...around, words: around.words.slice(at), settings };
}

function command(usage: Usage, how: string, around: Around, given: readonly Given[]): readonly Inner[] {
  const isJoined = usage.rest === "joined" || given.some(({ role }) => role === "joins");
  const [first, ...rest] = around.words;
  if (first === undefined && !around.open) return bare(usage, how, given);
  if (isJoined) return [script(how, joinWords(around.words), around.open)];
  switch (usage.rest) {
    case "none":
      return [];
    case "scripts":
      return [...around.words.map((word) => script(how, word)), ...(around.open ? [unseen(how)] : [])];
    case "file":
      return first === undefined ? [unseen(how)] : [{ kind: "file", how, path: first }];
    case "package":
      return [words(how, { ...around, words: first === undefined ? [] : [withoutVersion(first), ...rest] })];
    default:
      return [words(how, around)];
  }
}

function bare(usage: Usage, how: string, given: readonly Given[]): readonly Inner[] {
  // An option has said what runs.
  if (usage.bare === undefined || given.some(({ role }) => role === "script" || role === "input")) return [];
  return [usage.bare === "input" ? input(how) : unseen(how)];
}

/** `cowsay@1.5` starts `cowsay`. */
function withoutVersion(word: Value): Value {
  const text = textOf(word);
  return text === null ? word : textValue(text.replace(/(?<=.)@[^@/]*$/, ""));
}

export function joinWords(all: readonly Value[]): Value {
  return join(all.flatMap((word, at) => (at === 0 ? [word] : [textValue(" "), word])));
}

/** A command by its words; where none is known, one of which nothing is known. */
export function words(how: string, around: Rest & Partial<Around>): Inner {
  const { words: all, open, cwd = null, settings = [] } = around;
  const known = all.length > 0 ? all : [anyWords("…")];
  return { kind: "words", how, words: known, open, cwd, settings };
}

export function script(how: string, text: Value, open = false): Inner {
  const shell: ShellName = "sh";
  const whole = open ? join([text, { pieces: [{ kind: "any", from: " …" }], many: false }]) : text;
  return { kind: "script", how, text: whole, shell, positional: [], fresh: true };
}

export function input(how: string): Inner {
  return { kind: "input", how, shell: "sh" };
}

export function unseen(how: string): Inner {
  return { kind: "unknown", how };
}
