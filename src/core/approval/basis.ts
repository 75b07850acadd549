/** What a decision rests on besides the action itself. */
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { AllowRuns } from "../config/settings.ts";
import type { SandboxMode } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import type { Facts, Target } from "./facts.ts";
import type { Lead } from "./identity.ts";
import type { Needs } from "./needs.ts";
import type { Within } from "./within.ts";

/** All that a decision rests on besides the action itself; where a sandbox can be built decides nothing. */
export type Basis = Omit<Facts, "backend" | "patch"> & {
  readonly approvalPolicy: ApprovalPolicy;
  /** Who chose it, in words: `set in /w/.codex/config.toml:3`; null where that goes without saying. */
  readonly policyBy?: string | null;
  readonly sandboxMode: SandboxMode;
  readonly rules: Rules;
  /** Identities (see `identityOf`) that were accepted for the session. */
  readonly remembered: ReadonlySet<string>;
  /** Of a command, as in `leadsOf`; left out where nothing leads elsewhere. */
  readonly leads?: readonly Lead[];
  /** What commands of the session were stopped from. */
  readonly needs: Needs;
  /** What rules that allow programs running the workspace's content are worth. */
  readonly allowRuns: AllowRuns;
  /** False: questions propose no rule. */
  readonly smartApprovals: boolean;
  /** What a patch touches; empty for other actions. */
  readonly targets: readonly Target[];
  /** True where all of the turn is reviewed; left out for false. */
  readonly isStrict?: boolean;
  /** For a program that is about to start, the command that it starts in; null for other actions. */
  readonly within: Within | null;
};
