/** The whole outside of the engine. */
import type { Action } from "../core/approval/action.ts";
import type { Facts } from "../core/approval/facts.ts";
import type { Grant } from "../core/approval/grant.ts";
import type { Question, Verdict } from "../core/approval/question.ts";
import type { Amendment } from "../core/approval/requirement.ts";
import type { AuditRecord } from "../core/audit/record.ts";
import type { Rules } from "../core/policy/rules.ts";
import type { Millis } from "../kit/time.ts";

/** How an action that was carried out ended. */
export type Ran =
  /** `status` as a shell gives it: the exit code, or 128 plus the signal's number. */
  | { readonly kind: "ended"; readonly status: number; readonly denied: string | null; readonly output: string | null }
  /** Nothing ran: the sandbox could not be built, the program was not found, the patch could not be written. */
  | { readonly kind: "not-started"; readonly fault: "sandbox" | "program" | "patch"; readonly why: string };

/** Answers questions. Must settle soon after `signal` aborts; what it throws counts as a refusal. */
export interface Approver {
  ask(question: Question, signal: AbortSignal): Promise<Verdict>;
}

export interface Ports {
  readonly now: () => Millis;
  readonly approver: Approver;
  gather(action: Action): Promise<Facts>;
  /** The rules in force now; reads again what changed on disk. */
  rules(): Promise<Rules>;
  /** Spends the grant. `signal` ends the whole process tree. */
  perform(grant: Grant, facts: Facts, signal: AbortSignal): Promise<Ran>;
  /** Writes the rule to the user's rules file and resolves with the rules then in force. */
  amend(amendment: Amendment): Promise<Rules>;
  /** Durable when it resolves, all records or none. */
  append(records: readonly AuditRecord[]): Promise<void>;
}
