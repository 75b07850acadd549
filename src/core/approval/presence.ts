/** Puts questions to whoever is there, and keeps them while nobody is. */
import type { Millis } from "../../kit/time.ts";
import type { CaseId } from "./action.ts";
import { onlyPerson } from "./asking.ts";
import { eachCase, join, move, refuse, settle } from "./moves.ts";
import type { Question, Verdict } from "./question.ts";
import type { Entry } from "./record.ts";
import type { Asked, Case, Effect, Pending, Session, Step, Terms } from "./session.ts";

type Waiting = Case & { readonly at: "waiting" };

/** The case waits for an answer from now on, or is declined at once where nobody is there to give one. */
export function askAbout(session: Session, id: CaseId, pending: Pending, before: readonly Entry[], now: Millis): Step {
  const asked = whoIsAsked(session.terms, pending.question);
  const open: Waiting = { at: "waiting", asked, ticket: null, ...pending };
  if (asked !== "person" || session.presence.kind === "attached") return put(session, id, open, before, now);
  const waits = move(session, id, open, [...before, { kind: "waits" }], []);
  return session.presence.kind === "gone" ? join(waits, (at) => declineFor(at, id, NOBODY)) : waits;
}

function whoIsAsked({ asks = "person" }: Terms, { reasons }: Question): Asked {
  return onlyPerson(reasons) ? "person" : asks;
}

function put(session: Session, id: CaseId, open: Waiting, before: readonly Entry[], now: Millis): Step {
  const { question, asked } = open;
  const ticket = session.lastTicket + 1;
  const { answerMsMax } = session.terms;
  const until = answerMsMax === undefined ? null : now + answerMsMax;
  const entry: Entry = {
    kind: "asked",
    amendment: question.amendment,
    under: question.under,
    attempt: question.attempt,
    ...(question.whole === null || question.action.kind !== "command" ? {} : { part: question.action.argv }),
  };
  const effects: readonly Effect[] = [{ id, kind: "ask", of: asked, question, ticket, until }];
  return move({ ...session, lastTicket: ticket }, id, { ...open, ticket }, [...before, entry], effects);
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
    return isForPerson(open) ? declineFor(at, id, NOBODY) : null;
  });
}

/** One question was not answered in time. */
export function expire(session: Session, id: CaseId): Step {
  return declineFor(session, id, "nobody answered in time");
}

function isForPerson(open: Case): open is Waiting {
  return open.at === "waiting" && open.asked === "person";
}

const NOBODY = "nobody was there to answer";

function declineFor(session: Session, id: CaseId, note: string): Step {
  const verdict: Verdict = { outcome: { kind: "decline", feedback: null }, by: "nobody", note };
  return settle(session, id, { kind: "declined", verdict }, [{ kind: "answered", verdict }]);
}
