/** Reads one word, up to where its style says that it ends. */
import { closeBraces, dropBraces, nextChoice, openBraces, type Draft } from "./parse-braces.ts";
import { readExpression } from "./parse-arithmetic.ts";
import { readBackticks, readDollar, readProcess } from "./parse-dollar.ts";
import { addGlob, readBackslash, readDouble, readPattern, readQuoted, readSingle } from "./parse-quoted.ts";
import {
  acceptPattern,
  addLiteral,
  charTable,
  codeAt,
  fail,
  matches,
  OTHER_SHELL,
  type State,
  type Style,
} from "./parse-state.ts";
import type { Part, Word } from "./tree.ts";

export function readWord(state: State, style: Style): Word {
  const at = state.base + state.at;
  const parts: Part[] = [];
  switch (style) {
    case "arithmetic":
    case "index":
    case "clause":
      return readExpression(state, style);
    case "double":
      readDouble(state, parts);
      return { at, parts: parts.filter((part) => part.kind !== "literal" || part.text !== "") };
    case "quoted-brace":
    case "document":
      readQuoted(state, parts, style);
      return { at, parts };
    default:
      return readUnquoted(state, style);
  }
}

type Unquoted = Draft & {
  readonly style: Style;
  readonly start: number;
  /** Brackets open within a subscript. */
  depth: number;
  /** A `[` that may start a pattern was seen. */
  hasBracket: boolean;
  /** See `assignedAt`; null where nobody has asked. */
  assigned: number | null;
};

const STOPS_IN_WORD = charTable(" \t\n;&|()<>'\"\\$`*?[{},~");
const STOPS_INSIDE = charTable("(<>'\"\\$`*?[]}{~");

function readUnquoted(state: State, style: Style): Word {
  const { text } = state;
  const start = state.at;
  const draft: Unquoted = { parts: [], frames: [], style, start, depth: 0, hasBracket: false, assigned: null };
  const stops = style === "brace" || style === "subscript" ? STOPS_INSIDE : STOPS_IN_WORD;
  for (;;) {
    let end = state.at;
    let code = text.charCodeAt(end);
    while (code > 127 || stops[code] === 0) code = text.charCodeAt(++end);
    if (end > state.at) addLiteral(draft.parts, text.slice(state.at, end), false);
    state.at = end;
    if (!step(state, draft, code)) break;
  }
  return finish(state, draft);
}

/** Reads what is more than a letter. False where the word ends. */
function step(state: State, draft: Unquoted, code: number): boolean {
  switch (code) {
    case 0x27: // '
      readSingle(state, draft.parts);
      return true;
    case 0x22: // "
      readDouble(state, draft.parts);
      return true;
    case 0x5c: // \
      readBackslash(state, draft.parts);
      return true;
    case 0x24: // $
      readDollar(state, draft.parts, false);
      return true;
    case 0x60: // `
      readBackticks(state, draft.parts, "word");
      return true;
    case 0x2a: // *
    case 0x3f: // ?
      return wildcard(state, draft);
    case 0x5b: // [
      return openBracket(state, draft);
    case 0x5d: // ]
      return closeBracket(state, draft);
    case 0x7b: // {
    case 0x2c: // ,
    case 0x7d: // }
      return brace(state, draft, code);
    case 0x7e: // ~
      return tilde(state, draft);
    case 0x28: // (
      return group(state, draft);
    case 0x3c: // <
    case 0x3e: // >
      return angle(state, draft);
    case 0x7c: // |
      return draft.style === "regex" && ordinary(state, draft);
    default:
      return false;
  }
}

function ordinary(state: State, draft: Draft): boolean {
  addLiteral(draft.parts, state.text.charAt(state.at), false);
  state.at++;
  return true;
}

/** Nothing in these stands for names of files: an assignment, a here-string, what a `case` looks at, a subscript. */
function isLiteral(style: Style): boolean {
  return style === "plain" || style === "value" || style === "subscript";
}

function wildcard(state: State, draft: Unquoted): boolean {
  if (isLiteral(draft.style)) return ordinary(state, draft);
  addGlob(draft.parts, acceptPattern(state, /[*?]+/y) ?? "");
  return true;
}

const CHARACTER_CLASS = /\[[!^]?\]?(?:\[:[a-z]+:\]|[^\s;&|<>()'"\\$`\][{}])*\]/y;

function openBracket(state: State, draft: Unquoted): boolean {
  if (draft.style === "subscript") draft.depth++;
  if (isLiteral(draft.style)) return ordinary(state, draft);
  const whole = acceptPattern(state, CHARACTER_CLASS);
  if (whole !== null) addGlob(draft.parts, whole);
  else {
    // Stands alone until the end of the word shows whether it is one.
    draft.hasBracket = true;
    draft.parts.push({ kind: "glob", pattern: "[" });
    state.at++;
  }
  return true;
}

function closeBracket(state: State, draft: Unquoted): boolean {
  if (draft.style === "subscript" && draft.depth === 0) return false;
  draft.depth--;
  return ordinary(state, draft);
}

function brace(state: State, draft: Unquoted, code: number): boolean {
  const { style, frames } = draft;
  if (style === "brace" && code === 0x7d) return false;
  if (style === "brace" && state.shell === "zsh" && code === 0x7b) fail(state, OTHER_SHELL);
  if (style !== "word" || (code !== 0x7b && frames.length === 0)) return ordinary(state, draft);
  if (code === 0x7b) openBraces(state, draft);
  else if (code === 0x2c) nextChoice(state, draft);
  else closeBraces(state, draft);
  return true;
}

const USER = /~[A-Za-z0-9_.+-]*(?=[\s/;&|<>():,}]|$)/y;

function tilde(state: State, draft: Unquoted): boolean {
  const user = mayTilde(state, draft) ? acceptPattern(state, USER) : null;
  if (user === null) return ordinary(state, draft);
  const next = state.text.charAt(state.at);
  const inAssignment = draft.style === "value" || draft.parts.length > 0;
  // In a choice the user's name may go on behind the braces.
  if (draft.frames.length > 0 && next !== "/") fail(state, OTHER_SHELL);
  const isEnd = next === ":" ? inAssignment : next === "}" ? draft.style === "brace" : next !== ",";
  if (isEnd) draft.parts.push({ kind: "tilde", user: user.slice(1) });
  else addLiteral(draft.parts, user, false);
  return true;
}

function mayTilde(state: State, draft: Unquoted): boolean {
  const { parts, frames, style } = draft;
  if (style === "subscript") return false;
  const last = parts.at(-1);
  if (last === undefined) return frames.every(({ before }) => before.length === 0);
  // Looking at the script instead of the part, which may be long.
  const before = state.text.charCodeAt(state.at - 1);
  if (last.kind !== "literal" || last.quoted || (before !== 0x3a && before !== 0x3d)) return false;
  if (style === "value") return before === 0x3a;
  if (style !== "word" || state.shell !== "bash") return false;
  draft.assigned ??= assignedAt(state.text, draft.start);
  return draft.assigned === state.at || (draft.assigned > 0 && before === 0x3a);
}

const ASSIGNED = /[A-Za-z_][A-Za-z0-9_]*\+?=/y;

/** Where the value starts in a word that looks like an assignment; 0 for any other. */
function assignedAt(text: string, start: number): number {
  ASSIGNED.lastIndex = start;
  return ASSIGNED.test(text) ? ASSIGNED.lastIndex : 0;
}

/** A bracket in a word: of an extended glob, in a regular expression; else the word ends. */
function group(state: State, draft: Unquoted): boolean {
  const { parts, style } = draft;
  if (style === "regex") {
    readPattern(state, parts);
    return true;
  }
  const last = parts.at(-1);
  const before = state.at > draft.start ? state.text.charAt(state.at - 1) : "";
  const isGlob = last?.kind === "glob" && (before === "*" || before === "?");
  const isLetter = last?.kind === "literal" && !last.quoted && (before === "@" || before === "+" || before === "!");
  if (!isGlob && !isLetter) return style === "brace" ? ordinary(state, draft) : false;
  // Without extended globs `f@()` is a function, and zsh runs what it finds in brackets behind a pattern.
  if (state.shell === "zsh" || matches(state, /\([ \t\n]*\)/y)) fail(state, OTHER_SHELL);
  if (isLetter) {
    const text = last.text.slice(0, -1);
    parts.pop();
    if (text !== "") parts.push({ kind: "literal", text, quoted: false });
    addGlob(parts, last.text.slice(-1));
  }
  readPattern(state, parts);
  return true;
}

function angle(state: State, draft: Unquoted): boolean {
  const isProcess = codeAt(state, 1) === 0x28;
  if (draft.style === "brace" || draft.style === "subscript") {
    if (isProcess) fail(state, OTHER_SHELL);
    return ordinary(state, draft);
  }
  if (isProcess) readProcess(state, draft.parts);
  return isProcess;
}

function finish(state: State, draft: Unquoted): Word {
  dropBraces(draft);
  let { parts } = draft;
  if (draft.hasBracket) parts = withoutOpenBracket(parts);
  const first = parts[0];
  // As a default of a parameter, quotes around nothing are more than nothing.
  const isNothing = parts.length === 1 && first?.kind === "literal" && first.text === "";
  if (isNothing && draft.style !== "brace") parts = [];
  if (state.shell === "zsh" && draft.style !== "regex") parts = asInZsh(state, parts);
  return { at: state.base + draft.start, parts };
}

function closesBracket(part: Part): boolean {
  return part.kind === "literal" && !part.quoted && part.text.includes("]");
}

/** A `[` that nothing closes is itself. */
function withoutOpenBracket(parts: readonly Part[]): Part[] {
  const closed = parts.findLastIndex(closesBracket);
  const result: Part[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === "glob" && part.pattern === "[" && index > closed) addLiteral(result, "[", false);
    else if (part.kind === "literal") addLiteral(result, part.text, part.quoted);
    else if (part.kind === "glob") addGlob(result, part.pattern);
    else result.push(part);
  }
  return result;
}

/** Its settings may make patterns of more characters, and names of programs of words that start with `=`. */
function asInZsh(state: State, parts: readonly Part[]): Part[] {
  return parts.map((part, index) => {
    if (part.kind !== "literal" || part.quoted) return part;
    const isBrace = /[{}]/.test(part.text) && !(parts.length === 1 && part.text === "{}");
    if (isBrace || (index === 0 && part.text.startsWith("="))) fail(state, OTHER_SHELL);
    return /[\^~#]/.test(part.text) ? { kind: "glob", pattern: part.text } : part;
  });
}
