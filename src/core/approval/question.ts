/** What a reviewer is asked, and the answer. */
import type { Permissions } from "../permissions/permissions.ts";
import type { Action, CaseId } from "./action.ts";
import type { Target } from "./facts.ts";
import type { Amendment, Reason } from "./requirement.ts";
import type { Command } from "../shell/reading.ts";
import type { Survey } from "./survey.ts";

/** All that an approver shows. Nothing here is escaped: the one who shows it does that. */
export type Question = {
  readonly id: CaseId;
  readonly action: Action;
  /** The chain that `action` is one part of; null for what is asked about as a whole. */
  readonly whole: Command | null;
  /** For a command, how it was read, what it would run and do; null for other actions. */
  readonly survey: Survey | null;
  /** For a patch, what it does to which files; empty for other actions. */
  readonly targets: readonly Target[];
  readonly reasons: readonly Reason[];
  /** What it would run under if accepted. */
  readonly under: Permissions;
  readonly amendment: Amendment | null;
  /** True where what the amendment allows would run outside the sandbox. */
  readonly opens: boolean;
  /** 2 when a sandboxed first run was denied and it asks to run again outside. */
  readonly attempt: 1 | 2;
};

export type Verdict = {
  readonly outcome:
    | { readonly kind: "accept" }
    | { readonly kind: "accept-for-session" }
    /** The rule may differ from the proposed one: the person may have edited it. */
    | { readonly kind: "accept-and-amend"; readonly amendment: Amendment }
    /** `feedback` is for the agent. */
    | { readonly kind: "decline"; readonly feedback: string | null }
    /** Ends the whole turn. */
    | { readonly kind: "cancel" };
  /** `fault`: no proper answer came, which counts as a refusal. */
  readonly by: "user" | "answers" | "no-terminal" | "fault";
  /** Why, for the record: text about a fault or a missing terminal. */
  readonly note: string | null;
};

/** The answer that stands for "no proper answer". */
export function faultVerdict(note: string): Verdict {
  return { outcome: { kind: "decline", feedback: null }, by: "fault", note };
}
