/**
 * Blocks of a message to a model: nothing in one can end it, or speak from outside.
 *
 * Three things hold it in: each of its lines begins with a bar, so that no line of its own can begin with a marker; the
 * markers carry a number made of all that stands in the blocks, which nobody can know who has yet to write it; and what a
 * model or a person could take for a marker, a change of speaker or nothing at all is shown as an escape.
 */
import { digest } from "../../kit/digest.ts";
import { visible } from "../../kit/text.ts";

export type Block = {
  /** Lower-case words. */
  readonly label: string;
  /** Not escaped. */
  readonly text: string;
};

const OPEN = "<<<BEGIN";
const CLOSE = "END>>>";
/** Stands before each line of a block, and of what is quoted in one. */
const BAR = "| ";
/** Hex digits: enough that nobody tries. */
const NONCE_CHARS = 24;

/** The blocks one after the other. @param seed what tells this message from others: the review's id */
export function fenced(blocks: readonly Block[], seed: string): string {
  const nonce = digest([seed, blocks.map(({ label, text }) => [label, text])]).slice(0, NONCE_CHARS);
  return blocks.map(({ label, text }) => block(label, text, nonce)).join("\n\n");
}

function block(label: string, text: string, nonce: string): string {
  return `${OPEN} ${nonce} ${label}\n${barred(harmless(text))}\n${nonce} ${label} ${CLOSE}`;
}

/** Each line behind a bar. */
export function barred(text: string): string {
  return `${BAR}${text.replaceAll("\n", `\n${BAR}`)}`;
}

/** Line feeds stay, tabs too; all else that is not drawn, obeyed or taken for structure is an escape. */
export function harmless(text: string): string {
  const drawn = /^[\x20-\x7e\n\t]*$/u.test(text) ? text : text.replace(/[^\n\t]+/gu, (part) => visible(part));
  return drawn.replace(/[<>[:]/gu, escapeAt);
}

function escapeAt(char: string, at: number, text: string): string {
  const [before, after] = [text.slice(Math.max(0, at - NEAR), at), text.slice(at + 1, at + NEAR)];
  // A line that begins with the text begins with it.
  const isStructure = at < NEAR ? STRUCTURE[char]?.(`\n${before}`, after) : STRUCTURE[char]?.(before, after);
  return isStructure === true ? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}` : char;
}

/** What makes a character structure stands within so many UTF-16 units of it. */
const NEAR = 48;

const SPEAKERS = "system|assistant|user|human|developer|tool|model";
const TAGS = `${SPEAKERS}|s|bos|eos|think|thinking|im_start|im_end|start_of_turn|end_of_turn|instructions?|policy|review|transcript`;
const TAG = new RegExp(`^(?:\\||<{2}BEGIN\\b|\\s{0,8}/?\\s{0,8}(?:${TAGS})\\b|<SYS\\b)`, "iu");
const SPEAKER = new RegExp(`\n[\\s#*>-]{0,16}(?:${SPEAKERS})[\\s*]{0,8}$`, "iu");

/**
 * What chat formats use to change the speaker or to end something: `<|im_start|>`, `</user>`, `[INST]`, `<<SYS>>`, `<s>`,
 * `system:` at the start of a line; and the markers of this file.
 */
const STRUCTURE: Readonly<Record<string, (before: string, after: string) => boolean>> = {
  "<": (_before, after) => TAG.test(after),
  ">": (before) => /(?:\||END|<SYS>)$/iu.test(before),
  "[": (_before, after) => /^\s{0,8}\/?\s{0,8}(?:INST|SYS|SYSTEM|ASSISTANT|USER)\b/iu.test(after),
  ":": (before) => SPEAKER.test(before),
};
