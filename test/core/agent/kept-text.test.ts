/** Of long text the beginning and the end are kept, and what was dropped is counted. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { keptText, tokensOf, withinTokens } from "../../../src/core/agent/kept-text.ts";

test("short text is kept as it is", () => {
  const kept = keptText(10);
  kept.add("abc");
  kept.add("");
  kept.add("defghij");
  expect([kept.text(), kept.length()]).toEqual(["abcdefghij", 10]);
});

test("of longer text the middle is dropped and counted", () => {
  const kept = keptText(6);
  for (const piece of ["ab", "cdef", "ghijk"]) kept.add(piece);
  expect([kept.text(), kept.length()]).toEqual(["abc\n… 5 characters left out …\nijk", 11]);
});

test("whatever the pieces, text of the same length comes to the same", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30 }), { maxLength: 40 }),
      fc.integer({ min: 2, max: 20 }),
      (pieces, max) => {
        const inPieces = keptText(max);
        for (const piece of pieces) inPieces.add(piece);
        const atOnce = keptText(max);
        atOnce.add(pieces.join(""));
        expect(inPieces.text()).toBe(atOnce.text());
      },
    ),
  );
});

const TOKENS: readonly [text: string, tokens: number][] = [
  ["", 0],
  ["a", 1],
  ["end\n", 1],
  ["one\r\ngot one\r\n", 4],
  ["€€", 2],
];
test.each(TOKENS)("counts the bytes of %j in fours", (text, tokens) => {
  expect(tokensOf(text)).toBe(tokens);
});

const WITHIN: readonly [text: string, max: number, expected: string][] = [
  ["abcdefgh", 2, "abcdefgh"],
  ["abcdefghijklmnop", 2, "abcd\n… 2 tokens left out …\nmnop"],
  ["abcdefgh", 0, "… 2 tokens left out …"],
];
test.each(WITHIN)("%j within %d tokens", (text, max, expected) => {
  expect(withinTokens(text, max)).toBe(expected);
});
