/** What the log tells of programs inside a command. */
import { expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Entry, InnerDecision } from "../../../src/core/approval/record.ts";
import { faultVerdict } from "../../../src/core/approval/question.ts";
import type { SessionGrant } from "../../../src/core/approval/session-grant.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { readLog } from "../../../src/core/audit/read.ts";
import { printLine } from "../../../src/core/audit/line.ts";
import { storyLines } from "../../../src/surfaces/cli/log-story.ts";
import { ESCALATED } from "../tui/questions-reviews.ts";

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

const EXTRA = { read: [], write: ["/srv"], network: true };
const ABOUT = {
  title: null,
  description: null,
  hints: { readOnly: null, destructive: true, openWorld: null, idempotent: null },
};
const TOOL: Request["action"] = {
  kind: "mcp",
  server: "kit",
  tool: "change",
  input: { password: "x", what: "a\u001b[31mb" },
  about: ABOUT,
  approval: null,
  why: null,
};
const GRANT: SessionGrant = {
  id: "g1",
  kind: "permissions",
  covers: [],
  opens: EXTRA,
  words: "write /srv, reach the network",
  madeAt: 0,
  until: null,
  usesLeft: null,
  survivesResume: false,
  case: "1",
  turn: "t1",
  agent: null,
};

const STORIES: readonly (readonly [name: string, entries: readonly Entry[], lines: readonly string[]])[] = [
  [
    "permissions that were given",
    [
      {
        kind: "received",
        request: {
          action: { kind: "permissions", wanted: EXTRA, cwd: "/w", why: "to publish" },
          mode: "judge",
          agent: "tester",
        },
      },
      { kind: "waits" },
      {
        kind: "answered",
        verdict: { outcome: { kind: "grant", extra: EXTRA, scope: "turn" }, by: "user", note: null },
      },
      { kind: "remembered", grant: GRANT },
      { kind: "settled", outcome: { kind: "allowed", granted: { extra: EXTRA, scope: "turn" } } },
      { kind: "over", grant: "g1" },
    ],
    [
      "[1] get more permissions: write /srv, reach the network",
      "  00:00:00  received  in /w",
      "            for       the agent tester",
      "            says      to publish",
      "  00:00:00  waits     for somebody to answer",
      "  00:00:00  answered  granted for the turn: write /srv, reach the network (by the user)",
      "  00:00:00  grant     g1 remembered for the turn: write /srv, reach the network",
      "  00:00:00  ended     allowed; the caller carries it out",
      "  00:00:00  grant     g1 is over",
    ],
  ],
  [
    "a tool, without its secrets",
    [
      { kind: "received", request: { action: TOOL, mode: "run" } },
      { kind: "judged", requirement: "run", under: UNRESTRICTED, reasons: [{ kind: "session-grant" }], reading: null },
      { kind: "used", grants: ["g1"] },
      { kind: "granted", permissions: UNRESTRICTED, from: "session" },
      { kind: "revoked", id: "g1" },
      { kind: "settled", outcome: { kind: "declined", verdict: faultVerdict("nobody came") } },
    ],
    [
      "[1] call change of the MCP server kit",
      "  00:00:00  received  a call of a tool",
      '            with      {"password":"[redacted]","what":"a\\u001b[31mb"}',
      "  00:00:00  judged    it may run",
      "            because   the same was accepted for this session",
      "  00:00:00  grant     goes on by g1",
      "  00:00:00  granted   as accepted for this session",
      "  00:00:00  grant     g1 revoked",
      "  00:00:00  ended     declined: nobody came",
    ],
  ],
  [
    "reviews: denied, overruled, handed on, and too many",
    [
      { kind: "received", request: MAKE },
      { kind: "asked", amendment: null, under: UNRESTRICTED, attempt: 1, review: "1-1" },
      { kind: "reviewed", review: { ...ESCALATED, status: "denied" } },
      { kind: "review-limit", inRow: 3, denied: 3, of: 4 },
      { kind: "overruled", review: "1-1" },
      { kind: "reviewed", review: { ...ESCALATED, id: "1-2", findings: [], rationale: "a\u001b[2J\nb" } },
      { kind: "granted", permissions: UNRESTRICTED, from: "guardian" },
      { kind: "settled", outcome: { kind: "cancelled" } },
    ],
    [
      "[1] run make",
      "  00:00:00  received  in /w",
      "  00:00:00  asked     the guardian, in review 1-1",
      "            to run in no sandbox: may read, write and reach everything you can",
      "  00:00:00  reviewed  denied by the guardian, high risk, 1.2 s, 1,340 tokens",
      "            because   it sends a file with keys to a host that nobody spoke of",
      "            found     exfiltration, high: sends ~/.aws/credentials to collect.example",
      "            found     network, medium: reaches collect.example",
      "  00:00:00  limit     3 of 4 reviews were denied, 3 in a row",
      "  00:00:00  overruled by the person, who lets what review 1-1 denied be tried once more",
      "  00:00:00  reviewed  the guardian leaves it to a person, high risk, 1.2 s, 1,340 tokens",
      "            because   a\\x1b[2J\\nb",
      "  00:00:00  granted   by the guardian",
      "            run in    no sandbox: may read, write and reach everything you can",
      "  00:00:00  ended     cancelled",
    ],
  ],
  [
    "input that nobody was there to answer",
    [
      {
        kind: "received",
        request: {
          action: {
            kind: "stdin",
            text: "y\n",
            process: "1",
            argv: ["psql"],
            cwd: "/w",
            isSandboxed: false,
            why: null,
          },
          mode: "judge",
        },
      },
      {
        kind: "asked",
        amendment: null,
        under: UNRESTRICTED,
        attempt: 1,
      },
    ],
    [
      '[1] type "y\\n" into psql',
      "  00:00:00  received  in /w",
      "  00:00:00  asked     whether to go on",
      "            to run in no sandbox: may read, write and reach everything you can",
      "            no end    it had been asked, and no answer came; nothing more was run",
    ],
  ],
];

test.each(STORIES)("tells of %s", (_name, entries, lines) => {
  expect(told(entries.map((entry) => ["1", entry]))).toEqual(["Session a", "", ...lines, "", FLAW]);
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
