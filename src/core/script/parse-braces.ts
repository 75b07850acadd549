/** Braces in a word: `{a,b}` and `{1..3}` stand for several words, any other for themselves. */
import { addLiteral, fail, NESTING_MAX, notInSh, TOO_DEEP, type State } from "./parse-state.ts";
import type { Part, Word } from "./tree.ts";

/** A word under construction. */
export type Draft = {
  parts: Part[];
  /** Braces that are open, outermost first. */
  readonly frames: Frame[];
};

export type Frame = {
  readonly before: Part[];
  readonly choices: Word[];
  /** Of the choice under construction, in the script. */
  at: number;
};

/** At `{`. */
export function openBraces(state: State, draft: Draft): void {
  state.at++;
  draft.frames.push({ before: draft.parts, choices: [], at: state.base + state.at });
  draft.parts = [];
  if (draft.frames.length > NESTING_MAX) fail(state, TOO_DEEP);
}

/** At `,` in braces. */
export function nextChoice(state: State, draft: Draft): void {
  const frame = draft.frames.at(-1);
  state.at++;
  if (frame === undefined) return;
  frame.choices.push({ at: frame.at, parts: draft.parts });
  frame.at = state.base + state.at;
  draft.parts = [];
}

const SEQUENCE = /^(?:[+-]?\d+\.\.[+-]?\d+|[A-Za-z]\.\.[A-Za-z])(?:\.\.[+-]?\d+)?$/;

/** At `}` in braces. */
export function closeBraces(state: State, draft: Draft): void {
  const frame = draft.frames.pop();
  state.at++;
  if (frame === undefined) return;
  const { before, choices, at } = frame;
  const { parts } = draft;
  const [only] = parts;
  draft.parts = before;
  const isSequence = parts.length === 1 && only?.kind === "literal" && !only.quoted && SEQUENCE.test(only.text);
  // Of the shells that are called sh some take braces for themselves.
  if (choices.length > 0 || isSequence) notInSh(state);
  if (choices.length > 0) {
    before.push({ kind: "braces", choices: [...choices, { at, parts }] });
  } else if (isSequence) {
    before.push({ kind: "sequence", text: `{${only.text}}` });
  } else {
    addLiteral(before, "{", false);
    append(before, parts);
    addLiteral(before, "}", false);
    // Braces around braces would copy the same parts again and again.
    state.spare.left -= parts.length;
    if (state.spare.left < 0) fail(state, TOO_DEEP);
  }
}

/** At the end of the word: braces that nothing closes are themselves. */
export function dropBraces(draft: Draft): void {
  const outermost = draft.frames[0];
  if (outermost === undefined) return;
  const result = outermost.before;
  for (const [index, { before, choices }] of draft.frames.entries()) {
    if (index > 0) append(result, before);
    addLiteral(result, "{", false);
    for (const { parts } of choices) {
      append(result, parts);
      addLiteral(result, ",", false);
    }
  }
  append(result, draft.parts);
  draft.parts = result;
}

function append(parts: Part[], more: readonly Part[]): void {
  for (const part of more) {
    if (part.kind === "literal") addLiteral(parts, part.text, part.quoted);
    else parts.push(part);
  }
}
