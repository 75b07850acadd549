/** Models over a real connection: what is sent, what is heard, and what is tried again. */
import { afterEach, expect, test } from "vitest";
import type { ModelProvider } from "../../../src/core/config/models.ts";
import type { WaitIo } from "../../../src/effects/model/responses.ts";
import type { ModelEvent } from "../../../src/engine/agent/model.ts";
import {
  all,
  cutAfter,
  DONE,
  hangAfter,
  modelAt,
  raw,
  refuse,
  REQUEST,
  type Script,
  startEndpoint,
  stream,
  type TestEndpoint,
} from "./endpoint.ts";

const COMPLETED: ModelEvent = { kind: "completed", usage: null };
const ITEM = { type: "message", role: "assistant", id: "m1", content: [{ type: "output_text", text: "hi" }] };
const SAYS = { type: "response.output_item.done", item: ITEM };
const SAID: ModelEvent = { kind: "item-done", item: ITEM };

let endpoint: TestEndpoint | null = null;
afterEach(async () => {
  await endpoint?.stop();
  endpoint = null;
});

type Asked = {
  readonly events: readonly ModelEvent[];
  readonly waits: readonly number[];
  readonly endpoint: TestEndpoint;
};

async function ask(scripts: readonly Script[], provider: ModelProvider = {}): Promise<Asked> {
  endpoint = await startEndpoint(scripts);
  const waits: number[] = [];
  const io: WaitIo = {
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  const model = modelAt(endpoint, provider, io);
  return { events: await all(model.stream(REQUEST, new AbortController().signal)), waits, endpoint };
}

test("sends the request with the provider's headers and query, and the key", async () => {
  const asked = await ask([], {
    httpHeaders: { "X-Plain": "yes", Authorization: "replaced" },
    envHttpHeaders: { "X-Team": "TEAM", "X-Empty": "EMPTY" },
    queryParams: { "api-version": "2 a" },
  });
  expect(asked.events).toEqual([COMPLETED]);
  const [{ url, headers, body } = { url: "", headers: {}, body: null }] = asked.endpoint.received;
  expect(url).toBe("/v1/responses?api-version=2+a");
  const { host: _, connection, "content-length": length, ...rest } = headers;
  expect([connection, Number(length) > 0]).toEqual(["keep-alive", true]);
  expect(rest).toEqual({
    authorization: "Bearer top-secret-key",
    accept: "text/event-stream",
    "content-type": "application/json",
    originator: "my_editor",
    "user-agent": "my_editor/1.2.3",
    "session-id": "t-1",
    "thread-id": "t-1",
    "x-client-request-id": "t-1",
    "x-plain": "yes",
    "x-team": "blue-team",
  });
  expect(body).toEqual({
    model: "gpt-5.5",
    instructions: "Be brief.",
    input: REQUEST.input,
    tools: REQUEST.tools,
    tool_choice: "auto",
    parallel_tool_calls: true,
    store: false,
    stream: true,
    include: ["reasoning.encrypted_content"],
    prompt_cache_key: "t-1",
  });
});

test("hands on items, text and thoughts as they come", async () => {
  const started = { ...ITEM, content: [] };
  const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15, input_tokens_details: { cached_tokens: 4 } };
  const asked = await ask([
    stream([
      { type: "response.created", response: {} },
      { type: "response.output_item.added", item: started },
      { type: "response.output_text.delta", item_id: "m1", delta: "hi" },
      { type: "response.reasoning_summary_text.delta", item_id: "r1", delta: "hm" },
      { type: "response.something.new", item: 3 },
      SAYS,
      { type: "response.completed", response: { usage: { ...usage, output_tokens_details: { reasoning_tokens: 2 } } } },
    ]),
  ]);
  expect(asked.events).toEqual([
    { kind: "item-started", item: started },
    { kind: "text", item: "m1", delta: "hi" },
    { kind: "reasoning", item: "r1", delta: "hm" },
    SAID,
    { kind: "completed", usage: { input: 10, cachedInput: 4, output: 5, reasoning: 2, total: 15 } },
  ]);
});

test("characters that fall between two pieces stay whole", async () => {
  const bytes = Buffer.from(
    `data: ${JSON.stringify({ type: "response.output_text.delta", item_id: "m", delta: "€" })}\n\n`,
  );
  const at = bytes.indexOf("€") + 1;
  const asked = await ask([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(bytes.subarray(0, at));
      setImmediate(() => {
        response.write(bytes.subarray(at));
        response.end(`data: ${JSON.stringify(DONE[0])}\n\n`);
      });
    },
  ]);
  expect(asked.events).toEqual([{ kind: "text", item: "m", delta: "€" }, COMPLETED]);
});

const BROKE_OFF = "the model's stream broke off: ECONNRESET: aborted";
const ENDED = "the model's stream ended before its answer was complete";
const BUSY = refuse(503, JSON.stringify({ error: { message: "too busy" } }));
const retry = (attempt: number, why: string): ModelEvent => ({ kind: "retry", attempt, of: 2, why });
const failed = (message: string, status: number | null): ModelEvent => ({ kind: "failed", fault: { message, status } });

const TRIED: readonly [
  name: string,
  scripts: readonly Script[],
  events: readonly ModelEvent[],
  waits: readonly number[],
][] = [
  [
    "a server that is busy is asked again, later each time",
    [BUSY, BUSY, BUSY],
    [
      retry(1, "the model's endpoint answered 503 Service Unavailable: too busy"),
      retry(2, "the model's endpoint answered 503 Service Unavailable: too busy"),
      failed("the model's endpoint answered 503 Service Unavailable: too busy", 503),
    ],
    [200, 400],
  ],
  [
    "a server says how long to wait",
    [refuse(429, "{}", { "retry-after": "3" }), stream(DONE)],
    [retry(1, "the model's endpoint answered 429 Too Many Requests: {}"), COMPLETED],
    [3000],
  ],
  [
    "a wait of an hour is a failure",
    [refuse(429, "slow down", { "retry-after": "3600" })],
    [failed("the model's endpoint answered 429 Too Many Requests: slow down", 429)],
    [],
  ],
  [
    "a bad request stays one",
    [refuse(400, JSON.stringify({ error: { message: "no such\n model" } }))],
    [failed("the model's endpoint answered 400 Bad Request: no such model", 400)],
    [],
  ],
  [
    "a wrong key stays one, and is not shown",
    [refuse(401, JSON.stringify({ error: "top-secret-key is wrong" }))],
    [
      failed(
        "the model's endpoint answered 401 Unauthorized: [secret] is wrong; check the key in the variable that env_key names, or in auth.json",
        401,
      ),
    ],
    [],
  ],
  [
    "a page is no reason",
    [refuse(404, "<html>not here</html>")],
    [failed("the model's endpoint answered 404 Not Found: a page instead of a reason", 404)],
    [],
  ],
  [
    "a redirection is not followed",
    [refuse(307, "", { location: "http://127.0.0.1:1/" })],
    [failed("the model's endpoint answered 307, a redirection, which is not followed: correct base_url", 307)],
    [],
  ],
  [
    "a stream that breaks off is asked for again, and starts anew",
    [cutAfter([SAYS]), stream([SAYS, ...DONE])],
    [SAID, retry(1, BROKE_OFF), SAID, COMPLETED],
    [200],
  ],
  [
    "a stream that ends early is no answer",
    [stream([SAYS]), stream([]), stream([])],
    [SAID, retry(1, ENDED), retry(2, ENDED), failed(ENDED, 200)],
    [200, 400],
  ],
  [
    "what cannot be read is not passed over",
    [raw("text/event-stream", ["data: {oops\n\n"]), stream(DONE)],
    [retry(1, "the model's stream holds an event that cannot be read: it is no JSON object"), COMPLETED],
    [200],
  ],
  [
    "a page instead of a stream",
    [raw("text/html; charset=utf-8", ["<html>log in</html>"])],
    [
      failed(
        "the model's endpoint answered with text/html; charset=utf-8 and no event stream, see base_url: <html>log in</html>",
        200,
      ),
    ],
    [],
  ],
  [
    "a limit that passes names its time",
    [
      stream([
        {
          type: "response.failed",
          response: { error: { code: "rate_limit_exceeded", message: "Please try again in 1.5s." } },
        },
      ]),
    ],
    [retry(1, "the model could not answer: Please try again in 1.5s."), COMPLETED],
    [1500],
  ],
  [
    "a conversation that is too long stays so",
    [
      stream([
        { type: "response.failed", response: { error: { code: "context_length_exceeded", message: "too long" } } },
      ]),
    ],
    [failed("the model could not answer: too long", 200)],
    [],
  ],
  [
    "an answer that was cut short is told as such",
    [stream([{ type: "response.incomplete", response: { incomplete_details: { reason: "max_output_tokens" } } }])],
    [failed("the model's answer is incomplete: max_output_tokens", 200)],
    [],
  ],
  [
    "tries of a request begin anew with each try of the stream",
    [BUSY, cutAfter([SAYS]), BUSY, BUSY],
    [
      retry(1, "the model's endpoint answered 503 Service Unavailable: too busy"),
      SAID,
      retry(1, BROKE_OFF),
      retry(1, "the model's endpoint answered 503 Service Unavailable: too busy"),
      retry(2, "the model's endpoint answered 503 Service Unavailable: too busy"),
      COMPLETED,
    ],
    [200, 200, 200, 400],
  ],
];

test.each(TRIED)("%s", async (_name, scripts, events, waits) => {
  const asked = await ask(scripts);
  expect({ events: asked.events, waits: asked.waits }).toEqual({ events, waits });
});

test("a stream that says nothing more is given up", async () => {
  const asked = await ask([hangAfter([SAYS])], { streamIdleTimeoutMs: 50, streamRetriesMax: 0 });
  expect(asked.events).toEqual([SAID, failed("the model's stream stopped, though its connection stands", null)]);
  await asked.endpoint.received[0]?.closed;
});

test("a reader may take its time", async () => {
  endpoint = await startEndpoint([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(SAYS)}\n\n`);
      setTimeout(() => response.end(`data: ${JSON.stringify(DONE[0])}\n\n`), 120);
    },
  ]);
  const heard: ModelEvent[] = [];
  const model = modelAt(endpoint, { streamIdleTimeoutMs: 60, streamRetriesMax: 0 });
  for await (const event of model.stream(REQUEST, new AbortController().signal)) {
    heard.push(event);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(heard).toEqual([SAID, COMPLETED]);
});

test("comments do not keep a stream alive", async () => {
  const asked = await ask(
    [
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        const timer = setInterval(() => response.write(": still here\n\n"), 10);
        response.on("close", () => clearInterval(timer));
      },
    ],
    { streamIdleTimeoutMs: 100, streamRetriesMax: 0 },
  );
  expect(asked.events).toEqual([failed("the model's stream stopped, though its connection stands", null)]);
});

test("an answer without end is cut off", async () => {
  const piece = `: ${"x".repeat(1024 * 1024)}\n`;
  const asked = await ask([
    raw(
      "text/event-stream",
      Array.from({ length: 17 }, () => piece),
    ),
  ]);
  expect(asked.events).toEqual([failed("the model's answer is longer than 16777216 bytes", 200)]);
});

test("nobody there", async () => {
  const gone = await startEndpoint([]);
  await gone.stop();
  const model = modelAt(gone, { requestRetriesMax: 0 });
  const events = await all(model.stream(REQUEST, new AbortController().signal));
  expect(events).toEqual([
    failed(`cannot reach the model's endpoint: ECONNREFUSED: connect ECONNREFUSED ${new URL(gone.url).host}`, null),
  ]);
});

test("an abort ends the stream and its connection, and nothing is said after it", async () => {
  endpoint = await startEndpoint([hangAfter([SAYS])]);
  const control = new AbortController();
  const heard: ModelEvent[] = [];
  for await (const event of modelAt(endpoint, {}).stream(REQUEST, control.signal)) {
    heard.push(event);
    control.abort();
  }
  expect(heard).toEqual([SAID]);
  await endpoint.received[0]?.closed;
});

test("an abort ends the wait for the next try", async () => {
  endpoint = await startEndpoint([refuse(500, "{}", { "retry-after": "100" })]);
  const control = new AbortController();
  const heard: ModelEvent["kind"][] = [];
  for await (const event of modelAt(endpoint, {}).stream(REQUEST, control.signal)) {
    heard.push(event.kind);
    control.abort();
  }
  expect([heard, endpoint.received.length]).toEqual([["retry"], 1]);
});

test("an abort before the beginning asks nobody", async () => {
  endpoint = await startEndpoint([]);
  const events = await all(modelAt(endpoint, {}).stream(REQUEST, AbortSignal.abort()));
  expect([events, endpoint.received]).toEqual([[], []]);
});

test("what is missing in the settings fails the request in one line", async () => {
  endpoint = await startEndpoint([]);
  const events = await all(
    modelAt(endpoint, { envKey: "NO_KEY", envKeyInstructions: "Ask for\none." }).stream(
      REQUEST,
      new AbortController().signal,
    ),
  );
  expect(events).toEqual([failed("the variable NO_KEY is not set: it holds the key of test. Ask for one.", null)]);
  expect(endpoint.received).toEqual([]);
});
