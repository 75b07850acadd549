/** Tools as servers list them: what is taken of them, what is left out. */
import { describe, expect, test } from "vitest";
import { isPlain, readListing } from "../../../src/core/agent/mcp-listing.ts";
import type { Json } from "../../../src/kit/json.ts";

const NO_HINTS = { readOnly: null, destructive: null, openWorld: null, idempotent: null };
const NOTHING = { title: null, description: null, hints: NO_HINTS };
const PLAIN = { type: "object", properties: {} };
const SURE = { readOnlyHint: true, destructiveHint: false, openWorldHint: true, idempotentHint: false };
const UNSURE = { readOnlyHint: "true", destructiveHint: 0, openWorldHint: null };

function claims(readOnlyHint: boolean): Json {
  return { name: "t", inputSchema: PLAIN, annotations: { readOnlyHint } };
}

function hintsOf(...entries: readonly Json[]): unknown {
  return readListing(entries).tools.map(({ about }) => about.hints);
}

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce((inner) => [inner], 1);
}

describe("a tool", () => {
  const SAID: readonly [name: string, entry: { readonly [key: string]: Json }, about: object][] = [
    ["says nothing", {}, NOTHING],
    [
      "says all",
      { title: "T", description: "D", annotations: SURE },
      {
        title: "T",
        description: "D",
        hints: { readOnly: true, destructive: false, openWorld: true, idempotent: false },
      },
    ],
    ["has a title among its annotations", { annotations: { title: "A" } }, { ...NOTHING, title: "A" }],
    ["claims with something else than yes or no", { annotations: UNSURE }, NOTHING],
    ["has no annotations to speak of", { annotations: [true] }, NOTHING],
    ["has words that are none", { title: 7, description: ["x"] }, NOTHING],
  ];
  test.each(SAID)("that %s", (_name, more, about) => {
    const entry = { name: "t", inputSchema: PLAIN, ...more };
    expect(readListing([entry])).toEqual({
      tools: [{ tool: "t", inputSchema: PLAIN, about, whole: entry }],
      leftOut: [],
    });
  });

  const WHOLE = { type: "object", properties: { a: {} }, required: ["a"], $defs: {} };
  const SCHEMAS: readonly [name: string, schema: Json, given: Json][] = [
    ["an empty one", {}, PLAIN],
    ["one without properties", { type: "object" }, PLAIN],
    ["one with more", WHOLE, WHOLE],
    ["one of something else", { type: "string" }, PLAIN],
    ["one whose properties are none", { type: "object", properties: [] }, PLAIN],
  ];
  test.each(SCHEMAS)("takes an object, by the schema: %s", (_name, inputSchema, given) => {
    expect(readListing([{ name: "t", inputSchema }]).tools[0]?.inputSchema).toEqual(given);
  });

  const LEFT_OUT: readonly [name: string, entry: Json, why: RegExp][] = [
    ["no tool at all", 7, /^tool 1 is left out: it has no name$/],
    ["one without a name", { inputSchema: PLAIN }, /it has no name/],
    ["one without a schema", { name: "t" }, /t says nothing of its input/],
    ["a name without end", { name: "n".repeat(300), inputSchema: PLAIN }, /more than 256 characters/],
    ["a novel", { name: "t", inputSchema: PLAIN, description: "x".repeat(70_000) }, /more than 65536 characters/],
  ];
  test.each(LEFT_OUT)("is left out alone: %s", (_name, entry, why) => {
    const read = readListing([entry, { name: "fine", inputSchema: PLAIN }]);
    expect(read.tools.map(({ tool }) => tool)).toEqual(["fine"]);
    expect(read.leftOut).toEqual([expect.stringMatching(why)]);
  });

  test("is asked about where it is listed twice, and differently", () => {
    expect(hintsOf(claims(true), claims(true))).toEqual([{ ...NO_HINTS, readOnly: true }]);
    expect(hintsOf(claims(true), claims(false))).toEqual([NO_HINTS]);
    expect(hintsOf(claims(true), claims(false), claims(true))).toEqual([NO_HINTS]);
  });

  test("is one of a number that a model can read", () => {
    const entries = Array.from({ length: 600 }, (_, index) => ({ name: `t${index}`, inputSchema: PLAIN }));
    const read = readListing(entries);
    expect([read.tools.length, read.leftOut]).toEqual([512, ["88 tools are left out: there are more than 512"]]);
  });
});

test("values of JSON that are not too deep are plain", () => {
  const plain = [1, "a", null, true, [], {}, { a: [{ b: null }] }, nested(100)];
  expect(plain.map(isPlain)).toEqual(plain.map(() => true));
  const others = [undefined, () => 1, { a: undefined }, nested(101), nested(100_000)];
  expect(others.map(isPlain)).toEqual(others.map(() => false));
});
