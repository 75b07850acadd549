/** How a thread is shown in lists. */
import { expect, test } from "vitest";
import { previewOf } from "../../../src/core/agent/preview.ts";

const CASES: readonly [name: string, texts: readonly string[], preview: string][] = [
  ["a message", ["Mend the test"], "Mend the test"],
  ["a message in pieces", ["Mend", "the test"], "Mend the test"],
  ["blanks around it", [" \nMend it\n"], "Mend it"],
  ["a message without words", [], ""],
  ["a long one, cut", ["x".repeat(301)], "x".repeat(300)],
  ["one that ends within a character", [`${"x".repeat(299)}\u{1f600}`], "x".repeat(299)],
];
test.each(CASES)("%s", (_name, texts, preview) => {
  expect(previewOf(texts)).toBe(preview);
});
