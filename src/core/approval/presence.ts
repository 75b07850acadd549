/** Puts questions to whoever is there, and keeps them while nobody is. */
import type { Millis } from "../../kit/time.ts";
import { USUAL_REVIEW_TERMS } from "../config/review-terms.ts";
import type { CaseId } from "./action.ts";
import { onlyPerson } from "./asking.ts";
import { eachCase, join, move, refuse, settle } from "./moves.ts";
import type { Question, Verdict } from "./question.ts";
import { reviewId, type ReviewId } from "./review.ts";
import { isByStrictness } from "./strict.ts";
import type { Entry } from "./record.ts";
import type { Asked, Case, Effect, Pending, Session, Step, Terms } from "./session.ts";

type Waiting = Case & { readonly at: "waiting" };

/** Whoever is to be asked first is. */
export function askAbout(session: Session, id: CaseId, pending: Pending, before: readonly Entry[], now: Millis): Step {
  const asked = whoIsAsked(session.terms, pending);
  const open: Waiting = { at: "waiting", asked, ticket: null, ...pending };
  if (asked === "reviewer") return putToReviewer(session, id, open, before, now);
  return asked === "person" ? askPerson(session, id, pending, before, now) : put(session, id, open, before, now);
}

/** The case waits for an answer from now on, or is declined at once where nobody is there to give one. */
export function askPerson(session: Session, id: CaseId, pending: Pending, before: readonly Entry[], now: Millis): Step {
  const open: Waiting = { at: "waiting", asked: "person", ticket: null, ...pending };
  if (session.presence.kind === "attached") return put(session, id, open, before, now);
  const waits = move(session, id, open, [...before, { kind: "waits" }], []);
  return session.presence.kind === "gone" ? join(waits, (at) => declineFor(at, id, nobodyFor(open.question))) : waits;
}

/**
 * A person's is what only a person may answer, what a server asks one, what a broken rules file might forbid, all under
 * `untrusted`, and permissions that no turn would end: a review grants none that last.
 */
export function whoIsAsked(
  { asks = "person", approvalPolicy }: Terms,
  { question, request }: Pick<Pending, "question" | "request">,
): Asked {
  const { action, reasons } = question;
  if (onlyPerson(reasons) || action.kind === "elicitation") return "person";
  if (reasons.some(({ kind }) => kind === "broken-rules")) return "person";
  if (isByStrictness(question)) return "reviewer";
  if (asks !== "reviewer") return asks;
  const isEndless = action.kind === "permissions" && request.turn === undefined;
  return approvalPolicy === "untrusted" || isEndless ? "person" : "reviewer";
}

function putToReviewer(session: Session, id: CaseId, open: Waiting, before: readonly Entry[], now: Millis): Step {
  const { question, facts } = open;
  const { timeoutMs, budget } = session.terms.review ?? USUAL_REVIEW_TERMS;
  const ticket = session.lastTicket + 1;
  const review = reviewId(id, ticket);
  // Those that are under way may each be the last that the budget is for.
  const isLeft = budget === null || session.reviews.spent + underWay(session, id) < budget;
  const effect: Effect = {
    id,
    kind: "review",
    review,
    question,
    facts,
    withModel: isLeft,
    ticket,
    until: now + timeoutMs + REVIEW_GRACE_MS,
  };
  return move(
    { ...session, lastTicket: ticket },
    id,
    { ...open, ticket },
    [...before, askedEntry(question, review)],
    [effect],
  );
}

/** The reviewer keeps the time by itself; this is for one that hangs. */
export const REVIEW_GRACE_MS = 5_000;

function underWay({ cases }: Session, but: CaseId): number {
  return [...cases].filter(([id, open]) => id !== but && open.at === "waiting" && open.asked === "reviewer").length;
}

function put(session: Session, id: CaseId, open: Waiting, before: readonly Entry[], now: Millis): Step {
  const { question, asked } = open;
  const ticket = session.lastTicket + 1;
  const { answerMsMax } = session.terms;
  const until = answerMsMax === undefined ? null : now + answerMsMax;
  const effects: readonly Effect[] = [{ id, kind: "ask", of: asked, question, ticket, until }];
  return move({ ...session, lastTicket: ticket }, id, { ...open, ticket }, [...before, askedEntry(question)], effects);
}

/** @param review left out for a person */
function askedEntry({ action, amendment, under, attempt, whole }: Question, review?: ReviewId): Entry {
  return {
    kind: "asked",
    amendment,
    under,
    attempt,
    ...(whole === null || action.kind !== "command" ? {} : { part: action.argv }),
    ...(review === undefined ? {} : { review }),
  };
}

/** Every question that waits for a person is asked of whoever is there now. */
export function attach(session: Session, now: Millis): Step {
  if (session.presence.kind === "attached") return refuse(session, "somebody is there already");
  const attached = { ...session, presence: { kind: "attached" } as const };
  const asked = eachCase(attached, (at, id, open) => {
    return isForPerson(open) && open.ticket === null ? put(at, id, open, [], now) : null;
  });
  return { ...asked, effects: [{ kind: "await-return", until: null }, ...asked.effects] };
}

/** Questions are taken back and wait; an answer that is still under way comes too late. */
export function detach(session: Session, until: Millis | null): Step {
  if (session.presence.kind === "gone") return refuse(session, "nobody is there, and none is waited for");
  const detached = { ...session, presence: { kind: "detached", until } as const };
  const recalled = eachCase(detached, (at, id, open) => {
    if (!isForPerson(open) || open.ticket === null) return null;
    return move(at, id, { ...open, ticket: null }, [], [{ id, kind: "recall" }]);
  });
  return { ...recalled, effects: [...recalled.effects, { kind: "await-return", until }] };
}

/** Nobody came back: what waits for a person is declined, and so is all that would be asked of one. */
export function lapse(session: Session, until: Millis): Step {
  const { presence } = session;
  const isDue = presence.kind === "detached" && presence.until === until;
  if (!isDue) return refuse(session, "somebody is there, or is waited for until another time");
  return eachCase({ ...session, presence: { kind: "gone" } }, (at, id, open) => {
    return isForPerson(open) ? declineFor(at, id, nobodyFor(open.question)) : null;
  });
}

/** One question was not answered in time. */
export function expire(session: Session, id: CaseId): Step {
  return declineFor(session, id, "nobody answered in time");
}

function isForPerson(open: Case): open is Waiting {
  return open.at === "waiting" && open.asked === "person";
}

/** With what the reviewer said of it, for who hears the refusal shall know why a person was to be asked. */
function nobodyFor({ review }: Question): string {
  const nobody = "nobody was there to answer";
  return review === undefined ? nobody : `${nobody}, and the automatic review came to no approval: ${review.rationale}`;
}

export function declineFor(session: Session, id: CaseId, note: string, before: readonly Entry[] = []): Step {
  const verdict: Verdict = { outcome: { kind: "decline", feedback: null }, by: "nobody", note };
  return settle(session, id, { kind: "declined", verdict }, [...before, { kind: "answered", verdict }]);
}
