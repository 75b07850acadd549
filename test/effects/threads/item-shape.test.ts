/** Items in a thread's file: what is written is read back the same. */
import { expect, test } from "vitest";
import type { Item } from "../../../src/core/agent/item.ts";
import { asObject } from "../../../src/kit/json.ts";
import { itemShape } from "../../../src/effects/threads/item-shape.ts";
import { readItem } from "../../../src/effects/threads/read-item.ts";

const TIMES = { startedAt: 1000, completedAt: 3500 };
const COMMAND = {
  ...TIMES,
  kind: "command",
  id: "c1",
  argv: ["/bin/bash", "-lc", "ls a"],
  cwd: "/w/a b",
  actions: [
    { kind: "list", command: "ls a", path: "a" },
    { kind: "list", command: "ls", path: null },
    { kind: "read", command: "cat x", name: "x", path: "/w/x" },
    { kind: "search", command: "rg y", query: "y", path: null },
    { kind: "unknown", command: "make" },
  ],
  status: "completed",
  process: "17",
  output: "out\n",
  exitCode: 0,
  isUsers: false,
  note: null,
} as const satisfies Item;
const TOOL = {
  ...TIMES,
  kind: "tool-call",
  id: "t1",
  server: "notes",
  tool: "add",
  input: { a: [1] },
  status: "completed",
  result: { content: [{ type: "text", text: "x" }], structured: { b: 2 }, isError: false },
  error: null,
} as const satisfies Item;

const ITEMS: readonly [name: string, item: Item][] = [
  [
    "what a person said",
    {
      ...TIMES,
      kind: "user-message",
      id: "u1",
      content: [
        { kind: "text", text: "look" },
        { kind: "image", url: "data:image/png;base64,AAAA" },
        { kind: "local-image", path: "/w/p.png" },
        { kind: "skill", name: "s", path: "/s/SKILL.md" },
        { kind: "mention", name: "m", path: "/w/m" },
      ],
      clientId: "mine",
    },
  ],
  ["a message", { ...TIMES, kind: "agent-message", id: "m1", text: "hi", phase: null }],
  ["a message of a phase", { ...TIMES, kind: "agent-message", id: "m1", text: "hi", phase: "final_answer" }],
  ["thoughts", { ...TIMES, kind: "reasoning", id: "r1", summary: ["a", "b"], content: ["c"] }],
  ["a command", COMMAND],
  ["a command that failed", { ...COMMAND, status: "failed", exitCode: 3, output: "" }],
  [
    "a command that never ran",
    { ...COMMAND, status: "declined", process: null, output: null, exitCode: null, note: "you declined it" },
  ],
  ["the person's own command", { ...COMMAND, isUsers: true }],
  [
    "a patch",
    {
      ...TIMES,
      kind: "file-change",
      id: "f1",
      changes: [
        { path: "/w/a", kind: "update", movedTo: "/w/b", diff: "@@ -1 +1 @@\n-a\n+b\n" },
        { path: "/w/c", kind: "update", movedTo: null, diff: "@@ -1 +1 @@\n-c\n+d\n" },
        { path: "/w/n", kind: "add", movedTo: null, diff: "x\n" },
        { path: "/w/o", kind: "delete", movedTo: null, diff: "y\n" },
      ],
      status: "declined",
      note: "it lies outside",
    },
  ],
  ["a tool", TOOL],
  ["a tool that was refused", { ...TOOL, status: "declined", result: null, error: "you declined it" }],
  ["a tool that failed", { ...TOOL, status: "failed", result: { content: [], structured: null, isError: true } }],
  ["a picture", { ...TIMES, kind: "image-view", id: "i1", path: "/w/ä #1.png" }],
];

test.each(ITEMS)("%s", (_name, item) => {
  const written = asObject(JSON.parse(JSON.stringify(itemShape(item)))) ?? {};
  expect(readItem(written, item.startedAt, item.completedAt ?? 0)).toEqual(item);
});

test("what is still going on when it is written has failed", () => {
  expect(itemShape({ ...COMMAND, status: "in-progress", completedAt: null })).toMatchObject({
    status: "failed",
    duration: { secs: 0, nanos: 0 },
  });
});

const UNREAD: readonly [name: string, fields: Parameters<typeof readItem>[0]][] = [
  ["no id", { type: "AgentMessage" }],
  ["a kind of another version", { type: "SomethingNew", id: "x" }],
  ["a command without words", { type: "CommandExecution", id: "x", command: [], cwd: "/w" }],
  ["a tool without a server", { type: "McpToolCall", id: "x", tool: "t" }],
  ["a picture on another machine", { type: "ImageView", id: "x", path: "file://elsewhere/p.png" }],
];

test.each(UNREAD)("not read: %s", (_name, fields) => {
  expect(readItem(fields, 0, 0)).toBeNull();
});
