/** Items as clients read them. */
import { expect, test } from "vitest";
import type { Item } from "../../../src/core/agent/item.ts";
import { showItem } from "../../../src/surfaces/server/show-item.ts";

const TIMES = { startedAt: 1_000, completedAt: 1_500 };
const SHOWN = { startedAtMs: 1_000, completedAtMs: 1_500 };

const ITEMS: readonly [name: string, item: Item, expected: object][] = [
  [
    "what a person says",
    {
      id: "i",
      ...TIMES,
      kind: "user-message",
      clientId: "c",
      content: [
        { kind: "text", text: "go" },
        { kind: "image", url: "data:x" },
        { kind: "local-image", path: "/p" },
        { kind: "skill", name: "s", path: "/s" },
      ],
    },
    {
      type: "userMessage",
      id: "i",
      clientId: "c",
      content: [
        { type: "text", text: "go", text_elements: [] },
        { type: "image", url: "data:x" },
        { type: "localImage", path: "/p" },
        { type: "skill", name: "s", path: "/s" },
      ],
    },
  ],
  [
    "a command that ran",
    {
      id: "call_1",
      ...TIMES,
      kind: "command",
      argv: ["/bin/bash", "-lc", "cat a && it's"],
      cwd: "/w",
      actions: [
        { kind: "read", command: "cat a", name: "a", path: "/w/a" },
        { kind: "search", command: "rg x", query: "x", path: null },
        { kind: "list", command: "ls", path: "." },
      ],
      status: "completed",
      process: "7",
      output: "",
      exitCode: 0,
      isUsers: false,
      note: "hidden",
    },
    {
      type: "commandExecution",
      id: "call_1",
      pluginId: null,
      scriptPath: null,
      command: `/bin/bash -lc "cat a && it's"`,
      cwd: "/w",
      processId: "7",
      source: "unifiedExecStartup",
      status: "completed",
      commandActions: [
        { type: "read", command: "cat a", name: "a", path: "/w/a" },
        { type: "search", command: "rg x", query: "x", path: null },
        { type: "listFiles", command: "ls", path: "." },
      ],
      aggregatedOutput: null,
      exitCode: 0,
      durationMs: 500,
    },
  ],
  [
    "a patch that was declined",
    {
      id: "call_2",
      ...TIMES,
      kind: "file-change",
      status: "declined",
      note: null,
      changes: [
        { path: "/w/a", kind: "update", movedTo: "/w/b", diff: "@@" },
        { path: "/w/c", kind: "add", movedTo: null, diff: "x" },
      ],
    },
    {
      type: "fileChange",
      id: "call_2",
      status: "declined",
      changes: [
        { path: "/w/a", kind: { type: "update", move_path: "/w/b" }, diff: "@@" },
        { path: "/w/c", kind: { type: "add" }, diff: "x" },
      ],
    },
  ],
];

test.each(ITEMS)("shows %s", (_name, item, expected) => {
  expect(showItem(item, false)).toEqual({ ...expected, ...SHOWN });
});

test("tells why something did not run to a client that wants it", () => {
  const item: Item = { id: "i", ...TIMES, kind: "file-change", status: "declined", note: "rejected", changes: [] };
  expect(showItem(item, true)).toMatchObject({ note: "rejected" });
});
