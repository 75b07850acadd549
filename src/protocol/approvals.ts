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
    kind: z.optional(CommandExecutionApprovalKind()),
    threadId: z.string(),
    turnId: z.string(),
    itemId: z.string(),
    startedAtMs: z.int(),
    approvalId: maybe(z.string()),
    environmentId: maybe(z.string()),
    reason: maybe(z.string()),
    networkApprovalContext: maybe(NetworkApprovalContext()),
    command: maybe(z.string()),
    cwd: maybe(LegacyAppPathString()),
    commandActions: maybe(z.array(CommandAction())),
    additionalPermissions: experimental(maybe(AdditionalPermissionProfile())),
    proposedExecpolicyAmendment: maybe(z.array(z.string())),
    proposedNetworkPolicyAmendments: maybe(z.array(NetworkPolicyAmendment())),
    availableDecisions: experimental(maybe(z.array(CommandExecutionApprovalDecision()))),
    details: experimental(z.optional(ApprovalDetails())),
  }),
);

export const CommandExecutionApprovalKind = define("CommandExecutionApprovalKind", () =>
  z.enum(["command", "writeStdin", "humanCommand"]),
);

export const NetworkApprovalContext = define("NetworkApprovalContext", () =>
  z.object({ host: z.string(), protocol: NetworkApprovalProtocol() }),
);

export const AdditionalPermissionProfile = define("AdditionalPermissionProfile", () =>
  z.object({ network: maybe(AdditionalNetworkPermissions()), fileSystem: maybe(AdditionalFileSystemPermissions()) }),
);

/** The plain word `acceptWithExecpolicyAmendment` takes the rule that was proposed. */
export const CommandExecutionApprovalDecision = define("CommandExecutionApprovalDecision", () =>
  z.union([
    z.enum(["accept", "acceptForSession", "decline", "cancel", "acceptWithExecpolicyAmendment"]),
    z.object({ acceptWithExecpolicyAmendment: z.object({ execpolicy_amendment: z.array(z.string()) }) }),
    z.object({ applyNetworkPolicyAmendment: z.object({ network_policy_amendment: NetworkPolicyAmendment() }) }),
  ]),
);

/**
 * What only clients get that declared `assent.details`: more about a question than its other fields say. `denied`: what the
 * sandbox stopped; `behind`: the command or the programs that what is asked about comes from.
 */
export const ApprovalDetails = define("ApprovalDetails", () =>
  z.object({
    reasons: z.array(z.string()),
    denied: z.array(z.string()),
    paths: z.array(z.string()),
    behind: z.nullable(z.string()),
    availableDecisions: z.array(z.string()),
    grantCovers: z.nullable(z.string()),
    review: z.nullable(ReviewDetails()),
  }),
);

/**
 * What an automatic review came to. `status`: approved, denied, escalated, timed_out or failed; all but the first two leave
 * it to a person. `riskScore`: 0 to 100; `repeats`: the review whose verdict holds again.
 */
export const ReviewDetails = define("ReviewDetails", () =>
  z.object({
    status: z.string(),
    riskLevel: z.string(),
    riskScore: z.number(),
    userAuthorization: z.string(),
    rationale: z.string(),
    findings: z.array(z.object({ category: z.string(), level: z.string(), what: z.string() })),
    model: z.nullable(z.string()),
    requests: count(),
    tookMs: z.number(),
    repeats: z.nullable(z.string()),
  }),
);

export const CommandExecutionRequestApprovalResponse = define("CommandExecutionRequestApprovalResponse", () =>
  z.object({
    decision: CommandExecutionApprovalDecision(),
    feedback: experimental(maybe(z.string())),
    limits: experimental(maybe(GrantLimits())),
  }),
);

/** How long an `acceptForSession` holds; what is left out has no limit. `forMs` in milliseconds. */
export const GrantLimits = define("GrantLimits", () =>
  z.object({ forMs: maybe(count()), uses: maybe(count()), survivesResume: z.optional(z.boolean()) }),
);

export const FileChangeRequestApprovalParams = define("FileChangeRequestApprovalParams", () =>
  z.object({
    threadId: z.string(),
    turnId: z.string(),
    itemId: z.string(),
    startedAtMs: z.int(),
    reason: maybe(z.string()),
    grantRoot: maybe(z.string()),
    details: experimental(z.optional(ApprovalDetails())),
  }),
);

export const FileChangeRequestApprovalResponse = define("FileChangeRequestApprovalResponse", () =>
  z.object({
    decision: FileChangeApprovalDecision(),
    feedback: experimental(maybe(z.string())),
    limits: experimental(maybe(GrantLimits())),
  }),
);

export const FileChangeApprovalDecision = define("FileChangeApprovalDecision", () =>
  z.enum(["accept", "acceptForSession", "decline", "cancel"]),
);

export const PermissionsRequestApprovalParams = define("PermissionsRequestApprovalParams", () =>
  z.object({
    threadId: z.string(),
    turnId: z.string(),
    itemId: z.string(),
    environmentId: maybe(z.string()),
    startedAtMs: z.int(),
    cwd: LegacyAppPathString(),
    reason: maybe(z.string()),
    permissions: RequestPermissionProfile(),
  }),
);

export const PermissionsRequestApprovalResponse = define("PermissionsRequestApprovalResponse", () =>
  z.object({
    permissions: GrantedPermissionProfile(),
    scope: z.optional(PermissionGrantScope()),
    strictAutoReview: maybe(z.boolean()),
  }),
);

export const GrantedPermissionProfile = define("GrantedPermissionProfile", () =>
  z.object({ network: maybe(AdditionalNetworkPermissions()), fileSystem: maybe(AdditionalFileSystemPermissions()) }),
);

export const PermissionGrantScope = define("PermissionGrantScope", () => z.enum(["turn", "session"]));
