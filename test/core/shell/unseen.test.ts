/** What is flagged as unseen or as a look-alike, and ordinary text that is not. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { looksLikeAnother, unseenIn, UNSEEN_MAX } from "../../../src/core/shell/unseen.ts";

const UNSEEN: readonly [script: string, at: number, what: string][] = [
  ["a\0b", 1, "a NUL (U+0000)"],
  ["rm x #\b\b", 6, "a backspace (U+0008)"],
  ["echo '\x1b[2J'", 6, "an escape character (U+001B)"],
  ["echo \x9b8m", 5, "a control character (U+009B)"],
  ["a;\vb", 2, "a vertical tab (U+000B)"],
  ["a;\fb", 2, "a form feed (U+000C)"],
  ["a\x7f", 1, "a delete character (U+007F)"],
  ["a # \r b", 4, "a carriage return (U+000D)"],
  ["a\r", 1, "a carriage return (U+000D)"],
  ["a\r\r\nb", 1, "a carriage return (U+000D)"],
  ["rm\u00a0x", 2, "a no-break space (U+00A0)"],
  ["rm\u2003x", 2, "an unusual space (U+2003)"],
  ["rm\u3000x", 2, "an unusual space (U+3000)"],
  ["a #\u2028\nb", 3, "a line separator (U+2028)"],
  ["a \u202eb", 2, "a right-to-left override (U+202E)"],
  ["a \u2066b", 2, "a left-to-right isolate (U+2066)"],
  ["r\u200bm", 1, "a zero-width space (U+200B)"],
  ["r\u200dm", 1, "a zero-width joiner (U+200D)"],
  ["r\u200cm", 1, "a zero-width non-joiner (U+200C)"],
  ["😀\u200d x", 2, "a zero-width joiner (U+200D)"],
  ["\ufeffrm", 0, "a byte order mark (U+FEFF)"],
  ["a\u00adb", 1, "a soft hyphen (U+00AD)"],
  ["a\ufe0fb", 1, "a variation selector (U+FE0F)"],
  ["1\ufe0fb", 1, "a variation selector (U+FE0F)"],
  ["漢\u{e0100}\u{e0101}", 3, "a variation selector (U+E0101)"],
  ["a\u{e0061}", 1, "a tag (U+E0061)"],
  ["\u{1f3f4}\u{e0072}\u{e006d}\u{e007f}", 2, "a tag (U+E0072)"],
  ["a\u3164b", 1, "an invisible character (U+3164)"],
  ["a \u2800", 2, "an empty braille pattern (U+2800)"],
  ["a\ufff9b", 1, "an invisible character (U+FFF9)"],
  ["a \ud83d b", 2, "half a character (U+D83D)"],
];

test.each(UNSEEN)("finds in %j", (script, at, what) => {
  expect(unseenIn(script)[0]).toEqual({ at, what });
});

const ORDINARY: readonly [name: string, script: string][] = [
  ["plain text with tabs and newlines", "git status\n\tls -l\n"],
  ["lines that end as on Windows", "git status\r\nls\r\n"],
  ["umlauts, composed and not", "echo 'Größe' cafe\u0301 ñandú"],
  ["typographic quotes and dashes", "git commit -m 'It’s “done” – at last…'"],
  ["Cyrillic and Greek", "echo привет κόσμε"],
  ["right-to-left letters", "echo 'שלום' 'مرحبا'"],
  ["Chinese, Japanese, Korean", "echo 漢字 かな カナ 한글 ，。"],
  ["a wide space among wide characters", "echo '東京\u3000大阪'"],
  ["a chosen form of a Han character", "echo 葛\u{e0100}城 辻\ufe00"],
  ["a Persian word with a non-joiner", "echo می\u200cخواهم"],
  ["a Hindi word with a joiner", "echo क्\u200dष"],
  ["a face and a heart", "echo 😀 ❤\ufe0f ☎\ufe0e"],
  [
    "a family, a profession with a colour of skin",
    "echo 👩\u200d👩\u200d👧 👩🏽\u200d🚀 🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥",
  ],
  ["a keycap", "echo 1\ufe0f\u20e3 #\ufe0f\u20e3"],
  ["flags", "echo 🇩🇪 \u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} 🏴\u200d☠\ufe0f"],
];

test.each(ORDINARY)("takes no offence at %s", (_name, script) => {
  expect(unseenIn(script)).toEqual([]);
});

test("all of them are told, in order, up to a limit", () => {
  expect(unseenIn("a\u200b\r\nb\u202e\r").map(({ at }) => at)).toEqual([1, 5, 6]);
  expect(unseenIn("\0".repeat(2 * UNSEEN_MAX))).toHaveLength(UNSEEN_MAX);
});

test("whatever the text, an offset leads to what is named", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (script) => {
      for (const { at, what } of unseenIn(script)) {
        expect(what).toContain((script.codePointAt(at) ?? 0).toString(16).toUpperCase());
      }
    }),
  );
});

const ALIKE: readonly [program: string, why: string][] = [
  ["g\u0456t", 'it looks like "git" and is spelled with other characters'],
  ["\u0441\u0430\u0442", 'it looks like "cat" and is spelled with other characters'],
  ["/usr/bin/\u0441at", 'it looks like "cat" and is spelled with other characters'],
  ["/usr/b\u0456n/cat", 'it looks like "bin" and is spelled with other characters'],
  ["\uff52\uff4d", 'it looks like "rm" and is spelled with other characters'],
  ["\u{1d42b}\u{1d426}", 'it looks like "rm" and is spelled with other characters'],
  ["apt\u2010get", 'it looks like "apt-get" and is spelled with other characters'],
  ["\u0261it", 'it looks like "git" and is spelled with other characters'],
  ["cm\u0434=1", "its letters are of several scripts: Latin, Cyrillic"],
  ["\u03b2-\u0436", "its letters are of several scripts: Greek, Cyrillic"],
  ["ls\u0e01", "its letters are of several scripts: Latin, others"],
];

test.each(ALIKE)("sees through %s", (program, why) => {
  expect(looksLikeAnother(program)).toBe(why);
});

const ITSELF = ["git", "/usr/bin/git", "./x-y_z.sh", "[", "über", "/home/jürgen/bin/x", "/home/иван/ls", "привет"];

test.each([...ITSELF, "東京", "テストrun", "日本語/git", "한글-tool", "", "😀"])(
  "takes %s for what it is",
  (program) => {
    expect(looksLikeAnother(program)).toBe(null);
  },
);
