/** What a person granted for a session: exactly what it covers, and how long. */
import type { Millis } from "../../kit/time.ts";
import type { Extra } from "../permissions/extra.ts";
import type { Action, CaseId, TurnId } from "./action.ts";

/** "g1", "g2", … within a session. */
export type GrantId = string;

export type GrantScope = "turn" | "session";

/** As the person chose them. */
export type GrantLimits = {
  /** Null: to the end of the session. */
  readonly forMs: number | null;
  /** How often it answers a question; null for any number of times. */
  readonly uses: number | null;
  /** True: it holds again when the same thread is resumed. */
  readonly survivesResume: boolean;
};

export const TO_THE_END: GrantLimits = { forMs: null, uses: null, survivesResume: false };

export type SessionGrant = {
  readonly id: GrantId;
  readonly kind: Action["kind"];
  /**
   * Identities (`identityOf`) that it covers: of the very action under the permissions that were shown; for a patch one of
   * each file that it writes; for a tool that tool of that server; for permissions none.
   */
  readonly covers: readonly string[];
  /** What it opens for later commands and patches; null but for permissions. */
  readonly opens: Extra | null;
  /** What it covers, in words for a person; not escaped. */
  readonly words: string;
  readonly madeAt: Millis;
  /** Null: to the end of the session. */
  readonly until: Millis | null;
  /** Null for any number. */
  readonly usesLeft: number | null;
  readonly survivesResume: boolean;
  /** The case that was answered with it. */
  readonly case: CaseId;
  /** Where it ends with a turn: that turn; else null. */
  readonly turn: TurnId | null;
  /** The agent that it was made for; null for the thread's own. */
  readonly agent: string | null;
};

/** What somebody took from a grant after it was made; a grant is never made wider. */
export type GrantChange =
  | { readonly kind: "revoked"; readonly id: GrantId }
  | {
      readonly kind: "limited";
      readonly id: GrantId;
      readonly until: Millis | null;
      readonly uses: number | null;
      readonly survivesResume: boolean;
    };
