/** Text from outside made fit for a terminal: nothing hidden, nothing obeyed, width known. */

/** `ascii` for terminals that show nothing else: every other character is escaped as well. */
export type Charset = "unicode" | "ascii";

/** What a terminal shows, by the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set, which must name UTF-8. */
export function charsetOf(env: Readonly<Record<string, string | undefined>>): Charset {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return /utf-?8/i.test(locale ?? "") ? "unicode" : "ascii";
}

/** The text of a file without the mark that some editors put before it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** A stretch of text that is shown as it is, or the escape that stands for one code point. */
export type Segment = { readonly text: string; readonly escaped: boolean };

/** More marks on one base letter than any living script needs are there to paint over their neighbours. */
const MARKS_MAX = 2;

// Patterns with Unicode's properties stand in the functions that need them: V8 looks their sets up when it meets them,
// which takes longer than the rest of a start, and most text is ASCII.

/**
 * Controls, format characters, lone surrogates, private and unassigned code points; all blanks but the plain space,
 * line and paragraph separators; whatever Unicode says may be ignored when drawn (tags, variation selectors, fillers).
 */
function isUndrawn(char: string): boolean {
  return /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(char);
}

function isMarkAt(char: string): boolean {
  return char > "\x7f" && /\p{M}/u.test(char);
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * `text` with everything that a terminal would obey, reorder or not draw replaced by a readable escape:
 * `\n`, `\x1b`, `\u{202e}`. A backslash stays as it is; where the difference matters, show `segments` in two styles.
 */
export function visible(text: string, charset: Charset = "unicode"): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return segments(text, charset)
    .map((segment) => segment.text)
    .join("");
}

/** The pieces of `visible(text)`, neighbours of one sort joined. */
export function segments(text: string, charset: Charset = "unicode"): readonly Segment[] {
  const found: { text: string; escaped: boolean }[] = [];
  let marks = MARKS_MAX; // a mark at the start has no base to sit on
  for (const char of text) {
    const isMark = isMarkAt(char);
    marks = isMark ? marks + 1 : 0;
    const escaped = isHidden(char, charset) || (isMark && marks > MARKS_MAX);
    if (escaped) marks = MARKS_MAX;
    const shown = escaped ? escape(char) : char;
    const last = found.at(-1);
    if (last !== undefined && last.escaped === escaped) last.text += shown;
    else found.push({ text: shown, escaped });
  }
  return found;
}

function isHidden(char: string, charset: Charset): boolean {
  if (char === " ") return false;
  if (char > "\x20" && char < "\x7f") return false;
  return charset === "ascii" || isUndrawn(char);
}

function escape(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const short = SHORT.get(char);
  if (short !== undefined) return short;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/** First and last code points that take two columns, besides emoji; Unicode 16, East Asian Width W and F. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dff],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x16ff1],
  [0x17000, 0x18cff],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Columns that visible text takes on a terminal; combining marks take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += widthOfChar(char);
  return width;
}

function widthOfChar(char: string): 0 | 1 | 2 {
  if (char < "\x7f") return 1;
  if (isMarkAt(char)) return 0;
  const code = char.codePointAt(0) ?? 0;
  return /\p{Emoji_Presentation}/u.test(char) || WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/**
 * Lines of at most `columns` columns that joined give `text` again, character by character; at least one line.
 * Breaks after a space where there is one beyond the first third of the line, else anywhere but before a combining mark.
 *
 * @param text visible and without line breaks
 * @param columns at least 2, so that every character has room
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const char of text) {
    const wide = widthOfChar(char);
    while (width + wide > columns) {
      const space = line.lastIndexOf(" ") + 1;
      const cut = space * 3 > line.length ? space : line.length;
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
      width = widthOf(line);
    }
    line += char;
    width += wide;
  }
  return [...lines, line];
}
