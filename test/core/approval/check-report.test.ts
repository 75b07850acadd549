/** Reports of reviewers that may say anything. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { soundReport } from "../../../src/core/approval/check-report.ts";
import { failedReport, type ReviewReport } from "../../../src/core/approval/review.ts";
import { ruleOn } from "../../../src/core/approval/ruling.ts";
import { USUAL_REVIEW_TERMS } from "../../../src/core/config/review-terms.ts";
import { APPROVED, byModel, CLEARED, DENIED, ESCALATED, FAILED, reportOf, TIMED_OUT } from "../../engine/reports.ts";

const FOUND = { ...CLEARED, findings: [{ category: "network", level: "low", what: "reaches a.test" }] } as const;
const TOKENS = { input: 9, cachedInput: 1, output: 2 };
const SOUND: readonly ReviewReport[] = [
  APPROVED,
  DENIED,
  ESCALATED,
  FAILED,
  TIMED_OUT,
  reportOf(null),
  reportOf(FOUND),
  { ...byModel({ riskScore: 0 }), repeats: "1-1", cost: { ...byModel({}).cost, tokens: TOKENS } },
];

test.each(SOUND)("a sound report is taken as it is: %j", (report) => {
  expect(soundReport(report)).toBe(report);
});

const NONE = failedReport("the reviewer gave no proper report");
const WHOLE = { ...byModel({}, FOUND), cost: { ...byModel({}).cost, tokens: TOKENS } };
const { checks, answer, cost } = WHOLE;
const opinion = answer.kind === "opinion" ? answer.opinion : null;
const saying = (over: object): unknown => ({ ...WHOLE, answer: { kind: "opinion", opinion: { ...opinion, ...over } } });

const DAMAGED: readonly [name: string, report: unknown][] = [
  ["nothing", null],
  ["a word", "approved"],
  ["a list", [APPROVED]],
  ["another status", { status: "approved" }],
  ["no checks told", { ...WHOLE, checks: undefined }],
  ["checks of another level", { ...WHOLE, checks: { ...checks, level: "none" } }],
  ["a level by its number", { ...WHOLE, checks: { ...checks, level: 0 } }],
  ["no level", { ...WHOLE, checks: { ...checks, level: null } }],
  ["an unknown authorization", { ...WHOLE, checks: { ...checks, authorization: "explicit" } }],
  ["cleared in words", { ...WHOLE, checks: { ...checks, isCleared: "yes" } }],
  ["findings that are none", { ...WHOLE, checks: { ...checks, findings: "none" } }],
  [
    "a finding of another category",
    { ...WHOLE, checks: { ...checks, findings: [{ ...FOUND.findings[0], category: "x" }] } },
  ],
  ["more findings than there are", { ...WHOLE, checks: { ...checks, findings: Array(1001).fill(FOUND.findings[0]) } }],
  ["an answer of another kind", { ...WHOLE, answer: { kind: "approved" } }],
  ["an opinion without one", { ...WHOLE, answer: { kind: "opinion" } }],
  ["another outcome", saying({ outcome: "approved" })],
  ["a model's level that is none", saying({ riskLevel: "tiny" })],
  ["a score above the scale", saying({ riskScore: 101 })],
  ["a score below it", saying({ riskScore: -1 })],
  ["a score that is no number", saying({ riskScore: Number.NaN })],
  ["a score in words", saying({ riskScore: "5" })],
  ["a model that tells what only the checks may", saying({ authorization: "contrary" })],
  ["no rationale", saying({ rationale: undefined })],
  ["ten million characters", saying({ rationale: "x".repeat(10_000_000) })],
  ["endless time", { ...WHOLE, cost: { ...cost, tookMs: Number.POSITIVE_INFINITY } }],
  ["fewer requests than none", { ...WHOLE, cost: { ...cost, requests: -1 } }],
  ["tokens in words", { ...WHOLE, cost: { ...cost, tokens: { ...TOKENS, input: "9" } } }],
  ["a review that it repeats, by its number", { ...WHOLE, repeats: 1 }],
];

test.each(DAMAGED)("what is no report counts as failed: %s", (_name, report) => {
  expect(soundReport(report)).toEqual(NONE);
});

test("nothing that stands at random is an approval, and whatever comes is ruled on", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(ruleOn("1-1", soundReport(value), USUAL_REVIEW_TERMS).status).toBe("failed");
    }),
    { numRuns: 2_000 },
  );
});

test("a sound report of which one value is of another kind counts as failed", () => {
  const wrong = fc.oneof(
    fc.constant(undefined),
    fc.bigInt(),
    fc.date(),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.nat()),
  );
  fc.assert(
    fc.property(fc.constantFrom(...pathsIn(WHOLE)), wrong, (path, value) => {
      expect(soundReport(withValue(WHOLE, path, value))).toEqual(NONE);
    }),
    { numRuns: 2_000 },
  );
});

type Path = readonly string[];

/** Each place in it at which a plain value stands. */
function pathsIn(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return [[]];
  return Object.entries(value).flatMap(([key, inner]) => pathsIn(inner).map((path) => [key, ...path]));
}

function withValue(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined || typeof whole !== "object" || whole === null) return value;
  const entries = Object.entries(whole).map(([name, inner]) => [
    name,
    name === key ? withValue(inner, rest, value) : inner,
  ]);
  return Array.isArray(whole) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
