/** Warnings about text that looks like something else than it is. */
import { segments, visible } from "../../kit/text.ts";
import type { Block } from "./layout.ts";

/**
 * What is odd about a command or a name, in words: without colours an escape looks like the same letters written out.
 *
 * @param content further text that is shown, in which letters of many scripts are ordinary
 */
export function notesOn(text: string, content = ""): readonly Block[] {
  const alike = mixedWords(text).map((word) => `mixes letters that look alike: ${word} is ${visible(word, "ascii")}`);
  return noteBlocks([...(isHidden(`${text}\n${content}`) ? [HIDDEN] : []), ...alike]);
}

/** Hosts are plain ASCII in all ordinary use; anything else may pass for another host. */
export function notesOnHost(host: string): readonly Block[] {
  const plain = visible(host, "ascii");
  return noteBlocks(plain === host ? [] : [`has letters beyond ASCII, which may pass for others: ${plain}`]);
}

const HIDDEN = "has characters that do not show or would steer the terminal; they are escaped as \\x1b, \\u{202e}";

function isHidden(text: string): boolean {
  return text.split("\n").some((line) => segments(line).some((segment) => segment.escaped));
}

/** Words shown as examples; one is enough to be warned. */
const MIXED_WORDS_MAX = 3;

/** Words of Latin letters with others among them that pass for Latin ones. */
function mixedWords(text: string): readonly string[] {
  return [...new Set(text.match(/[\p{L}\p{M}\p{N}]+/gu))].filter(isMixed).slice(0, MIXED_WORDS_MAX);
}

function isMixed(word: string): boolean {
  return /\p{Script=Latin}/u.test(word) && LOOK_ALIKE.some((script) => script.test(word));
}

/** Scripts with letters that pass for Latin ones, and Latin letters made for mathematics or wide columns. */
const LOOK_ALIKE: readonly RegExp[] = [
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u,
  /[\u{1d400}-\u{1d7ff}\uff21-\uff5a]/u,
];

function noteBlocks(values: readonly string[]): readonly Block[] {
  return values.length === 0 ? [] : [{ kind: "field", label: "note", values, style: "warning" }];
}
