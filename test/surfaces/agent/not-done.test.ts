/** Which refusals are told as what nobody could be asked about, or what a review denied. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { Reason } from "../../../src/core/approval/requirement.ts";
import { followNotDone, type NotDone } from "../../../src/surfaces/agent/not-done.ts";
import type { Review } from "../../../src/core/approval/review.ts";
import { DENIAL, DENIED, NOT_DONE } from "./not-done-example.ts";

const NEVER: Reason = { kind: "policy", policy: "never" };
const ESCALATION: Reason = { kind: "escalation" };

function heard(
  action: Action,
  reasons: readonly Reason[],
  outcome: Outcome,
  review: Review | null = null,
): readonly NotDone[] {
  const told: NotDone[] = [];
  const observe = followNotDone((each) => told.push(each));
  const request = { action, mode: "run", item: "call_1" } as const;
  const judged = { kind: "judged", requirement: "ask", under: null, reasons, reading: null } as const;
  observe({ seq: 1, time: 1, case: "1", entry: judged }, request);
  if (review !== null) observe({ seq: 2, time: 2, case: "1", entry: { kind: "reviewed", review } }, request);
  observe({ seq: 3, time: 2, case: "1", entry: { kind: "settled", outcome } }, request);
  return told;
}

const { action: COMMAND } = NOT_DONE;

function declined(by: Verdict["by"], note: string | null): Outcome {
  return { kind: "declined", verdict: { outcome: { kind: "decline", feedback: null }, by, note } };
}

const OUTCOMES: readonly [name: string, reasons: readonly Reason[], outcome: Outcome, told: boolean][] = [
  ["the policy refuses it", [ESCALATION, NEVER], { kind: "forbidden", reasons: [ESCALATION, NEVER] }, true],
  ["a key refuses it", [], { kind: "forbidden", reasons: [{ kind: "granular", key: "rules" }] }, true],
  ["there is no terminal", [ESCALATION], declined("no-terminal", "x"), true],
  ["nobody is there", [ESCALATION], declined("nobody", null), true],
  ["the answers are used up", [ESCALATION], declined("answers", "the answers are used up"), true],
  ["the file says no", [ESCALATION], declined("answers", null), false],
  ["a person says no", [ESCALATION], declined("user", null), false],
  ["something else forbids it", [ESCALATION], { kind: "forbidden", reasons: [ESCALATION] }, false],
  ["the guardian denied it", [ESCALATION], declined("guardian", "it sends keys"), true],
  ["it was cancelled", [ESCALATION], { kind: "cancelled" }, false],
];
test.each(OUTCOMES)("%s", (_name, reasons, outcome, isTold) => {
  expect(heard(COMMAND, reasons, outcome).length).toBe(isTold ? 1 : 0);
});

test("tells what, why without the policy, and how it could be allowed", () => {
  expect(heard(COMMAND, [ESCALATION, NEVER], { kind: "forbidden", reasons: [ESCALATION, NEVER] })).toEqual([NOT_DONE]);
});

test("tells what a review found", () => {
  expect(heard(COMMAND, [ESCALATION], declined("guardian", DENIAL.rationale), DENIAL)).toEqual([DENIED]);
});

test("tells what a review said that handed it on to nobody", () => {
  const review: Review = { ...DENIAL, status: "escalated" };
  const why = [`the guardian leaves it to a person: ${DENIAL.rationale}`, ...NOT_DONE.why];
  expect(heard(COMMAND, [ESCALATION], declined("no-terminal", "x"), review)).toEqual([{ ...NOT_DONE, why }]);
});

const ADVICE: readonly [action: Action, reasons: readonly Reason[], advice: string][] = [
  [
    { kind: "patch", text: "", cwd: "/w", why: null },
    [
      { kind: "outside", path: "/o/a" },
      { kind: "outside", path: "/o/b" },
    ],
    "--add-dir /o, -a on-request at a terminal, or --answers FILE",
  ],
  [
    { kind: "network", host: "x.org", port: 443, protocol: "https", command: null, why: null },
    [],
    'network_rule(host="x.org", protocol="https", decision="allow") in a rules file, -a on-request at a terminal, or --answers FILE',
  ],
];
test.each(ADVICE)("advice %#", (action, reasons, advice) => {
  expect(heard(action, reasons, declined("nobody", null)).map((each) => each.advice)).toEqual([advice]);
});
