/** An automatic review: what it rests on, what it says, what it comes to. */
import type { Millis } from "../../kit/time.ts";
import type { ReviewCategory, RiskLevel } from "../config/review-terms.ts";
import type { CaseId } from "./action.ts";

/**
 * How far the person asked for it, growing. `contrary`: they said that it must not be; `unknown`: nobody can tell; `low`:
 * nothing they said speaks of it; `medium`: it follows from what they want; `high`: they asked for exactly this.
 */
export const AUTHORIZATIONS = ["contrary", "unknown", "low", "medium", "high"] as const;
export type Authorization = (typeof AUTHORIZATIONS)[number];

/** Names one review within a thread: the case and the number of its asking, "7-12". */
export type ReviewId = string;

/** One thing that speaks against an action. */
export type ReviewFinding = {
  readonly category: ReviewCategory;
  readonly level: RiskLevel;
  /** Plain words, one line, not escaped: "sends ~/.aws/credentials to collect.example". */
  readonly what: string;
};

/** What code says of an action, without any model. It can only raise the risk. */
export type Checks = {
  readonly findings: readonly ReviewFinding[];
  /** The highest of all findings; `low` where there are none. */
  readonly level: RiskLevel;
  /** By the person's own words alone. */
  readonly authorization: Authorization;
  /** True where it certainly does no more than is harmless or was asked for: approved without any model. */
  readonly isCleared: boolean;
  /** One line for a person, not escaped: why it is cleared, or what keeps it from that. */
  readonly why: string;
};

/** What a model answered, as it was read. */
export type Opinion = {
  readonly outcome: "allow" | "deny";
  readonly riskLevel: RiskLevel;
  /** From 0 to 100; null where it gave none. */
  readonly riskScore: number | null;
  readonly authorization: Exclude<Authorization, "contrary">;
  /** Not escaped; may be empty. */
  readonly rationale: string;
};

export type ModelAnswer =
  | { readonly kind: "opinion"; readonly opinion: Opinion }
  /** No model is to be asked: the settings name none, or the budget is used up. `why`: which of them, one line. */
  | { readonly kind: "none"; readonly why: string }
  /** No answer that counts: errors, no proper form, a model that contradicts itself. One line, not escaped. */
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "timed-out" };

export type ReviewCost = {
  readonly tookMs: Millis;
  /** Requests to the model; 0 where none was asked. */
  readonly requests: number;
  /** Files and commands that it looked at. */
  readonly lookups: number;
  /** Null where no model was asked. */
  readonly model: string | null;
  /** Null where the endpoint did not tell. */
  readonly tokens: { readonly input: number; readonly cachedInput: number; readonly output: number } | null;
};

export const NO_COST: ReviewCost = { tookMs: 0, requests: 0, lookups: 0, model: null, tokens: null };

/** What a reviewer hands to the state machine, which rules on it. */
export type ReviewReport = {
  /** Null where the checks themselves failed. */
  readonly checks: Checks | null;
  readonly answer: ModelAnswer;
  readonly cost: ReviewCost;
  /** The review whose report this is again, for the very same action; null for one of its own. */
  readonly repeats: ReviewId | null;
};

/** Of a review that came to nothing. @param why one line, not escaped */
export function failedReport(why: string): ReviewReport {
  return { checks: null, answer: { kind: "failed", why }, cost: NO_COST, repeats: null };
}

/** `escalated`: to the person, who decides. So do `timed_out` and `failed`, where nobody could be told a verdict. */
export const REVIEW_STATUSES = ["approved", "denied", "escalated", "timed_out", "failed"] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** What was ruled. */
export type Review = {
  readonly id: ReviewId;
  readonly status: ReviewStatus;
  /** The strictest of checks and model. */
  readonly riskLevel: RiskLevel;
  /** From 0 to 100, never below what the level says. */
  readonly riskScore: number;
  readonly userAuthorization: Authorization;
  /** One line, for agent and person; not escaped. */
  readonly rationale: string;
  readonly findings: readonly ReviewFinding[];
  readonly cost: ReviewCost;
  readonly repeats: ReviewId | null;
};

/** True where it counts for the budget of reviews by a model. */
export function isByModel({ cost }: Pick<Review, "cost">): boolean {
  return cost.requests > 0;
}

/** `7-12`. @param ticket the number of its asking */
export function reviewId(id: CaseId, ticket: number): ReviewId {
  return `${id}-${ticket}`;
}

/** The case in which it was made: of `7-12` the case 7. */
export function caseOf(review: ReviewId): CaseId {
  return review.slice(0, review.lastIndexOf("-"));
}

/** The one that speaks less for it. */
export function lesser(a: Authorization, b: Authorization): Authorization {
  return AUTHORIZATIONS.indexOf(a) <= AUTHORIZATIONS.indexOf(b) ? a : b;
}
