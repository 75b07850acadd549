/** Finds what a person cannot see in a script, and names that only look like another. */
import { LOOK_ALIKES } from "./look-alikes.ts";

/** `at`: offset in UTF-16 units. `what`: plain words, "a right-to-left override (U+202E)". */
export type Unseen = { readonly at: number; readonly what: string };

/** No more are told of one script. */
export const UNSEEN_MAX = 100;

/**
 * Characters that are not drawn, that move what is drawn, or that look like a plain blank without being one: controls,
 * marks of direction, zero-width characters, variation selectors, tags, other spaces, halves of characters. Tabs and
 * newlines are none of them, and neither is what writing takes: a carriage return that ends a line, the joiners of
 * emoji and of Arabic or Indian scripts, the selectors of emoji and of Han characters. The first `UNSEEN_MAX`.
 *
 * Source: Unicode 15.1, properties and chapter 23; UTS #51 for emoji.
 */
export function unseenIn(script: string): readonly Unseen[] {
  if (ASCII.test(script)) return [];
  const found: Unseen[] = [];
  for (const { 0: char, index: at } of script.matchAll(HIDDEN)) {
    if (isOrdinary(script, at, char)) continue;
    found.push({ at, what: nameOf(char) });
    if (found.length === UNSEEN_MAX) break;
  }
  return found;
}

/** Most scripts hold nothing else, and none of it hides. */
const ASCII = /^[\t\n\x20-\x7e]*$/;

/** The flags of England, Scotland and Wales are the only pictures that are spelled with tags. */
const BLACK_FLAG = "\u{1f3f4}";
const HIDDEN =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}|(?![ \t\n])[\p{Cc}\p{Z}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu;

const PICTURE = /\p{Extended_Pictographic}/u;
const PICTURE_ENDS = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const KEYCAP_BASE = /[0-9#*]/;
const KEYCAP = "\u20e3";
/** Scripts in which a joiner changes how the letters beside it are written. */
const JOINING = new RegExp(
  `[${[
    ..."Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu".split(" "),
    ..."Kannada Malayalam Sinhala Khmer Myanmar Tibetan Balinese Javanese".split(" "),
  ]
    .map((name) => `\\p{Script_Extensions=${name}}`)
    .join("")}]`,
  "u",
);
const HAN = /\p{Script=Han}/u;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3001-\u303f\uff01-\uff60]/u;
const SELECTOR = /[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u;
const MONGOLIAN_SELECTOR = /[\u180b-\u180d\u180f]/;
const MONGOLIAN = /\p{Script=Mongolian}/u;

function isOrdinary(script: string, at: number, char: string): boolean {
  const before = Array.from(script.slice(Math.max(0, at - 2), at)).at(-1) ?? "";
  const after = String.fromCodePoint(script.codePointAt(at + char.length) ?? 0);
  switch (char) {
    case "\r":
      return after === "\n";
    case "\u200d":
      return (PICTURE_ENDS.test(before) && PICTURE.test(after)) || (JOINING.test(before) && JOINING.test(after));
    case "\u200c":
      return JOINING.test(before) && JOINING.test(after);
    case "\ufe0e":
    case "\ufe0f":
      return KEYCAP_BASE.test(before) ? after === KEYCAP : PICTURE.test(before);
    case "\u3000":
      return EAST_ASIAN.test(before) && EAST_ASIAN.test(after);
    default:
      return (
        char.startsWith(BLACK_FLAG) ||
        (SELECTOR.test(char) && HAN.test(before)) ||
        (MONGOLIAN_SELECTOR.test(char) && MONGOLIAN.test(before))
      );
  }
}

const TAG = /[\u{e0000}-\u{e007f}]/u;

const NAMES: ReadonlyMap<string, string> = new Map([
  ["\0", "a NUL"],
  ["\x07", "a bell"],
  ["\b", "a backspace"],
  ["\v", "a vertical tab"],
  ["\f", "a form feed"],
  ["\r", "a carriage return"],
  ["\x1b", "an escape character"],
  ["\x7f", "a delete character"],
  ["\u00a0", "a no-break space"],
  ["\u00ad", "a soft hyphen"],
  ["\u061c", "an Arabic letter mark"],
  ["\u200b", "a zero-width space"],
  ["\u200c", "a zero-width non-joiner"],
  ["\u200d", "a zero-width joiner"],
  ["\u200e", "a left-to-right mark"],
  ["\u200f", "a right-to-left mark"],
  ["\u2028", "a line separator"],
  ["\u2029", "a paragraph separator"],
  ["\u202a", "a left-to-right embedding"],
  ["\u202b", "a right-to-left embedding"],
  ["\u202c", "an end of a change of direction"],
  ["\u202d", "a left-to-right override"],
  ["\u202e", "a right-to-left override"],
  ["\u2060", "a word joiner"],
  ["\u2066", "a left-to-right isolate"],
  ["\u2067", "a right-to-left isolate"],
  ["\u2068", "an isolate of either direction"],
  ["\u2069", "an end of an isolate"],
  ["\u2800", "an empty braille pattern"],
  ["\ufeff", "a byte order mark"],
]);

const KINDS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\p{Cc}/u, "a control character"],
  [/\p{Cs}/u, "half a character"],
  [/\p{Z}/u, "an unusual space"],
  [/\p{Variation_Selector}/u, "a variation selector"],
  [TAG, "a tag"],
];

function nameOf(char: string): string {
  const name = NAMES.get(char) ?? KINDS.find(([pattern]) => pattern.test(char))?.[1] ?? "an invisible character";
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `${name} (U+${code})`;
}

/**
 * Why a program's name or path is not what it seems, as a clause in plain words: a part of it looks like plain letters
 * but is none, or takes letters of several scripts. Null for plain names, and for names wholly of another script.
 */
export function looksLikeAnother(program: string): string | null {
  for (const part of program.split("/")) {
    if (/^[\x20-\x7e]*$/.test(part)) continue;
    const plain = Array.from(part.normalize("NFKC"), (char) => LOOK_ALIKES.get(char) ?? char).join("");
    if (/^[\x20-\x7e]+$/.test(plain)) return `it looks like "${plain}" and is spelled with other characters`;
    const scripts = scriptsIn(part);
    if (scripts.length > 1) return `its letters are of several scripts: ${scripts.join(", ")}`;
  }
  return null;
}

/** East Asian writing is a mixture by nature, and takes Latin letters in. */
const SCRIPTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Latin", /\p{Script=Latin}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
  ["Coptic", /\p{Script=Coptic}/u],
  ["Georgian", /\p{Script=Georgian}/u],
];
const NO_LETTER = /[\P{L}\p{Script=Common}\p{Script=Inherited}]/u;

function scriptsIn(part: string): readonly string[] {
  const letters = Array.from(part).filter((char) => !NO_LETTER.test(char) && !EAST_ASIAN.test(char));
  return [...new Set(letters.map((char) => SCRIPTS.find(([, pattern]) => pattern.test(char))?.[0] ?? "others"))];
}
