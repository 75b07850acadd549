/** Decodes what stands in bash's $'…', as far as every version of bash reads it alike. */

const LETTERS: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

const NUMBER = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/y;

/** What bash marks its own quoting with while it decodes. */
const MARKS = /[\x01\x7f]/;

/**
 * @param start offset just behind `$'`
 * @returns the text and the offset behind the closing quote; null where it does not end or where versions and
 *   locales differ: bytes beyond ASCII, `\u`, `\c`, unknown escapes, NUL, bash's own marks
 */
export function readAnsiQuote(script: string, start: number): { readonly text: string; readonly end: number } | null {
  let text = "";
  for (let at = start; at < script.length;) {
    const char = script.charAt(at);
    if (char === "'") return { text, end: at + 1 };
    if (MARKS.test(char)) return null;
    if (char !== "\\") {
      text += char;
      at++;
      continue;
    }
    const escape = readEscape(script, at);
    if (escape === null) return null;
    text += escape.text;
    at += escape.length;
  }
  return null;
}

function readEscape(script: string, at: number): { readonly text: string; readonly length: number } | null {
  const letter = LETTERS[script.charAt(at + 1)];
  if (letter !== undefined) return { text: letter, length: 2 };
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(script);
  if (number === null) return null;
  const [whole, hex, octal] = number;
  const code = hex === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(hex, 16);
  // NUL cuts, 0x01 and 0x7f are marks, beyond ASCII the locale decides.
  if (code <= 1 || code >= 0x7f) return null;
  return { text: String.fromCharCode(code), length: whole.length };
}
