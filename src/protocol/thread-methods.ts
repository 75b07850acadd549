/** Requests that start, resume, fork and leave a thread. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { CollaborationMode, MultiAgentMode, Personality, TurnEnvironmentParams } from "./modes.ts";
import { ActivePermissionProfile, ApprovalsReviewer, AskForApproval, SandboxMode, SandboxPolicy } from "./policy.ts";
import { AbsolutePathBuf, LegacyAppPathString, ReasoningEffort, ResponseItem } from "./scalars.ts";
import { Thread, ThreadHistoryMode, ThreadSource } from "./thread.ts";
import { ThreadResumeInitialTurnsPageParams, TurnsPage } from "./threads-stored.ts";

export const ThreadStartParams = define("ThreadStartParams", () =>
  z.object({
    allowProviderModelFallback: experimental(z.optional(z.boolean())),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    baseInstructions: maybe(z.string()),
    config: maybe(z.record(z.string(), z.unknown())),
    cwd: maybe(z.string()),
    daybreakEnabled: experimental(maybe(z.boolean())),
    developerInstructions: maybe(z.string()),
    dynamicTools: experimental(maybe(z.array(DynamicToolSpec()))),
    environments: experimental(maybe(z.array(TurnEnvironmentParams()))),
    ephemeral: maybe(z.boolean()),
    experimentalRawEvents: experimental(z.optional(z.boolean())),
    historyMode: experimental(maybe(ThreadHistoryMode())),
    mockExperimentalField: experimental(maybe(z.string())),
    model: maybe(z.string()),
    modelProvider: maybe(z.string()),
    multiAgentMode: experimental(maybe(MultiAgentMode())),
    permissions: experimental(maybe(z.string())),
    personality: maybe(Personality()),
    projectId: experimental(maybe(z.string())),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    sandbox: maybe(SandboxMode()),
    selectedCapabilityRoots: experimental(maybe(z.array(SelectedCapabilityRoot()))),
    serviceName: maybe(z.string()),
    serviceTier: maybe(z.string()),
    sessionStartSource: maybe(ThreadStartSource()),
    threadSource: maybe(ThreadSource()),
  }),
);

export const DynamicToolSpec = define("DynamicToolSpec", () =>
  z.discriminatedUnion("type", [
    z.object({
      deferLoading: z.optional(z.boolean()),
      description: z.string(),
      inputSchema: z.unknown(),
      name: z.string(),
      type: z.literal("function"),
    }),
    z.object({
      description: z.string(),
      name: z.string(),
      tools: z.array(DynamicToolNamespaceTool()),
      type: z.literal("namespace"),
    }),
  ]),
);

export const DynamicToolNamespaceTool = define("DynamicToolNamespaceTool", () =>
  z.object({
    deferLoading: z.optional(z.boolean()),
    description: z.string(),
    inputSchema: z.unknown(),
    name: z.string(),
    type: z.literal("function"),
  }),
);

export const SelectedCapabilityRoot = define("SelectedCapabilityRoot", () =>
  z.object({ id: z.string(), location: CapabilityRootLocation() }),
);

export const CapabilityRootLocation = define("CapabilityRootLocation", () =>
  z.object({ environmentId: z.string(), path: z.string(), type: z.literal("environment") }),
);

export const ThreadStartSource = define("ThreadStartSource", () => z.enum(["startup", "clear"]));

export const ThreadStartResponse = define("ThreadStartResponse", () =>
  z.object({
    activePermissionProfile: experimental(maybe(ActivePermissionProfile())),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    cwd: AbsolutePathBuf(),
    disabledPluginIds: z.optional(z.array(z.string())),
    instructionSources: z.optional(z.array(LegacyAppPathString())),
    model: z.string(),
    modelProvider: z.string(),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
    reasoningEffort: maybe(ReasoningEffort()),
    runtimeWorkspaceRoots: experimental(z.optional(z.array(AbsolutePathBuf()))),
    sandbox: SandboxPolicy(),
    serviceTier: maybe(z.string()),
    thread: Thread(),
  }),
);

export const ThreadResumeParams = define("ThreadResumeParams", () =>
  z.object({
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    baseInstructions: maybe(z.string()),
    config: maybe(z.record(z.string(), z.unknown())),
    cwd: maybe(z.string()),
    developerInstructions: maybe(z.string()),
    excludeTurns: z.optional(z.boolean()),
    history: experimental(maybe(z.array(ResponseItem()))),
    initialTurnsPage: experimental(maybe(ThreadResumeInitialTurnsPageParams())),
    model: maybe(z.string()),
    modelProvider: maybe(z.string()),
    path: experimental(maybe(z.string())),
    permissions: experimental(maybe(z.string())),
    personality: maybe(Personality()),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    sandbox: maybe(SandboxMode()),
    serviceTier: maybe(z.string()),
    threadId: z.string(),
  }),
);

export const ThreadResumeResponse = define("ThreadResumeResponse", () =>
  z.object({
    activePermissionProfile: experimental(maybe(ActivePermissionProfile())),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    collaborationMode: maybe(CollaborationMode()),
    cwd: AbsolutePathBuf(),
    disabledPluginIds: z.optional(z.array(z.string())),
    initialTurnsPage: experimental(maybe(TurnsPage())),
    instructionSources: z.optional(z.array(LegacyAppPathString())),
    itemsBackwardsCursor: maybe(z.string()),
    model: z.string(),
    modelProvider: z.string(),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
    reasoningEffort: maybe(ReasoningEffort()),
    runtimeWorkspaceRoots: experimental(z.optional(z.array(AbsolutePathBuf()))),
    sandbox: SandboxPolicy(),
    serviceTier: maybe(z.string()),
    thread: Thread(),
    turnsBackwardsCursor: maybe(z.string()),
  }),
);

export const ThreadForkParams = define("ThreadForkParams", () =>
  z.object({
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    attachToSource: experimental(z.optional(z.boolean())),
    baseInstructions: maybe(z.string()),
    beforeTurnId: experimental(maybe(z.string())),
    config: maybe(z.record(z.string(), z.unknown())),
    cwd: maybe(z.string()),
    deferGoalContinuation: experimental(z.optional(z.boolean())),
    developerInstructions: maybe(z.string()),
    ephemeral: z.optional(z.boolean()),
    excludeTurns: z.optional(z.boolean()),
    experimentalDisablePredictionMcp: experimental(z.optional(z.boolean())),
    experimentalPredictionMode: experimental(z.optional(z.boolean())),
    lastTurnId: maybe(z.string()),
    model: maybe(z.string()),
    modelProvider: maybe(z.string()),
    path: experimental(maybe(z.string())),
    permissions: experimental(maybe(z.string())),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    sandbox: maybe(SandboxMode()),
    serviceTier: maybe(z.string()),
    threadId: z.string(),
    threadSource: maybe(ThreadSource()),
  }),
);

export const ThreadForkResponse = define("ThreadForkResponse", () =>
  z.object({
    activePermissionProfile: experimental(maybe(ActivePermissionProfile())),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    cwd: AbsolutePathBuf(),
    disabledPluginIds: z.optional(z.array(z.string())),
    instructionSources: z.optional(z.array(LegacyAppPathString())),
    model: z.string(),
    modelProvider: z.string(),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
    reasoningEffort: maybe(ReasoningEffort()),
    runtimeWorkspaceRoots: experimental(z.optional(z.array(AbsolutePathBuf()))),
    sandbox: SandboxPolicy(),
    serviceTier: maybe(z.string()),
    thread: Thread(),
  }),
);

export const ThreadUnsubscribeParams = define("ThreadUnsubscribeParams", () => z.object({ threadId: z.string() }));

export const ThreadUnsubscribeResponse = define("ThreadUnsubscribeResponse", () =>
  z.object({ status: ThreadUnsubscribeStatus() }),
);

export const ThreadUnsubscribeStatus = define("ThreadUnsubscribeStatus", () =>
  z.enum(["notLoaded", "notSubscribed", "unsubscribed"]),
);
