/** Tables that are put together and taken apart. */
import { expect, test } from "vitest";
import { leavesOf, overlaid, valueAt, without, withValue } from "../../../src/core/config/tables.ts";

const TABLE = { a: 1, b: { c: [1], d: { e: "x" } }, f: {} };

test("finds what stands at a path, and nothing else", () => {
  const paths = [["a"], ["b", "c"], ["b", "d", "e"], ["f"], [], ["g"], ["a", "b"], ["b", "c", "0"], ["toString"]];
  expect(paths.map((path) => valueAt(TABLE, path))).toEqual([
    1,
    [1],
    "x",
    {},
    TABLE,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("puts a value in, also where a value stands in the way of a table", () => {
  expect(withValue(TABLE, ["b", "d", "g"], 2)).toEqual({ a: 1, b: { c: [1], d: { e: "x", g: 2 } }, f: {} });
  expect(withValue(TABLE, ["a", "x"], 2)).toEqual({ a: { x: 2 }, b: TABLE.b, f: {} });
  expect(Object.entries(withValue({}, ["__proto__"], 1))).toEqual([["__proto__", 1]]);
});

test("takes a value out, and the tables that are empty then", () => {
  expect(without(TABLE, ["b", "d", "e"])).toEqual({ a: 1, b: { c: [1] }, f: {} });
  expect(without(TABLE, ["b"])).toEqual({ a: 1, f: {} });
  expect(without(TABLE, ["a", "x"])).toEqual(TABLE);
  expect(without(TABLE, ["b", "x"])).toEqual(TABLE);
});

test("lays one table over another, key by key", () => {
  expect(overlaid(TABLE, { a: { x: 1 }, b: { c: [2], d: { g: 3 } } })).toEqual({
    a: { x: 1 },
    b: { c: [2], d: { e: "x", g: 3 } },
    f: {},
  });
});

test("lists what is no table, and tables that hold nothing", () => {
  expect(leavesOf(TABLE)).toEqual([
    { path: ["a"], value: 1 },
    { path: ["b", "c"], value: [1] },
    { path: ["b", "d", "e"], value: "x" },
    { path: ["f"], value: {} },
  ]);
});
