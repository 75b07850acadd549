/** What commands print whose words are known: echo, printf, cat of a text, which. */
import { isBuiltin } from "./follow-builtins.ts";
import type { Call, Scope } from "./follow-trail.ts";
import type { Input } from "./sighting.ts";
import { anyWord, startsWith, textOf, textValue, type Piece, type Value } from "./value.ts";

type Given = { readonly call: Call; readonly input: Input };

/** What is printed, wherever it goes. Null where it is not known. */
export function knownOutput(name: string, args: readonly Value[], { call, input }: Given, scope: Scope): Value | null {
  if (call.open) return null;
  switch (name) {
    case "echo":
      return echo(args, scope);
    case "printf":
      return scope.state.shell === "bash" ? printf(args) : null;
    case "pwd":
      return args.length === 0 && scope.state.cwd !== null ? textValue(`${scope.state.cwd}\n`) : null;
    case ":":
    case "true":
      return textValue("");
    case "cat":
      return args.length === 0 && input.kind === "text" ? input.text : null;
    case "tee":
      return input.kind === "text" ? input.text : null;
    case "which":
      return args.length === 1 ? location(args[0], "which", scope) : null;
    case "command":
      return textOf(args[0] ?? textValue("")) === "-v" && args.length === 2 ? named(args[1], scope) : null;
    default:
      return null;
  }
}

function echo(args: readonly Value[], { trail, state: { shell } }: Scope): Value | null {
  const [first] = args;
  const option = first === undefined ? null : textOf(first);
  const isQuiet = option === "-n";
  if (first !== undefined && !isQuiet && startsWith(first, "-") !== "no") return null;
  const shown = isQuiet ? args.slice(1) : args;
  const isOption = shown[0] !== undefined && isQuiet && startsWith(shown[0], "-") !== "no";
  const texts = shown.flatMap(({ pieces }) => pieces.map((piece) => (piece.kind === "text" ? piece.text : null)));
  // Shells differ in what a backslash means.
  if (isOption || texts.some((text) => text?.includes("\\") === true)) return null;
  if (shell !== "bash" && texts.includes(null)) return null;
  const line = trail.joinWords(shown.map(listed), " ");
  return isQuiet ? line : trail.join([line, textValue("\n")]);
}

/** A word that may be none or several is any text in what is printed. */
function listed({ pieces, many }: Value): Value {
  return {
    pieces: many
      ? pieces.map((piece) => (piece.kind === "glob" ? { kind: "any", from: piece.pattern } : piece))
      : pieces,
    many,
  };
}

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"', "'": "'" }),
);

/** Null for what is not one text in the end; NUL and bytes beyond ASCII are left out. */
function printf(args: readonly Value[]): Value | null {
  const texts = args.map(textOf);
  const [format, ...values] = texts[0] === "--" ? texts.slice(1) : texts;
  if (format === undefined || format === null || values.includes(null) || format.startsWith("-")) return null;
  if (values.length > 1_000 || format.length > 10_000) return null;
  let made = "";
  let used = 0;
  do {
    const before = used;
    const turn = formatOnce(format, () => values[used++] ?? "");
    if (turn === null) return null;
    made += turn;
    if (used === before) break;
  } while (used < values.length);
  return /[\0]|[^\0-\x7f]/.test(made) && !isPlain(texts) ? null : textValue(made);
}

function isPlain(texts: readonly (string | null)[]): boolean {
  return texts.every((text) => text !== null && !/\\[0-7xuU]/.test(text));
}

const DIRECTIVE = /%%|%[sb]|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[ntr\\"'])|[^%\\]+/y;

function formatOnce(format: string, next: () => string): string | null {
  let made = "";
  DIRECTIVE.lastIndex = 0;
  while (DIRECTIVE.lastIndex < format.length) {
    const { lastIndex } = DIRECTIVE;
    const match = DIRECTIVE.exec(format)?.[0];
    if (match === undefined) return null;
    if (match === "%%") made += "%";
    else if (match === "%s") made += next();
    else if (match === "%b") {
      const text = unescape(next());
      if (text === null) return null;
      made += text;
    } else made += match.startsWith("\\") ? (escapeOf(match) ?? "") : match;
    DIRECTIVE.lastIndex = lastIndex + match.length;
  }
  return made;
}

/** `%b` and formats know the same escapes, but for `\0` in front of octal numbers. */
function unescape(text: string): string | null {
  const left = text.replace(/\\(?:0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[ntr\\"'])/g, "");
  if (left.includes("\\")) return null;
  return text.replace(/\\(?:0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[ntr\\"'])/g, (escape) => escapeOf(escape) ?? "");
}

function escapeOf(escape: string): string | null {
  const rest = escape.slice(1);
  const letter = ESCAPES.get(rest);
  if (letter !== undefined) return letter;
  const code = rest.startsWith("x") ? Number.parseInt(rest.slice(1), 16) : Number.parseInt(rest, 8);
  return Number.isNaN(code) ? null : String.fromCharCode(code & 0xff);
}

/** Some folder, and the name; or nothing at all. */
function location(name: Value | undefined, how: string, { trail }: Scope): Value | null {
  const text = name === undefined ? null : textOf(name);
  if (text === null || !/^[\w.+-]+$/.test(text) || text.startsWith("-")) return null;
  const folder: Piece = { kind: "any", from: `$(${how} ${text})` };
  trail.vanishing.add(folder);
  trail.hasVanishing = true;
  return { pieces: [folder, { kind: "text", text: `/${text}\n` }], many: false };
}

/** `command -v`: the path of a program, the bare name of what the shell has itself. */
function named(name: Value | undefined, scope: Scope): Value | null {
  const { trail, state } = scope;
  const text = name === undefined ? null : textOf(name);
  if (text === null || trail.aliases.has(text)) return null;
  if (isBuiltin(text, state.shell) || trail.functions.has(text)) return anyWord(`$(command -v ${text})`);
  return location(name, "command -v", scope);
}
