/** Reports of reviewers, for tests. */
import {
  type Checks,
  failedReport,
  type ModelAnswer,
  NO_COST,
  type Opinion,
  type ReviewReport,
} from "../../src/core/approval/review.ts";

/** Nothing speaks against it, and it was asked for. */
export const CLEARED: Checks = {
  findings: [],
  level: "low",
  authorization: "high",
  isCleared: true,
  why: "it is what was asked for",
};

export const UNCLEAR: Checks = { ...CLEARED, authorization: "low", isCleared: false, why: "nobody asked for it" };

const NONE: ModelAnswer = { kind: "none", why: "no model reviews" };

const OPINION: Opinion = {
  outcome: "allow",
  riskLevel: "low",
  riskScore: null,
  authorization: "high",
  rationale: "it looks fine",
};

export function reportOf(
  checks: Checks | null,
  answer: ModelAnswer = NONE,
  over: Partial<ReviewReport> = {},
): ReviewReport {
  return { checks, answer, cost: NO_COST, repeats: null, ...over };
}

/** By the checks alone. */
export const APPROVED = reportOf(CLEARED);
export const ESCALATED = reportOf(UNCLEAR);
export const FAILED = failedReport("no proper answer in 3 tries");
export const TIMED_OUT = reportOf(UNCLEAR, { kind: "timed-out" });

export function byModel(opinion: Partial<Opinion>, checks: Checks | null = UNCLEAR): ReviewReport {
  const cost = { ...NO_COST, tookMs: 900, requests: 1, model: "m" };
  return reportOf(checks, { kind: "opinion", opinion: { ...OPINION, ...opinion } }, { cost });
}

export const DENIED = byModel({ outcome: "deny", riskLevel: "high", rationale: "it deletes what nobody named" });
