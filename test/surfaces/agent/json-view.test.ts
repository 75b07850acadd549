/** Events of a thread as `exec --json` tells them. */
import { expect, test } from "vitest";
import type { Item, Turn } from "../../../src/core/agent/item.ts";
import type { ThreadEvent } from "../../../src/engine/agent/thread.ts";
import { jsonView } from "../../../src/surfaces/agent/json-view.ts";
import { DENIAL, DENIED, NOT_DONE } from "./not-done-example.ts";

const times = { startedAt: 1, completedAt: null };
const COMMAND: Item = {
  ...times,
  id: "call_1",
  kind: "command",
  argv: ["/bin/bash", "-lc", "ls"],
  cwd: "/w",
  actions: [],
  status: "in-progress",
  process: null,
  output: null,
  exitCode: null,
  isUsers: false,
  note: null,
};
const PATCH: Item = {
  ...times,
  id: "call_2",
  kind: "file-change",
  changes: [{ path: "/w/a", kind: "add", movedTo: null, diff: "x" }],
  status: "in-progress",
  note: null,
};
const TOOL: Item = {
  ...times,
  id: "call_3",
  kind: "tool-call",
  server: "s",
  tool: "t",
  input: { a: 1 },
  status: "in-progress",
  result: null,
  error: null,
};
const SAID: Item = { ...times, id: "m", kind: "agent-message", text: "bye", phase: null };
const TURN: Turn = { id: "t", status: "completed", error: null, startedAt: 0, completedAt: 1, items: [] };

function told(events: readonly ThreadEvent[], end: Turn | null = null): readonly object[] {
  const written: object[] = [];
  const view = jsonView((event) => written.push(event));
  for (const event of events) view.event(event);
  if (end !== null) view.ended(end, null);
  return written;
}

const started = (item: Item): ThreadEvent => ({ kind: "item-started", turn: "t", item });
const done = (item: Item): ThreadEvent => ({ kind: "item-completed", turn: "t", item });

test("a command, from its start to its end", () => {
  const item = { type: "command_execution", command: "/bin/bash -lc ls", aggregated_output: "" };
  const ended = { ...COMMAND, status: "failed", output: "a\n", exitCode: 3 } as const;
  expect(told([started(COMMAND), done(ended)])).toEqual([
    { type: "item.started", item: { id: "item_0", ...item, exit_code: null, status: "in_progress" } },
    {
      type: "item.completed",
      item: { id: "item_0", ...item, aggregated_output: "a\n", exit_code: 3, status: "failed" },
    },
  ]);
});

test("a patch is shown once it is known whether it may be; one that was declined is no item", () => {
  const item = { id: "item_0", type: "file_change", changes: [{ path: "/w/a", kind: "add" }] };
  expect(told([started(PATCH), done({ ...PATCH, status: "completed" })])).toEqual([
    { type: "item.started", item: { ...item, status: "in_progress" } },
    { type: "item.completed", item: { ...item, status: "completed" } },
  ]);
  expect(told([started(PATCH), done({ ...PATCH, status: "declined" })])).toEqual([]);
});

test("a tool: a refusal is a failure with its reason", () => {
  const item = { id: "item_0", type: "mcp_tool_call", server: "s", tool: "t", arguments: { a: 1 } };
  const result = { content: [{ type: "text", text: "x" }], structured: null, isError: false };
  expect(told([done({ ...TOOL, status: "completed", result })])).toEqual([
    {
      type: "item.completed",
      item: {
        ...item,
        result: { content: result.content, structured_content: null },
        error: null,
        status: "completed",
      },
    },
  ]);
  expect(told([done({ ...TOOL, status: "declined", error: "no" })])).toEqual([
    { type: "item.completed", item: { ...item, result: null, error: { message: "no" }, status: "failed" } },
  ]);
});

const plan = (status: "pending" | "completed"): ThreadEvent => ({
  kind: "plan",
  turn: "t",
  explanation: null,
  steps: [{ step: "a", status }],
});
const list = (completed: boolean): object => ({ id: "item_0", type: "todo_list", items: [{ text: "a", completed }] });

test("the plan is one item that changes", () => {
  expect(told([plan("pending"), plan("completed")], TURN).slice(0, 3)).toEqual([
    { type: "item.started", item: list(false) },
    { type: "item.updated", item: list(true) },
    { type: "item.completed", item: list(true) },
  ]);
});

test("the end of a turn tells what it took, or why it failed", () => {
  const usage = { input: 5, cachedInput: 1, output: 2, reasoning: 0, total: 7 };
  expect(told([{ kind: "usage", turn: "t", last: usage, total: usage }, done(SAID)], TURN)).toEqual([
    { type: "item.completed", item: { id: "item_0", type: "agent_message", text: "bye" } },
    {
      type: "turn.completed",
      usage: {
        input_tokens: 5,
        cached_input_tokens: 1,
        cache_write_input_tokens: 0,
        output_tokens: 2,
        reasoning_output_tokens: 0,
      },
    },
  ]);
  expect(told([], { ...TURN, status: "failed", error: { message: "no", status: 400 } })).toEqual([
    { type: "turn.failed", error: { message: "no" } },
  ]);
  expect(told([], { ...TURN, status: "interrupted" })).toEqual([
    { type: "turn.failed", error: { message: "the turn was interrupted" } },
  ]);
});

test("what nobody could be asked about is an update with the item that it concerns", () => {
  const written: object[] = [];
  const view = jsonView((event) => written.push(event));
  view.notDone(NOT_DONE);
  view.event(done({ ...COMMAND, status: "declined" }));
  expect(written).toEqual([
    {
      type: "item.updated",
      item: {
        id: "item_1",
        type: "approval",
        status: "declined",
        kind: "command",
        item_id: "item_0",
        action: NOT_DONE.what,
        reasons: [...NOT_DONE.why],
        allow_with: NOT_DONE.advice,
      },
    },
    {
      type: "item.completed",
      item: {
        id: "item_0",
        type: "command_execution",
        command: "/bin/bash -lc ls",
        aggregated_output: "",
        exit_code: null,
        status: "declined",
      },
    },
  ]);
});

test("what a review denied is told as its answer, and reviews themselves are no events", () => {
  const written: object[] = [];
  const view = jsonView((event) => written.push(event));
  const about = { turn: "t", item: "call_1", review: "1-1", case: "1", action: DENIED.action, files: [], startedAt: 1 };
  view.event({ kind: "review-started", ...about });
  view.event({ kind: "guardian-warning", text: "x" });
  view.event({ kind: "review-ended", ...about, endedAt: 2, end: DENIAL, opinion: null });
  expect(written).toEqual([]);
  view.notDone({ ...DENIED, item: null });
  expect(written).toEqual([
    {
      type: "item.updated",
      item: {
        id: "item_0",
        type: "approval",
        status: "declined",
        kind: "command",
        by: "guardian",
        action: DENIED.what,
        reasons: [...DENIED.why],
        allow_with: DENIED.advice,
      },
    },
  ]);
});
