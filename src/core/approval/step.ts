/** The whole behaviour of approvals: one event moves one case. */
import { never } from "../../kit/never.ts";
import type { Entry, InnerDecision } from "./record.ts";
import { type Permissions, writesEverywhere } from "../permissions/permissions.ts";
import type { CaseId, Request } from "./action.ts";
import { onlyPerson, proposable } from "./asking.ts";
import { whyNotAmended } from "./amending.ts";
import type { Facts } from "./facts.ts";
import { mint, type Grant } from "./grant.ts";
import { identityOf } from "./identity.ts";
import { judge, type Judgement } from "./judge.ts";
import { faultVerdict, type Question, type Verdict } from "./question.ts";
import { isWorthAsking, learn, rootAmendment, wider } from "./needs.ts";
import type { Requirement } from "./requirement.ts";
import type { ExecAction } from "./exec-words.ts";
import { endInner, forget, isInner, join, move, nothing, settle } from "./moves.ts";
import { declinedPart, firstOf, nextOf, withoutPart } from "./parts.ts";
import type { Rules } from "../policy/rules.ts";
import type { Case, Effect, Event, Session, Step } from "./session.ts";
import type { Shown } from "./within.ts";

/** Cases that may be open at once; one more is refused. */
const OPEN_CASES_MAX = 1024;

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
  // Nearly all programs go on at once: only what is asked about or refused is recorded, then from its beginning.
  const entries = isInner(request) ? [] : [entry];
  return move(session, id, { at: "gathering", request }, entries, [{ id, kind: "gather", request }]);
}

function judgeCase(session: Session, event: EventOf<"gathered">, open: Open<"gathering">): Step {
  const { id, facts, rules } = event;
  const { request } = open;
  if (request.action.kind === "exec") return judgeProgram(session, event, request.action);
  if (facts.patch?.kind === "broken") {
    return settle(session, id, { kind: "fault", doing: "patch", why: facts.patch.why });
  }
  const targets = facts.patch?.targets ?? [];
  const judgement = judge(request, { ...session, ...facts, rules, targets, within: null });
  const needed = judgement.requirement;
  const shown = shownBy(judgement, rules);
  const judged = judgedEntry(judgement);
  if (needed.kind === "forbid") return settle(session, id, { kind: "forbidden", reasons: needed.reasons }, [judged]);

  const unenforceable = whyUnenforceable(request, needed.under, facts);
  if (unenforceable !== null) {
    return settle(session, id, { kind: "fault", doing: "sandbox", why: unenforceable }, [judged]);
  }
  if (needed.kind === "ask") {
    const asked = firstOf(questionOf(id, request, facts, judgement, needed), needed.parts ?? [], facts);
    return askPerson(session, id, { request, facts, shown, ...asked }, [judged]);
  }
  const retry = needed.retry ? retryQuestion(questionOf(id, request, facts, judgement, needed)) : null;
  return release(session, id, { request, facts, under: needed.under, from: needed.from, shown, inner: [], retry }, [
    judged,
  ]);
}

function shownBy({ requirement, survey }: Judgement, rules: Rules): Shown {
  const reasons = requirement.kind === "run" ? requirement.reasons : [];
  return { survey, rules, waiting: reasons.flatMap((reason) => (reason.kind === "waits" ? [reason.command] : [])) };
}

/** A program is judged as long as its command runs; the answer is carried out by what holds it. */
function judgeProgram(session: Session, { id, facts, rules }: EventOf<"gathered">, action: ExecAction): Step {
  const running = session.cases.get(action.within);
  if (running?.at !== "running") return settle(session, id, { kind: "cancelled" });
  const { grant, shown } = running;
  const within = { ...shown, under: grant.permissions, from: grant.from };
  const request: Request = { action, mode: "judge" };
  const judgement = judge(request, { ...session, ...facts, rules, targets: [], within });
  const needed = judgement.requirement;
  if (needed.kind === "run") return settleQuietly(session, id, judgement.isLasting);
  const before: readonly Entry[] = [{ kind: "received", request }, judgedEntry(judgement)];
  if (needed.kind === "forbid") return settle(session, id, { kind: "forbidden", reasons: needed.reasons }, before);
  const question = questionOf(id, request, facts, judgement, needed);
  return askPerson(session, id, { request, facts, question, shown, parts: null }, before);
}

/** Its words and what they did are in no record; what a part of the command was is told with its end. */
function settleQuietly(session: Session, id: CaseId, isLasting: boolean): Step {
  const outcome = { kind: "starts", isLasting } as const;
  return { session: forget(session, id, outcome), entries: [], effects: [{ id, kind: "reply", outcome }] };
}

/** Where nothing can enforce the sandbox that was decided on, nobody is asked and nothing runs. */
function whyUnenforceable({ action, mode }: Request, under: Permissions, { backend }: Facts): string | null {
  if (action.kind !== "command" || mode !== "run" || under.kind === "unrestricted") return null;
  return backend.kind === "none" ? backend.why : null;
}

function takeAnswer(session: Session, { id, verdict }: EventOf<"answered">, open: Open<"asking">): Step {
  const { request, facts, question, shown, parts } = open;
  const answered: Entry = { kind: "answered", verdict };
  const { outcome } = verdict;
  const unfit = whyUnfit(question, verdict);
  if (unfit !== null) return declineAsFault(session, id, verdict, unfit);
  switch (outcome.kind) {
    case "accept":
      return goOn(session, id, open, [answered]);
    case "accept-for-session": {
      const remembered = new Set(session.remembered).add(identityOf(question.action, question.under, question.targets));
      return goOn({ ...session, remembered }, id, open, [answered]);
    }
    case "accept-and-amend": {
      const { amendment } = outcome;
      const refusal = whyNotAmended(question, amendment);
      if (refusal !== null) return declineAsFault(session, id, verdict, `the rule was refused: ${refusal}`);
      const amending: Case = { at: "amending", request, facts, question, shown, parts, amendment, cancelled: false };
      return move(session, id, amending, [answered], [{ id, kind: "amend", amendment }]);
    }
    case "decline":
      return decline(session, id, verdict, open);
    case "cancel":
      return cancelAll(session, id, answered);
    default:
      return never(outcome);
  }
}

/** Why a yes is none where an administrator wants a person to say it, each time anew; null where it is one. */
function whyUnfit({ reasons }: Question, { outcome, by }: Verdict): string | null {
  const isYes = outcome.kind !== "decline" && outcome.kind !== "cancel";
  if (!isYes || !onlyPerson(reasons)) return null;
  if (by !== "user") return "an administrator requires that a person answers this";
  return outcome.kind === "accept" ? null : "an administrator requires that this is asked each time: accept it once";
}

function declineAsFault(session: Session, id: CaseId, verdict: Verdict, why: string): Step {
  const entries: Entry[] = [{ kind: "answered", verdict }];
  return settle(session, id, { kind: "declined", verdict: faultVerdict(why) }, entries);
}

function afterAmendment(session: Session, id: CaseId, open: Open<"amending">): Step {
  const saved: Entry = { kind: "amended", amendment: open.amendment };
  if (open.cancelled) return settle(session, id, { kind: "cancelled" }, [saved]);
  return goOn(session, id, open, [saved]);
}

type Accepted = Pick<Open<"asking">, "request" | "facts" | "question" | "shown" | "parts">;

/** With the next part of a chain, or by carrying it out. */
function goOn(session: Session, id: CaseId, open: Accepted, before: readonly Entry[]): Step {
  const { request, facts, question, shown } = open;
  const next = nextOf(id, request, open, facts);
  if (next !== null) return askPerson(session, id, { request, facts, shown, ...next }, before);
  return release(
    session,
    id,
    { request, facts, under: question.under, from: "user", shown, inner: [], retry: null },
    before,
  );
}

/** A part that is declined takes with it what is behind it; what comes before it was accepted. */
function decline(session: Session, id: CaseId, verdict: Verdict, open: Open<"asking">): Step {
  const answered: Entry = { kind: "answered", verdict };
  const request = withoutPart(open.request, open);
  if (request === null) return settle(session, id, { kind: "declined", verdict }, [answered]);
  const { facts, question, shown } = open;
  const inner = declinedPart(question, verdict);
  return release(session, id, { request, facts, under: question.under, from: "user", shown, inner, retry: null }, [
    answered,
  ]);
}

function afterRun(session: Session, { id, ran }: EventOf<"performed">, open: Open<"running">): Step {
  if (ran.kind === "not-started") return settle(session, id, { kind: "fault", doing: ran.fault, why: ran.why });
  // What was refused inside fails like what the sandbox stops, and must not be asked for again as a whole.
  const isRefused = open.inner.some(({ outcome }) => outcome.kind !== "starts");
  const { status } = ran;
  const denied = isRefused ? null : ran.denied;
  const { request, facts, shown, grant } = open;
  const learnt = { ...session, needs: learn(session.needs, request.action, grant.permissions, { ...ran, denied }) };
  if (open.retry === null || denied === null || !isWorthAsking(denied)) {
    return settle(learnt, id, { ...ran, denied, kind: "ran", inner: open.inner });
  }
  const opening = denied.kind === "known" ? denied.opening : null;
  const question: Question = {
    ...open.retry,
    reasons: [{ kind: "sandbox-denied", denial: denied, opening }],
    under: wider(grant.permissions, opening, facts.workspace),
    amendment: proposable(rootAmendment(opening, session.sandboxMode), session) ?? open.retry.amendment,
  };
  const entry: Entry = { kind: "denied", status, denial: denied };
  return join(endInner(learnt, id), (now) =>
    askPerson(now, id, { request, facts, question, shown, parts: null }, [entry]),
  );
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
  for (const other of session.cases.keys()) {
    // One that ran in another may have ended with it.
    const open = all.session.cases.get(other);
    if (open !== undefined) all = join(all, (now) => cancel(now, other, open));
  }
  return all;
}

type Release = {
  readonly request: Request;
  readonly facts: Facts;
  readonly under: Permissions;
  readonly from: Grant["from"];
  readonly shown: Shown;
  readonly inner: readonly InnerDecision[];
  readonly retry: Question | null;
};

/** The action may go ahead: carried out here, or handed back to a caller that does it itself. */
function release(
  session: Session,
  id: CaseId,
  { request, facts, under, from, shown, inner, retry }: Release,
  before: readonly Entry[],
): Step {
  const granted: Entry = { kind: "granted", permissions: under, from };
  if (isInner(request)) return settle(session, id, { kind: "starts", isLasting: false }, [...before, granted]);
  if (request.mode === "judge") return settle(session, id, { kind: "allowed" }, [...before, granted]);
  const targets = facts.patch?.kind === "targets" ? facts.patch.targets : [];
  // A person accepts the words; a rule means the programs that they named when it was applied.
  const isBound = writesEverywhere(under) && from !== "user";
  const programs = isBound ? facts.programs.map(({ name, path, identity }) => ({ name, path, identity })) : [];
  const grant = mint({ action: request.action, targets, programs, permissions: under, from });
  const running: Case = { at: "running", request, facts, grant, shown, inner, retry };
  const effects: Effect[] = [{ id, kind: "perform", grant, facts, watch: retry !== null }];
  return move(session, id, running, [...before, granted, { kind: "started" }], effects);
}

function askPerson(session: Session, id: CaseId, open: Omit<Open<"asking">, "at">, before: readonly Entry[]): Step {
  const { question } = open;
  const asked: Entry = {
    kind: "asked",
    amendment: question.amendment,
    under: question.under,
    attempt: question.attempt,
    ...(question.whole === null || question.action.kind !== "command" ? {} : { part: question.action.argv }),
  };
  const effects: Effect[] = [{ id, kind: "ask", question }];
  return move(session, id, { at: "asking", ...open }, [...before, asked], effects);
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
  return {
    id,
    action,
    whole: null,
    survey,
    targets,
    reasons: needed.reasons,
    under: needed.under,
    amendment,
    opens,
    attempt: 1,
  };
}

function retryQuestion(question: Question): Question {
  return { ...question, attempt: 2 };
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
