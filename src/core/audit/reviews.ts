/** The automatic reviews of a log: what each came to, and who decided in the end. */
import type { Action, CaseId } from "../approval/action.ts";
import type { Verdict } from "../approval/question.ts";
import type { AuditRecord, Entry, Outcome } from "../approval/record.ts";
import { AUTHORIZATIONS, isByModel, REVIEW_STATUSES, type Review } from "../approval/review.ts";
import { isRisk } from "../config/review-terms.ts";
import type { Millis } from "../../kit/time.ts";

/** Who decided in the end. */
export type Decided =
  | { readonly kind: "guardian" }
  /** Whoever was asked when the review had handed it on. */
  | { readonly kind: "answered"; readonly verdict: Verdict }
  /** The review denied it, and the person lets it be tried again. */
  | { readonly kind: "overruled" }
  /** It ended before anybody answered. */
  | { readonly kind: "ended"; readonly outcome: Outcome }
  /** The log tells no end. */
  | { readonly kind: "open" };

export type ReviewStory = {
  /** When the review was over. */
  readonly time: Millis;
  readonly case: CaseId;
  /** Null where the log does not tell it. */
  readonly action: Action | null;
  readonly review: Review;
  readonly decided: Decided;
};

export type ReviewLog = {
  readonly take: (record: AuditRecord) => void;
  /** In the order in which they ended, with what is known by now. */
  readonly stories: () => readonly ReviewStory[];
  /** Reviews that make no sense. */
  readonly damaged: () => number;
};

/** Holds no more than the actions of open cases and the reviews themselves, however long the log is. */
export function reviewLog(): ReviewLog {
  const actions = new Map<CaseId, Action>();
  /** Where the latest review of a case stands that was handed on. */
  const waiting = new Map<CaseId, number>();
  const stories: ReviewStory[] = [];
  let damaged = 0;

  function decide(at: number | undefined, decided: Decided): void {
    const story = at === undefined ? undefined : stories[at];
    if (at !== undefined && story !== undefined) stories[at] = { ...story, decided };
  }

  function reviewed({ time, case: id }: AuditRecord, review: Review): void {
    if (!isWhole(review)) {
      damaged += 1;
      return;
    }
    const isDecided = review.status === "approved" || review.status === "denied";
    stories.push({
      time,
      case: id,
      action: actions.get(id) ?? null,
      review,
      decided: { kind: isDecided ? "guardian" : "open" },
    });
    if (isDecided) waiting.delete(id);
    else waiting.set(id, stories.length - 1);
  }

  function take(record: AuditRecord): void {
    const { case: id, entry } = record;
    switch (entry.kind) {
      case "received":
        actions.set(id, entry.request.action);
        return;
      case "reviewed":
        reviewed(record, entry.review);
        return;
      case "answered":
        decide(waiting.get(id), { kind: "answered", verdict: entry.verdict });
        waiting.delete(id);
        return;
      case "settled":
        decide(waiting.get(id), { kind: "ended", outcome: entry.outcome });
        waiting.delete(id);
        actions.delete(id);
        return;
      case "overruled":
        decide(indexOf(stories, entry), { kind: "overruled" });
        return;
      default:
    }
  }

  return { take, stories: () => stories, damaged: () => damaged };
}

function indexOf(stories: readonly ReviewStory[], { review }: Entry & { readonly kind: "overruled" }): number {
  return stories.findLastIndex((story) => story.review.id === review);
}

/** The file may have been altered: what is no review must not stand among them. */
function isWhole(review: Partial<Review> | null): boolean {
  if (typeof review !== "object" || review === null) return false;
  const { status, riskLevel, riskScore, userAuthorization, rationale, findings, cost } = review;
  const isRuled = REVIEW_STATUSES.some((each) => each === status) && isRisk(riskLevel) && typeof riskScore === "number";
  const isAsked = AUTHORIZATIONS.some((each) => each === userAuthorization);
  const isTold = typeof rationale === "string" && Array.isArray(findings);
  return isRuled && isAsked && isTold && typeof cost?.tookMs === "number" && typeof cost.requests === "number";
}

export type ReviewTotals = {
  readonly reviews: number;
  readonly approved: number;
  readonly denied: number;
  readonly escalated: number;
  readonly timedOut: number;
  readonly failed: number;
  /** Of those denied. */
  readonly overruled: number;
  /** Of all: by the checks alone; of earlier ones for the same action. */
  readonly byChecks: number;
  readonly repeated: number;
  /** Reviews whose endpoint told nothing count as none. */
  readonly tokens: { readonly input: number; readonly cachedInput: number; readonly output: number };
  /** Of those in which a model was asked; null where there are none. */
  readonly medianMs: Millis | null;
};

export function totalsOf(stories: readonly ReviewStory[]): ReviewTotals {
  const reviews = stories.map(({ review }) => review);
  const count = (is: (review: Review) => boolean): number => reviews.filter(is).length;
  const own = reviews.filter(({ repeats }) => repeats === null);
  const sum = (of: "input" | "cachedInput" | "output"): number =>
    own.reduce((all, { cost }) => all + (cost.tokens?.[of] ?? 0), 0);
  return {
    reviews: reviews.length,
    approved: count(({ status }) => status === "approved"),
    denied: count(({ status }) => status === "denied"),
    escalated: count(({ status }) => status === "escalated"),
    timedOut: count(({ status }) => status === "timed_out"),
    failed: count(({ status }) => status === "failed"),
    overruled: stories.filter(({ decided }) => decided.kind === "overruled").length,
    byChecks: own.filter((review) => !isByModel(review)).length,
    repeated: reviews.length - own.length,
    tokens: { input: sum("input"), cachedInput: sum("cachedInput"), output: sum("output") },
    medianMs: medianOf(own.filter(isByModel).map(({ cost }) => cost.tookMs)),
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
