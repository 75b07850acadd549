/**
 * Blocks of a message to a model: whatever stands in one, it cannot end it or speak from outside.
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
export const BAR = "| ";
/** Hex digits: enough that nobody tries. */
const NONCE_CHARS = 24;

/** The blocks one after the other. @param seed what tells this message from others: the review's id */
export function fenced(blocks: readonly Block[], seed: string): string {
  const nonce = digest([seed, blocks.map(({ label, text }) => [label, text])]).slice(0, NONCE_CHARS);
  return blocks.map(({ label, text }) => block(label, text, nonce)).join("\n\n");
}

function block(label: string, text: string, nonce: string): string {
  const lines = harmless(text)
    .split("\n")
    .map((line) => `${BAR}${line}`);
  return [`${OPEN} ${nonce} ${label}`, ...lines, `${nonce} ${label} ${CLOSE}`].join("\n");
}

/** Line feeds stay, tabs too; all else that is not drawn, obeyed or taken for structure is an escape. */
export function harmless(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      escaped(
        line
          .split("\t")
          .map((part) => visible(part))
          .join("\t"),
      ),
    )
    .join("\n");
}

const SPEAKERS = "system|assistant|user|human|developer|tool|model";
const TAGS = `${SPEAKERS}|s|bos|eos|think|thinking|im_start|im_end|start_of_turn|end_of_turn|instructions?|policy|review|transcript`;

/**
 * What chat formats use to change the speaker or to end something: `<|im_start|>`, `</user>`, `[INST]`, `<<SYS>>`, `<s>`,
 * `system:` at the start of a line; and the markers of this file. Spaces are bounded, so that no text takes more than
 * linear time.
 */
const STRUCTURE = new RegExp(
  [
    `<(?=\\||<{2}BEGIN\\b|\\s{0,8}/?\\s{0,8}(?:${TAGS})\\b|<SYS\\b)`,
    "(?<=\\||END|<SYS>)>",
    "\\[(?=\\s{0,8}/?\\s{0,8}(?:INST|SYS|SYSTEM|ASSISTANT|USER)\\b)",
    `(?<=^[\\s#*>-]{0,16}(?:${SPEAKERS})[\\s*]{0,8}):`,
  ].join("|"),
  "giu",
);

function escaped(line: string): string {
  return line.replace(STRUCTURE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
