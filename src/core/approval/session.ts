/** All state of a session of approvals, and what moves it. */
import type { Entry, FaultSource, InnerDecision, Outcome } from "./record.ts";
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { ReviewTerms } from "../config/review-terms.ts";
import type { AllowRuns } from "../config/settings.ts";
import type { SandboxMode } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import type { CaseId, Request, TurnId } from "./action.ts";
import type { Facts, Ran } from "./facts.ts";
import type { Grant } from "./grant.ts";
import type { Needs } from "./needs.ts";
import type { Question, Verdict } from "./question.ts";
import type { Amendment, Part } from "./requirement.ts";
import type { ReviewId, ReviewReport } from "./review.ts";
import type { GrantChange, GrantLimits, SessionGrant } from "./session-grant.ts";
import type { Shown } from "./within.ts";
import type { Millis } from "../../kit/time.ts";

/** What holds for actions that are judged from now on. */
export type Terms = {
  readonly approvalPolicy: ApprovalPolicy;
  /** As in `Basis`. */
  readonly policyBy?: string | null;
  readonly sandboxMode: SandboxMode;
  readonly allowRuns: AllowRuns;
  /** False: questions propose no rule. */
  readonly smartApprovals: boolean;
  /** Of what a person grants for the session without saying how long; left out for its end. */
  readonly grantLimits?: GrantLimits;
  /** Who is asked first; a person if left out. What only a person may answer goes to a person. */
  readonly asks?: Asked;
  /** How reviews are ruled on; the usual way if left out. */
  readonly review?: ReviewTerms;
  /** How long one question waits for its answer; left out for as long as it takes. */
  readonly answerMsMax?: Millis;
};

export type Asked = "person" | "reviewer" | "hook";

/** Numbers each time that somebody is asked something: only the latest of a case may be answered. */
export type Ticket = number;

/** What is waited with: all that is known of a case that was judged. */
export type Pending = {
  readonly request: Request;
  readonly facts: Facts;
  readonly question: Question;
  readonly shown: Shown;
  readonly parts: Parts | null;
};

/** The life of one action; a settled case is forgotten, its record stays in the log. */
export type Case =
  | { readonly at: "gathering"; readonly request: Request }
  | ({
      readonly at: "waiting";
      readonly asked: Asked;
      /** Null as long as nobody is there to be asked. */
      readonly ticket: Ticket | null;
    } & Pending)
  | ({
      readonly at: "amending";
      readonly amendment: Amendment;
      /** A rule that is being saved cannot be taken back: the cancelling waits for it. */
      readonly cancelled: boolean;
      /** The answer where it is a refusal, which the rule repeats; null where it is a yes. */
      readonly refusal: Verdict | null;
    } & Pending)
  | {
      readonly at: "running";
      readonly request: Request;
      readonly facts: Facts;
      readonly grant: Grant;
      readonly shown: Shown;
      /** What was decided inside it so far. */
      readonly inner: readonly InnerDecision[];
      /** What to ask if the sandbox denied it; null where that is not asked. */
      readonly retry: Question | null;
    };

/** Of a chain whose parts are asked about one by one. */
export type Parts = {
  /** What is asked about after the one that is asked about now. */
  readonly rest: readonly Part[];
  /** The number of that one, from 1. */
  readonly number: number;
  /** Who accepted those before it: the reviewer, if only one of them; a person where there are none. */
  readonly from: "user" | "guardian";
};

/** Whether a person is there. `detached`: perhaps again, until then; null for as long as it takes. `gone`: not for now. */
export type Presence =
  | { readonly kind: "attached" }
  | { readonly kind: "detached"; readonly until: Millis | null }
  | { readonly kind: "gone" };

export type Session = {
  readonly terms: Terms;
  readonly presence: Presence;
  /** Oldest first. Some may be over by time: what counts is told by `inForce`. */
  readonly grants: readonly SessionGrant[];
  /** The number of the latest one. */
  readonly lastGrant: number;
  readonly lastTicket: Ticket;
  /** What commands of this session were stopped from. */
  readonly needs: Needs;
  readonly reviews: Reviews;
  readonly cases: ReadonlyMap<CaseId, Case>;
};

/** What is known of automatic reviews. */
export type Reviews = {
  /** Made by a model in this thread, also in earlier sessions. */
  readonly spent: number;
  /** Approvals and denials of the turn that runs, oldest first, as many as the limit looks at: true for a denial. */
  readonly recent: readonly boolean[];
  /** The latest denials; those that were overruled are no longer among them. */
  readonly denied: ReadonlyMap<ReviewId, Denied>;
  /** Denials that were overruled; the next try of what was denied takes one away. */
  readonly overruled: readonly { readonly review: ReviewId; readonly what: string }[];
  /** Turns in which each command and patch is reviewed, whatever policy would do. */
  readonly strict: ReadonlySet<TurnId>;
};

/** `what`: fingerprint of the very action; null for what cannot be tried twice. */
export type Denied = { readonly case: CaseId; readonly what: string | null };

/** How far a case came. */
export type Stage = Case["at"];

/** What records tell of a thread. */
export type Replayed = {
  /** Cases that have not ended. */
  readonly open: ReadonlyMap<CaseId, Stage>;
  readonly grants: readonly SessionGrant[];
  /** The numbers of the latest case, grant and record; 0 for none. */
  readonly lastCase: number;
  readonly lastGrant: number;
  readonly lastSeq: number;
  /** As in `Reviews`. */
  readonly reviewsSpent: number;
};

export function newSession(terms: Terms): Session {
  const presence = { kind: "attached" } as const;
  const reviews: Reviews = { spent: 0, recent: [], denied: new Map(), overruled: [], strict: new Set() };
  return { terms, presence, grants: [], lastGrant: 0, lastTicket: 0, needs: new Map(), reviews, cases: new Map() };
}

export type CaseEvent = { readonly id: CaseId } & (
  | { readonly kind: "received"; readonly request: Request }
  | {
      readonly kind: "gathered";
      readonly facts: Facts;
      readonly rules: Rules;
      /** What others took from the grants so far; null where that cannot be told, so that none counts. */
      readonly changes: readonly GrantChange[] | null;
    }
  | { readonly kind: "answered"; readonly ticket: Ticket; readonly verdict: Verdict }
  /** The reviewer has reported. */
  | { readonly kind: "reviewed"; readonly ticket: Ticket; readonly report: ReviewReport }
  /** Nobody answered in time. */
  | { readonly kind: "expired"; readonly ticket: Ticket }
  | { readonly kind: "amended" }
  | { readonly kind: "performed"; readonly ran: Ran }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly doing: FaultSource; readonly why: string }
);

/** What happens to all of the session. */
export type SessionEvent =
  /** Somebody is there to be asked. */
  | { readonly kind: "attached" }
  /** Nobody is, for so long perhaps; null for as long as it takes. */
  | { readonly kind: "detached"; readonly graceMs: Millis | null }
  /** Nobody came back until then. */
  | { readonly kind: "lapsed"; readonly until: Millis }
  | { readonly kind: "configured"; readonly terms: Terms }
  | { readonly kind: "turn-ended"; readonly turn: TurnId }
  /** All that is open is to end. */
  | { readonly kind: "interrupted" }
  | { readonly kind: "grant-changed"; readonly change: GrantChange }
  /** The person lets the very action be tried again that a review denied. */
  | { readonly kind: "overruled"; readonly review: ReviewId }
  /** First of all events: what an earlier session of the same thread left. */
  | { readonly kind: "restored"; readonly from: Replayed };

export type Happening = CaseEvent | SessionEvent;
export type Event = { readonly now: Millis } & Happening;

export type Effect =
  | ({ readonly id: CaseId } & (
      | { readonly kind: "gather"; readonly request: Request }
      /** An earlier ask of the case is withdrawn by it. `until`: when it expires; null for never. */
      | {
          readonly kind: "ask";
          readonly of: Asked;
          readonly question: Question;
          readonly ticket: Ticket;
          readonly until: Millis | null;
        }
      /** The same of the automatic reviewer. `withModel`: false where the budget for models is used up. */
      | {
          readonly kind: "review";
          readonly review: ReviewId;
          readonly question: Question;
          readonly facts: Facts;
          readonly withModel: boolean;
          readonly ticket: Ticket;
          readonly until: Millis;
        }
      /** Takes the question back from whoever was asked; the case goes on waiting. */
      | { readonly kind: "recall" }
      | { readonly kind: "amend"; readonly amendment: Amendment }
      | { readonly kind: "perform"; readonly grant: Grant; readonly facts: Facts; readonly watch: boolean }
      /** Stops whatever the case waits for: a question, a running command. */
      | { readonly kind: "withdraw" }
      | { readonly kind: "reply"; readonly outcome: Outcome }
    ))
  /** To be woken with `lapsed` then, unless somebody comes before; null takes that back. */
  | { readonly kind: "await-return"; readonly until: Millis | null };

/** What one event led to: the new state, what to record, and what to carry out once that is recorded. */
export type Step = {
  readonly session: Session;
  readonly entries: readonly { readonly id: CaseId; readonly entry: Entry }[];
  readonly effects: readonly Effect[];
  /** Why the event did not fit and changed nothing, for whoever sent it; null where it did. */
  readonly refused: string | null;
};
