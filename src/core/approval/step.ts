/** The whole behaviour of approvals: one event moves one case. */
import { canonical } from "../../kit/json.ts";
import { never } from "../../kit/never.ts";
import type { Entry, Outcome } from "./record.ts";
import { isRegistry } from "../network/registries.ts";
import { UNRESTRICTED, type Permissions } from "../permissions/permissions.ts";
import { checkPrefix } from "../policy/amend.ts";
import type { Request } from "./action.ts";
import type { Facts } from "./facts.ts";
import { mint, type Grant } from "./grant.ts";
import { identityOf } from "./identity.ts";
import { judge, type Judgement } from "./judge.ts";
import { faultVerdict, type CaseId, type Question, type Verdict } from "./question.ts";
import type { Amendment, Requirement } from "./requirement.ts";
import type { Case, Effect, Event, Session, Step } from "./session.ts";

/** Cases that may be open at once; one more is refused. */
export const OPEN_CASES_MAX = 1024;

type Open<At extends Case["at"]> = Case & { readonly at: At };
type EventOf<Kind extends Event["kind"]> = Event & { readonly kind: Kind };

/** An event that does not fit the state of its case changes nothing: late, stale and foreign answers are harmless. */
export function step(session: Session, event: Event): Step {
  const open = session.cases.get(event.id);
  if (event.kind === "received") return open === undefined ? receive(session, event) : nothing(session);
  if (open === undefined) return nothing(session);
  switch (event.kind) {
    case "gathered":
      return open.at === "gathering" ? judgeCase(session, event, open) : nothing(session);
    case "answered":
      return open.at === "asking" ? takeAnswer(session, event, open) : nothing(session);
    case "amended":
      return open.at === "amending" ? afterAmendment(session, event.id, open) : nothing(session);
    case "performed":
      return open.at === "running" ? afterRun(session, event, open) : nothing(session);
    case "cancelled":
      return cancel(session, event.id, open);
    case "failed":
      return settle(session, event.id, { kind: "fault", doing: event.doing, why: event.why });
    default:
      return never(event);
  }
}

function receive(session: Session, { id, request }: EventOf<"received">): Step {
  const entry: Entry = { kind: "received", request };
  if (session.cases.size >= OPEN_CASES_MAX) {
    const why = `${OPEN_CASES_MAX} actions are open already`;
    return settle(session, id, { kind: "fault", doing: "gather", why }, [entry]);
  }
  return move(session, id, { at: "gathering", request }, [entry], [{ id, kind: "gather", request }]);
}

function judgeCase(session: Session, { id, facts, rules }: EventOf<"gathered">, { request }: Open<"gathering">): Step {
  if (facts.patch?.kind === "broken") {
    return settle(session, id, { kind: "fault", doing: "patch", why: facts.patch.why });
  }
  const targets = facts.patch?.targets ?? [];
  const judgement = judge(request, { ...session, ...facts, rules, targets });
  const needed = judgement.requirement;
  const judged = judgedEntry(judgement);
  if (needed.kind === "forbid") return settle(session, id, { kind: "forbidden", reasons: needed.reasons }, [judged]);

  const unenforceable = whyUnenforceable(request, needed.under, facts);
  if (unenforceable !== null) {
    return settle(session, id, { kind: "fault", doing: "sandbox", why: unenforceable }, [judged]);
  }
  if (needed.kind === "ask") {
    const question = questionOf(id, request, facts, judgement, needed);
    return askPerson(session, { request, facts, question }, [judged]);
  }
  const retry = needed.retry ? retryQuestion(questionOf(id, request, facts, judgement, needed)) : null;
  return release(session, id, { request, facts, under: needed.under, from: needed.from, retry }, [judged]);
}

/** Where nothing can enforce the sandbox that was decided on, nobody is asked and nothing runs. */
function whyUnenforceable({ action, mode }: Request, under: Permissions, { backend }: Facts): string | null {
  if (action.kind !== "command" || mode !== "run" || under.kind === "unrestricted") return null;
  return backend.kind === "none" ? backend.why : null;
}

function takeAnswer(session: Session, { id, verdict }: EventOf<"answered">, open: Open<"asking">): Step {
  const { request, facts, question } = open;
  const answered: Entry = { kind: "answered", verdict };
  const { outcome } = verdict;
  const accepted: Release = { request, facts, under: question.under, from: "user", retry: null };
  switch (outcome.kind) {
    case "accept":
      return release(session, id, accepted, [answered]);
    case "accept-for-session": {
      const remembered = new Set(session.remembered).add(identityOf(request.action, question.under, question.targets));
      return release({ ...session, remembered }, id, accepted, [answered]);
    }
    case "accept-and-amend": {
      const { amendment } = outcome;
      const refusal = whyNotAmended(question, amendment);
      if (refusal !== null) return declineAsFault(session, id, verdict, refusal);
      const amending: Case = { at: "amending", request, facts, question, amendment, cancelled: false };
      return move(session, id, amending, [answered], [{ id, kind: "amend", amendment }]);
    }
    case "decline":
      return settle(session, id, { kind: "declined", verdict }, [answered]);
    case "cancel":
      return cancelAll(session, id, answered);
    default:
      return never(outcome);
  }
}

/** A rule is saved only if one was proposed, and only if it is not too broad, whoever typed it. */
function whyNotAmended(question: Question, amendment: Amendment): string | null {
  const proposed = question.amendment;
  if (amendment.kind === "registries") {
    const isOffered = proposed?.kind === "network" && isRegistry(proposed.host, proposed.protocol);
    return isOffered ? null : "what was asked about is no package registry";
  }
  if (proposed?.kind !== amendment.kind) return "no rule of this kind was proposed";
  if (amendment.kind === "network") {
    const isSame = canonical(amendment) === canonical(proposed);
    return isSame ? null : "it is for another host or protocol than was asked about";
  }
  const checked = checkPrefix(amendment.pattern);
  return checked.ok ? null : checked.error;
}

function declineAsFault(session: Session, id: CaseId, verdict: Verdict, why: string): Step {
  const entries: Entry[] = [{ kind: "answered", verdict }];
  return settle(session, id, { kind: "declined", verdict: faultVerdict(`the rule was refused: ${why}`) }, entries);
}

function afterAmendment(session: Session, id: CaseId, open: Open<"amending">): Step {
  const saved: Entry = { kind: "amended", amendment: open.amendment };
  if (open.cancelled) return settle(session, id, { kind: "cancelled" }, [saved]);
  const { request, facts, question } = open;
  return release(session, id, { request, facts, under: question.under, from: "user", retry: null }, [saved]);
}

function afterRun(session: Session, { id, ran }: EventOf<"performed">, open: Open<"running">): Step {
  if (ran.kind === "not-started") return settle(session, id, { kind: "fault", doing: ran.fault, why: ran.why });
  const { status, denied } = ran;
  if (open.retry === null || denied === null) return settle(session, id, { ...ran, kind: "ran" });
  const question: Question = { ...open.retry, reasons: [{ kind: "sandbox-denied", evidence: denied }] };
  const entry: Entry = { kind: "denied", status, evidence: denied };
  return askPerson(session, { request: open.request, facts: open.facts, question }, [entry]);
}

/** A running command is told to stop and settles when it has; a rule being saved is waited for. */
function cancel(session: Session, id: CaseId, open: Case): Step {
  switch (open.at) {
    case "running":
      return { session, entries: [], effects: [{ id, kind: "withdraw" }] };
    case "amending":
      return move(session, id, { ...open, cancelled: true }, [], []);
    case "gathering":
    case "asking":
      return settle(session, id, { kind: "cancelled" });
    default:
      return never(open);
  }
}

/** "Cancel turn" ends this case and all others that are open. */
function cancelAll(session: Session, id: CaseId, answered: Entry): Step {
  let all = settle(session, id, { kind: "cancelled" }, [answered]);
  for (const [other, open] of session.cases) {
    if (other === id) continue;
    const next = cancel(all.session, other, open);
    all = {
      session: next.session,
      entries: [...all.entries, ...next.entries],
      effects: [...all.effects, ...next.effects],
    };
  }
  return all;
}

type Release = {
  readonly request: Request;
  readonly facts: Facts;
  readonly under: Permissions;
  readonly from: Grant["from"];
  readonly retry: Question | null;
};

/** The action may go ahead: carried out here, or handed back to a caller that does it itself. */
function release(
  session: Session,
  id: CaseId,
  { request, facts, under, from, retry }: Release,
  before: readonly Entry[],
): Step {
  const granted: Entry = { kind: "granted", permissions: under, from };
  if (request.mode === "judge") return settle(session, id, { kind: "allowed" }, [...before, granted]);
  const targets = facts.patch?.kind === "targets" ? facts.patch.targets : [];
  // A person accepts the words; a rule means the programs that they named when it was applied.
  const isBound = under.kind === "unrestricted" && from !== "user";
  const programs = isBound ? facts.programs.map(({ name, path, identity }) => ({ name, path, identity })) : [];
  const grant = mint({ action: request.action, targets, programs, permissions: under, from });
  const running: Case = { at: "running", request, facts, grant, retry };
  const effects: Effect[] = [{ id, kind: "perform", grant, facts, watch: retry !== null }];
  return move(session, id, running, [...before, granted, { kind: "started" }], effects);
}

function askPerson(session: Session, open: Omit<Open<"asking">, "at">, before: readonly Entry[]): Step {
  const { question } = open;
  const asked: Entry = {
    kind: "asked",
    amendment: question.amendment,
    under: question.under,
    attempt: question.attempt,
  };
  const effects: Effect[] = [{ id: question.id, kind: "ask", question }];
  return move(session, question.id, { at: "asking", ...open }, [...before, asked], effects);
}

function questionOf(
  id: CaseId,
  { action }: Request,
  { patch }: Facts,
  { survey }: Judgement,
  needed: Exclude<Requirement, { readonly kind: "forbid" }>,
): Question {
  const targets = patch?.kind === "targets" ? patch.targets : [];
  const { amendment, opens } = needed.kind === "ask" ? needed : { amendment: null, opens: false };
  return { id, action, survey, targets, reasons: needed.reasons, under: needed.under, amendment, opens, attempt: 1 };
}

function retryQuestion(question: Question): Question {
  return { ...question, under: UNRESTRICTED, attempt: 2 };
}

function judgedEntry({ requirement, survey }: Judgement): Entry {
  const under = requirement.kind === "forbid" ? null : requirement.under;
  return {
    kind: "judged",
    requirement: requirement.kind,
    under,
    reasons: requirement.reasons,
    reading: survey?.reading ?? null,
  };
}

function move(session: Session, id: CaseId, open: Case, entries: readonly Entry[], effects: readonly Effect[]): Step {
  const cases = new Map(session.cases).set(id, open);
  return { session: { ...session, cases }, entries: entries.map((entry) => ({ id, entry })), effects };
}

/** Ends a case: whatever it waits for is withdrawn, and its caller gets the outcome. */
function settle(session: Session, id: CaseId, outcome: Outcome, before: readonly Entry[] = []): Step {
  const cases = new Map(session.cases);
  cases.delete(id);
  const entries = [...before, { kind: "settled", outcome } as const].map((entry) => ({ id, entry }));
  return {
    session: { ...session, cases },
    entries,
    effects: [
      { id, kind: "withdraw" },
      { id, kind: "reply", outcome },
    ],
  };
}

function nothing(session: Session): Step {
  return { session, entries: [], effects: [] };
}
