/** Moves and ends cases: the pieces that each step is made of. */
import type { CaseId, Request } from "./action.ts";
import { execCommand } from "./exec-words.ts";
import { partOf } from "./judge-exec.ts";
import type { Entry, Outcome } from "./record.ts";
import type { Case, Effect, Session, Step } from "./session.ts";

/** With the case as it is now. */
export function move(
  session: Session,
  id: CaseId,
  open: Case,
  entries: readonly Entry[],
  effects: readonly Effect[],
): Step {
  const cases = new Map(session.cases).set(id, open);
  return { session: { ...session, cases }, entries: entries.map((entry) => ({ id, entry })), effects, refused: null };
}

/** Ends a case: whatever it waits for is withdrawn, and its caller gets the outcome. */
export function settle(session: Session, id: CaseId, outcome: Outcome, before: readonly Entry[] = []): Step {
  const open = session.cases.get(id);
  const isUnrecorded = open?.at === "gathering" && isInner(open.request) && before.length === 0;
  const received: readonly Entry[] = isUnrecorded ? [{ kind: "received", request: open.request }] : [];
  const entries = [...received, ...before, { kind: "settled", outcome } as const].map((entry) => ({ id, entry }));
  const effects: readonly Effect[] = [
    { id, kind: "withdraw" },
    { id, kind: "reply", outcome },
  ];
  const settled: Step = { session: forget(session, id, outcome), entries, effects, refused: null };
  return open?.at === "running" ? join(settled, (now) => endInner(now, id)) : settled;
}

/** Without the case; what was decided in a running command is told with its end. */
export function forget(session: Session, id: CaseId, outcome: Outcome): Session {
  const open = session.cases.get(id);
  const cases = new Map(session.cases);
  cases.delete(id);
  if (open === undefined || outcome.kind === "ran" || outcome.kind === "allowed") return { ...session, cases };
  const { action } = open.request;
  const running = action.kind === "exec" ? cases.get(action.within) : undefined;
  if (action.kind !== "exec" || running?.at !== "running") return { ...session, cases };
  const part = partOf(action, running.shown);
  const isChain = (running.shown.survey?.course.sightings.length ?? 0) > 1;
  const isTold = (isChain && part !== null) || open.at === "waiting" || outcome.kind !== "starts";
  if (!isTold || running.inner.length >= INNER_MAX) return { ...session, cases };
  const reasons = open.at === "waiting" ? open.question.reasons : [];
  const decision = { id, command: execCommand(action), chain: part === null ? action.chain : [], reasons, outcome };
  return { ...session, cases: cases.set(action.within, { ...running, inner: [...running.inner, decision] }) };
}

/** Decisions inside one command that are told with its end; all that were asked or refused are in the log. */
const INNER_MAX = 100;

/** What waits in a command that is no longer running. */
export function endInner(session: Session, id: CaseId): Step {
  let all = nothing(session);
  for (const [other, { request }] of session.cases) {
    if (request.action.kind === "exec" && request.action.within === id) {
      all = join(all, (now) => settle(now, other, { kind: "cancelled" }));
    }
  }
  return all;
}

/** True for a program that starts in a running command. */
export function isInner({ action }: Request): boolean {
  return action.kind === "exec";
}

/** One step after the other. */
export function join(first: Step, then: (session: Session) => Step): Step {
  const next = then(first.session);
  return {
    session: next.session,
    entries: [...first.entries, ...next.entries],
    effects: [...first.effects, ...next.effects],
    refused: null,
  };
}

/** One step for each case that is still open when its turn comes: one may end with another. */
export function eachCase(session: Session, then: (session: Session, id: CaseId, open: Case) => Step | null): Step {
  let all = nothing(session);
  for (const id of session.cases.keys()) {
    all = join(all, (now) => {
      const open = now.cases.get(id);
      return (open === undefined ? null : then(now, id, open)) ?? nothing(now);
    });
  }
  return all;
}

/** Nothing is to be done, and nothing is wrong. */
export function nothing(session: Session): Step {
  return { session, entries: [], effects: [], refused: null };
}

/** The event does not fit: it changes nothing, and whoever sent it is told. */
export function refuse(session: Session, why: string): Step {
  return { session, entries: [], effects: [], refused: why };
}
