/** Connections to a model: kept for the next request, replaced where they are gone. */
import { afterEach, expect, test } from "vitest";
import type { ModelEvent } from "../../../src/engine/agent/model.ts";
import { all, DONE, modelAt, REQUEST, startEndpoint, stream, type TestEndpoint } from "./endpoint.ts";

const COMPLETED: ModelEvent = { kind: "completed", usage: null };

let endpoint: TestEndpoint | null = null;
afterEach(async () => {
  await endpoint?.stop();
  endpoint = null;
});

test("one connection serves one request after another", async () => {
  endpoint = await startEndpoint([]);
  const model = modelAt(endpoint, {});
  for (let turn = 0; turn < 3; turn += 1) {
    await all(model.stream(REQUEST, new AbortController().signal));
    // Its end is read behind the last event.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(endpoint.received.map(({ connection }) => connection)).toEqual([0, 0, 0]);
});

test("a kept connection that is closed already costs no try", async () => {
  endpoint = await startEndpoint([stream(DONE), (_response, connection) => connection.destroy()]);
  const model = modelAt(endpoint, { requestRetriesMax: 0, streamRetriesMax: 0 });
  await all(model.stream(REQUEST, new AbortController().signal));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await all(model.stream(REQUEST, new AbortController().signal))).toEqual([COMPLETED]);
  expect(endpoint.received.map(({ connection }) => connection)).toEqual([0, 0, 1]);
});
