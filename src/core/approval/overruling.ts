/** Denials that the person overrules: what just that was, and its one try. */
import { digest } from "../../kit/digest.ts";
import type { Json } from "../../kit/json.ts";
import { never } from "../../kit/never.ts";
import { identityOf, leadsOf } from "./identity.ts";
import type { ReviewId } from "./review.ts";
import type { Denied, Pending, Reviews } from "./session.ts";

/** Denials that can be overruled, and that were and wait for their try; the eldest are forgotten. */
export const DENIED_MAX = 50;

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
 * tool its input, for a command the files that it runs, for a program or host what started it. Null for what is never
 * twice the same: what a process makes of its input, what a server asks, a program that may be another one the next time.
 */
export function exactly({ question, request, facts }: Pending): string | null {
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
      return [...(facts.scripts ?? [])];
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
