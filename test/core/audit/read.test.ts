/** Logs read back: stories, and every kind of damage told. */
import { describe, expect, test } from "vitest";
import { printLine, type LogLine } from "../../../src/core/audit/line.ts";
import { readLog, unfinishedOf, type Flaw, type Unfinished } from "../../../src/core/audit/read.ts";
import type { AuditRecord, Entry } from "../../../src/core/approval/record.ts";
import type { Request } from "../../../src/core/approval/action.ts";

const HEADER = { kind: "header", format: 1, version: "0", time: 1, pid: 2, host: "h", cwd: "/w", argv: [] } as const;
const REQUEST: Request = {
  action: { kind: "command", argv: ["true"], cwd: "/w", escalate: false, why: null },
  mode: "run",
};
const ENTRIES = {
  received: { kind: "received", request: REQUEST },
  judged: { kind: "judged", requirement: "ask", under: null, reasons: [], reading: null },
  asked: { kind: "asked", amendment: null, under: { kind: "unrestricted" }, attempt: 1 },
  answered: { kind: "answered", verdict: { outcome: { kind: "accept" }, by: "user", note: null } },
  granted: { kind: "granted", permissions: { kind: "unrestricted" }, from: "user" },
  started: { kind: "started" },
  denied: { kind: "denied", status: 1, denial: { kind: "guess", line: "e" } },
  settled: { kind: "settled", outcome: { kind: "cancelled" } },
} as const satisfies Record<string, Entry>;

const record = (seq: number, id: string, entry: Entry): AuditRecord => ({ seq, time: seq, case: id, entry });
const line = (seq: number, id: string, entry: Entry): LogLine => ({ kind: "record", ...record(seq, id, entry) });
const text = (...lines: readonly LogLine[]): string => lines.map(printLine).join("");

test("tells the stories of actions that were under way at the same time", () => {
  const log = readLog(
    text(
      HEADER,
      line(1, "1", ENTRIES.received),
      line(2, "2", ENTRIES.received),
      line(3, "1", ENTRIES.settled),
      line(4, "2", ENTRIES.started),
    ),
  );
  expect(log).toEqual({
    header: HEADER,
    flaws: [],
    stories: [
      { id: "1", request: REQUEST, records: [line(1, "1", ENTRIES.received), line(3, "1", ENTRIES.settled)] },
      { id: "2", request: REQUEST, records: [line(2, "2", ENTRIES.received), line(4, "2", ENTRIES.started)] },
    ],
  });
});

describe("flaws", () => {
  const good = text(HEADER, line(1, "1", ENTRIES.received), line(2, "1", ENTRIES.started));
  const [header = "", first = "", second = ""] = good.split("\n");
  const FLAWS: readonly [name: string, text: string, flaws: readonly Flaw[]][] = [
    ["a sound log", good, []],
    ["an empty file", "", [{ kind: "no-header" }]],
    ["a header cut off", header.slice(0, 9), [{ kind: "no-header" }, { kind: "torn", line: 1 }]],
    ["a torn end", `${header}\n${first}\n${second.slice(0, 9)}`, [{ kind: "torn", line: 3 }]],
    ["a last line without line feed", `${header}\n${first}\n${second}`, [{ kind: "torn", line: 3 }]],
    [
      "a torn line in the middle",
      `${header}\n${first.slice(0, 9)}\n${second}\n`,
      [
        { kind: "unreadable", line: 2 },
        { kind: "gap", line: 3, expected: 1, found: 2 },
      ],
    ],
    ["a lost line", `${header}\n${second}\n`, [{ kind: "gap", line: 2, expected: 1, found: 2 }]],
    [
      "lines in the wrong order",
      `${header}\n${second}\n${first}\n`,
      [
        { kind: "gap", line: 2, expected: 1, found: 2 },
        { kind: "gap", line: 3, expected: 3, found: 1 },
      ],
    ],
    ["a second header", `${header}\n${header}\n`, [{ kind: "unreadable", line: 2 }]],
    [
      "a repair",
      good + text({ kind: "repaired", time: 9, bytes: 3 }),
      [{ kind: "repaired", line: 4, time: 9, bytes: 3 }],
    ],
  ];
  test.each(FLAWS)("tells of %s", (_name, given, flaws) => {
    expect(readLog(given).flaws).toEqual(flaws);
  });
});

const UNFINISHED: readonly [kinds: readonly (keyof typeof ENTRIES)[], expected: Unfinished | null][] = [
  [["received"], "received"],
  [["received", "judged"], "decided"],
  [["received", "judged", "asked"], "asked"],
  [["received", "judged", "asked", "answered"], "answered"],
  [["received", "judged", "granted"], "granted"],
  [["received", "judged", "granted", "started"], "started"],
  [["received", "judged", "granted", "started", "denied", "asked"], "asked"],
  [["received", "judged", "granted", "started", "denied", "asked", "answered", "granted", "started"], "started"],
  [["received", "judged", "granted", "started", "settled"], null],
];

test.each(UNFINISHED)("after %j it is: %s", (kinds, expected) => {
  const records = kinds.map((kind, index) => record(index + 1, "1", ENTRIES[kind]));
  expect(unfinishedOf({ id: "1", request: REQUEST, records })).toBe(expected);
});
