/** What the log tells of programs inside a command. */
import { expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Entry, InnerDecision } from "../../../src/core/approval/record.ts";
import { readLog } from "../../../src/core/audit/read.ts";
import { printLine } from "../../../src/core/audit/line.ts";
import { storyLines } from "../../../src/surfaces/cli/log-story.ts";

const MAKE: Request = {
  action: { kind: "command", argv: ["make"], cwd: "/w", escalate: false, why: null },
  mode: "run",
};
const RM: Request = {
  action: {
    kind: "exec",
    argv: ["rm", "x"],
    path: "/usr/bin/rm",
    cwd: "/w",
    chain: [["make"], ["sh", "-c", "rm x"]],
    within: "1",
    since: 0,
    why: null,
  },
  mode: "judge",
};
const REFUSED: InnerDecision = {
  id: "1.3",
  command: ["rm", "x"],
  chain: [["make"]],
  reasons: [],
  outcome: { kind: "cancelled" },
};
const RAN = { kind: "ran", status: 2, stopped: null, denied: null, taken: [], output: null } as const;

function told(entries: readonly (readonly [id: string, entry: Entry])[]): readonly string[] {
  const lines = entries.map(([id, entry], at) => printLine({ kind: "record", seq: at + 1, time: 0, case: id, entry }));
  return storyLines("a", readLog(lines.join("")), 10).map(({ text }) => text);
}

const FLAW = "Log: the first line is no header that this version of assent understands";

test("tells of a program that did not start by itself, and at the end of its command", () => {
  const entries = [
    ["1", { kind: "received", request: MAKE }],
    ["1.3", { kind: "received", request: RM }],
    ["1.3", { kind: "settled", outcome: { kind: "cancelled" } }],
    ["1", { kind: "settled", outcome: { ...RAN, inner: [REFUSED] } }],
  ] as const;
  expect(told(entries)).toEqual([
    "Session a",
    "",
    "[1] run make",
    "  00:00:00  received  in /w",
    "  00:00:00  ended     ended with status 2",
    "            inside    did not start: make > rm x: cancelled",
    "",
    "[1.3] start make > sh -c … > rm x",
    "  00:00:00  received  a program inside [1], in /w",
    "  00:00:00  ended     cancelled",
    "",
    FLAW,
  ]);
});

test("reads the end of a command from before programs were told of", () => {
  const line = printLine({
    kind: "record",
    seq: 1,
    time: 0,
    case: "1",
    entry: { kind: "settled", outcome: { ...RAN, inner: [] } },
  });
  const log = readLog(line.replace('"inner":[],', ""));
  expect(storyLines("a", log, 10).map(({ text }) => text)).toEqual([
    "Session a",
    "",
    "[1] an action whose beginning is not in the log",
    "  00:00:00  ended     ended with status 2",
    "",
    FLAW,
  ]);
});
