/** Reads what starts with a dollar or a backtick: parameters, substitutions, arithmetic. */
import { readAnsiQuote } from "../shell/ansi-quote.ts";
import {
  accept,
  acceptPattern,
  addLiteral,
  anything,
  codeAt,
  enter,
  expect,
  fail,
  hasStopped,
  innerState,
  leave,
  matches,
  notInSh,
  OTHER_SHELL,
  skip,
  skipContinuations,
  SYNTAX,
  TOO_DEEP,
  UNENDED,
  type State,
} from "./parse-state.ts";
import type { Node, Part, Word } from "./tree.ts";

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;

/** At a dollar. `quoted`: within double quotes or a here-document. */
export function readDollar(state: State, parts: Part[], quoted: boolean): void {
  skip(state);
  skipContinuations(state);
  switch (codeAt(state)) {
    case 0x7b: // {
      return readBraced(state, parts, quoted);
    case 0x28: // (
      return readBracket(state, parts, quoted);
    case 0x5b: // [
      return readOldArithmetic(state, parts, quoted);
    case 0x27: // '
      return quoted ? addLiteral(parts, "$", true) : readAnsi(state, parts);
    case 0x22: // "
      return quoted ? addLiteral(parts, "$", true) : readTranslated(state, parts);
    default:
      return readParameter(state, parts, quoted);
  }
}

function readParameter(state: State, parts: Part[], quoted: boolean): void {
  const name = acceptPattern(state, NAME);
  if (state.shell === "zsh" && matches(state, name === null ? /[=~^+:]/y : /\[|:[A-Za-z&]/y)) fail(state, OTHER_SHELL);
  if (name === null) return addLiteral(parts, "$", quoted);
  parts.push({ kind: "parameter", name, form: null, words: [], quoted });
}

/** At the bracket of `$(`. */
function readBracket(state: State, parts: Part[], quoted: boolean): void {
  if (codeAt(state, 1) === 0x28) {
    const expression = tryArithmetic(state);
    if (expression !== null) {
      parts.push({ kind: "arithmetic", expression, quoted });
      return;
    }
    notInSh(state);
  }
  parts.push({ kind: "substitution", how: "output", body: readInBrackets(state), quoted });
}

/** At the sign of `<(` or `>(`. */
export function readProcess(state: State, parts: Part[]): void {
  const how = codeAt(state) === 0x3c ? "input-file" : "output-file";
  skip(state);
  parts.push({ kind: "substitution", how, body: readInBrackets(state), quoted: false });
}

/** A script in round brackets, which are consumed. */
function readInBrackets(state: State): Node {
  const { awaited } = state;
  state.awaited = [];
  enter(state);
  skip(state);
  if (codeAt(state) === 0x5c) refuseBrokenPair(state);
  const body = state.grammar.list(state);
  // Shells differ on where the text of a here-document is that was begun on the last line.
  if (state.awaited.length > 0) fail(state, SYNTAX);
  expect(state, ")");
  leave(state);
  state.awaited = awaited;
  return body;
}

/** `((` with a newline in it that the shell does not see. */
export function refuseBrokenPair(state: State): void {
  const { at } = state;
  skipContinuations(state);
  if (at !== state.at && codeAt(state) === 0x28) fail(state, OTHER_SHELL);
}

/**
 * The expression where `((` is arithmetic. Null where it is two brackets, as in `((a); b)`; then `at` stays.
 * What is no arithmetic is remembered, so that pairs within pairs are not tried again and again.
 */
export function tryArithmetic(state: State): Word | null {
  const { at: start, awaited } = state;
  if (hasStopped(state) || state.noArithmetic?.has(start) === true) return null;
  state.awaited = [];
  enter(state);
  state.at += 2;
  const expression = state.grammar.word(state, "arithmetic");
  leave(state);
  state.awaited = awaited;
  if (state.trouble === null && accept(state, "))")) return expression;
  const reached = state.trouble === null ? state.at : state.trouble.at - state.base;
  state.noArithmetic ??= new Set();
  state.noArithmetic.add(start);
  state.trouble = null;
  state.at = start;
  state.spare.left -= reached - start;
  if (state.spare.left < 0) fail(state, TOO_DEEP);
  return null;
}

function readOldArithmetic(state: State, parts: Part[], quoted: boolean): void {
  notInSh(state);
  enter(state);
  skip(state);
  const expression = state.grammar.word(state, "index");
  expect(state, "]");
  leave(state);
  parts.push({ kind: "arithmetic", expression, quoted });
}

function readAnsi(state: State, parts: Part[]): void {
  notInSh(state);
  const decoded = readAnsiQuote(state.text, state.at + 1);
  if (decoded !== null) {
    addLiteral(parts, decoded.text, true);
    state.at = decoded.end;
    return;
  }
  let end = state.at + 1;
  for (let code = codeAt(state, 1); code !== 0x27; code = state.text.charCodeAt(end)) {
    if (Number.isNaN(code)) return fail(state, UNENDED);
    end += code === 0x5c ? 2 : 1;
  }
  state.at = end + 1;
  parts.push(anything("$'", [], true));
}

/** Whoever chooses the language chooses the text. */
function readTranslated(state: State, parts: Part[]): void {
  if (state.shell !== "bash") return fail(state, OTHER_SHELL);
  const word = state.grammar.word(state, "double");
  parts.push(anything('$"', [word], true));
}

const LENGTH = /#(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])(?=[}[])/y;
const INDIRECT = /!(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?])/y;
const BRACED_NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]/y;
const OPERATOR = /:?[-=?+]|##?|%%?|\/[/#%]?|\^\^?|,,?|@|:/y;

/** At the brace of `${`. */
function readBraced(state: State, parts: Part[], quoted: boolean): void {
  enter(state);
  skip(state);
  skipContinuations(state);
  if (matches(state, /[ \t\n|]/y)) readFunctionSubstitution(state, parts, quoted);
  else readBracedParameter(state, parts, quoted);
  leave(state);
}

/** `${ …; }`, which bash has since 5.3; to others it is an error when it is reached. */
function readFunctionSubstitution(state: State, parts: Part[], quoted: boolean): void {
  if (state.shell !== "bash") return fail(state, OTHER_SHELL);
  const { awaited } = state;
  state.awaited = [];
  accept(state, "|");
  const body = state.grammar.list(state);
  if (state.awaited.length > 0) fail(state, SYNTAX);
  expect(state, "}");
  state.awaited = awaited;
  parts.push({ kind: "substitution", how: "output", body, quoted });
}

function readBracedParameter(state: State, parts: Part[], quoted: boolean): void {
  const prefixed = acceptPattern(state, LENGTH) ?? acceptPattern(state, INDIRECT);
  const name = prefixed?.slice(1) ?? acceptPattern(state, BRACED_NAME);
  if (name === null) return fail(state, "a parameter that is not understood");
  let form = prefixed?.charAt(0) ?? "";
  const words: Word[] = [];
  skipContinuations(state);
  if (codeAt(state) === 0x5b) {
    const subscript = readSubscript(state);
    words.push(subscript);
    form += subscriptForm(subscript);
  }
  if (form.startsWith("!") && matches(state, /[*@]\}/y)) {
    form += state.text.charAt(state.at);
    skip(state);
  }
  const operator = acceptPattern(state, OPERATOR);
  if (operator !== null) {
    form += operator;
    words.push(state.grammar.word(state, quoted ? "quoted-brace" : "brace"));
  }
  expect(state, "}");
  parts.push({ kind: "parameter", name, form: form === "" ? null : form, words, quoted });
}

/** At the bracket; consumes the closing one, too. */
export function readSubscript(state: State): Word {
  notInSh(state);
  enter(state);
  skip(state);
  const word = state.grammar.word(state, "subscript");
  expect(state, "]");
  leave(state);
  return word;
}

function subscriptForm({ parts }: Word): string {
  const [only] = parts;
  const text = parts.length === 1 && only?.kind === "literal" ? only.text : "";
  return text === "@" || text === "*" ? `[${text}]` : "[]";
}

/**
 * At a backtick. `around`: what it stands in, which decides whether a backslash in front of a double quote goes, too.
 * What is wrong with the script in it shows only when it runs.
 */
export function readBackticks(state: State, parts: Part[], around: "word" | "double" | "document"): void {
  const { text } = state;
  const start = state.at + 1;
  let end = start;
  for (let code = text.charCodeAt(end); code !== 0x60; code = text.charCodeAt(end)) {
    if (Number.isNaN(code)) return fail(state, UNENDED);
    end += code === 0x5c ? 2 : 1;
  }
  const raw = text.slice(start, end);
  state.at = end + 1;
  const script = raw.replace(around === "double" ? /\\([$`\\"])/g : /\\([$`\\])/g, "$1");
  const inner = innerState(state, script, start);
  const isClear = inner !== null && !(around === "document" && raw.includes('\\"'));
  const unknown: Node = { kind: "unknown", at: state.base + start, why: inner === null ? TOO_DEEP : OTHER_SHELL };
  const body = isClear ? state.grammar.script(inner) : unknown;
  parts.push({ kind: "substitution", how: "output", body, quoted: around !== "word" });
}
