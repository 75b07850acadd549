/** All state of a session of approvals, and what moves it. */
import type { Entry, FaultSource, InnerDecision, Outcome } from "./record.ts";
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { AllowRuns } from "../config/settings.ts";
import type { SandboxMode } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import type { CaseId, Request } from "./action.ts";
import type { Facts, Ran } from "./facts.ts";
import type { Grant } from "./grant.ts";
import type { Needs } from "./needs.ts";
import type { Question, Verdict } from "./question.ts";
import type { Amendment, Part } from "./requirement.ts";
import type { Shown } from "./within.ts";

/** The life of one action; a settled case is forgotten, its record stays in the log. */
export type Case =
  | { readonly at: "gathering"; readonly request: Request }
  | {
      readonly at: "asking";
      readonly request: Request;
      readonly facts: Facts;
      readonly question: Question;
      readonly shown: Shown;
      readonly parts: Parts | null;
    }
  | {
      readonly at: "amending";
      readonly request: Request;
      readonly facts: Facts;
      readonly question: Question;
      readonly shown: Shown;
      readonly parts: Parts | null;
      readonly amendment: Amendment;
      /** A rule that is being saved cannot be taken back: the cancelling waits for it. */
      readonly cancelled: boolean;
    }
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
};

export type Session = {
  readonly approvalPolicy: ApprovalPolicy;
  /** As in `Basis`. */
  readonly policyBy?: string | null;
  readonly sandboxMode: SandboxMode;
  readonly allowRuns: AllowRuns;
  /** False: questions propose no rule. */
  readonly smartApprovals: boolean;
  /** Identities of actions that a person accepted for the session. */
  readonly remembered: ReadonlySet<string>;
  /** What commands of this session were stopped from. */
  readonly needs: Needs;
  readonly cases: ReadonlyMap<CaseId, Case>;
};

export type Event = { readonly id: CaseId } & (
  | { readonly kind: "received"; readonly request: Request }
  | { readonly kind: "gathered"; readonly facts: Facts; readonly rules: Rules }
  | { readonly kind: "answered"; readonly verdict: Verdict }
  | { readonly kind: "amended" }
  | { readonly kind: "performed"; readonly ran: Ran }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly doing: FaultSource; readonly why: string }
);

export type Effect = { readonly id: CaseId } & (
  | { readonly kind: "gather"; readonly request: Request }
  | { readonly kind: "ask"; readonly question: Question }
  | { readonly kind: "amend"; readonly amendment: Amendment }
  | { readonly kind: "perform"; readonly grant: Grant; readonly facts: Facts; readonly watch: boolean }
  /** Stops whatever the case waits for: a question, a running command. */
  | { readonly kind: "withdraw" }
  | { readonly kind: "reply"; readonly outcome: Outcome }
);

/** What one event led to: the new state, what to record, and what to carry out once that is recorded. */
export type Step = {
  readonly session: Session;
  readonly entries: readonly { readonly id: CaseId; readonly entry: Entry }[];
  readonly effects: readonly Effect[];
};
