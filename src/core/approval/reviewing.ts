/** What a review means: the case goes on, is denied, or is asked of the person. */
import type { Millis } from "../../kit/time.ts";
import { never } from "../../kit/never.ts";
import { USUAL_REVIEW_TERMS } from "../config/review-terms.ts";
import type { CaseId } from "./action.ts";
import { giveForTurn, type Taken } from "./answer.ts";
import { soundReport } from "./check-report.ts";
import { cancelAll } from "./ending.ts";
import { join, settle } from "./moves.ts";
import { askPerson, declineFor } from "./presence.ts";
import { failedReport, NO_COST, type Review, reviewId, type ReviewId, type ReviewReport } from "./review.ts";
import { reachedLimit, withReview } from "./reviews.ts";
import { ruleOn } from "./ruling.ts";
import type { Verdict } from "./question.ts";
import type { Entry } from "./record.ts";
import { whyNobodyIsAsked } from "./strict.ts";
import type { Case, Pending, Session, Step, Terms } from "./session.ts";

type Waiting = Case & { readonly at: "waiting" };

/** A reviewer that never reports. */
const NO_REPORT: ReviewReport = { checks: null, answer: { kind: "timed-out" }, cost: NO_COST, repeats: null };

/** The report is looked at first: what is none counts as failed. */
export function takeReview(session: Session, { id, now, report }: Reported, open: Waiting): Taken {
  const review = rule(reviewId(id, open.ticket ?? 0), soundReport(report), session.terms);
  const { request, facts, question, shown, parts } = open;
  const pending: Pending = { request, facts, question, shown, parts };
  const known = { ...session, reviews: withReview(session.reviews, review, { id, ...pending }) };
  const reviewed: Entry = { kind: "reviewed", review };
  switch (review.status) {
    case "approved":
      return question.action.kind === "permissions"
        ? over(giveForTurn(known, { id, now }, open, question.action.wanted, reviewed))
        : { kind: "go-on", session: known, before: [reviewed], from: "guardian" };
    case "denied":
      return over(deny(known, id, reviewed));
    case "escalated":
    case "timed_out":
    case "failed":
      return over(handOver(known, id, { ...pending, question: { ...question, review } }, [reviewed], now));
    default:
      return never(review.status);
  }
}

export type Reported = { readonly id: CaseId; readonly now: Millis; readonly report: ReviewReport };

/** Nothing came of it in time. */
export function expireReview(
  session: Session,
  when: { readonly id: CaseId; readonly now: Millis },
  open: Waiting,
): Taken {
  return takeReview(session, { ...when, report: NO_REPORT }, open);
}

function over(step: Step): Taken {
  return { kind: "step", step };
}

/** Ruled on by what holds now. */
function rule(id: ReviewId, report: ReviewReport, { review = USUAL_REVIEW_TERMS }: Terms): Review {
  try {
    return ruleOn(id, report, review);
  } catch {
    // A fault in ruling is a review that came to nothing, which a person looks at.
    return ruleOn(id, failedReport("the review could not be ruled on"), review);
  }
}

/** What is behind it in a chain is not run, and neither is what comes before. */
function deny(session: Session, id: CaseId, reviewed: Entry & { readonly kind: "reviewed" }): Step {
  const note = reviewed.review.rationale;
  const verdict: Verdict = { outcome: { kind: "decline", feedback: null }, by: "guardian", note };
  const reached = reachedLimit(session.reviews);
  const limit: readonly Entry[] = reached === null ? [] : [{ kind: "review-limit", ...reached }];
  const denied = settle(session, id, { kind: "declined", verdict }, [reviewed, ...limit]);
  return reached === null ? denied : join(denied, cancelAll);
}

/** To the person, where the policy lets one be asked. */
function handOver(session: Session, id: CaseId, pending: Pending, before: readonly Entry[], now: Millis): Step {
  const why = whyNobodyIsAsked(pending.question, session.terms);
  return why === null ? askPerson(session, id, pending, before, now) : declineFor(session, id, why, before);
}
