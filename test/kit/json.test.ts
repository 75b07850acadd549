/** JSON values: one text for equal ones, objects in text, fields of unknown shape. */
import { expect, test } from "vitest";
import { asList, asNumber, asObject, asText, asTexts, canonical, type Json, objectIn } from "../../src/kit/json.ts";

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

/** What each of the looks makes of a value: as an object, a list, texts, a text, a number. */
const LOOKS: readonly (readonly [name: string, value: Json | undefined, looks: readonly (Json | null)[]])[] = [
  ["nothing", undefined, [null, [], [], null, null]],
  ["null", null, [null, [], [], null, null]],
  ["an object", { a: 1 }, [{ a: 1 }, [], [], null, null]],
  ["a list", ["a", 1, null, "b"], [null, ["a", 1, null, "b"], ["a", "b"], null, null]],
  ["a text", "a", [null, [], [], "a", null]],
  ["a number", 0, [null, [], [], null, 0]],
  ["a claim", true, [null, [], [], null, null]],
];
test.each(LOOKS)("takes %s for what it is alone", (_name, value, looks) => {
  expect([asObject(value), asList(value), asTexts(value), asText(value), asNumber(value)]).toEqual(looks);
});
