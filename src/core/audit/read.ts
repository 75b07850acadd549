/** Reads a session's log back: what happened to each action, and where the log is damaged. */
import type { CaseId, Request } from "../approval/action.ts";
import { parseLine, type Header, type LogLine } from "./line.ts";
import type { AuditRecord } from "../approval/record.ts";
import type { Millis } from "../../kit/time.ts";

export type Log = {
  /** Null if the first line is no header that this version understands. */
  readonly header: Header | null;
  /** In the order in which the actions were received. */
  readonly stories: readonly Story[];
  readonly flaws: readonly Flaw[];
};

/** The life of one action as far as it was recorded. */
export type Story = {
  readonly id: CaseId;
  readonly request: Request | null;
  readonly records: readonly AuditRecord[];
};

/** What is wrong with the log; `line` counts from 1. */
export type Flaw =
  | { readonly kind: "no-header" }
  /** The last line has no end: the session crashed while it wrote, or still writes. */
  | { readonly kind: "torn"; readonly line: number }
  | { readonly kind: "unreadable"; readonly line: number }
  /** Records are missing before this line, or stand in the wrong order. */
  | { readonly kind: "gap"; readonly line: number; readonly expected: number; readonly found: number }
  | { readonly kind: "repaired"; readonly line: number; readonly time: Millis; readonly bytes: number };

/** Never fails: what cannot be read is a flaw. */
export function readLog(text: string): Log {
  const lines = text.split("\n");
  const torn = lines.pop() ?? "";
  const read = lines.map((line) => parseLine(line));
  const flaws: Flaw[] = read[0]?.kind === "header" ? [] : [{ kind: "no-header" }];
  const records: AuditRecord[] = [];
  read.forEach((line, index) => {
    const flaw = flawOf(line, index + 1, records.at(-1));
    if (flaw !== null) flaws.push(flaw);
    if (line?.kind === "record") records.push(line);
  });
  if (torn !== "") flaws.push({ kind: "torn", line: lines.length + 1 });
  return { header: read[0]?.kind === "header" ? read[0] : null, stories: storiesOf(records), flaws };
}

function flawOf(line: LogLine | null, at: number, last: AuditRecord | undefined): Flaw | null {
  if (line === null) return { kind: "unreadable", line: at };
  if (line.kind === "repaired") return { kind: "repaired", line: at, time: line.time, bytes: line.bytes };
  if (line.kind === "header") return at === 1 ? null : { kind: "unreadable", line: at };
  const expected = (last?.seq ?? 0) + 1;
  return line.seq === expected ? null : { kind: "gap", line: at, expected, found: line.seq };
}

function storiesOf(records: readonly AuditRecord[]): readonly Story[] {
  const byCase = new Map<CaseId, AuditRecord[]>();
  for (const record of records) {
    const known = byCase.get(record.case);
    if (known === undefined) byCase.set(record.case, [record]);
    else known.push(record);
  }
  return [...byCase].map(([id, own]) => {
    const received = own.map((record) => record.entry).find((entry) => entry.kind === "received");
    return { id, request: received?.request ?? null, records: own };
  });
}

/** How far an action came that has no end in the log. */
export type Unfinished = "received" | "decided" | "asked" | "answered" | "granted" | "started";

/** Null for one that was settled. */
export function unfinishedOf(story: Story): Unfinished | null {
  const kinds = story.records.map((record) => record.entry.kind);
  if (kinds.includes("settled")) return null;
  // The sandboxed first run has ended where the sandbox denied it; what comes after counts from there.
  const since = kinds.slice(kinds.lastIndexOf("denied") + 1);
  if (since.includes("started")) return "started";
  if (since.includes("granted")) return "granted";
  if (since.includes("answered")) return "answered";
  if (since.includes("asked")) return "asked";
  return kinds.includes("judged") ? "decided" : "received";
}
