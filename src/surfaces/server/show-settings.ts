/** What holds in a thread, as clients write and read it. */
import { never } from "../../kit/never.ts";
import type { ApprovalPolicy } from "../../core/config/approval-policy.ts";
import type { Reviewer, WorkspaceWrite } from "../../core/config/settings.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { ThreadSettings } from "../../engine/agent/thread.ts";
import type { Json, JsonObject } from "../../kit/json.ts";

/** The name of the one environment that commands run in. */
export const ENVIRONMENT = "local";

export function showPolicy(policy: ApprovalPolicy): Json {
  return typeof policy === "string" ? policy : { granular: { ...policy.granular } };
}

/** `refined`: what `[sandbox_workspace_write]` says; left out where that is not known. */
export function showSandbox(mode: SandboxMode, refined?: WorkspaceWrite): JsonObject {
  switch (mode) {
    case "danger-full-access":
      return { type: "dangerFullAccess" };
    case "read-only":
      return { type: "readOnly", networkAccess: false };
    case "workspace-write":
      return {
        type: "workspaceWrite",
        writableRoots: [...(refined?.writableRoots ?? [])],
        networkAccess: refined?.networkAccess ?? false,
        excludeTmpdirEnvVar: refined?.excludeTmpdirEnvVar ?? false,
        excludeSlashTmp: refined?.excludeSlashTmp ?? false,
      };
    default:
      return never(mode);
  }
}

export function showEnvironments(cwd: string): readonly Json[] {
  return [{ environmentId: ENVIRONMENT, cwd, runtimeWorkspaceRoots: [cwd] }];
}

/** `thread/settings/updated`. */
export function showSettings(settings: ThreadSettings): JsonObject {
  const { cwd, approvalPolicy, reviewer, sandboxMode, model, modelProvider, effort, summary, workspaceWrite } =
    settings;
  return {
    disabledPluginIds: [],
    cwd,
    environments: showEnvironments(cwd),
    approvalPolicy: showPolicy(approvalPolicy),
    approvalsReviewer: reviewer,
    sandboxPolicy: showSandbox(sandboxMode, workspaceWrite),
    activePermissionProfile: null,
    model,
    modelProvider,
    serviceTier: null,
    effort,
    summary,
    collaborationMode: {
      mode: "default",
      settings: { model, reasoning_effort: effort, developer_instructions: null },
    },
    multiAgentMode: "explicitRequestOnly",
    personality: null,
  };
}

/** A policy as a client writes it, which was checked before. */
export function readPolicy(wire: WirePolicy): ApprovalPolicy {
  if (typeof wire === "string") return wire;
  const { sandbox_approval, rules, mcp_elicitations, request_permissions, skill_approval } = wire.granular;
  return {
    granular: {
      sandbox_approval,
      rules,
      mcp_elicitations,
      request_permissions: request_permissions ?? false,
      skill_approval: skill_approval ?? false,
    },
  };
}

export type WirePolicy =
  | "untrusted"
  | "on-request"
  | "on-failure"
  | "never"
  | {
      readonly granular: {
        readonly sandbox_approval: boolean;
        readonly rules: boolean;
        readonly mcp_elicitations: boolean;
        readonly request_permissions?: boolean | null | undefined;
        readonly skill_approval?: boolean | null | undefined;
      };
    };

/** The old name of the automatic reviewer is taken, too. */
export function readReviewer(wire: "user" | "auto_review" | "guardian_subagent"): Reviewer {
  return wire === "user" ? "user" : "auto_review";
}
