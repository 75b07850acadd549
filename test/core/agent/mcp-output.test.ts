/** What a tool gave back, as it is read and as a model is told of it. */
import { describe, expect, test } from "vitest";
import { readToolResult, toolFailure, toolOutput, withoutAudio } from "../../../src/core/agent/mcp-output.ts";
import type { ToolResult } from "../../../src/core/approval/facts.ts";
import type { Json } from "../../../src/kit/json.ts";

const HEAD = "Wall time: 1.5000 seconds\nOutput:";
const said = (text: string): Json => ({ type: "input_text", text });
const text = (words: string): Json => ({ type: "text", text: words });

function result(content: readonly Json[], structured: Json = null): ToolResult {
  return { content, structured, isError: false };
}

describe("what a model is told", () => {
  const LINK = { type: "resource_link", uri: "file:///x", name: "x" };
  const PICTURE = { type: "image", data: "AAAA", mimeType: "image/png" };
  const SHOWN = { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "original" };
  const OMITTED = said("<image content omitted: it is no picture that a model can read>");
  const TOLD: readonly [name: string, result: ToolResult, told: Json][] = [
    ["nothing", result([]), [said(HEAD)]],
    ["each text", result([text("one"), text("two")]), [said(HEAD), said("one"), said("two")]],
    ["a picture", result([PICTURE]), [said(HEAD), SHOWN]],
    ["a link as it is", result([LINK]), [said(HEAD), said(JSON.stringify(LINK))]],
    ["structured content alone", result([text("words")], { a: 1 }), `${HEAD}\n{"a":1}`],
    ["no picture that an endpoint refuses", result([{ ...PICTURE, mimeType: "text/html" }]), [said(HEAD), OMITTED]],
    ["no picture that is none", result([{ ...PICTURE, data: "not base64!" }]), [said(HEAD), OMITTED]],
  ];
  test.each(TOLD)("%s", (_name, given, told) => {
    expect(toolOutput(given, 1500)).toEqual(told);
  });

  test("so much of it as it should read", () => {
    const told = toolOutput(result([text("a"), text("x".repeat(100_000)), text("b"), text("c")]), 1500);
    expect(told).toEqual([
      said(HEAD),
      said("a"),
      { type: "input_text", text: expect.stringMatching(/^x{20000,}\n… \d+ tokens left out …\nx{20000,}$/) },
      said("[2 further texts left out]"),
    ]);
    const structured = toolOutput(result([], { a: "y".repeat(100_000) }), 1500);
    expect(structured).toMatch(/^Wall .*\nOutput:\n\{"a":"y{20000,}\n… \d+ tokens left out …\ny{20000,}"\}$/);
  });

  test("why there is nothing", () => {
    expect(toolFailure("it broke", 1500)).toEqual([said(HEAD), said("it broke")]);
  });
});

describe("an answer", () => {
  const RESOURCE = { type: "resource", resource: { uri: "file:///x", text: "t" } };
  const READ: readonly [name: string, answer: Json, read: ToolResult | null][] = [
    ["a text", { content: [text("a")] }, result([text("a")])],
    ["an error", { content: [], isError: true }, { ...result([]), isError: true }],
    ["no claim of an error", { content: [], isError: "yes" }, result([])],
    ["structured content", { content: [], structuredContent: { a: 1 } }, result([], { a: 1 })],
    ["a resource", { content: [RESOURCE] }, result([RESOURCE])],
    ["no object", [], null],
    ["no content", { structuredContent: {} }, null],
    ["content that is no list", { content: "text" }, null],
    ["a piece that is none", { content: [7] }, null],
    ["a piece that nobody knows", { content: [{ type: "odd" }] }, null],
    ["a piece that every object has", { content: [{ type: "constructor" }] }, null],
    ["a text without words", { content: [{ type: "text" }] }, null],
    ["a picture without a kind", { content: [{ type: "image", data: "AA" }] }, null],
    ["a resource without an address", { content: [{ type: "resource", resource: {} }] }, null],
  ];
  test.each(READ)("is read: %s", (_name, answer, read) => {
    expect(readToolResult(answer)).toEqual(read);
  });

  test("is shown without sounds", () => {
    const sound = { type: "audio", data: "AAAA", mimeType: "audio/wav" };
    const omitted = text("<audio content omitted because you do not support audio input>");
    expect(withoutAudio(result([text("a"), sound]))).toEqual(result([text("a"), omitted]));
  });
});
