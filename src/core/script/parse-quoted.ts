/** Reads what stands in double quotes, in here-documents and in patterns with brackets. */
import { readBackticks, readDollar } from "./parse-dollar.ts";
import { acceptPattern, addLiteral, codeAt, expect, fail, OTHER_SHELL, UNENDED, type State } from "./parse-state.ts";
import type { Part } from "./tree.ts";

/** At the opening quote; consumes both. */
export function readDouble(state: State, parts: Part[]): void {
  const { length } = parts;
  state.at++;
  readQuoted(state, parts, "double");
  expect(state, '"');
  if (parts.length === length) addLiteral(parts, "", true);
}

const STOPS = { double: /[\\$`"]/g, "quoted-brace": /[\\$`"'}]/g, document: /[\\$`]/g };
const ESCAPABLE = { double: '$`"\\', "quoted-brace": '$`"\\}', document: "$`\\" };

/** Up to what ends it: a double quote, the brace that closes `${`, the end of the text. */
export function readQuoted(state: State, parts: Part[], around: "double" | "quoted-brace" | "document"): void {
  const { text } = state;
  const stops = STOPS[around];
  for (;;) {
    stops.lastIndex = state.at;
    const found = stops.exec(text);
    const end = found === null ? text.length : found.index;
    if (end > state.at) addLiteral(parts, text.slice(state.at, end), true);
    state.at = end;
    switch (codeAt(state)) {
      case 0x24: // $
        readDollar(state, parts, true);
        break;
      case 0x60: // `
        readBackticks(state, parts, around === "document" ? "document" : "double");
        break;
      case 0x5c: // \
        readEscape(state, parts, ESCAPABLE[around]);
        break;
      case 0x22: // "
        if (around === "double") return;
        readDouble(state, parts);
        break;
      case 0x27: // '
        readSingleInDouble(state, parts);
        break;
      default:
        return;
    }
  }
}

function readEscape(state: State, parts: Part[], escapable: string): void {
  const next = state.text.charAt(state.at + 1);
  if (next === "\n") state.at += 2;
  else if (next !== "" && escapable.includes(next)) {
    addLiteral(parts, next, true);
    state.at += 2;
  } else {
    addLiteral(parts, "\\", true);
    state.at++;
  }
}

/** Finding the end bash takes these for quotes, expanding it does not: only what is the same both ways is clear. */
function readSingleInDouble(state: State, parts: Part[]): void {
  const text = acceptPattern(state, /'[^'"`$\\{}]*'/y);
  if (text === null) fail(state, OTHER_SHELL);
  else addLiteral(parts, text, true);
}

const PATTERN_STOPS = /[()'"\\$`<>]/g;

/** At the bracket of an extended glob or of a group in a regular expression; consumes the closing one, too. */
export function readPattern(state: State, parts: Part[]): void {
  let depth = 0;
  do {
    PATTERN_STOPS.lastIndex = state.at;
    const found = PATTERN_STOPS.exec(state.text);
    if (found === null) return fail(state, UNENDED);
    addGlob(parts, state.text.slice(state.at, found.index));
    state.at = found.index;
    if (found[0] === "(") depth++;
    if (found[0] === ")") depth--;
    readInPattern(state, parts);
  } while (depth > 0);
}

function readInPattern(state: State, parts: Part[]): void {
  const { text } = state;
  switch (codeAt(state)) {
    case 0x24: // $
      return readDollar(state, parts, false);
    case 0x60: // `
      return readBackticks(state, parts, "word");
    case 0x22: // "
      return readDouble(state, parts);
    case 0x27: // '
      return readSingle(state, parts);
    case 0x5c: // \
      return readBackslash(state, parts);
    default:
      if (/[<>]\(/y.test(text.slice(state.at, state.at + 2))) return fail(state, OTHER_SHELL);
      addGlob(parts, text.charAt(state.at));
      state.at++;
  }
}

export function addGlob(parts: Part[], pattern: string): void {
  const last = parts.at(-1);
  if (pattern === "") return;
  if (last?.kind === "glob") parts[parts.length - 1] = { kind: "glob", pattern: last.pattern + pattern };
  else parts.push({ kind: "glob", pattern });
}

/** At a single quote; consumes both. */
export function readSingle(state: State, parts: Part[]): void {
  const end = state.text.indexOf("'", state.at + 1);
  if (end === -1) return fail(state, UNENDED);
  addLiteral(parts, state.text.slice(state.at + 1, end), true);
  state.at = end + 1;
}

/** At a backslash outside quotes: the character behind it is itself, a newline is nothing. */
export function readBackslash(state: State, parts: Part[]): void {
  const next = state.text.codePointAt(state.at + 1);
  if (next === undefined) {
    addLiteral(parts, "\\", true);
    state.at++;
    return;
  }
  const char = String.fromCodePoint(next);
  if (char !== "\n") addLiteral(parts, char, true);
  state.at += 1 + char.length;
}
