/** The automatic reviewer with a model behind a real connection. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { guardianFor } from "../../src/compose/guardian.ts";
import type { Guardian, ReviewSettings } from "../../src/compose/guardian-open.ts";
import { NOTHING_TYPED } from "../../src/compose/place.ts";
import { placeForThread, type ThreadPlace } from "../../src/compose/thread-place.ts";
import { surveyOf } from "../../src/core/approval/survey.ts";
import { NO_BACKGROUND, type Subject } from "../../src/core/review/subject.ts";
import type { AutoReviewSettings } from "../../src/core/config/review-terms.ts";
import { subjectOf } from "../core/review/subjects.ts";
import {
  cutAfter,
  DONE,
  hangAfter,
  raw,
  refuse,
  type Script,
  startEndpoint,
  stream,
  type TestEndpoint,
} from "../effects/model/endpoint.ts";

let root = "";
let home = "";
let work = "";
let found: ThreadPlace;
let endpoint: TestEndpoint;
let guardian: Guardian | null = null;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/assent-guardian-`));
  [home, work] = [`${root}/home`, `${root}/work`];
  for (const folder of [home, work]) mkdirSync(folder);
  writeFileSync(`${work}/go.sh`, "echo from-the-script\nexport API_KEY=abcdef\n");
  const place = await placeForThread({ ...NOTHING_TYPED, rules: [], surface: "app-server", home }, { cwd: work });
  if (!place.ok) throw new Error(JSON.stringify(place.error));
  found = place.value;
});
afterAll(() => rmSync(root, { recursive: true }));
afterEach(async () => {
  await guardian?.close();
  await endpoint.stop();
});
beforeEach(() => {
  guardian = null;
});

async function open(scripts: readonly Script[], over: Partial<AutoReviewSettings> = {}): Promise<Guardian> {
  endpoint = await startEndpoint(scripts);
  const { settings } = found.place;
  const provider = { baseUrl: endpoint.url, requestRetriesMax: 1, streamRetriesMax: 0 };
  const wanted: ReviewSettings = {
    ...settings,
    modelProvider: "fake",
    modelProviders: new Map([["fake", provider]]),
    autoReview: { ...settings.autoReview, ...over },
  };
  guardian = guardianFor({
    thread: "thread-1",
    home,
    originator: "test",
    settings: () => wanted,
    background: () => ({ ...NO_BACKGROUND, words: ["Run go.sh please."] }),
    standing: { ground: found.ground },
  });
  return guardian;
}

function subject(): Subject {
  const action = {
    kind: "command",
    argv: ["bash", "-lc", "bash go.sh"],
    cwd: work,
    escalate: true,
    why: null,
  } as const;
  const { workspace } = found.ground;
  const survey = surveyOf(action, { home: root, roots: workspace.roots, keep: workspace.keep });
  const made = subjectOf(action);
  return { ...made, question: { ...made.question, survey }, facts: { ...made.facts, workspace } };
}

type Item = Readonly<Record<string, unknown>>;

function items(...each: readonly Item[]): Script {
  return stream([...each.map((item) => ({ type: "response.output_item.done", item })), USED]);
}

const USED = {
  type: "response.completed",
  response: { id: "r", usage: { input_tokens: 10, input_tokens_details: { cached_tokens: 4 }, output_tokens: 5 } },
};

function says(text: string): Item {
  return { type: "message", role: "assistant", content: [{ type: "output_text", text }] };
}

const ALLOW = '{"risk_level":"low","user_authorization":"high","outcome":"allow","rationale":"asked for"}';
const NEVER = new AbortController().signal;

test("asks by the header, key and form that tell a reviewer, and looks inside the sandbox", async () => {
  const look = { type: "function_call", call_id: "c1", name: "exec_command", arguments: '{"cmd":"head -1 go.sh"}' };
  const reviewer = await open([items(look), items(says(ALLOW))]);
  const report = await reviewer.review(subject(), NEVER);
  expect(report).toMatchObject({
    answer: { kind: "opinion", opinion: { outcome: "allow", rationale: "asked for" } },
    cost: { requests: 2, lookups: 1, model: "gpt-5.5", tokens: { input: 20, cachedInput: 8, output: 10 } },
    repeats: null,
  });
  const [first, second] = endpoint.received;
  expect(first?.headers).toMatchObject({ "x-openai-subagent": "guardian", "session-id": "thread-1-guardian" });
  expect(first?.body).toMatchObject({
    model: "gpt-5.5",
    prompt_cache_key: "thread-1-guardian",
    reasoning: { effort: "low" },
    text: { format: { type: "json_schema", strict: false, schema: { required: ["outcome"] } } },
    tools: [{ name: "exec_command" }],
  });
  const sent = JSON.stringify(first?.body);
  expect(sent).toContain("Run go.sh please.");
  expect(sent).toContain("echo from-the-script");
  expect(sent).toContain("API_KEY=[redacted]");
  expect(sent).not.toContain("abcdef");
  expect(JSON.stringify(second?.body)).toMatch(/function_call_output.*\| echo from-the-script/u);
  expect(existsSync(`${home}/assent/log`)).toBe(true);
});

test("another provider and model, where the settings name them", async () => {
  const reviewer = await open([items(says(ALLOW))], { model: { kind: "named", name: "small" }, provider: "fake" });
  expect((await reviewer.review(subject(), NEVER)).cost.model).toBe("small");
  expect(endpoint.received[0]?.body).toMatchObject({ model: "small" });
});

test("no such provider", async () => {
  const reviewer = await open([], { provider: "nowhere" });
  const { answer } = await reviewer.review(subject(), NEVER);
  expect(answer).toMatchObject({
    kind: "failed",
    why: expect.stringMatching(/^there is no model provider "nowhere"/u),
  });
});

const SAYS = { type: "response.output_item.done", item: says(ALLOW) };
const HUGE = `data: ${JSON.stringify({ type: "response.output_text.delta", item_id: "m", delta: "x".repeat(100_000) })}\n\n`;

const FAULTS: readonly [name: string, scripts: readonly Script[], why: RegExp][] = [
  ["500", [refuse(500, "{}"), refuse(500, "{}")], /500/u],
  ["429", [refuse(429, "{}"), refuse(429, "{}")], /429/u],
  ["401", [refuse(401, "{}")], /401/u],
  ["a page", [raw("text/html", ["<html>"])], /no event stream/u],
  ["a stream that is cut off", [cutAfter([SAYS])], /broke off/u],
  ["a stream that ends early", [stream([SAYS])], /before its answer was complete/u],
  ["broken events", [raw("text/event-stream", ["data: {\n\n"])], /cannot be read/u],
  [
    "10 MB",
    [
      raw(
        "text/event-stream",
        Array.from({ length: 105 }, () => HUGE),
      ),
    ],
    /longer than 1048576/u,
  ],
  [
    "10 MB in one piece, with all behind it",
    [items(says("x".repeat(10_000_000)), says(ALLOW))],
    /longer than 1048576/u,
  ],
  ["nothing", [stream(DONE), stream(DONE), stream(DONE)], /3 tries: it is empty/u],
];

test.each(FAULTS)("%s: failed", async (_name, scripts, why) => {
  const reviewer = await open(scripts);
  const { answer } = await reviewer.review(subject(), NEVER);
  expect(answer).toMatchObject({ kind: "failed", why: expect.stringMatching(why) });
});

test.each([
  ["at once", hangAfter([])],
  ["in the middle", hangAfter([SAYS])],
])("an endpoint that hangs %s: timed out, and its connection is ended", async (_name, script) => {
  const { terms } = found.place.settings.autoReview;
  const reviewer = await open([script], { terms: { ...terms, timeoutMs: 300 } });
  expect((await reviewer.review(subject(), NEVER)).answer).toEqual({ kind: "timed-out" });
  await endpoint.received[0]?.closed;
});

test("a review that is taken back ends its connection", async () => {
  const reviewer = await open([hangAfter([])]);
  const back = new AbortController();
  const report = reviewer.review(subject(), back.signal);
  while (endpoint.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  back.abort();
  expect((await report).answer).toEqual({ kind: "failed", why: "the review was taken back" });
  await endpoint.received[0]?.closed;
});

test("reviews of one thread share one connection", async () => {
  const reviewer = await open([items(says(ALLOW)), items(says(ALLOW))]);
  await reviewer.review(subject(), NEVER);
  // The end of the first answer is read meanwhile.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  const other = subject();
  await reviewer.review({ ...other, question: { ...other.question, attempt: 2 } }, NEVER);
  expect(endpoint.received.map(({ connection }) => connection)).toEqual([0, 0]);
});
