/** What a session knows of its reviews: how many, what they denied, which turns are strict. */
import type { CaseId, TurnId } from "./action.ts";
import { DENIED_MAX, exactly } from "./overruling.ts";
import { isByModel, type Review } from "./review.ts";
import type { Pending, Reviews } from "./session.ts";

/** Reviews in a row that may be denied before the turn is ended. Codex: 3. */
export const DENIALS_IN_ROW_MAX = 3;

/** Of the latest `RECENT_MAX` reviews as many may be denied, one less than this. Codex: 10 of 50. */
export const DENIALS_MAX = 10;
export const RECENT_MAX = 50;

/** @param at the case that was reviewed, and what was reviewed in it */
export function withReview(reviews: Reviews, review: Review, at: { readonly id: CaseId } & Pending): Reviews {
  const spent = reviews.spent + (isByModel(review) ? 1 : 0);
  if (review.status !== "approved" && review.status !== "denied") return { ...reviews, spent };
  const isDenied = review.status === "denied";
  const recent = [...reviews.recent, isDenied].slice(-RECENT_MAX);
  if (!isDenied) return { ...reviews, spent, recent };
  const denied = [...reviews.denied, [review.id, { case: at.id, what: exactly(at) }] as const];
  return { ...reviews, spent, recent, denied: new Map(denied.slice(-DENIED_MAX)) };
}

export type Reached = { readonly inRow: number; readonly denied: number; readonly of: number };

/** Null as long as few enough were denied. */
export function reachedLimit({ recent }: Reviews): Reached | null {
  const inRow = recent.length - 1 - recent.lastIndexOf(false);
  const denied = recent.filter((isDenied) => isDenied).length;
  return inRow >= DENIALS_IN_ROW_MAX || denied >= DENIALS_MAX ? { inRow, denied, of: recent.length } : null;
}

/** A new turn begins anew, and is as strict as any. */
export function afterTurn(reviews: Reviews, turn: TurnId): Reviews {
  const strict = new Set([...reviews.strict].filter((other) => other !== turn));
  return { ...reviews, recent: [], strict };
}

export function withStrict(reviews: Reviews, turn: TurnId): Reviews {
  return { ...reviews, strict: new Set(reviews.strict).add(turn) };
}
