/** Keys and values as people type them. */
import { expect, test } from "vitest";
import { readKey, readValue } from "../../../src/core/config/edit-key.ts";
import type { TomlValue } from "../../../src/core/config/edit-print.ts";

test.each<[typed: string, path: readonly string[]]>([
  ["model", ["model"]],
  [" a.b-c.1 ", ["a", "b-c", "1"]],
  ['projects."/a b".trust_level', ["projects", "/a b", "trust_level"]],
  ["projects.'/a.b'", ["projects", "/a.b"]],
  ['"a#b"."c=d"', ["a#b", "c=d"]],
  ['""', [""]],
])("reads the key %s", (typed, path) => {
  expect(readKey(typed)).toEqual({ ok: true, value: path });
});

test.each(["", ".", "a.", "a b", "projects./a", 'a."b', "a = 1 #", "a #", "a\nb", "[a]", "a=1\nb", "ä"])(
  "takes %j for no key",
  (typed) => {
    const error =
      "is no key: parts are joined with dots, and stand in quotes where they hold more than letters, digits, - and _";
    expect(readKey(typed)).toEqual({ ok: false, error });
  },
);

test.each<[typed: string, value: TomlValue]>([
  ["never", "never"],
  ["~/x y", "~/x y"],
  ["", ""],
  ["true", true],
  ["5", 5],
  ["9007199254740993", 9_007_199_254_740_993n],
  ['"true"', "true"],
  ["['a', \"b\"]", ["a", "b"]],
  ["{ a = { b = 1 } }", { a: { b: 1 } }],
  ["a = 1", "a = 1"],
  ["on-request\nmodel = 1", "on-request\nmodel = 1"],
])("reads the value %j", (typed, value) => {
  expect(readValue(typed)).toEqual({ ok: true, value });
});

test.each([
  ['"open', "is no TOML: "],
  [" [1, 2", "is no TOML: "],
  ["{ a = 1", "is no TOML: "],
  ["'a' b", "is no TOML: "],
  ["1\nmodel = 2", "is more than one value"],
])("takes %j for no value", (typed, error) => {
  expect(readValue(typed)).toEqual({ ok: false, error: expect.stringContaining(error) as string });
});
