/** Which name is suggested for one that nobody defines. */
import { expect, test } from "vitest";
import { nearest } from "../../../src/core/starlark/nearest.ts";

const CASES: readonly [name: string, word: string, candidates: readonly string[], expected: string | null][] = [
  ["a letter more", "prefix_rules", ["prefix_rule"], "prefix_rule"],
  ["a letter less", "prefix_rul", ["prefix_rule"], "prefix_rule"],
  ["a letter other", "prefix_rulo", ["prefix_rule"], "prefix_rule"],
  ["two letters swapped", "flaot", ["float"], "float"],
  ["two edits in a long word", "cxx_libra", ["cxx_library"], "cxx_library"],
  ["three edits never", "cxx_libr", ["cxx_library"], null],
  ["one edit in a word of two letters", "aa", ["ab", "b"], "ab"],
  ["two edits in a word of two letters never", "aa", ["bb"], null],
  ["the nearest", "abx", ["axy", "abc", "ab"], "abc"],
  ["the first of equally near ones", "aaaax", ["aaaaz", "aaaay"], "aaaaz"],
  ["the word itself", "abc", ["abd", "abc"], "abc"],
  ["nothing for nothing", "", ["a"], null],
];
test.each(CASES)("suggests %s", (_name, word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
