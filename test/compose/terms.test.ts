/** What of the settings holds for approvals. */
import { expect, test } from "vitest";
import { termsOf } from "../../src/compose/terms.ts";
import { USUAL_REVIEW_TERMS } from "../../src/core/config/review-terms.ts";
import { DEFAULT_SETTINGS } from "../../src/core/config/settings.ts";

const USUAL = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
  policyBy: null,
  asks: "person",
  review: USUAL_REVIEW_TERMS,
} as const;

test("a person is asked where nothing else is said", () => {
  expect(termsOf(DEFAULT_SETTINGS, { policyBy: null })).toEqual(USUAL);
});

test("the automatic reviewer is asked where it was chosen, and its terms hold", () => {
  const review = { ...USUAL_REVIEW_TERMS, approveUpTo: "low" } as const;
  const autoReview = { ...DEFAULT_SETTINGS.autoReview, terms: review };
  const settings = { ...DEFAULT_SETTINGS, reviewer: "auto_review", autoReview } as const;
  expect(termsOf(settings, { policyBy: "a file" })).toEqual({ ...USUAL, policyBy: "a file", asks: "reviewer", review });
});

test("what is accepted for the session lasts as long as was said", () => {
  const grantLimits = { forMs: 1000, uses: 2, survivesResume: false };
  expect(termsOf(DEFAULT_SETTINGS, { policyBy: null, grantLimits })).toEqual({ ...USUAL, grantLimits });
});
