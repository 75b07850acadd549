/** Too many denials, denials that the person overrules. */
import { expect, test } from "vitest";
import type { ReviewReport } from "../../../src/core/approval/review.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import { type Desk, openDesk, storyOf } from "../../engine/desk.ts";
import { RAN, command } from "../../engine/fake-ports.ts";
import { APPROVED, DENIED, ESCALATED, FAILED, TIMED_OUT } from "../../engine/reports.ts";
import { OUT, REVIEWED, reviewAll } from "../../engine/reviewing.ts";

function limitsIn(desk: Desk): readonly unknown[] {
  return desk.ports.records.flatMap(({ case: id, entry }) => (entry.kind === "review-limit" ? [{ id, ...entry }] : []));
}

const limit = (id: string, inRow: number, denied: number, of: number): unknown => {
  return { id, kind: "review-limit", inRow, denied, of };
};
const times = (count: number, report: ReviewReport): readonly ReviewReport[] =>
  Array.from({ length: count }, () => report);
const AGAIN: ReviewReport = { ...DENIED, repeats: "1-1" };
/** Never three in a row. */
const MIXED = [DENIED, DENIED, APPROVED];

/** One at the beginning and nine at the end. @param between approvals in the midst of fourteen others */
function tenDenied(between: number): readonly ReviewReport[] {
  return [DENIED, ...times(between, APPROVED), ...MIXED, ...MIXED, ...MIXED, ...MIXED, DENIED];
}

const LIMITS: readonly [name: string, reports: readonly ReviewReport[], reached: readonly unknown[]][] = [
  ["two denials are none", [DENIED, DENIED], []],
  ["three in a row", [DENIED, DENIED, DENIED], [limit("3", 3, 3, 3)]],
  ["the very same three times", [DENIED, AGAIN, AGAIN], [limit("3", 3, 3, 3)]],
  ["each further one", times(4, DENIED), [limit("3", 3, 3, 3), limit("4", 4, 4, 4)]],
  ["an approval begins the row anew", [DENIED, DENIED, APPROVED, DENIED, DENIED], []],
  [
    "what a person is asked about does not",
    [DENIED, ESCALATED, DENIED, FAILED, TIMED_OUT, DENIED],
    [limit("6", 3, 3, 3)],
  ],
  ["ten of fifty", times(5, APPROVED).flatMap(() => MIXED), [limit("14", 2, 10, 14)]],
  [
    "those before the latest fifty no longer count",
    [...MIXED, ...MIXED, ...times(50, APPROVED), ...times(2, DENIED)],
    [],
  ],
  ["the eldest of fifty counts", tenDenied(36), [limit("50", 1, 10, 50)]],
  ["the eldest of fifty-one does not", tenDenied(37), []],
];

test.each(LIMITS)("the limit of denials: %s", async (_name, reports, reached) => {
  const desk = openDesk({}, REVIEWED);
  await reviewAll(desk, reports);
  expect(limitsIn(desk)).toEqual(reached);
});

test("a new turn counts from its beginning", async () => {
  const desk = openDesk({}, REVIEWED);
  await reviewAll(desk, [DENIED, DENIED]);
  desk.engine.endTurn("t1");
  await reviewAll(desk, [DENIED, DENIED], { ...OUT, turn: "t2" });
  expect(limitsIn(desk)).toEqual([]);
  await reviewAll(desk, [DENIED], { ...OUT, turn: "t2" });
  expect(limitsIn(desk)).toEqual([limit("5", 3, 3, 3)]);
});

test("at the limit all that is open is cancelled: reviews, questions, and what runs is told to end", async () => {
  const ended: string[] = [];
  const perform: Ports["perform"] = (_grant, _facts, _watch, signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        ended.push("run");
        resolve({ ...RAN, status: 130, stopped: "cancelled" });
      });
    });
  const desk = openDesk({ perform }, REVIEWED);
  const outcomes = ["a", "b", "c", "d", "e", "f"].map((word) =>
    desk.engine.submit({ ...OUT, action: command(["make", word], true) }),
  );
  await desk.settle();
  desk.reviews[0]?.report(APPROVED);
  desk.reviews[1]?.report(ESCALATED);
  for (const at of [2, 3, 4]) desk.reviews[at]?.report(DENIED);
  const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
  expect(kinds).toEqual(["ran", "cancelled", "declined", "declined", "declined", "cancelled"]);
  expect([ended, desk.reviews[5]?.signal.aborted, desk.asked[0]?.signal.aborted]).toEqual([["run"], true, true]);
  expect(storyOf(desk).filter((line) => line.startsWith("5 "))).toEqual(
    ["received", "judged", "asked", "reviewed", "review-limit", "settled"].map((kind) => `5 ${kind}`),
  );
});
