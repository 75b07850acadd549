/** What reviewers report to the state machine, each with what it must come to. */
import type { Checks, ModelAnswer, Opinion, ReviewReport, ReviewStatus } from "../../src/core/approval/review.ts";
import { type ReviewTerms, USUAL_REVIEW_TERMS } from "../../src/core/config/review-terms.ts";
import { APPROVED, byModel, CLEARED, DENIED, ESCALATED, FAILED, reportOf, UNCLEAR } from "../engine/reports.ts";

/** Beside the usual ones. */
export const TIGHT: ReviewTerms = { ...USUAL_REVIEW_TERMS, approveUpTo: "low", denyFrom: "high", budget: 2 };

/** `usual`, `tight`: what it comes to under those terms. */
export type Reporting = { readonly report: ReviewReport; readonly usual: ReviewStatus; readonly tight: ReviewStatus };

const of = (report: ReviewReport, usual: ReviewStatus, tight: ReviewStatus = usual): Reporting => {
  return { report, usual, tight };
};

const LATE: ModelAnswer = { kind: "timed-out" };
const ALLOW: Opinion = {
  outcome: "allow",
  riskLevel: "low",
  riskScore: null,
  authorization: "high",
  rationale: "it looks fine",
};
const opinion = (over: Partial<Opinion>): ModelAnswer => ({ kind: "opinion", opinion: { ...ALLOW, ...over } });
const at = (level: Checks["level"], over: Partial<Checks> = {}): Checks => ({ ...CLEARED, level, ...over });

function damaged(text: string): ReviewReport {
  return JSON.parse(text);
}

export const REPORTS: readonly [Reporting, ...Reporting[]] = [
  of(APPROVED, "approved"),
  of(byModel({}), "approved"),
  of(DENIED, "denied"),
  of(ESCALATED, "escalated"),
  of(reportOf(CLEARED, opinion({ riskLevel: "medium" })), "approved", "escalated"),
  of(byModel({ outcome: "deny" }, CLEARED), "denied"),
  of(reportOf(at("high"), opinion({ riskLevel: "high" })), "approved", "denied"),
  of({ ...DENIED, repeats: "1-1" }, "denied"),
  of(reportOf(UNCLEAR, opinion({ riskLevel: "high" })), "escalated", "denied"),
  of(reportOf(at("high", { authorization: "low" }), opinion({})), "escalated", "denied"),
  of(reportOf(CLEARED, opinion({ riskLevel: "critical" })), "denied"),
  of(byModel({ riskScore: 95 }, CLEARED), "denied"),
  of(reportOf(at("critical"), opinion({})), "denied"),
  of(reportOf(at("low", { authorization: "contrary" }), opinion({})), "escalated"),
  of(FAILED, "failed"),
  of(reportOf(CLEARED, LATE), "timed_out"),
  of(reportOf(null, opinion({})), "failed"),
  of(damaged("null"), "failed"),
  of(damaged('{"checks":null}'), "failed"),
  of(damaged(JSON.stringify({ ...APPROVED, checks: { ...CLEARED, level: "none" } })), "failed"),
  of(damaged(JSON.stringify({ ...APPROVED, answer: { kind: "approved" } })), "failed"),
  of(byModel({}), "approved"),
  of(APPROVED, "approved"),
];

export const DENYING: Reporting = of({ ...DENIED }, "denied");

/** Of a reviewer that does not report in time. */
export const NEVER: Reporting = of(reportOf(null, LATE), "timed_out");
