/** Reads the inside of quotes: escapes, raw text, bytes, the text of f-strings. */
import type { Cursor } from "./cursor.ts";
import type { Extent, Place } from "./extent.ts";

export type QuoteForm = {
  /** Code of the quote character. */
  readonly quote: number;
  readonly triple: boolean;
  readonly raw: boolean;
};

/** What is wrong inside the quotes, in the words of the reference, and where. */
export type SyntaxFault = { readonly message: string; readonly extent: Extent };

/** Text up to the next hole or to the closing quote of an f-string; both are left to the caller. */
export type FormatText = { readonly text: string; readonly stop: "hole" | "quote" };

const UNFINISHED = "Parse error: unfinished string literal";

const NEWLINE = 10;
const RETURN = 13;
const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * The value of a string without escapes on one line, at whose opening quote the cursor stands and behind whose closing
 * one it stands afterwards. Null for every other string, and nothing is read.
 */
export function readPlain(cursor: Cursor, quote: number): string | null {
  const { source } = cursor;
  const from = cursor.index + 1;
  for (let at = from; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit === BACKSLASH || unit === NEWLINE || unit === RETURN) return null;
    if (unit !== quote) continue;
    if (at === from && source.charCodeAt(at + 1) === quote) return null;
    cursor.index = at + 1;
    return source.slice(from, at);
  }
  return null;
}

/**
 * The value of a string whose opening quotes have been read; the cursor stands behind the closing ones afterwards.
 * Carriage returns are dropped. For bytes each character of the result stands for one octet.
 *
 * @param start where the literal begins, prefix included
 * @param inHole true inside a hole of an f-string, which changes the words for a missing end
 */
export function readQuoted(
  cursor: Cursor,
  form: QuoteForm,
  bytes: boolean,
  start: Place,
  inHole: boolean,
): string | SyntaxFault {
  const { source } = cursor;
  let text = "";
  let from = cursor.index;
  let quotes = 0;
  let plain = true;
  for (;;) {
    const unit = cursor.peek();
    if (unit === form.quote) {
      cursor.index++;
      if (form.triple && ++quotes < 3) continue;
      return text + piece(source.slice(from, cursor.index - (form.triple ? 3 : 1)), bytes);
    }
    quotes = 0;
    if (cursor.atEnd()) {
      const message =
        plain && inHole && !bytes ? "Parse error: f-string expression is missing closing `}`" : UNFINISHED;
      return { message, extent: { start, end: cursor.index } };
    }
    if (unit === NEWLINE && !form.triple) return unfinished(cursor, start);
    if (unit !== BACKSLASH && unit !== RETURN) {
      cursor.index++;
      continue;
    }
    plain = false;
    text += piece(source.slice(from, cursor.index), bytes);
    if (unit === RETURN) cursor.index++;
    else {
      const read = form.raw ? readRaw(cursor, bytes, start) : readEscaped(cursor, bytes);
      if (typeof read !== "string") return read;
      text += read;
    }
    from = cursor.index;
  }
}

function unfinished(cursor: Cursor, start: Place): SyntaxFault {
  return { message: UNFINISHED, extent: { start, end: cursor.index } };
}

/** A backslash in a raw string: it stays, unless it stands before a quote. */
function readRaw(cursor: Cursor, bytes: boolean, start: Place): string | SyntaxFault {
  cursor.index++;
  const char = cursor.take();
  if (char === "") return unfinished(cursor, start);
  return char === '"' || char === "'" ? char : `\\${piece(char, bytes)}`;
}

function readEscaped(cursor: Cursor, bytes: boolean): string | SyntaxFault {
  const start = cursor.index;
  cursor.index++;
  const from = cursor.index;
  const value = readEscape(cursor, bytes);
  if (value !== null) return value;
  const bad = cursor.source.slice(from, cursor.index);
  const message =
    bad === ""
      ? "Parse error: missing string escape sequence, only saw `\\`"
      : `Parse error: invalid string escape sequence \`${bad}\``;
  return { message, extent: { start, end: cursor.index } };
}

const SIMPLE_ESCAPES: { readonly [char: string]: string } = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\n": "",
  '"': '"',
  "'": "'",
  "\\": "\\",
};

/** What follows a backslash; null if it means nothing, the cursor behind the character that spoiled it. */
function readEscape(cursor: Cursor, bytes: boolean): string | null {
  if (isOctal(cursor.peek())) {
    const code = readDigits(cursor, 1, 3, 8);
    return bytes && code !== null && code > 255 ? null : character(code, false);
  }
  const char = cursor.take();
  const simple = SIMPLE_ESCAPES[char];
  if (simple !== undefined) return simple;
  switch (char) {
    case "":
      return null;
    case "\r":
      return cursor.take() === "\n" ? "" : null;
    case "x":
      return character(readDigits(cursor, 2, 2, 16), false);
    case "u":
      return character(readDigits(cursor, 4, 4, 16), bytes);
    case "U":
      return character(readDigits(cursor, 8, 8, 16), bytes);
    default:
      return `\\${piece(char, bytes)}`;
  }
}

function readDigits(cursor: Cursor, least: number, most: number, radix: number): number | null {
  let value = 0;
  for (let count = 0; count < most; count++) {
    const digit = digitOf(cursor.peek());
    if (digit >= radix) {
      if (count >= least) break;
      // The spoiling character belongs to what the message quotes.
      cursor.take();
      return null;
    }
    value = value * radix + digit;
    cursor.index++;
  }
  return value;
}

/** 0 to 15 for a hexadecimal digit, else 99. */
function digitOf(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const lower = unit | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : 99;
}

function isOctal(unit: number): boolean {
  return unit >= 48 && unit <= 55;
}

/** The character of a code point; null for what is none: surrogates and numbers too large. */
function character(code: number | null, octets: boolean): string | null {
  if (code === null || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
  return piece(String.fromCodePoint(code), octets);
}

/** Text as it is; for bytes its UTF-8 octets, one character each. */
function piece(text: string, octets: boolean): string {
  return octets ? utf8(text) : text;
}

function utf8(text: string): string {
  let octets = "";
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) octets += char;
    else if (code < 0x800) octets += String.fromCharCode(0xc0 | (code >> 6), tail(code, 0));
    else if (code < 0x10000) octets += String.fromCharCode(0xe0 | (code >> 12), tail(code, 6), tail(code, 0));
    else octets += String.fromCharCode(0xf0 | (code >> 18), tail(code, 12), tail(code, 6), tail(code, 0));
  }
  return octets;
}

function tail(code: number, shift: number): number {
  return 0x80 | ((code >> shift) & 0x3f);
}

/** Text of an f-string from here to the next hole (the cursor stops before its brace) or behind the closing quotes. */
export function readFormatText(cursor: Cursor, form: QuoteForm): FormatText | SyntaxFault {
  const start = cursor.index;
  let text = "";
  let quotes = 0;
  for (;;) {
    const unit = cursor.peek();
    if (cursor.atEnd() || (unit === NEWLINE && !form.triple)) return unfinished(cursor, start);
    if (unit === form.quote) {
      cursor.index++;
      quotes++;
      if (!form.triple) return { text, stop: "quote" };
      if (quotes === 3) return { text: text.slice(0, -2), stop: "quote" };
      text += unit === DOUBLE ? '"' : "'";
      continue;
    }
    quotes = 0;
    if (unit === OPEN_BRACE || unit === CLOSE_BRACE) {
      if (cursor.peek(1) !== unit) {
        if (unit === OPEN_BRACE) return { text, stop: "hole" };
        const at = cursor.index++;
        return { message: "Parse error: invalid input `}`", extent: { start: at, end: cursor.index } };
      }
      text += cursor.take();
      cursor.index++;
    } else if (unit === BACKSLASH) {
      const read = form.raw ? readRawFormat(cursor, form) : readFormatEscape(cursor);
      if (typeof read !== "string") return read;
      text += read;
    } else {
      const char = cursor.take();
      if (unit !== RETURN) text += char;
    }
  }
}

/** In a raw f-string a backslash goes away only before the quote that would end it. */
function readRawFormat(cursor: Cursor, form: QuoteForm): string {
  cursor.index++;
  const quote = form.quote === SINGLE ? "'" : '"';
  const char = cursor.take();
  return char === quote ? char : `\\${char}`;
}

function readFormatEscape(cursor: Cursor): string | SyntaxFault {
  cursor.index++;
  const value = readEscape(cursor, false);
  if (value !== null) return value;
  const extent = { start: cursor.index - 1, end: cursor.index };
  return { message: "Parse error: invalid string escape sequence `\\`", extent };
}
