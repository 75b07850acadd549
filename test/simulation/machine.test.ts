/** Random interleavings of all that may happen to a session, by the state machine alone. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AuditRecord } from "../../src/core/approval/record.ts";
import { play } from "./machine.ts";

const PROGRAMS = fc.uint8Array({ minLength: 24, maxLength: 112 });

test("whatever comes in whatever order: each action ends once, nothing runs that was not granted", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(PROGRAMS, (program) => {
      const { faults, records } = play([...program]);
      for (const record of records) count(seen, wordsOf(record));
      expect(faults).toEqual([]);
    }),
    { numRuns: 100_000 },
  );
  // What is never reached shows nothing: each of these must have been, many times.
  expect(REACHED.filter((words) => (seen.get(words) ?? 0) < 20)).toEqual([]);
}, 300_000);

function count(seen: Map<string, number>, words: string): void {
  seen.set(words, (seen.get(words) ?? 0) + 1);
}

/** What kind of record it is, as far as it counts here. */
function wordsOf({ case: id, entry }: AuditRecord): string {
  const inner = id.includes(".") ? "inner " : "";
  switch (entry.kind) {
    case "answered":
      if (entry.verdict.note?.includes("was overruled") === true) return `${inner}answered by overruling`;
      return `${inner}answered ${entry.verdict.outcome.kind} by ${entry.verdict.by}`;
    case "asked":
      return `${inner}asked${entry.part === undefined || entry.review === undefined ? "" : " the reviewer about a part"}`;
    case "judged":
      return entry.reasons[0]?.kind === "strict-review" ? "judged strictly" : `${inner}judged`;
    case "granted":
      return `${inner}granted from ${entry.from}`;
    case "settled":
      return `${inner}settled ${entry.outcome.kind}`;
    case "reviewed":
      return `${inner}reviewed ${entry.review.status}`;
    case "remembered":
      return `remembered ${entry.grant.kind}`;
    default:
      return `${inner}${entry.kind}`;
  }
}

const REACHED: readonly string[] = [
  "received",
  "judged",
  "asked",
  "waits",
  "answered accept by user",
  "answered accept by answers",
  "answered accept-for-session by user",
  "answered accept-and-amend by user",
  "answered decline-and-amend by user",
  "answered grant by user",
  "answered reply by user",
  "answered decline by user",
  "answered decline by nobody",
  "answered cancel by user",
  "amended",
  "granted from policy",
  "granted from user",
  "granted from session",
  "granted from guardian",
  "reviewed approved",
  "reviewed denied",
  "reviewed escalated",
  "reviewed failed",
  "reviewed timed_out",
  "review-limit",
  "overruled",
  "answered by overruling",
  "asked the reviewer about a part",
  "judged strictly",
  "started",
  "denied",
  "settled ran",
  "settled allowed",
  "settled forbidden",
  "settled declined",
  "settled cancelled",
  "settled fault",
  "remembered command",
  "remembered patch",
  "remembered network",
  "remembered mcp",
  "remembered permissions",
  "remembered exec",
  "used",
  "revoked",
  "limited",
  "over",
  "inner asked",
  "inner waits",
  "inner answered accept by user",
  "inner granted from user",
  "inner granted from guardian",
  "inner reviewed approved",
  "inner reviewed denied",
  "inner settled starts",
  "inner settled cancelled",
  "inner settled declined",
];
