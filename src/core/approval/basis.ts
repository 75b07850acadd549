/** What a decision rests on besides the action itself. */
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { AllowRuns } from "../config/settings.ts";
import type { SandboxMode, Workspace } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import type { Link, Loss, Program, Repository, Target } from "./facts.ts";

/** All that a decision rests on besides the action itself. */
export type Basis = {
  readonly approvalPolicy: ApprovalPolicy;
  readonly sandboxMode: SandboxMode;
  readonly workspace: Workspace;
  readonly rules: Rules;
  /** Identities (see `identityOf`) that were accepted for the session. */
  readonly remembered: ReadonlySet<string>;
  /** What rules that allow programs running the workspace's content are worth. */
  readonly allowRuns: AllowRuns;
  /** The person's home folder, absolute. */
  readonly home: string;
  /** False where nothing can be known of the folder to run in. */
  readonly hasFolder: boolean;
  /** What the disk says of a command's words; empty for other actions. */
  readonly programs: readonly Program[];
  readonly losses: readonly Loss[];
  readonly links: readonly Link[];
  readonly repositories: readonly Repository[];
  /** What a patch touches; empty for other actions. */
  readonly targets: readonly Target[];
};
