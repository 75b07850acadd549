/** Automatic reviews of what would be asked. */
import * as z from "zod/mini";
import { ReviewDetails } from "./approvals.ts";
import { count, define, experimental, maybe } from "./define.ts";
import { NetworkApprovalProtocol, RequestPermissionProfile } from "./permissions.ts";
import { AbsolutePathBuf, LegacyAppPathString } from "./scalars.ts";

export const ThreadApproveGuardianDeniedActionParams = define("ThreadApproveGuardianDeniedActionParams", () =>
  z.object({ threadId: z.string(), event: z.unknown() }),
);

export const ThreadApproveGuardianDeniedActionResponse = define("ThreadApproveGuardianDeniedActionResponse", () =>
  z.object({}),
);

export const ThreadGuardianReviewParams = define("ThreadGuardianReviewParams", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadGuardianReviewResponse = define("ThreadGuardianReviewResponse", () =>
  z.object({ callId: z.string(), assessment: maybe(ThreadGuardianAssessment()) }),
);

export const ThreadGuardianAssessment = define("ThreadGuardianAssessment", () =>
  z.object({
    outcome: GuardianAssessmentOutcome(),
    riskLevel: GuardianRiskLevel(),
    userAuthorization: GuardianUserAuthorization(),
    rationale: z.string(),
  }),
);

export const GuardianAssessmentOutcome = define("GuardianAssessmentOutcome", () => z.enum(["allow", "deny"]));

export const GuardianRiskLevel = define("GuardianRiskLevel", () => z.enum(["low", "medium", "high", "critical"]));

export const GuardianUserAuthorization = define("GuardianUserAuthorization", () =>
  z.enum(["unknown", "low", "medium", "high"]),
);

export const ItemGuardianApprovalReviewStartedNotification = define(
  "ItemGuardianApprovalReviewStartedNotification",
  () =>
    z.object({
      threadId: z.string(),
      turnId: z.string(),
      startedAtMs: z.int(),
      reviewId: z.string(),
      targetItemId: maybe(z.string()),
      review: GuardianApprovalReview(),
      action: GuardianApprovalReviewAction(),
    }),
);

export const GuardianApprovalReview = define("GuardianApprovalReview", () =>
  z.object({
    status: GuardianApprovalReviewStatus(),
    riskLevel: maybe(GuardianRiskLevel()),
    userAuthorization: maybe(GuardianUserAuthorization()),
    rationale: maybe(z.string()),
  }),
);

export const GuardianApprovalReviewStatus = define("GuardianApprovalReviewStatus", () =>
  z.enum(["inProgress", "approved", "denied", "timedOut", "aborted"]),
);

export const GuardianApprovalReviewAction = define("GuardianApprovalReviewAction", () =>
  z.discriminatedUnion("type", [
    z.object({
      command: z.string(),
      cwd: LegacyAppPathString(),
      source: GuardianCommandSource(),
      type: z.literal("command"),
    }),
    z.object({
      argv: z.array(z.string()),
      cwd: AbsolutePathBuf(),
      program: z.string(),
      source: GuardianCommandSource(),
      type: z.literal("execve"),
    }),
    z.object({
      approvalId: z.string(),
      cwd: LegacyAppPathString(),
      processId: z.string(),
      stdin: z.string(),
      type: z.literal("writeStdin"),
    }),
    z.object({ cwd: LegacyAppPathString(), files: z.array(LegacyAppPathString()), type: z.literal("applyPatch") }),
    z.object({
      host: z.string(),
      port: count(),
      protocol: NetworkApprovalProtocol(),
      target: z.string(),
      type: z.literal("networkAccess"),
    }),
    z.object({
      connectorId: maybe(z.string()),
      connectorName: maybe(z.string()),
      server: z.string(),
      toolName: z.string(),
      toolTitle: maybe(z.string()),
      type: z.literal("mcpToolCall"),
    }),
    z.object({
      permissions: RequestPermissionProfile(),
      reason: maybe(z.string()),
      type: z.literal("requestPermissions"),
    }),
  ]),
);

export const GuardianCommandSource = define("GuardianCommandSource", () => z.enum(["shell", "unifiedExec"]));

export const ItemGuardianApprovalReviewCompletedNotification = define(
  "ItemGuardianApprovalReviewCompletedNotification",
  () =>
    z.object({
      threadId: z.string(),
      turnId: z.string(),
      startedAtMs: z.int(),
      completedAtMs: z.int(),
      reviewId: z.string(),
      targetItemId: maybe(z.string()),
      decisionSource: AutoReviewDecisionSource(),
      review: GuardianApprovalReview(),
      action: GuardianApprovalReviewAction(),
      details: experimental(z.optional(ReviewDetails())),
    }),
);

export const AutoReviewDecisionSource = define("AutoReviewDecisionSource", () => z.literal("agent"));

export const StrictReviewRequiredNotification = define("StrictReviewRequiredNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), startedAtMs: z.int() }),
);

export const GuardianWarningNotification = define("GuardianWarningNotification", () =>
  z.object({ threadId: z.string(), message: z.string() }),
);
