/** A thread's file read back: Codex's own, older ones, and what crashes leave. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Json } from "../../../src/kit/json.ts";
import { asText } from "../../../src/kit/json.ts";
import { linesIn, readMeta, readSaid, upToTurn } from "../../../src/effects/threads/read-rollout.ts";
import type { RolloutLine } from "../../../src/effects/threads/rollout-line.ts";

const CODEX = linesIn(readFileSync(new URL("fixtures/codex-0.169.jsonl", import.meta.url), "utf8"));
const ID = "01a2006c-84a8-7022-a681-54111207fc42";

test("Codex's first line says who it is", () => {
  const [first] = CODEX;
  expect(first === undefined ? null : readMeta(first, "other")).toEqual({
    id: ID,
    createdAt: Date.parse("2026-11-21T23:24:01.584Z"),
    cwd: "/w",
    originator: "conformance",
    version: "0.169.0",
    source: "appServer",
    modelProvider: "fake",
    model: "",
    forkedFrom: null,
    git: { branch: "main", sha: "0123abc", origin: "https://example.com/w.git" },
  });
});

test("Codex's turns, with what ended after the next had begun", () => {
  const { turns, model, decisions } = readSaid(CODEX);
  expect([model, decisions]).toEqual(["gpt-5.5", []]);
  expect(
    turns.map(({ status, error, items }) => ({ status, error, items: items.map(({ kind, id }) => [kind, id]) })),
  ).toEqual([
    {
      status: "completed",
      error: null,
      items: [
        ["user-message", "01a2006c-8527-7821-8054-3b4325b13c86"],
        ["reasoning", "rs_1"],
        ["file-change", "call_2"],
        ["file-change", "call_3"],
        ["image-view", "call_4"],
        ["tool-call", "call_5"],
        ["tool-call", "call_6"],
        ["command", "call_7"],
        ["agent-message", "msg_8"],
      ],
    },
    {
      status: "interrupted",
      error: null,
      items: [
        ["user-message", "01a2006c-87a6-70e0-9e71-a68c844bf581"],
        ["command", "call_9"],
      ],
    },
    {
      status: "failed",
      error: { message: '{"error":{"message":"bad","type":"server_error"}}', status: null },
      items: [["user-message", "01a2006c-89a0-7b13-aff4-72b1532182e9"]],
    },
  ]);
  expect(turns[0]?.items[7]).toEqual({
    kind: "command",
    id: "call_7",
    startedAt: 1795303442299,
    completedAt: 1795303442300,
    argv: ["/bin/bash", "-lc", "exit 3"],
    cwd: "/w",
    actions: [{ kind: "unknown", command: "exit 3" }],
    status: "failed",
    process: "43864",
    output: "",
    exitCode: 3,
    isUsers: false,
    note: null,
  });
});

test("the conversation is what the model saw, without what only Codex's endpoint reads", () => {
  const { conversation } = readSaid(CODEX);
  expect(conversation.map(({ type, role, call_id: call }) => asText(role ?? call ?? type)).join(" ")).toBe(
    "developer user user reasoning call_1 call_1 call_2 call_2 call_3 call_3 call_4 call_4 call_5 call_6 call_5 call_6 " +
      "call_7 call_7 assistant user call_9 call_9 user user",
  );
  expect(conversation.flatMap((item) => Object.keys(item)).filter((key) => key.startsWith("internal"))).toEqual([]);
});

const said = (text: string): RolloutLine =>
  item({ type: "message", role: "user", content: [{ type: "input_text", text }] });
const item = (payload: { readonly [key: string]: Json }): RolloutLine => line("response_item", payload);
const event = (type: string, fields: { readonly [key: string]: Json } = {}): RolloutLine =>
  line("event_msg", { type, ...fields });
const begin = (turn: string): RolloutLine => event("task_started", { turn_id: turn, started_at: 5 });
const end = (turn: string): RolloutLine => event("task_complete", { turn_id: turn, started_at: 5, completed_at: 6 });

function line(type: string, payload: { readonly [key: string]: Json }): RolloutLine {
  return { type, payload, at: 5000, ordinal: null };
}

type Shown = { readonly turns: readonly string[]; readonly said: readonly string[] };

function shown(lines: readonly RolloutLine[]): Shown {
  const { turns, conversation } = readSaid(lines);
  return {
    turns: turns.map(({ id, status, items }) => `${id} ${status} ${items.length}`),
    said: conversation.map((each) => JSON.stringify(each["content"] ?? each["output"] ?? each["name"])),
  };
}

const text = (words: string): string => JSON.stringify([{ type: "input_text", text: words }]);
const FORMS: readonly [name: string, lines: readonly RolloutLine[], shown: Shown][] = [
  ["a turn without an end was cut short", [begin("a"), said("x")], { turns: ["a interrupted 0"], said: [text("x")] }],
  [
    "what was rolled back is gone",
    [begin("a"), said("x"), end("a"), begin("b"), said("y"), end("b"), event("thread_rolled_back", { num_turns: 1 })],
    { turns: ["a completed 0"], said: [text("x")] },
  ],
  [
    "what was made short stands for what it was made of",
    [
      begin("a"),
      said("x"),
      line("compacted", {
        message: "",
        replacement_history: [{ type: "message", role: "user", content: [{ type: "input_text", text: "short" }] }],
      }),
      said("y"),
    ],
    { turns: ["a interrupted 0"], said: [text("short"), text("y")] },
  ],
  [
    "the same in an older version",
    [begin("a"), said("x"), line("compacted", { message: "short" })],
    { turns: ["a interrupted 0"], said: [text("short")] },
  ],
  [
    "an older version's messages",
    [
      event("user_message", { message: "x" }),
      event("agent_message", { message: "y" }),
      event("turn_aborted", { reason: "interrupted" }),
      event("user_message", { message: "z" }),
    ],
    { turns: ["turn-1 interrupted 2", "turn-2 interrupted 1"], said: [] },
  ],
  [
    "a call without an output is told to be cut short, an output without a call is left out",
    [
      item({ type: "function_call", name: "f", call_id: "1" }),
      item({ type: "custom_tool_call", name: "p", call_id: "2" }),
      item({ type: "function_call_output", call_id: "3", output: "lost" }),
    ],
    { turns: [], said: ['"f"', '"aborted"', '"p"', '"aborted"'] },
  ],
  [
    "what is of another version is passed over",
    [line("new_type", {}), event("new_event"), item({ type: "ghost_snapshot" }), item({ kind: "no type" })],
    { turns: [], said: [] },
  ],
];

test.each(FORMS)("%s", (_name, lines, expected) => {
  expect(shown(lines)).toEqual(expected);
});

test("lines that are torn, empty or of another format are passed over", () => {
  const whole = JSON.stringify({ timestamp: "2026-01-02T03:04:05.678Z", ordinal: 3, type: "t", payload: { a: 1 } });
  expect(linesIn(`\n[]\n3\n{"type":"t"}\n${whole}\n${whole.slice(0, -4)}`)).toEqual([
    { type: "t", payload: { a: 1 }, at: Date.parse("2026-01-02T03:04:05.678Z"), ordinal: 3 },
  ]);
});

test("a thread up to one of its turns", () => {
  const lines = [said("before"), begin("a"), said("x"), end("a"), begin("b"), said("y"), end("b")];
  expect(upToTurn(lines, "a")).toEqual(lines.slice(0, 4));
  expect(upToTurn(lines, "b")).toEqual(lines);
  expect(upToTurn(lines, "c")).toBeNull();
});
