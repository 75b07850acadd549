/** Splits text into words as programs do that take a whole command in one argument. */
import { anyWord, textOf, textValue, type Value } from "./value.ts";

/**
 * The words of a line with quotes and backslashes; `${NAME}` is a word that is not known in full. Null where the text is
 * not known, a quote stays open, or more is in it than words (`;`, `|`, `$(`).
 */
export function splitLine(line: Value): readonly Value[] | null {
  const text = textOf(line);
  if (text === null) return null;
  const words: Value[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length;) {
    PIECE.lastIndex = at;
    const [piece = ""] = PIECE.exec(text) ?? [];
    if (piece === "") return null;
    at += piece.length;
    if (/^\s/.test(piece)) {
      if (word !== null) words.push(made(word));
      word = null;
    } else word = (word ?? "") + unquoted(piece);
  }
  return word === null ? words : [...words, made(word)];
}

/** Blanks, a quoted part, an escaped character, a variable of env, or plain characters. */
const PIECE = /(?:\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\[\s\S]|\$\{\w+\}|[^\s'"\\$`;|&<>()]+)/y;

/** Stands for what a variable holds; no argument can have it. */
const VARIABLE = "\0";

function unquoted(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1, -1);
  if (piece.startsWith('"')) return piece.slice(1, -1).replace(/\\(.)/g, "$1");
  if (piece.startsWith("\\")) return piece.slice(1);
  return piece.startsWith("${") ? VARIABLE : piece;
}

function made(word: string): Value {
  return word.includes(VARIABLE) ? anyWord(word.replaceAll(VARIABLE, "${…}")) : textValue(word);
}
