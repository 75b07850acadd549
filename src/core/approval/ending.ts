/** Ends cases before their time: cancelled, interrupted, or left by an earlier session. */
import { never } from "../../kit/never.ts";
import type { Millis } from "../../kit/time.ts";
import type { CaseId, TurnId } from "./action.ts";
import { eachCase, join, move, nothing, refuse, settle } from "./moves.ts";
import { unfinished } from "./replay.ts";
import type { Entry } from "./record.ts";
import type { ReviewId } from "./review.ts";
import { overrule } from "./overruling.ts";
import { afterTurn } from "./reviews.ts";
import type { Case, Replayed, Session, Step } from "./session.ts";
import type { GrantChange } from "./session-grant.ts";
import { boundTo, survives, withChange } from "./session-grants.ts";

/** A running command is told to stop and settles when it has; a rule being saved is waited for. */
export function cancel(session: Session, id: CaseId, open: Case): Step {
  switch (open.at) {
    case "running":
      return { ...nothing(session), effects: [{ id, kind: "withdraw" }] };
    case "amending":
      return move(session, id, { ...open, cancelled: true }, [], []);
    case "gathering":
    case "waiting":
      return settle(session, id, { kind: "cancelled" });
    default:
      return never(open);
  }
}

/** "Cancel turn" ends this case and all others that are open. */
export function cancelTurn(session: Session, id: CaseId, answered: Entry): Step {
  return join(settle(session, id, { kind: "cancelled" }, [answered]), cancelAll);
}

/** All that is open, as if each had been cancelled. */
export function cancelAll(session: Session): Step {
  return eachCase(session, cancel);
}

/** What others took from a grant; recorded with the case in which it was made. */
export function changeGrant(session: Session, change: GrantChange): Step {
  const grant = session.grants.find(({ id }) => id === change.id);
  if (grant === undefined) return refuse(session, `there is no grant ${change.id}`);
  const grants = withChange(session.grants, change);
  if (grants === session.grants) return refuse(session, "that is no less than is granted");
  const limited = grants.find(({ id }) => id === change.id);
  // What was asked for may be wider than what there was: what holds now is what is recorded.
  const entry: Entry =
    limited === undefined
      ? { kind: "revoked", id: change.id }
      : {
          kind: "limited",
          id: change.id,
          until: limited.until,
          uses: limited.usesLeft,
          survivesResume: limited.survivesResume,
        };
  return { ...nothing({ ...session, grants }), entries: [{ id: grant.case, entry }] };
}

/** All of these; those that change nothing are passed over, for they are told again and again. */
export function changeGrants(session: Session, changes: readonly GrantChange[]): Step {
  return changes.reduce((all, change) => join(all, (now) => changeGrant(now, change)), nothing(session));
}

export function endTurn(session: Session, turn: TurnId): Step {
  const ended = boundTo(session.grants, turn);
  const grants = session.grants.filter((grant) => !ended.includes(grant));
  const entries = ended.map((grant) => ({ id: grant.case, entry: { kind: "over", grant: grant.id } as const }));
  return { ...nothing({ ...session, grants, reviews: afterTurn(session.reviews, turn) }), entries };
}

/** The very action may be tried once more; recorded with the case in which it was denied. */
export function overruleReview(session: Session, review: ReviewId): Step {
  const overruled = overrule(session.reviews, review);
  if (typeof overruled === "string") return refuse(session, overruled);
  const { denied, reviews } = overruled;
  return { ...nothing({ ...session, reviews }), entries: [{ id: denied.case, entry: { kind: "overruled", review } }] };
}

/** What was open is told as unfinished and never taken up; of the grants those go on that were made to last. */
export function restore(session: Session, { open, grants, lastGrant, reviewsSpent }: Replayed, now: Millis): Step {
  if (session.cases.size > 0 || session.lastGrant > 0) return refuse(session, "the session has begun already");
  const kept = grants.filter((grant) => survives(grant, now));
  const entries = [
    ...[...open].map(([id, stage]) => ({ id, entry: { kind: "settled", outcome: unfinished(stage) } as const })),
    ...grants
      .filter((grant) => !kept.includes(grant))
      .map((grant) => ({ id: grant.case, entry: { kind: "over", grant: grant.id } as const })),
    ...kept.map((grant) => ({ id: grant.case, entry: { kind: "remembered", grant } as const })),
  ];
  return {
    ...nothing({ ...session, grants: kept, lastGrant, reviews: { ...session.reviews, spent: reviewsSpent } }),
    entries,
  };
}
