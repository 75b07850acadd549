/** JSON values: one text for equal ones, and objects in text. */
import { expect, test } from "vitest";
import { canonical, objectIn } from "../../src/kit/json.ts";

test("gives equal values one text, whatever the order of their keys", () => {
  const value = { b: [1, null, { d: "x", c: false }], a: "" };
  expect(canonical(value)).toBe('{"a":"","b":[1,null,{"c":false,"d":"x"}]}');
  expect(canonical({ a: "", b: [1, null, { c: false, d: "x" }] })).toBe(canonical(value));
});

test.each([
  ["an object", '{"a": [1], "b": null}', { a: [1], b: null }],
  ["an object without keys", " {} ", {}],
  ["a list", '[{"a": 1}]', null],
  ["null", "null", null],
  ["a text", '"a"', null],
  ["a number", "1", null],
  ["text that is torn", '{"a": 1', null],
  ["two values", "{} {}", null],
  ["nothing", "", null],
])("of %s finds the object, or none", (_name, text, expected) => {
  expect(objectIn(text)).toEqual(expected);
});
