/** The whole behaviour of approvals: one event moves one case, or all of the session. */
import { never } from "../../kit/never.ts";
import type { Millis } from "../../kit/time.ts";
import { type Permissions, writesEverywhere } from "../permissions/permissions.ts";
import type { CaseId, Request } from "./action.ts";
import { lastingTool, takeAnswer, type Taken } from "./answer.ts";
import { proposable } from "./asking.ts";
import { cancel, cancelAll, changeGrant, changeGrants, endTurn, overruleReview, restore } from "./ending.ts";
import type { ExecAction } from "./exec-words.ts";
import type { Facts } from "./facts.ts";
import { mint, type Grant } from "./grant.ts";
import { holdingFor, opened, usedBy } from "./holding.ts";
import { leadsOf } from "./identity.ts";
import { judge, type Judgement } from "./judge.ts";
import { questionOf, retryQuestion } from "./make-question.ts";
import { endInner, forget, isInner, join, move, nothing, refuse, settle } from "./moves.ts";
import { isWorthAsking, learn, rootAmendment, wider } from "./needs.ts";
import { declinedPart, firstOf, nextOf, withoutPart } from "./parts.ts";
import { askAbout, attach, detach, expire, lapse, whoIsAsked } from "./presence.ts";
import type { Question, Verdict } from "./question.ts";
import type { Entry, InnerDecision } from "./record.ts";
import type { ReviewId } from "./review.ts";
import { expireReview, takeReview } from "./reviewing.ts";
import { takeOverruled } from "./overruling.ts";
import type { Rules } from "../policy/rules.ts";
import type { Case, CaseEvent, Effect, Event, Pending, Session, SessionEvent, Step } from "./session.ts";
import type { GrantId } from "./session-grant.ts";
import { coverageOf, withUse } from "./session-grants.ts";
import type { Shown } from "./within.ts";

/** Cases that may be open at once; one more is refused. */
const OPEN_CASES_MAX = 1024;

type Timed = { readonly now: Millis };
type EventOf<Kind extends CaseEvent["kind"]> = Timed & CaseEvent & { readonly kind: Kind };
type Open<At extends Case["at"]> = Case & { readonly at: At };

/** An event that does not fit changes nothing and is refused: late, stale and foreign answers are harmless. */
export function step(session: Session, event: Event): Step {
  return "id" in event ? moveCase(session, event) : moveSession(session, event);
}

function moveSession(session: Session, event: Timed & SessionEvent): Step {
  switch (event.kind) {
    case "attached":
      return attach(session, event.now);
    case "detached":
      return detach(session, event.graceMs === null ? null : event.now + event.graceMs);
    case "lapsed":
      return lapse(session, event.until);
    case "configured":
      // What is open goes on as it was judged.
      return nothing({ ...session, terms: event.terms });
    case "turn-ended":
      return endTurn(session, event.turn);
    case "interrupted":
      return cancelAll(session);
    case "grant-changed":
      return changeGrant(session, event.change);
    case "overruled":
      return overruleReview(session, event.review);
    case "restored":
      return restore(session, event.from, event.now);
    default:
      return never(event);
  }
}

function moveCase(session: Session, event: Timed & CaseEvent): Step {
  const { id, kind, now } = event;
  const open = session.cases.get(id);
  if (kind === "received") {
    return open === undefined ? receive(session, event) : refuse(session, `the case ${id} is open already`);
  }
  if (open === undefined) return refuse(session, `no case ${id} is open`);
  switch (kind) {
    case "gathered":
      return open.at === "gathering" ? judgeCase(session, event, open) : refuse(session, MOVED_ON);
    case "answered":
    case "reviewed":
    case "expired": {
      if (open.at !== "waiting") return refuse(session, "nothing is asked there");
      if (open.ticket !== event.ticket) return refuse(session, "that was asked before; something else is asked now");
      return afterAsking(session, event, open);
    }
    case "amended":
      return open.at === "amending" ? afterAmendment(session, id, open, now) : refuse(session, MOVED_ON);
    case "performed":
      return open.at === "running" ? afterRun(session, event, open) : refuse(session, MOVED_ON);
    case "cancelled":
      return cancel(session, id, open);
    case "failed":
      return settle(session, id, { kind: "fault", doing: event.doing, why: event.why });
    default:
      return never(event);
  }
}

const MOVED_ON = "the case has moved on";

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
  const { action } = open.request;
  // What others took back is on record before anything is judged by what is left.
  return join(changeGrants(session, event.changes ?? []), (now) =>
    action.kind === "exec" ? judgeProgram(now, event, open.request, action) : judgeAction(now, event, open.request),
  );
}

function judgeAction(session: Session, event: EventOf<"gathered">, request: Request): Step {
  const { id, rules, now, changes } = event;
  const holding = holdingFor(session, request, now, changes !== null);
  const facts = opened(event.facts, request.action, holding);
  if (facts.patch?.kind === "broken") {
    return settle(session, id, { kind: "fault", doing: "patch", why: facts.patch.why });
  }
  const targets = facts.patch?.targets ?? [];
  const { terms, needs } = session;
  const remembered = coverageOf(holding);
  const leads = leadsOf(request.action, facts);
  const isStrict = request.turn !== undefined && session.reviews.strict.has(request.turn);
  const basis = { ...terms, ...facts, leads, needs, remembered, rules, targets, within: null, isStrict };
  const judgement = judge(request, basis);
  const needed = judgement.requirement;
  const shown = shownBy(judgement, rules);
  const judged = judgedEntry(judgement);
  if (needed.kind === "forbid") return settle(session, id, { kind: "forbidden", reasons: needed.reasons }, [judged]);

  const unenforceable = whyUnenforceable(request, needed.under, facts);
  if (unenforceable !== null) {
    return settle(session, id, { kind: "fault", doing: "sandbox", why: unenforceable }, [judged]);
  }
  const used = usedBy({ action: request.action, targets, leads }, needed, holding);
  const before: readonly Entry[] = used.length === 0 ? [judged] : [judged, { kind: "used", grants: used }];
  const spent = { ...session, grants: withUse(session.grants, used) };
  if (needed.kind === "ask") {
    const asked = firstOf(questionOf(id, request, facts, judgement, needed), needed.parts ?? [], facts);
    return ask(spent, id, { request, facts, shown, ...asked }, before, now);
  }
  const { under, from } = needed;
  const retry = needed.retry ? retryQuestion(questionOf(id, request, facts, judgement, needed)) : null;
  return release(spent, id, { request, facts, under, from, shown, inner: [], retry }, before);
}

function shownBy({ requirement, survey }: Judgement, rules: Rules): Shown {
  const reasons = requirement.kind === "run" ? requirement.reasons : [];
  return { survey, rules, waiting: reasons.flatMap((reason) => (reason.kind === "waits" ? [reason.command] : [])) };
}

/** A program is judged as long as its command runs; the answer is carried out by what holds it. */
function judgeProgram(session: Session, event: EventOf<"gathered">, received: Request, action: ExecAction): Step {
  const { id, facts, rules, now, changes } = event;
  const running = session.cases.get(action.within);
  if (running?.at !== "running") return settle(session, id, { kind: "cancelled" });
  const { grant, shown } = running;
  const within = { ...shown, under: grant.permissions, from: grant.from };
  const request: Request = { ...received, mode: "judge" };
  const { terms, needs } = session;
  const holding = holdingFor(session, request, now, changes !== null);
  const remembered = coverageOf(holding);
  const judgement = judge(request, { ...terms, ...facts, needs, remembered, rules, targets: [], within });
  const needed = judgement.requirement;
  if (needed.kind === "run") {
    return startQuietly(session, id, {
      request,
      judgement,
      used: usedBy({ action, targets: [], leads: [] }, needed, holding),
    });
  }
  const before: readonly Entry[] = [{ kind: "received", request }, judgedEntry(judgement)];
  if (needed.kind === "forbid") return settle(session, id, { kind: "forbidden", reasons: needed.reasons }, before);
  const question = questionOf(id, request, facts, judgement, needed);
  return ask(session, id, { request, facts, question, shown, parts: null }, before, now);
}

type Quiet = { readonly request: Request; readonly judgement: Judgement; readonly used: readonly GrantId[] };

/**
 * Its words and what they did are in no record, but for a use of a grant that is counted; what a part of the command
 * was is told with its end.
 */
function startQuietly(session: Session, id: CaseId, { request, judgement, used }: Quiet): Step {
  const grants = withUse(session.grants, used);
  const outcome = { kind: "starts", isLasting: judgement.isLasting } as const;
  if (grants === session.grants) {
    return { ...nothing(forget(session, id, outcome)), effects: [{ id, kind: "reply", outcome }] };
  }
  const before: readonly Entry[] = [
    { kind: "received", request },
    judgedEntry(judgement),
    { kind: "used", grants: used },
  ];
  // Each start is a use of its own.
  return settle({ ...session, grants }, id, { ...outcome, isLasting: false }, before);
}

/** Where nothing can enforce the sandbox that was decided on, nobody is asked and nothing runs. */
function whyUnenforceable({ action, mode }: Request, under: Permissions, { backend }: Facts): string | null {
  if (action.kind !== "command" || mode !== "run" || under.kind === "unrestricted") return null;
  return backend.kind === "none" ? backend.why : null;
}

/** Whatever became of what was asked last: a person answers, the reviewer reports, or the time is over. */
function afterAsking(
  session: Session,
  event: EventOf<"answered" | "reviewed" | "expired">,
  open: Open<"waiting">,
): Step {
  const { id, now } = event;
  const isReview = open.asked === "reviewer";
  switch (event.kind) {
    case "answered":
      if (isReview) return refuse(session, "that is reviewed: nobody is to answer it yet");
      return afterTaking(takeAnswer(session, event, open), { id, now }, open);
    case "reviewed":
      if (!isReview) return refuse(session, "that is asked of a person: no review counts for it");
      return afterTaking(takeReview(session, event, open), { id, now }, open);
    case "expired":
      return isReview ? afterTaking(expireReview(session, { id, now }, open), { id, now }, open) : expire(session, id);
    default:
      return never(event);
  }
}

function afterTaking(taken: Taken, { id, now }: Timed & { readonly id: CaseId }, open: Open<"waiting">): Step {
  switch (taken.kind) {
    case "step":
      return taken.step;
    case "go-on":
      return goOn(taken.session, { ...open, id, from: taken.from }, taken.before, now);
    case "decline":
      return decline(taken.session, id, taken.verdict, open);
    default:
      return never(taken);
  }
}

/** Once without asking where the person has overruled the denial of this very action; the judgement holds all the same. */
function ask(session: Session, id: CaseId, pending: Pending, before: readonly Entry[], now: Millis): Step {
  const isReviewed = whoIsAsked(session.terms, pending) === "reviewer";
  const overruled = isReviewed ? takeOverruled(session.reviews, pending) : null;
  if (overruled === null) return askAbout(session, id, pending, before, now);
  const open: Open<"waiting"> = { at: "waiting", asked: "person", ticket: null, ...pending };
  const verdict = overrulingVerdict(overruled.review);
  const taken = takeAnswer({ ...session, reviews: overruled.reviews }, { id, now, verdict }, open);
  const step = afterTaking(taken, { id, now }, open);
  const entries = before.map((entry) => ({ id, entry }));
  return { ...step, entries: [...entries, ...step.entries] };
}

/** What the person said when they overruled the review counts as their answer. */
function overrulingVerdict(review: ReviewId): Verdict {
  return { outcome: { kind: "accept" }, by: "user", note: `the denial of the review ${review} was overruled` };
}

function afterAmendment(session: Session, id: CaseId, open: Open<"amending">, now: Millis): Step {
  const saved: Entry = { kind: "amended", amendment: open.amendment };
  if (open.cancelled) return settle(session, id, { kind: "cancelled" }, [saved]);
  if (open.refusal !== null) return settle(session, id, { kind: "declined", verdict: open.refusal }, [saved]);
  const lasting = lastingTool(session, { id, now }, open);
  const accepted = { ...open, id, from: "user" } as const;
  return lasting === null
    ? goOn(session, accepted, [saved], now)
    : goOn(lasting.session, accepted, [saved, lasting.entry], now);
}

type AcceptedBy = Pending & { readonly id: CaseId; readonly from: "user" | "guardian" };

/** With the next part of a chain, or by carrying it out. */
function goOn(session: Session, open: AcceptedBy, before: readonly Entry[], now: Millis): Step {
  const { id, request, facts, question, shown, parts } = open;
  // A person who accepts one part has not accepted what a review let pass.
  const from = parts?.from === "guardian" ? "guardian" : open.from;
  const next = nextOf(open, from);
  if (next !== null) return ask(session, id, { request, facts, shown, ...next }, before, now);
  return release(session, id, { request, facts, under: question.under, from, shown, inner: [], retry: null }, before);
}

/** A part that is declined takes with it what is behind it; what comes before it was accepted. */
function decline(session: Session, id: CaseId, verdict: Verdict, open: Open<"waiting">): Step {
  const answered: Entry = { kind: "answered", verdict };
  const request = withoutPart(open.request, open);
  if (request === null) return settle(session, id, { kind: "declined", verdict }, [answered]);
  const { facts, question, shown, parts } = open;
  const inner = declinedPart(question, verdict);
  const from = parts?.from ?? "user";
  return release(session, id, { request, facts, under: question.under, from, shown, inner, retry: null }, [answered]);
}

function afterRun(session: Session, { id, ran, now }: EventOf<"performed">, open: Open<"running">): Step {
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
    amendment: proposable(rootAmendment(opening, session.terms.sandboxMode), session.terms) ?? open.retry.amendment,
  };
  const entry: Entry = { kind: "denied", status, denial: denied };
  return join(endInner(learnt, id), (ended) =>
    ask(ended, id, { request, facts, question, shown, parts: null }, [entry], now),
  );
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
  if (request.action.kind === "permissions") {
    // Nothing confines it: what it asks for it has.
    const all = { extra: request.action.wanted, scope: "turn" } as const;
    return settle(session, id, { kind: "allowed", granted: all }, before);
  }
  if (request.mode === "judge") return settle(session, id, { kind: "allowed" }, [...before, granted]);
  const targets = facts.patch?.kind === "targets" ? facts.patch.targets : [];
  // A person accepts the words; a rule and a review mean the programs that they named when they were applied.
  const isBound = writesEverywhere(under) && from !== "user";
  const programs = isBound ? facts.programs.map(({ name, path, identity }) => ({ name, path, identity })) : [];
  const grant = mint({ action: request.action, targets, programs, permissions: under, from });
  const running: Case = { at: "running", request, facts, grant, shown, inner, retry };
  const effects: Effect[] = [{ id, kind: "perform", grant, facts, watch: retry !== null }];
  return move(session, id, running, [...before, granted, { kind: "started" }], effects);
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
