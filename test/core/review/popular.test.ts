/** Names that are meant to be taken for others. */
import { expect, test } from "vitest";
import { POPULAR, takenFor } from "../../../src/core/review/popular.ts";

const ALIKE: readonly [name: string, known: string][] = [
  ["reqeusts", "requests"],
  ["request-s", "requests"],
  ["zodd", "zod"],
  ["lodahs", "lodash"],
  ["expresss", "express"],
  ["crossenv", "cross-env"],
  ["cross_env", "cross-env"],
  ["djang", "django"],
  ["nunpy", "numpy"],
  ["beautifulsoup", "beautifulsoup4"],
  ["react-domm", "react-dom"],
  ["serde-json", "serde_json"],
];

test.each(ALIKE)("%s may be taken for %s", (name, known) => {
  expect(takenFor(name)).toBe(known);
});

const OTHERS = ["valibot", "left-pad", "my-own-package", "@types/node", "ab", "fastjson", "x".repeat(60), "ripgrep"];

test.each(OTHERS)("%s is only itself", (name) => {
  expect(takenFor(name)).toBeNull();
});

test("what everybody knows is never taken for something else", () => {
  expect([...POPULAR].filter((name) => takenFor(name) !== null)).toEqual([]);
});
