/** What must happen before an action may be carried out. */
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { Permissions, SandboxMode } from "../permissions/permissions.ts";
import type { BrokenFile, NetworkRule, RuleMatch } from "../policy/rules.ts";

/** A program that a bare name would start, from a folder that sandboxed commands may write to. */
export type Planted = { readonly name: string; readonly path: string };

/** One ground for a requirement; `describe.ts` turns it into words. */
export type Reason =
  | { readonly kind: "match"; readonly match: RuleMatch }
  | { readonly kind: "network-rule"; readonly rule: NetworkRule }
  | { readonly kind: "broken-rules"; readonly file: BrokenFile }
  | { readonly kind: "escalation" }
  | { readonly kind: "planted"; readonly program: Planted }
  | { readonly kind: "policy"; readonly policy: ApprovalPolicy }
  | { readonly kind: "sandbox"; readonly mode: SandboxMode }
  | { readonly kind: "session-grant" }
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "protected"; readonly path: string }
  | { readonly kind: "no-sandbox"; readonly why: string }
  | { readonly kind: "sandbox-denied"; readonly evidence: string }
  | { readonly kind: "host-unlisted"; readonly host: string };

/** A rule that is proposed with a question and saved when the person accepts it. */
export type Amendment =
  | { readonly kind: "prefix"; readonly pattern: readonly [string, ...string[]] }
  | { readonly kind: "network"; readonly host: string; readonly protocol: NetworkRule["protocol"] };

export type Requirement =
  /** Carry out at once under these permissions. `retry`: ask to run again outside if the sandbox denied it. */
  | {
      readonly kind: "run";
      readonly under: Permissions;
      readonly reasons: readonly Reason[];
      readonly retry: boolean;
      readonly from: "policy" | "session";
    }
  /** `amendment` is null where no rule may be proposed. */
  | {
      readonly kind: "ask";
      readonly under: Permissions;
      readonly reasons: readonly Reason[];
      readonly amendment: Amendment | null;
    }
  | { readonly kind: "forbid"; readonly reasons: readonly Reason[] };
