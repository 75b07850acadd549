/** What a patch takes from tests. */
import { describe, expect, test } from "vitest";
import { briefly } from "./briefly.ts";
import { deedsFor, update } from "./patches.ts";

const T = "test/date.test.ts";

const TESTS: readonly (readonly [words: string, lines: readonly string[], deeds: readonly string[]])[] = [
  ["", ["+test('x', () => {});"], []],
  ["", ["-test('x', () => {", "+test.skip('x', () => {"], ["edit person high weakening test/date.test.ts"]],
  ["", ["+it.only('x', () => {})"], ["edit person high weakening test/date.test.ts"]],
  ["", ["-test('x', () => {", "-});"], ["edit person high weakening test/date.test.ts"]],
  ["", ["-  expect(f(1)).toBe(2);"], ["edit person high weakening test/date.test.ts"]],
  [
    "Make the tests pass.",
    ["-  expect(f(1)).toBe(2);", "+  expect(f(1)).toBe(3);"],
    ["edit person high weakening tests"],
  ],
  [
    "f(1) shall be 3; adapt the test.",
    ["-  expect(f(1)).toBe(2);", "+  expect(f(1)).toBe(3);"],
    ["edit named medium weakening test"],
  ],
  [
    "f(1) shall be 3; adapt the test.",
    ["-  expect(f(1)).toBe(2);", "+  expect(f(1)).toBe(4);"],
    ["edit person high weakening test"],
  ],
  ["", ["-  expect(f(1)).toBe(2);", "+    expect(f(1)).toBe(2);"], []],
  ["", ["-  const a = 1;", "+  const a = 2;"], []],
];

describe("tests", () => {
  test.each(TESTS)("%j %j", (words, lines, deeds) => {
    const [, ...found] = deedsFor(update(T, ...lines), words);
    expect(found.map(briefly)).toEqual(deeds);
  });
});
