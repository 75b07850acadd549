/** Strings as sequences of code points, over JavaScript's UTF-16. */

const SURROGATE = /[\ud800-\udfff]/;
const ALPHANUMERIC = /[\p{Alphabetic}\p{N}]/u;
const NEEDS_ESCAPE = /[^ !#-[\]-~]/;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
  '"': '\\"',
};

/** True if every code point is one unit, so that offsets in units are offsets in code points. */
export function isFlat(text: string): boolean {
  return !SURROGATE.test(text);
}

/** Its code points, each as a string. */
export function charactersOf(text: string): string[] {
  return Array.from(text);
}

export function lengthOf(text: string): number {
  if (isFlat(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Offset in units of the code point with this index; the end of the text if there are fewer. */
export function unitOffset(text: string, index: number): number {
  if (isFlat(text)) return Math.min(index, text.length);
  let offset = 0;
  for (let left = index; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** Index in code points of an offset in units. */
export function codePointIndex(text: string, offset: number): number {
  return isFlat(text) ? offset : lengthOf(text.slice(0, offset));
}

/** The character that ends at this offset in units. */
export function characterBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(end - 2, 0), end);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
}

/** As source text: quoted, and all that is invisible, Latin-1 or neither letter nor digit as an escape. */
export function quote(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escape(character);
  return `${quoted}"`;
}

function escape(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  if (ALPHANUMERIC.test(character)) return character;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** As source text of bytes: letters and digits in valid UTF-8 are themselves, what is not UTF-8 is hexadecimal. */
export function quoteBytes(octets: Uint8Array): string {
  let quoted = 'b"';
  for (let at = 0; at < octets.length;) {
    const length = sequenceLength(octets, at);
    quoted +=
      length === 0 ? `\\x${hex(octets[at] ?? 0, 2)}` : escapeInBytes(decodeLossy(octets.subarray(at, at + length)));
    at += Math.max(length, 1);
  }
  return `${quoted}"`;
}

function escapeInBytes(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return escape(character);
  if (ALPHANUMERIC.test(character)) return character;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** Octets of the UTF-8 sequence that starts here; 0 if none does. */
function sequenceLength(octets: Uint8Array, at: number): number {
  const lead = octets[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  try {
    STRICT.decode(octets.subarray(at, at + length));
    return length;
  } catch {
    return 0; // the decoder's way of saying that this is no UTF-8
  }
}

export function decodeLossy(octets: Uint8Array): string {
  return LOSSY.decode(octets);
}

export function encode(text: string): Uint8Array {
  return ENCODER.encode(text);
}

const LOSSY = new TextDecoder("utf-8", { ignoreBOM: true });
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}
