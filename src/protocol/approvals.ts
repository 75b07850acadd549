/** Questions to a person about commands, files and permissions, and their answers. */
import * as z from "zod/mini";
import { NetworkPolicyAmendment } from "./amendments.ts";
import { count, define, experimental, maybe } from "./define.ts";
import {
  AdditionalFileSystemPermissions,
  AdditionalNetworkPermissions,
  NetworkApprovalProtocol,
  RequestPermissionProfile,
} from "./permissions.ts";
import { CommandAction, LegacyAppPathString } from "./scalars.ts";

export const CommandExecutionRequestApprovalParams = define("CommandExecutionRequestApprovalParams", () =>
  z.object({
    additionalPermissions: experimental(maybe(AdditionalPermissionProfile())),
    approvalId: maybe(z.string()),
    availableDecisions: experimental(maybe(z.array(CommandExecutionApprovalDecision()))),
    command: maybe(z.string()),
    commandActions: maybe(z.array(CommandAction())),
    cwd: maybe(LegacyAppPathString()),
    environmentId: maybe(z.string()),
    itemId: z.string(),
    kind: z.optional(CommandExecutionApprovalKind()),
    networkApprovalContext: maybe(NetworkApprovalContext()),
    proposedExecpolicyAmendment: maybe(z.array(z.string())),
    proposedNetworkPolicyAmendments: maybe(z.array(NetworkPolicyAmendment())),
    reason: maybe(z.string()),
    startedAtMs: z.int(),
    threadId: z.string(),
    turnId: z.string(),
    details: z.optional(ApprovalDetails()),
  }),
);

export const AdditionalPermissionProfile = define("AdditionalPermissionProfile", () =>
  z.object({ fileSystem: maybe(AdditionalFileSystemPermissions()), network: maybe(AdditionalNetworkPermissions()) }),
);

/** The plain word `acceptWithExecpolicyAmendment` takes the rule that was proposed. */
export const CommandExecutionApprovalDecision = define("CommandExecutionApprovalDecision", () =>
  z.union([
    z.enum(["accept", "acceptForSession", "decline", "cancel", "acceptWithExecpolicyAmendment"]),
    z.object({ acceptWithExecpolicyAmendment: z.object({ execpolicy_amendment: z.array(z.string()) }) }),
    z.object({ applyNetworkPolicyAmendment: z.object({ network_policy_amendment: NetworkPolicyAmendment() }) }),
  ]),
);

export const CommandExecutionApprovalKind = define("CommandExecutionApprovalKind", () =>
  z.enum(["command", "writeStdin", "humanCommand"]),
);

export const NetworkApprovalContext = define("NetworkApprovalContext", () =>
  z.object({ host: z.string(), protocol: NetworkApprovalProtocol() }),
);

/** What only clients get that declared `assent.details`: more about a question than its other fields say. */
export const ApprovalDetails = define("ApprovalDetails", () =>
  z.object({
    reasons: z.array(z.string()),
    denied: z.array(z.string()),
    paths: z.array(z.string()),
    behind: z.nullable(z.string()),
    availableDecisions: z.array(z.string()),
    grantCovers: z.nullable(z.string()),
  }),
);

export const CommandExecutionRequestApprovalResponse = define("CommandExecutionRequestApprovalResponse", () =>
  z.object({ decision: CommandExecutionApprovalDecision(), feedback: maybe(z.string()), limits: maybe(GrantLimits()) }),
);

/** How long an `acceptForSession` holds; what is left out has no limit. `forMs` in milliseconds. */
export const GrantLimits = define("GrantLimits", () =>
  z.object({ forMs: maybe(count()), uses: maybe(count()), survivesResume: z.optional(z.boolean()) }),
);

export const FileChangeRequestApprovalParams = define("FileChangeRequestApprovalParams", () =>
  z.object({
    grantRoot: maybe(z.string()),
    itemId: z.string(),
    reason: maybe(z.string()),
    startedAtMs: z.int(),
    threadId: z.string(),
    turnId: z.string(),
    details: z.optional(ApprovalDetails()),
  }),
);

export const FileChangeRequestApprovalResponse = define("FileChangeRequestApprovalResponse", () =>
  z.object({ decision: FileChangeApprovalDecision(), feedback: maybe(z.string()), limits: maybe(GrantLimits()) }),
);

export const FileChangeApprovalDecision = define("FileChangeApprovalDecision", () =>
  z.enum(["accept", "acceptForSession", "decline", "cancel"]),
);

export const PermissionsRequestApprovalParams = define("PermissionsRequestApprovalParams", () =>
  z.object({
    cwd: LegacyAppPathString(),
    environmentId: maybe(z.string()),
    itemId: z.string(),
    permissions: RequestPermissionProfile(),
    reason: maybe(z.string()),
    startedAtMs: z.int(),
    threadId: z.string(),
    turnId: z.string(),
    details: z.optional(ApprovalDetails()),
  }),
);

export const PermissionsRequestApprovalResponse = define("PermissionsRequestApprovalResponse", () =>
  z.object({
    permissions: GrantedPermissionProfile(),
    scope: z.optional(PermissionGrantScope()),
    strictAutoReview: maybe(z.boolean()),
    feedback: maybe(z.string()),
    limits: maybe(GrantLimits()),
  }),
);

export const GrantedPermissionProfile = define("GrantedPermissionProfile", () =>
  z.object({ fileSystem: maybe(AdditionalFileSystemPermissions()), network: maybe(AdditionalNetworkPermissions()) }),
);

export const PermissionGrantScope = define("PermissionGrantScope", () => z.enum(["turn", "session"]));
