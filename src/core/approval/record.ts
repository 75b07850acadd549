/** One line of the log: what happened to one case. */
import type { Request } from "./action.ts";
import type { Ended } from "./facts.ts";
import type { CaseId, Verdict } from "./question.ts";
import type { Reason, Amendment } from "./requirement.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Reading } from "../shell/reading.ts";
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
    }
  | { readonly kind: "answered"; readonly verdict: Verdict }
  | { readonly kind: "amended"; readonly amendment: Amendment }
  | { readonly kind: "granted"; readonly permissions: Permissions; readonly from: "policy" | "session" | "user" }
  | { readonly kind: "started" }
  /** The sandbox seems to have stopped the first run; it is asked whether to run again outside. */
  | { readonly kind: "denied"; readonly status: number; readonly evidence: string }
  | { readonly kind: "settled"; readonly outcome: Outcome };

/** How a case ended. */
export type Outcome =
  | ({ readonly kind: "ran" } & Ended)
  /** Released to a caller that carries it out itself. */
  | { readonly kind: "allowed" }
  | { readonly kind: "forbidden"; readonly reasons: readonly Reason[] }
  | { readonly kind: "declined"; readonly verdict: Verdict }
  /** The person ended the whole turn, or the caller went away. */
  | { readonly kind: "cancelled" }
  /** assent itself could not go on; nothing more was run. */
  | { readonly kind: "fault"; readonly doing: FaultSource; readonly why: string };

/** What assent was doing when it could not go on. */
export type FaultSource = "gather" | "judge" | "ask" | "amend" | "perform" | "record" | "sandbox" | "program" | "patch";

export type AuditRecord = { readonly seq: number; readonly time: Millis; readonly case: CaseId; readonly entry: Entry };
