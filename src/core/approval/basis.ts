/** What a decision rests on besides the action itself. */
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { SandboxMode, Workspace } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import type { Target } from "./facts.ts";
import type { Planted } from "./requirement.ts";

/** All that a decision rests on besides the action itself. */
export type Basis = {
  readonly approvalPolicy: ApprovalPolicy;
  readonly sandboxMode: SandboxMode;
  readonly workspace: Workspace;
  readonly rules: Rules;
  /** Identities (see `identityOf`) that were accepted for the session. */
  readonly remembered: ReadonlySet<string>;
  readonly planted: readonly Planted[];
  /** What a patch touches; empty for other actions. */
  readonly targets: readonly Target[];
};
