/** What a reviewer is asked, and the answer. */
import type { Json } from "../../kit/json.ts";
import type { Extra } from "../permissions/extra.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Action, CaseId, TurnId } from "./action.ts";
import type { Target } from "./facts.ts";
import type { Amendment, Reason } from "./requirement.ts";
import type { Review } from "./review.ts";
import type { GrantLimits, GrantScope } from "./session-grant.ts";
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
  /** For a command inside the sandbox, what a person opened before; left out where that is nothing. */
  readonly granted?: Extra;
  /** As in the request. */
  readonly turn?: TurnId;
  readonly item?: string;
  readonly agent?: string;
  /** What the automatic reviewer said, which has handed it on to a person; left out where none was asked. */
  readonly review?: Review;
};

export type Verdict = {
  readonly outcome:
    | { readonly kind: "accept" }
    /** `limits` left out: to the end of the session. */
    | { readonly kind: "accept-for-session"; readonly limits?: GrantLimits }
    /** The rule may differ from the proposed one: the person may have edited it. */
    | { readonly kind: "accept-and-amend"; readonly amendment: Amendment }
    /** To permissions that were asked for: no more than those, and perhaps less. `strict`: what the turn does is reviewed. */
    | { readonly kind: "grant"; readonly extra: Extra; readonly scope: GrantScope; readonly strict?: true }
    /** To what a server asks: what the person typed. */
    | { readonly kind: "reply"; readonly content: Json }
    /** The rule is saved and refuses this one as well. */
    | { readonly kind: "decline-and-amend"; readonly amendment: Amendment }
    /** `feedback` is for the agent. */
    | { readonly kind: "decline"; readonly feedback: string | null }
    /** Ends the whole turn. */
    | { readonly kind: "cancel" };
  /**
   * `guardian`: the automatic reviewer, whose answers are refusals only. `nobody`: whoever could answer went away.
   * `fault`: no proper answer came. Both count as a refusal.
   */
  readonly by: "user" | "answers" | "guardian" | "no-terminal" | "nobody" | "fault";
  /** Why, for the record: text about a fault or a missing terminal. */
  readonly note: string | null;
};

/** The answer that stands for "no proper answer". */
export function faultVerdict(note: string): Verdict {
  return { outcome: { kind: "decline", feedback: null }, by: "fault", note };
}
