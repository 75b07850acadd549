/** Values that hold the same, and values that do not. */
import { expect, test } from "vitest";
import { isSame } from "../../src/kit/same.ts";

const SAME: readonly [name: string, a: unknown, b: unknown][] = [
  ["texts", "a", "a"],
  ["nothing", null, null],
  ["no number", Number.NaN, Number.NaN],
  ["lists", [1, [2]], [1, [2]]],
  ["objects, in whatever order", { a: 1, b: { c: [] } }, { b: { c: [] }, a: 1 }],
  [
    "maps, in whatever order",
    new Map([
      ["a", [1]],
      ["b", []],
    ]),
    new Map([
      ["b", []],
      ["a", [1]],
    ]),
  ],
  ["sets", new Set(["a", "b"]), new Set(["b", "a"])],
];

test.each(SAME)("finds the same: %s", (_name, a, b) => {
  expect([isSame(a, b), isSame(b, a)]).toEqual([true, true]);
});

const OTHER: readonly [name: string, a: unknown, b: unknown][] = [
  ["a number and its text", 1, "1"],
  ["null and nothing", null, undefined],
  ["null and an object", null, {}],
  ["lists in another order", [1, 2], [2, 1]],
  ["a longer list", [1], [1, 2]],
  ["a list and an object", [], {}],
  ["a key that says nothing", { a: undefined }, { b: undefined }],
  ["a further key", { a: 1 }, { a: 1, b: 1 }],
  ["a map and an object", new Map(), {}],
  ["a map and a set", new Map(), new Set()],
  ["maps with other values", new Map([["a", 1]]), new Map([["a", 2]])],
  ["sets of one size", new Set(["a"]), new Set(["b"])],
  ["a set and an object", new Set(), {}],
];

test.each(OTHER)("finds a difference: %s", (_name, a, b) => {
  expect([isSame(a, b), isSame(b, a)]).toEqual([false, false]);
});
