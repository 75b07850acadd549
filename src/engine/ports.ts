/** The whole outside of the engine. */
import type { Action } from "../core/approval/action.ts";
import type { Facts, Ran } from "../core/approval/facts.ts";
import type { Grant } from "../core/approval/grant.ts";
import type { Question, Verdict } from "../core/approval/question.ts";
import type { Amendment } from "../core/approval/requirement.ts";
import type { AuditRecord, Outcome } from "../core/approval/record.ts";
import type { Asked } from "../core/approval/session.ts";
import type { ReviewReport } from "../core/approval/review.ts";
import type { Subject } from "../core/review/subject.ts";
import type { GrantChange, SessionGrant } from "../core/approval/session-grant.ts";
import type { Rules } from "../core/policy/rules.ts";
import type { Millis } from "../kit/time.ts";

/**
 * Answers questions. Must settle soon after `signal` aborts, by which it also hears that an answer would come too late;
 * what it throws counts as a refusal. `of`: who is meant, a person where it is left out.
 */
export interface Approver {
  ask(question: Question, signal: AbortSignal, of?: Asked): Promise<Verdict>;
}

/**
 * The automatic reviewer. It only reports: what that comes to is ruled on by the state machine. What it throws counts as
 * no report, and the question goes to the person. Must settle soon after `signal` aborts.
 */
export interface Reviewer {
  review(subject: Subject, signal: AbortSignal): Promise<ReviewReport>;
}

/** Something that a running command wants to do; the engine knows which command that is. */
export type InnerAction = Omit<Action & { readonly kind: "exec" }, "within"> | (Action & { readonly kind: "network" });

/** Has it judged as a case of its own, and asks where that is needed. Never rejects. `signal` takes it back. */
export type Inner = (action: InnerAction, signal?: AbortSignal) => Promise<Outcome>;

/** Hears of a command while it runs, and may write to it. */
export interface Live {
  /** The size of a terminal of its own; null for none. */
  readonly tty: { readonly columns: number; readonly rows: number } | null;
  /** Called once, when it has started. */
  started(process: LiveProcess): void;
  /** Both of its streams in the order in which they were written. */
  output(chunk: Uint8Array): void;
}

export type LiveProcess = {
  readonly isSandboxed: boolean;
  /** False where it has no input, or has closed it. */
  readonly write: (text: string) => boolean;
};

export interface GrantsPort {
  /** Lets others see them from now on. Where that fails they hold all the same; the port tells the person. */
  keep(grants: readonly SessionGrant[]): Promise<void>;
  /** All that others took from them so far, each time; rejects where that cannot be told, and none counts then. */
  changes(): Promise<readonly GrantChange[]>;
}

export interface Ports {
  readonly now: () => Millis;
  readonly approver: Approver;
  /** Left out where there is none: what it would be asked goes to the person. */
  readonly reviewer?: Reviewer;
  gather(action: Action): Promise<Facts>;
  /** The rules in force now; reads again what changed on disk. For programs inside a command a moment late at most. */
  rules(action: Action): Promise<Rules>;
  /**
   * Spends the grant. `watch`: look for signs that the sandbox denied something.
   * `signal` ends the whole process tree. `inner`: what it asks about while it runs.
   */
  perform(grant: Grant, facts: Facts, watch: boolean, signal: AbortSignal, inner: Inner, live?: Live): Promise<Ran>;
  /** Writes the rule to the user's rules file; rejects, with nothing changed, where it cannot be saved or does not load. */
  amend(amendment: Amendment): Promise<void>;
  /** Resolves after `ms`, or soon after `signal` aborts. Never rejects. */
  readonly wake: (ms: Millis, signal: AbortSignal) => Promise<void>;
  /** Where the grants of the session are seen and taken back from outside; left out where they are not. */
  readonly grants?: GrantsPort;
  /** Durable when it resolves, all records or none. */
  append(records: readonly AuditRecord[]): Promise<void>;
}
