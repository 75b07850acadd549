/** Dotted keys. */
import { expect, test } from "vitest";
import { dotted } from "../../../src/surfaces/server/key-path.ts";

test.each([
  ["model", ["model"]],
  ["a.b-c.d_1", ["a", "b-c", "d_1"]],
  ['projects."/w/x.y".trust_level', ["projects", "/w/x.y", "trust_level"]],
  ['"a\\"b"', ['a"b']],
  ["", null],
  ["a.", null],
  [".a", null],
  ["a..b", null],
  ["a b", null],
  ['"a', null],
])("%s", (text, expected) => {
  expect(dotted(text)).toEqual(expected);
});
