/** THE decision: what an action needs before it may be carried out. Nothing else decides. */
import { never } from "../../kit/never.ts";
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { SandboxMode, Workspace } from "../permissions/permissions.ts";
import type { Rules } from "../policy/rules.ts";
import { read } from "../shell/read.ts";
import type { Reading } from "../shell/reading.ts";
import type { Request } from "./action.ts";
import type { Target } from "./facts.ts";
import { judgeCommand } from "./judge-command.ts";
import { judgeNetwork } from "./judge-network.ts";
import { judgePatch } from "./judge-patch.ts";
import type { Planted, Requirement } from "./requirement.ts";

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

export type Judgement = {
  readonly requirement: Requirement;
  /** How a command was read; null for other actions. */
  readonly reading: Reading | null;
};

/** The same request on the same basis gives the same judgement, on every machine. */
export function judge({ action, mode }: Request, basis: Basis): Judgement {
  switch (action.kind) {
    case "command": {
      const reading = read(action.argv);
      return { requirement: judgeCommand(action, mode, reading, basis), reading };
    }
    case "patch":
      return { requirement: judgePatch(action, basis), reading: null };
    case "network":
      return { requirement: judgeNetwork(action, basis), reading: null };
    default:
      return never(action);
  }
}
