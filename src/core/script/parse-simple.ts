/** Reads simple commands: assignments, words, redirections; and the names of functions. */
import { readSubscript } from "./parse-dollar.ts";
import { readNewline, readRedirect } from "./parse-redirect.ts";
import {
  accept,
  acceptPattern,
  anything,
  codeAt,
  expect,
  fail,
  matches,
  OTHER_SHELL,
  skip,
  skipBlanks,
  skipContinuations,
  SYNTAX,
  TOO_DEEP,
  type State,
} from "./parse-state.ts";
import type { Assignment, Node, Part, Redirect, Word } from "./tree.ts";

/** Reads a command; a list of no parts where none stands here. Stops before `(`. */
export function readSimple(state: State): Node {
  const at = state.base + state.at;
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  let declares = false;
  for (;;) {
    skipBlanks(state);
    if (readRedirect(state, redirects)) continue;
    const start = state.at;
    if (words.length === 0) {
      const assignment = readAssignment(state);
      if (assignment !== null) {
        assignments.push(assignment);
        continue;
      }
    }
    const word = declares ? readDeclared(state) : state.grammar.word(state, "word");
    if (state.at === start) break;
    words.push(word);
    if (words.length > 1) continue;
    if (looksAssigned(word)) fail(state, OTHER_SHELL);
    declares = DECLARING.has(bareText(word) ?? "");
    if (codeAt(state) === 0x28) break;
  }
  if (assignments.length + words.length + redirects.length === 0) return { kind: "list", at, parts: [] };
  if (state.shell === "zsh") refuseForZsh(state, words, redirects);
  return { kind: "command", at, assignments, words, redirects };
}

/** An assignment whose name goes on behind a continuation. */
function looksAssigned({ parts }: Word): boolean {
  const first = parts[0];
  return first?.kind === "literal" && !first.quoted && /^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(first.text);
}

/** The text of a word that is not quoted and holds nothing but letters; null of any other. */
export function bareText(word: Word | undefined): string | null {
  if (word === undefined || word.parts.length !== 1) return null;
  const only = word.parts[0];
  return only?.kind === "literal" && !only.quoted ? only.text : null;
}

const RESERVED_IN_ZSH: ReadonlySet<string> = new Set("repeat foreach end always nocorrect noglob -".split(" "));

/** Words that start something else in zsh; and a redirection alone runs a program there. */
function refuseForZsh(state: State, [first]: readonly Word[], redirects: readonly Redirect[]): void {
  const name = bareText(first);
  if (name !== null && RESERVED_IN_ZSH.has(name)) fail(state, OTHER_SHELL);
  if (first === undefined && redirects.length > 0) fail(state, OTHER_SHELL);
}

const ASSIGNED = /[A-Za-z_][A-Za-z0-9_]*(?=\+?=|\[|\\\n)/y;

/** Null, and nothing read, where none stands here. */
function readAssignment(state: State): Assignment | null {
  const { at: start } = state;
  const name = acceptPattern(state, ASSIGNED);
  if (name === null) return null;
  skipContinuations(state);
  const subscript = codeAt(state) === 0x5b ? readSubscriptOf(state, start) : null;
  const append = accept(state, "+=");
  if (!append && !accept(state, "=")) {
    if (state.trouble === null) state.at = start;
    return null;
  }
  if (state.shell === "sh" && append) fail(state, OTHER_SHELL);
  skipContinuations(state);
  const value = codeAt(state) === 0x28 ? readArray(state) : state.grammar.word(state, "value");
  return { at: state.base + start, name, subscript, append, value };
}

/** Null where the bracket belongs to a pattern for names of files. */
function readSubscriptOf(state: State, start: number): Word | null {
  if (state.shell !== "bash") {
    if (matches(state, /\[[^\s]*\]\+?=/y)) fail(state, OTHER_SHELL);
    return null;
  }
  const bracket = state.at;
  const { length } = state.text;
  const subscript = readSubscript(state);
  if (state.trouble === null && matches(state, /\+?=/y)) return subscript;
  const reached = state.trouble === null ? state.at : state.trouble.at - state.base;
  // Bash has taken all up to the bracket that closes it for one word, and so it is if nothing in it ends a word.
  state.trouble = null;
  state.spare.left -= reached - start;
  const isOneWord = !/[\s;&|<>()'"\\$`]/.test(state.text.slice(bracket, Math.min(reached, length)));
  state.at = start;
  if (!isOneWord) fail(state, OTHER_SHELL);
  if (state.spare.left < 0) fail(state, TOO_DEEP);
  return null;
}

/** At the bracket of `a=(…)`. */
function readArray(state: State): readonly Word[] {
  if (state.shell === "sh") fail(state, OTHER_SHELL);
  const words: Word[] = [];
  skip(state);
  for (;;) {
    skipBlanks(state);
    if (codeAt(state) === 0x0a) {
      readNewline(state);
      continue;
    }
    const start = state.at;
    const word = state.grammar.word(state, "word");
    if (state.at === start) break;
    words.push(word);
  }
  expect(state, ")");
  if (!matches(state, /[ \t\n;&|<>()]|\\\n|$/y)) fail(state, OTHER_SHELL);
  return words;
}

const DECLARING: ReadonlySet<string> = new Set("declare typeset local export readonly".split(" "));

const DECLARED_ARRAY = /[A-Za-z_][A-Za-z0-9_]*\+?=\(/y;

/** `declare a=(…)`: a word, of whose value only what it evaluates is known. */
function readDeclared(state: State): Word {
  const at = state.base + state.at;
  const name = acceptPattern(state, DECLARED_ARRAY);
  if (name === null) return state.grammar.word(state, "word");
  state.at--;
  const values = readArray(state);
  const parts: readonly Part[] = [
    { kind: "literal", text: name.slice(0, -1), quoted: false },
    anything("(", values, true),
  ];
  return { at, parts };
}

/** Whether the command is a name before the brackets of a function; if so, moves past them. */
export function acceptFunction(state: State, node: Node): string | null {
  if (node.kind !== "command" || node.words.length !== 1) return null;
  skipBlanks(state);
  if (codeAt(state) !== 0x28) return null;
  const name = bareText(node.words[0]);
  skip(state);
  skipBlanks(state);
  if (name === null || node.assignments.length + node.redirects.length > 0 || !accept(state, ")")) {
    fail(state, SYNTAX);
    return null;
  }
  return name;
}
