/** The place that the reading of a script has reached, and what its parts share. */
import type { ShellName } from "../shell/reading.ts";
import type { Node, Part, Redirect, Word } from "./tree.ts";

/** Brackets in brackets in brackets are followed this deep; deeper is unknown. */
export const NESTING_MAX = 100;

/** A here-document whose text is still to come, behind the next newline. */
export type Awaited = {
  readonly redirect: { -readonly [Key in keyof Redirect]: Redirect[Key] };
  readonly delimiter: string;
  /** False where the delimiter is quoted: the text is literal. */
  readonly expands: boolean;
};

/** How far a word goes and what stands for other words in it. */
export type Style =
  /** Up to a blank or an operator. */
  | "word"
  /** The same; braces in it are themselves. */
  | "pattern"
  /** The same; nothing in it stands for names of files. */
  | "plain"
  /** The same; the right side of an assignment, where a tilde may also follow a colon. */
  | "value"
  /** The right side of `=~`: brackets and bars belong to it. */
  | "regex"
  /** Up to the brace that closes `${`. */
  | "brace"
  /** The same within double quotes. */
  | "quoted-brace"
  /** Up to the bracket that closes a subscript. */
  | "subscript"
  /** From a double quote to the next, both included. */
  | "double"
  /** An expression, up to a bracket that closes `((`, `$[`; or in `for ((` up to a semicolon. */
  | "arithmetic"
  | "index"
  | "clause"
  /** All of the text: that of a here-document. */
  | "document";

/** What refers to each other in a circle: words hold scripts, and scripts words. */
export type Grammar = {
  /** Reads commands up to a bracket or a word that closes something. */
  readonly list: (state: State) => Node;
  readonly command: (state: State) => Node;
  readonly word: (state: State, style: Style) => Word;
  /** Reads a text of its own to its end. */
  readonly script: (state: State) => Node;
};

/** Changes as the reading goes on; lives for one call of `parseScript`. */
export type State = {
  readonly text: string;
  readonly shell: ShellName;
  /** What is added to an offset in `text`, so that it tells the place in the script. */
  readonly base: number;
  readonly grammar: Grammar;
  /** Characters that may still be read a second time. */
  readonly spare: { left: number };
  /** Where `((` was tried as arithmetic and is none. */
  noArithmetic: Set<number> | null;
  at: number;
  depth: number;
  /** What made the reading stop; then `at` is the end of the text. */
  trouble: { readonly why: string; readonly at: number } | null;
  awaited: Awaited[];
};

export function startState(text: string, shell: ShellName, grammar: Grammar): State {
  const spare = { left: 4 * text.length + 4096 };
  return { text, shell, base: 0, grammar, spare, noArithmetic: null, at: 0, depth: 0, trouble: null, awaited: [] };
}

/**
 * A text within the text that is read by itself. Null where that would be too much.
 *
 * @param start offset of the text in that of `state`
 */
export function innerState(state: State, text: string, start: number): State | null {
  state.spare.left -= text.length;
  if (state.spare.left < 0 || state.depth >= NESTING_MAX) return null;
  const base = state.base + start;
  const { depth, shell, grammar, spare } = state;
  return { text, shell, base, grammar, spare, noArithmetic: null, at: 0, depth: depth + 1, trouble: null, awaited: [] };
}

export const SYNTAX = "a syntax error";
export const UNENDED = "a quote or bracket that does not end";
export const TOO_DEEP = "brackets nested too deeply";
export const TOO_LONG = "a script that is too long";
export const OTHER_SHELL = "a syntax that shells read differently";

/** Stops the reading; the first reason stays. Everybody then sees the end of the text. */
export function fail(state: State, why: string): void {
  state.trouble ??= { why, at: state.base + Math.min(state.at, state.text.length) };
  state.at = state.text.length;
}

export function hasStopped(state: State): boolean {
  return state.trouble !== null;
}

/** Call `leave` afterwards whatever the answer is. */
export function enter(state: State): void {
  state.depth++;
  if (state.depth > NESTING_MAX) fail(state, TOO_DEEP);
}

export function leave(state: State): void {
  state.depth--;
}

/** Stops the reading where only bash, and perhaps zsh, understands what stands here as meant. */
export function notInSh(state: State): void {
  if (state.shell === "sh") fail(state, OTHER_SHELL);
}

/** 1 at the code of each of these characters, which are ASCII. */
export function charTable(chars: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const char of chars) table[char.charCodeAt(0)] = 1;
  return table;
}

/** NaN at the end. */
export function codeAt(state: State, ahead = 0): number {
  return state.text.charCodeAt(state.at + ahead);
}

/** Moves past one character; nowhere where the reading has stopped. */
export function skip(state: State): void {
  if (state.at < state.text.length) state.at++;
}

/** Moves past the text if it stands here. */
export function accept(state: State, text: string): boolean {
  if (!state.text.startsWith(text, state.at)) return false;
  state.at += text.length;
  return true;
}

/** Moves past the text, which must stand here. */
export function expect(state: State, text: string): void {
  if (!accept(state, text)) fail(state, state.at >= state.text.length ? UNENDED : SYNTAX);
}

/** Moves past what a pattern (sticky) matches here; null where it does not. */
export function acceptPattern(state: State, pattern: RegExp): string | null {
  pattern.lastIndex = state.at;
  const found = pattern.exec(state.text);
  if (found === null) return null;
  state.at = pattern.lastIndex;
  return found[0];
}

export function matches(state: State, pattern: RegExp): boolean {
  pattern.lastIndex = state.at;
  return pattern.test(state.text);
}

/** Moves past backslashes with a newline behind them, which shells do not see. */
export function skipContinuations(state: State): void {
  while (codeAt(state) === 0x5c && codeAt(state, 1) === 0x0a) state.at += 2;
}

/** Between words: moves past blanks, continuations and a comment, up to the newline. */
export function skipBlanks(state: State): void {
  const { text } = state;
  for (;;) {
    const code = text.charCodeAt(state.at);
    if (code === 0x20 || code === 0x09) state.at++;
    else if (code === 0x5c && text.charCodeAt(state.at + 1) === 0x0a) state.at += 2;
    else if (code === 0x23) {
      const end = text.indexOf("\n", state.at);
      state.at = end === -1 ? text.length : end;
    } else return;
  }
}

/** Adds text to the word under construction. */
export function addLiteral(parts: Part[], text: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last?.kind === "literal" && last.quoted === quoted) {
    parts[parts.length - 1] = { kind: "literal", text: last.text + text, quoted };
  } else parts.push({ kind: "literal", text, quoted });
}

/** A part of which only what it evaluates is known, not what it becomes. */
export function anything(form: string, words: readonly Word[], quoted: boolean): Part {
  return { kind: "parameter", name: "", form, words, quoted };
}
