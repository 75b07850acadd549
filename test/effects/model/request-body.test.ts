/** What is sent for one answer. */
import { expect, test } from "vitest";
import type { ModelRequest } from "../../../src/core/agent/model-item.ts";
import { requestBody } from "../../../src/effects/model/request-body.ts";

const REQUEST: ModelRequest = {
  model: "plain",
  instructions: "",
  input: [],
  tools: [],
  outputSchema: null,
  effort: null,
  summary: null,
  thread: "t-1",
};

const PLAIN = {
  model: "plain",
  input: [],
  tools: [],
  tool_choice: "auto",
  parallel_tool_calls: true,
  store: false,
  stream: true,
  include: [],
  prompt_cache_key: "t-1",
};

const THOUGHTS = ["reasoning.encrypted_content"];

const BODIES: readonly [name: string, request: Partial<ModelRequest>, part: Readonly<Record<string, unknown>>][] = [
  [
    "effort and summary",
    { effort: "low", summary: "auto" },
    { reasoning: { effort: "low", summary: "auto" }, include: THOUGHTS },
  ],
  ["a model that thinks", { model: "o3" }, { model: "o3", include: THOUGHTS }],
  [
    "an answer of a shape",
    { outputSchema: { type: "object" } },
    { text: { format: { type: "json_schema", name: "answer", strict: true, schema: { type: "object" } } } },
  ],
  [
    "an answer that may leave keys out",
    { outputSchema: { type: "object" }, isLoose: true },
    { text: { format: { type: "json_schema", name: "answer", strict: false, schema: { type: "object" } } } },
  ],
  [
    "thoughts only where they came encrypted",
    {
      input: [
        { type: "reasoning", id: "a" },
        { type: "reasoning", id: "b", encrypted_content: "x" },
      ],
    },
    { input: [{ type: "reasoning", id: "b", encrypted_content: "x" }] },
  ],
];

test.each(BODIES)("%s", (_name, request, part) => {
  expect(JSON.parse(requestBody({ ...REQUEST, ...request }))).toEqual({ ...PLAIN, ...part });
});
