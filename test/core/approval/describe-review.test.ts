/** Words for what an automatic review came to. */
import { expect, test } from "vitest";
import {
  describeAuthorization,
  describeCost,
  describeFinding,
  describeRisk,
  describeSpan,
  grouped,
  reviewAdvice,
  reviewNotes,
  reviewVerdict,
} from "../../../src/core/approval/describe-review.ts";
import {
  AUTHORIZATIONS,
  NO_COST,
  type Review,
  type ReviewCost,
  type ReviewStatus,
} from "../../../src/core/approval/review.ts";

const REVIEW: Review = {
  id: "7-12",
  status: "approved",
  riskLevel: "low",
  riskScore: 5,
  userAuthorization: "high",
  rationale: "it was asked for",
  findings: [],
  cost: {
    tookMs: 1234,
    requests: 1,
    lookups: 0,
    model: "m",
    tokens: { input: 1200, cachedInput: 1000, output: 140 },
  },
  repeats: null,
};

test.each<[status: ReviewStatus, words: string]>([
  ["approved", "approved by the guardian"],
  ["denied", "denied by the guardian"],
  ["escalated", "the guardian leaves it to a person"],
  ["timed_out", "the guardian took too long, and leaves it to a person"],
  ["failed", "the guardian could not review it, and leaves it to a person"],
])("%s", (status, words) => {
  expect(reviewVerdict(status)).toBe(words);
});

test.each<[name: string, review: Partial<Review>, notes: readonly string[]]>([
  ["by a model", {}, ["low risk", "1.2 s", "1,340 tokens"]],
  ["by a model whose endpoint counts nothing", { cost: { ...REVIEW.cost, tokens: null } }, ["low risk", "1.2 s"]],
  ["by the checks", { cost: { ...NO_COST, tookMs: 0.4 } }, ["low risk", "0 ms", "checks alone"]],
  ["one that came to nothing", { status: "failed", riskLevel: "high" }, ["1.2 s", "1,340 tokens"]],
  ["one that is known already", { repeats: "7-3", riskLevel: "high" }, ["high risk", "the same as review 7-3"]],
])("%s", (_name, given, notes) => {
  expect(reviewNotes({ ...REVIEW, ...given })).toEqual(notes);
});

test.each<[words: string, cost: Partial<ReviewCost>]>([
  ["1.2 s, 2 requests to m, 1,340 tokens", { requests: 2, model: "m" }],
  ["1.2 s, 1 request to m, 1 look-up", { requests: 1, model: "m", lookups: 1, tokens: null }],
  ["1.2 s, 1 request to a model, 3 look-ups", { requests: 1, model: null, lookups: 3, tokens: null }],
  ["1.2 s, checks alone", { requests: 0, tokens: null }],
])("it took %s", (words, cost) => {
  expect(describeCost({ ...REVIEW.cost, ...cost })).toBe(words);
});

test("what to do about one that failed", () => {
  expect([reviewAdvice({ status: "failed" }), reviewAdvice({ status: "timed_out" })]).toEqual([
    'set model and model_provider in [auto_review], or model = "none" there to review by the checks alone',
    null,
  ]);
});

test("risk, findings, and how far it was asked for", () => {
  expect(describeRisk({ riskLevel: "high", riskScore: 60 })).toBe("high, 60 of 100");
  expect(describeFinding({ category: "network", level: "medium", what: "reaches a.example" })).toBe(
    "network, medium: reaches a.example",
  );
  expect(AUTHORIZATIONS.map(describeAuthorization)).toEqual([
    "the person said that it must not be",
    "nobody can tell whether the person wants it",
    "nothing that the person said speaks of it",
    "it follows from what the person wants",
    "the person asked for exactly this",
  ]);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1234567, "1,234,567"],
])("%d is written %s", (count, words) => {
  expect(grouped(count)).toBe(words);
});

test.each([
  [0.4, "0 ms"],
  [999, "999 ms"],
  [1000, "1.0 s"],
  [90_000, "90.0 s"],
])("%d ms are %s", (ms, words) => {
  expect(describeSpan(ms)).toBe(words);
});
