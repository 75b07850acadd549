/** What a session knows of its reviews: how many, what they denied, what was overruled. */
import { digest } from "../../kit/digest.ts";
import { never } from "../../kit/never.ts";
import type { Json } from "../../kit/json.ts";
import type { CaseId, TurnId } from "./action.ts";
import { identityOf, leadsOf } from "./identity.ts";
import { isByModel, type Review, type ReviewId } from "./review.ts";
import type { Denied, Pending, Reviews } from "./session.ts";

/** Reviews in a row that may be denied before the turn is ended. Codex: 3. */
export const DENIALS_IN_ROW_MAX = 3;

/** Of the latest `RECENT_MAX` reviews as many may be denied, one less than this. Codex: 10 of 50. */
export const DENIALS_MAX = 10;
export const RECENT_MAX = 50;

/** Denials that can still be overruled, and that were and were not yet tried again; the eldest are forgotten. */
const DENIED_MAX = 50;

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

/** The denial and all reviews without it, so that it can be tried once; or why that cannot be. */
export function overrule(
  reviews: Reviews,
  id: ReviewId,
): { readonly denied: Denied; readonly reviews: Reviews } | string {
  const denied = reviews.denied.get(id);
  if (denied === undefined) return `no review ${id} is known here whose denial could be overruled`;
  const { what } = denied;
  if (what === null) return "what that review denied is never twice the same, so that it cannot be tried again";
  const others = new Map(reviews.denied);
  others.delete(id);
  const overruled = [...reviews.overruled, { review: id, what }].slice(-DENIED_MAX);
  return { denied, reviews: { ...reviews, denied: others, overruled } };
}

/** The denial of this very action that was overruled, and all without it; null where none was. */
export function takeOverruled(
  reviews: Reviews,
  pending: Pending,
): { readonly review: ReviewId; readonly reviews: Reviews } | null {
  if (reviews.overruled.length === 0) return null;
  const what = exactly(pending);
  const at = reviews.overruled.findIndex((one) => one.what === what);
  const found = reviews.overruled[at];
  if (found === undefined) return null;
  return { review: found.review, reviews: { ...reviews, overruled: reviews.overruled.toSpliced(at, 1) } };
}

/**
 * Names just what was reviewed, with all that a grant for the session binds and more: for a patch the very text, for a
 * tool its input, for what a command wants while it runs that command. Null for what is never twice the same: what a
 * process makes of its input, what a server asks, a program that may be another one the next time.
 */
function exactly({ question, request, facts }: Pending): string | null {
  const { action, under, targets, whole } = question;
  const around = aroundOf({ question, request, facts });
  if (around === null) return null;
  const identity = identityOf(action, under, targets, [], leadsOf(request.action, facts));
  return digest([identity, targets, whole, request.mode, request.agent ?? null, around]);
}

function aroundOf({ question, facts }: Omit<Pending, "shown" | "parts">): Json | null {
  const { action } = question;
  switch (action.kind) {
    case "command":
    case "patch":
    case "permissions":
    case "mcp":
      return [];
    case "network":
      return [action.command, action.chain ?? []];
    case "exec":
      return facts.file?.isSteady === true ? [action.chain] : null;
    case "stdin":
    case "elicitation":
      return null;
    default:
      return never(action);
  }
}
