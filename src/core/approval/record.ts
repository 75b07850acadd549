/** One line of the log: what happened to one case. */
import type { Json } from "../../kit/json.ts";
import type { Extra } from "../permissions/extra.ts";
import type { CaseId, Request } from "./action.ts";
import type { Ended } from "./facts.ts";
import type { Verdict } from "./question.ts";
import type { Reason, Amendment } from "./requirement.ts";
import type { Review, ReviewId } from "./review.ts";
import type { GrantChange, GrantId, GrantScope, SessionGrant } from "./session-grant.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Command, Reading } from "../shell/reading.ts";
import type { Denial } from "../sandbox/denial.ts";
import type { Millis } from "../../kit/time.ts";

/** What moved. Each is on disk before its effect takes place. */
export type Entry =
  | { readonly kind: "received"; readonly request: Request }
  | {
      readonly kind: "judged";
      readonly requirement: "run" | "ask" | "forbid";
      readonly under: Permissions | null;
      readonly reasons: readonly Reason[];
      readonly reading: Reading | null;
    }
  | {
      readonly kind: "asked";
      readonly amendment: Amendment | null;
      readonly under: Permissions;
      readonly attempt: 1 | 2;
      /** Of a chain, where its parts are asked about one by one; left out for the whole. */
      readonly part?: Command;
      /** Of the automatic reviewer; left out for a person. */
      readonly review?: ReviewId;
    }
  /** The review of that number is over; what it came to follows. */
  | { readonly kind: "reviewed"; readonly review: Review }
  /** Too many were denied: the turn is ended. `inRow`: at the end of the latest `of`, of which `denied` were. */
  | { readonly kind: "review-limit"; readonly inRow: number; readonly denied: number; readonly of: number }
  /** The person lets it be tried again; recorded with the case that was denied. */
  | { readonly kind: "overruled"; readonly review: ReviewId }
  /** It is to be asked, and nobody is there. */
  | { readonly kind: "waits" }
  | { readonly kind: "answered"; readonly verdict: Verdict }
  | { readonly kind: "amended"; readonly amendment: Amendment }
  | {
      readonly kind: "granted";
      readonly permissions: Permissions;
      readonly from: "policy" | "session" | "user" | "guardian";
    }
  | { readonly kind: "started" }
  /** The sandbox stopped the first run, as far as that is known; it is asked whether to run again with more. */
  | { readonly kind: "denied"; readonly status: number; readonly denial: Denial }
  | { readonly kind: "settled"; readonly outcome: Outcome }
  /** The answer lasts. */
  | { readonly kind: "remembered"; readonly grant: SessionGrant }
  /** Earlier answers that this case goes on by. */
  | { readonly kind: "used"; readonly grants: readonly GrantId[] }
  /** In the case that the grant was made in, as is what follows. */
  | GrantChange
  /** With its turn, or because a resumed thread does not take it over. */
  | { readonly kind: "over"; readonly grant: GrantId };

/** How a case ended. */
export type Outcome =
  /** `inner`: the parts of the command that started, and what was asked about or refused inside it, in order. */
  | ({ readonly kind: "ran"; readonly inner: readonly InnerDecision[] } & Ended)
  /**
   * Released to a caller that carries it out itself. `granted`: of permissions that were asked for; `strict`: what the
   * turn does is reviewed. `content`: what a person replied to a server.
   */
  | {
      readonly kind: "allowed";
      readonly granted?: { readonly extra: Extra; readonly scope: GrantScope; readonly strict?: true };
      readonly content?: Json;
    }
  | InnerOutcome;

/** How something that a running command wanted to do was decided. */
export type InnerOutcome =
  /** A program starts. `isLasting`: the same words in the same folder need not be judged again while the command runs. */
  | { readonly kind: "starts"; readonly isLasting: boolean }
  | { readonly kind: "forbidden"; readonly reasons: readonly Reason[] }
  | { readonly kind: "declined"; readonly verdict: Verdict }
  /** The person ended the whole turn, or the caller went away. */
  | { readonly kind: "cancelled" }
  /** assent itself could not go on; nothing more was run. */
  | { readonly kind: "fault"; readonly doing: FaultSource; readonly why: string };

/** One decision inside a command. */
export type InnerDecision = {
  readonly id: CaseId;
  readonly command: Command;
  /** Words of the processes above it, outermost first; empty for a part of the command itself. */
  readonly chain: readonly Command[];
  /** Why it was asked about; empty where it was not. */
  readonly reasons: readonly Reason[];
  readonly outcome: InnerOutcome;
};

/** What assent was doing when it could not go on. */
export type FaultSource = "gather" | "judge" | "ask" | "amend" | "perform" | "record" | "sandbox" | "program" | "patch";

export type AuditRecord = { readonly seq: number; readonly time: Millis; readonly case: CaseId; readonly entry: Entry };
