/** What a word that is known in part may be. */
import { expect, test } from "vitest";
import { isText, type Certainty, type Piece, type Value } from "../../../src/core/script/value.ts";

const STAR: Piece = { kind: "glob", pattern: "*" };
const ANY: Piece = { kind: "any", from: "$x" };

function word(pieces: readonly (Piece | string)[], many = false): Value {
  return { pieces: pieces.map((piece) => (typeof piece === "string" ? { kind: "text", text: piece } : piece)), many };
}

const CASES: readonly (readonly [name: string, value: Value, text: string, is: Certainty])[] = [
  ["the same text", word(["push"]), "push", "yes"],
  ["another text", word(["push"]), "pushy", "no"],
  ["no text at all", word([]), "", "yes"],
  ["anything", word([ANY]), "push", "maybe"],
  ["a start", word(["pu", ANY]), "push", "maybe"],
  ["another start", word(["x", ANY]), "push", "no"],
  ["an end", word([ANY, "sh"]), "push", "maybe"],
  ["another end", word([ANY, "us"]), "push", "no"],
  ["start and end that would share a letter", word(["pus", ANY, "sh"]), "push", "no"],
  ["parts in order", word([STAR, "p", STAR, "s", STAR]), "push", "maybe"],
  ["parts out of order", word([STAR, "s", STAR, "p", STAR]), "push", "no"],
  ["a part that stands twice, with an end", word([STAR, "ab", STAR, "ab"]), "abab", "maybe"],
  ["a part that is asked for more often than it is there", word([STAR, "ab", STAR, "ab", STAR, "ab"]), "abab", "no"],
  ["letters that patterns use stand for themselves", word(["a.*", ANY]), "axy", "no"],
  ["a line end among what is not known", word(["a", ANY, "b"]), "a\nb", "maybe"],
  ["the first of several words", word(["pu", ANY, "x"], true), "push", "maybe"],
  ["the first of several words, with another start", word(["x", ANY], true), "push", "no"],
  ["several words of a pattern for files end as it does", word(["pu", STAR, "x"], true), "push", "no"],
  ["texts side by side", word(["pu", "sh", ANY]), "push", "maybe"],
];

test.each(CASES)("%s", (_name, value, text, is) => {
  expect(isText(value, text)).toBe(is);
});

test("a word of very many patterns is compared as any other", () => {
  const many = word(Array.from({ length: 100_000 }, (_none, at) => (at % 2 === 0 ? STAR : "a")));
  expect(isText(many, "a".repeat(1000))).toBe("no");
  expect(isText(many, "a".repeat(50_000))).toBe("maybe");
});
