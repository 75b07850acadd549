/** What an answer means: the case goes on, is refused, or something holds from now on. */
import { never } from "../../kit/never.ts";
import { resolvePath } from "../../kit/path.ts";
import type { Millis } from "../../kit/time.ts";
import { cutTo, extraWords, isNothing, type Extra } from "../permissions/extra.ts";
import type { Action, CaseId, Request } from "./action.ts";
import { whyNotAmended } from "./amending.ts";
import { onlyPerson } from "./asking.ts";
import { cancelTurn } from "./ending.ts";
import { coversOf, leadsOf } from "./identity.ts";
import { move, settle } from "./moves.ts";
import { faultVerdict, type Question, type Verdict } from "./question.ts";
import type { Entry, Outcome } from "./record.ts";
import { withStrict } from "./reviews.ts";
import type { Amendment } from "./requirement.ts";
import type { Case, Pending, Session, Step } from "./session.ts";
import { TO_THE_END, type GrantLimits, type GrantScope, type SessionGrant } from "./session-grant.ts";
import { coveredWords, withGrant } from "./session-grants.ts";

type Waiting = Case & { readonly at: "waiting" };

/** Whose answer it is, and when it came. */
export type Answer = { readonly id: CaseId; readonly verdict: Verdict; readonly now: Millis };

/** What follows: a step that ends or keeps the case, or how it goes on from here. */
export type Taken =
  | { readonly kind: "step"; readonly step: Step }
  | {
      readonly kind: "go-on";
      readonly session: Session;
      readonly before: readonly Entry[];
      readonly from: "user" | "guardian";
    }
  | { readonly kind: "decline"; readonly session: Session; readonly verdict: Verdict };

export function takeAnswer(session: Session, answer: Answer, open: Waiting): Taken {
  const { id, verdict } = answer;
  const { outcome } = verdict;
  const answered: Entry = { kind: "answered", verdict };
  const unfit = whyUnfit(open.question, verdict);
  if (unfit !== null) return over(declineAsFault(session, id, verdict, unfit));
  switch (outcome.kind) {
    case "accept":
    case "accept-for-session":
    case "grant":
    case "reply":
      return accept(session, answer, open);
    case "accept-and-amend":
      return over(amend(session, answer, open, outcome.amendment, null));
    case "decline-and-amend":
      return over(amend(session, answer, open, outcome.amendment, verdict));
    case "decline":
      return { kind: "decline", session, verdict };
    case "cancel":
      // A tool and its server hear of it by themselves; the turn goes on.
      return over(
        isTool(open.request.action)
          ? settle(session, id, { kind: "cancelled" }, [answered])
          : cancelTurn(session, id, answered),
      );
    default:
      return never(outcome);
  }
}

function over(step: Step): Taken {
  return { kind: "step", step };
}

function isTool({ kind }: Action): boolean {
  return kind === "mcp" || kind === "elicitation";
}

/** Why the answer is none to this question; null where it is one. */
function whyUnfit({ action, reasons }: Question, { outcome, by }: Verdict): string | null {
  const { kind } = outcome;
  if (kind === "decline" || kind === "cancel") return null;
  if (by !== "user" && by !== "answers") return "a yes came from nobody who could give it";
  if (kind === "grant" && action.kind !== "permissions") return "no permissions were asked for";
  if (kind === "reply" && action.kind !== "elicitation") return "nothing was asked that can be replied to";
  if (kind === "accept-and-amend" && isForbidding(outcome.amendment)) return "a rule that denies cannot go with a yes";
  if (kind === "decline-and-amend") {
    return isForbidding(outcome.amendment) ? null : "a rule that allows cannot go with a no";
  }
  if (!onlyPerson(reasons)) return null;
  if (by !== "user") return "an administrator requires that a person answers this";
  return kind === "accept" ? null : "an administrator requires that this is asked each time: accept it once";
}

function isForbidding(amendment: Amendment): boolean {
  return amendment.kind === "network" && amendment.decision === "forbidden";
}

/** Refused, for what came is no proper answer: why is told with it. */
function declineAsFault(session: Session, id: CaseId, verdict: Verdict, why: string): Step {
  const entries: Entry[] = [{ kind: "answered", verdict }];
  return settle(session, id, { kind: "declined", verdict: faultVerdict(why) }, entries);
}

/** @param refusal the answer where it is a no */
function amend(
  session: Session,
  { id, verdict }: Answer,
  open: Waiting,
  amendment: Amendment,
  refusal: Verdict | null,
): Step {
  const why = whyNotAmended(open.question, amendment);
  if (why !== null) return declineAsFault(session, id, verdict, `the rule was refused: ${why}`);
  const { request, facts, question, shown, parts } = open;
  const pending: Pending = { request, facts, question, shown, parts };
  const amending: Case = { at: "amending", ...pending, amendment, cancelled: false, refusal };
  return move(session, id, amending, [{ kind: "answered", verdict }], [{ id, kind: "amend", amendment }]);
}

function accept(session: Session, answer: Answer, open: Waiting): Taken {
  const { id, verdict } = answer;
  const { outcome } = verdict;
  const { action } = open.question;
  const answered: Entry = { kind: "answered", verdict };
  if (action.kind === "permissions") return over(givePermissions(session, answer, open, action.wanted));
  if (action.kind === "elicitation") {
    const content = outcome.kind === "reply" ? outcome.content : {};
    return over(settle(session, id, { kind: "allowed", content }, [answered]));
  }
  const grant = outcome.kind === "accept-for-session" ? lasting(session, answer, open, outcome.limits) : null;
  if (grant === null) return { kind: "go-on", session, before: [answered], from: "user" };
  const before: readonly Entry[] = [answered, { kind: "remembered", grant }];
  return { kind: "go-on", session: remember(session, grant), before, from: "user" };
}

/**
 * A tool that was approved for good counts from now on, though settings are not read again: null for all else, which
 * rules answer by themselves.
 */
export function lastingTool(session: Session, when: When, open: Case & { readonly at: "amending" }): Lasting | null {
  const grant = open.amendment.kind === "tool" ? lasting(session, when, open, TO_THE_END) : null;
  return grant === null ? null : { session: remember(session, grant), entry: { kind: "remembered", grant } };
}

type When = Pick<Answer, "id" | "now">;
type Lasting = { readonly session: Session; readonly entry: Entry };

/** Null where nothing of it can last: such an answer counts once. */
function lasting(
  session: Session,
  answer: When,
  { question, request, facts }: Pick<Pending, "question" | "request" | "facts">,
  wanted: GrantLimits | undefined,
): SessionGrant | null {
  const { action, under, targets } = question;
  const covers = coversOf(action, under, targets, leadsOf(request.action, facts));
  if (covers.length === 0) return null;
  const limits = wanted ?? session.terms.grantLimits ?? TO_THE_END;
  return {
    ...commonOf(session, answer, limits),
    kind: action.kind,
    covers,
    opens: null,
    words: coveredWords(action, targets),
    usesLeft: limits.uses,
    survivesResume: limits.survivesResume,
    turn: null,
    agent: request.agent ?? null,
  };
}

function commonOf(
  { lastGrant }: Session,
  { id, now }: When,
  { forMs }: GrantLimits,
): Pick<SessionGrant, "id" | "madeAt" | "until" | "case"> {
  return { id: `g${lastGrant + 1}`, madeAt: now, until: forMs === null ? null : now + forMs, case: id };
}

function remember(session: Session, grant: SessionGrant): Session {
  return { ...session, grants: withGrant(session.grants, grant), lastGrant: session.lastGrant + 1 };
}

/** No more than was asked for, for the turn or the session: a plain yes is all of it for the turn. */
function givePermissions(session: Session, answer: Answer, { request }: Waiting, wanted: Extra): Step {
  const { id, now, verdict } = answer;
  const { outcome } = verdict;
  const extra = outcome.kind === "grant" ? cutTo(wanted, tidy(outcome.extra)) : wanted;
  const scope = scopeOf(outcome);
  const isStrict = outcome.kind === "grant" && outcome.strict === true;
  const { turn } = request;
  if (turn === undefined && (scope === "turn" || isStrict)) {
    return declineAsFault(session, id, verdict, "there is no turn that it could hold for");
  }
  const limits = (outcome.kind === "accept-for-session" ? outcome.limits : undefined) ?? session.terms.grantLimits;
  const held = isStrict && turn !== undefined ? { ...session, reviews: withStrict(session.reviews, turn) } : session;
  const given: Given = { id, now, request, extra, scope, limits: limits ?? TO_THE_END };
  return give(held, isStrict ? { ...given, strict: true } : given, { kind: "answered", verdict });
}

/** All that was asked for, for the turn: what a review that approves comes to. */
export function giveForTurn(session: Session, { id, now }: When, { request }: Waiting, wanted: Extra, by: Entry): Step {
  const limits = session.terms.grantLimits ?? TO_THE_END;
  return give(session, { id, now, request, extra: wanted, scope: "turn", limits }, by);
}

type Given = When & {
  readonly request: Request;
  readonly extra: Extra;
  readonly scope: GrantScope;
  readonly limits: GrantLimits;
  readonly strict?: true;
};

/** @param by what is on record for it */
function give(session: Session, { id, now, request, extra, scope, limits, strict }: Given, by: Entry): Step {
  const ended: Outcome = { kind: "allowed", granted: { extra, scope, ...(strict === true ? { strict } : {}) } };
  if (isNothing(extra)) return settle(session, id, ended, [by]);
  const grant: SessionGrant = {
    ...commonOf(session, { id, now }, limits),
    kind: "permissions",
    covers: [],
    opens: extra,
    words: extraWords(extra),
    usesLeft: null,
    survivesResume: scope === "session" && limits.survivesResume,
    turn: scope === "turn" ? (request.turn ?? null) : null,
    agent: request.agent ?? null,
  };
  return settle(remember(session, grant), id, ended, [by, { kind: "remembered", grant }]);
}

function scopeOf(outcome: Verdict["outcome"]): GrantScope {
  if (outcome.kind === "grant") return outcome.scope;
  return outcome.kind === "accept-for-session" ? "session" : "turn";
}

/** Paths as those that were asked for: one that climbs out of them by `..` is not in them. */
function tidy({ read, write, network }: Extra): Extra {
  return { read: tidied(read), write: tidied(write), network };
}

function tidied(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => resolvePath("/", path)))];
}
