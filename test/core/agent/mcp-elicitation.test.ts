/** What a server asks, as it is read, and what goes back. */
import { describe, expect, test } from "vitest";
import { formContent, readElicitation } from "../../../src/core/agent/mcp-elicitation.ts";
import type { Json } from "../../../src/kit/json.ts";

const form = (properties: Json): Json => ({ type: "object", properties });
const PAGE = { mode: "url", message: "m", url: "https://a.example/x", elicitationId: "1" };

describe("a question of a server", () => {
  const FIT = form({
    a: { type: "string", enum: ["x"] },
    b: { type: "number" },
    c: { type: "integer" },
    d: { type: "boolean", default: true },
    e: { type: "array", items: { type: "string", enum: ["x"] } },
    f: { type: "array", items: { anyOf: [{ const: "x", title: "X" }] } },
  });
  test("is a form of plain values, or a page", () => {
    const read = { message: "m", form: { kind: "form", schema: FIT } };
    expect(readElicitation({ message: "m", requestedSchema: FIT })).toEqual(read);
    expect(readElicitation({ mode: "form", message: "m", requestedSchema: FIT, _meta: {} })).toEqual(read);
    expect(readElicitation(PAGE)).toEqual({ message: "m", form: { kind: "url", url: PAGE.url, id: "1" } });
  });

  const NONE: readonly [name: string, params: unknown][] = [
    ["nothing", null],
    ["no object", [1]],
    ["no message", { requestedSchema: form({}) }],
    ["no schema", { message: "m" }],
    ["a schema of something else", { message: "m", requestedSchema: { type: "string" } }],
    ["a schema without properties", { message: "m", requestedSchema: { type: "object" } }],
    ["an object within", { message: "m", requestedSchema: form({ a: form({}) }) }],
    [
      "a list of anything",
      { message: "m", requestedSchema: form({ a: { type: "array", items: { type: "string" } } }) },
    ],
    ["a property without a type", { message: "m", requestedSchema: form({ a: {} }) }],
    ["another mode", { ...PAGE, mode: "odd" }],
    ["a page without a name", { ...PAGE, elicitationId: null }],
    ["a script", { ...PAGE, url: "javascript:alert(1)" }],
    ["data", { ...PAGE, url: "data:text/html,x" }],
    ["no address", { ...PAGE, url: "a.example" }],
    ["a novel", { ...PAGE, message: "x".repeat(70_000) }],
    ["a function", { ...PAGE, more: () => 1 }],
  ];
  test.each(NONE)("is not: %s", (_name, params) => {
    expect(readElicitation(params)).toBe(null);
  });
});

const TYPED: readonly [name: string, content: Json, typed: object][] = [
  ["nothing", null, {}],
  ["no object", ["a"], {}],
  ["plain values", { a: "x", b: 1, c: false, d: ["x", "y"] }, { a: "x", b: 1, c: false, d: ["x", "y"] }],
  ["what no form has", { a: null, b: { c: 1 }, d: ["x", 1, null] }, { d: ["x"] }],
];
test.each(TYPED)("what a person typed goes back as far as a form can hold it: %s", (_name, content, typed) => {
  expect(formContent(content)).toEqual(typed);
});
