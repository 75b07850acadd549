/** Text from outside: what is escaped, how wide it is, where it breaks. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { segments, visible, widthOf, wrap } from "../../src/kit/text.ts";

const SHOWN: readonly [name: string, text: string, expected: string][] = [
  ["plain words", "git commit -m 'x'", "git commit -m 'x'"],
  ["letters of other scripts", "größe 日本 Привет", "größe 日本 Привет"],
  ["an accent on its letter", "e\u0301", "e\u0301"],
  ["emoji", "✅ 🚀", "✅ 🚀"],
  ["line breaks and tabs", "a\nb\rc\td", "a\\nb\\rc\\td"],
  ["a colour sequence", "\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
  ["a title sequence", "\x1b]0;title\x07", "\\x1b]0;title\\x07"],
  ["the eight-bit control", "\x9b2J", "\\x9b2J"],
  ["NUL, backspace and delete", "\0\b\x7f", "\\x00\\x08\\x7f"],
  ["reversed writing", "a\u202etxt.exe\u202c", "a\\u{202e}txt.exe\\u{202c}"],
  ["isolates and marks of direction", "\u2066\u2069\u200e\u200f\u061c", "\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}"],
  ["zero width", "\u200b\u200c\u200d\u2060\ufeff", "\\u{200b}\\u{200c}\\u{200d}\\u{2060}\\u{feff}"],
  ["blanks that are no space", "a\u00a0b\u3000c\u2800", "a\\xa0b\\u{3000}c\\u{2800}"],
  ["line and paragraph separators", "\u2028\u2029\u0085", "\\u{2028}\\u{2029}\\x85"],
  ["soft hyphen and fillers", "\u00ad\u115f\u3164\uffa0", "\\xad\\u{115f}\\u{3164}\\u{ffa0}"],
  ["tags and variation selectors", "\u{e0041}\ufe0f\u{e0100}", "\\u{e0041}\\u{fe0f}\\u{e0100}"],
  ["half a surrogate pair", "a\ud800b", "a\\u{d800}b"],
  ["private and unassigned", "\ue000\u{50000}", "\\u{e000}\\u{50000}"],
  ["a mark without a letter", "\u0301x", "\\u{301}x"],
  ["a pile of marks", "x\u0301\u0302\u0303\u0304", "x\u0301\u0302\\u{303}\\u{304}"],
];
test.each(SHOWN)("shows %s", (_name, text, expected) => {
  expect(visible(text)).toBe(expected);
});

test("tells escapes from the same letters written out", () => {
  expect(segments("\\x1b\x1b\n!")).toEqual([
    { text: "\\x1b", escaped: false },
    { text: "\\x1b\\n", escaped: true },
    { text: "!", escaped: false },
  ]);
});

test("escapes all but ASCII where nothing else can be shown", () => {
  expect(visible("é日🚀~", "ascii")).toBe("\\xe9\\u{65e5}\\u{1f680}~");
});

const WIDTHS: readonly [text: string, columns: number][] = [
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["日本", 4],
  ["한글", 4],
  ["ｆｕｌｌ", 8],
  ["🚀", 2],
  ["╭─╮", 3],
  ["𠀀", 2],
];
test.each(WIDTHS)("%j takes %d columns", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

const WRAPPED: readonly [name: string, text: string, columns: number, lines: readonly string[]][] = [
  ["nothing", "", 5, [""]],
  ["what fits", "12345", 5, ["12345"]],
  ["after a space", "one two three", 8, ["one two ", "three"]],
  ["a long word anywhere", "a bcdefghijkl", 6, ["a bcde", "fghijk", "l"]],
  ["wide characters whole", "日本語", 5, ["日本", "語"]],
  ["a mark with its letter", "abe\u0301", 3, ["abe\u0301"]],
];
test.each(WRAPPED)("wraps %s", (_name, text, columns, lines) => {
  expect(wrap(text, columns)).toEqual(lines);
});

const anyText = fc.string({ unit: "binary", maxLength: 200 });
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;

test("what is shown holds nothing that a terminal obeys", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(visible(text)).not.toMatch(OBEYED);
      expect(visible(text, "ascii")).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});

test("wrapping loses nothing and keeps within the columns", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const shown = visible(text);
      const lines = wrap(shown, columns);
      expect(lines.join("")).toBe(shown);
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    }),
  );
});
