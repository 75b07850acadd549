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
    model: maybe(z.string()),
    modelProvider: maybe(z.string()),
    allowProviderModelFallback: experimental(z.optional(z.boolean())),
    serviceTier: maybe(z.string()),
    cwd: maybe(z.string()),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    sandbox: maybe(SandboxMode()),
    permissions: experimental(maybe(z.string())),
    config: maybe(z.record(z.string(), z.unknown())),
    serviceName: maybe(z.string()),
    baseInstructions: maybe(z.string()),
    developerInstructions: maybe(z.string()),
    personality: maybe(Personality()),
    multiAgentMode: experimental(maybe(MultiAgentMode())),
    ephemeral: maybe(z.boolean()),
    historyMode: experimental(maybe(ThreadHistoryMode())),
    sessionStartSource: maybe(ThreadStartSource()),
    threadSource: maybe(ThreadSource()),
    projectId: experimental(maybe(z.string())),
    daybreakEnabled: experimental(maybe(z.boolean())),
    environments: experimental(maybe(z.array(TurnEnvironmentParams()))),
    dynamicTools: experimental(maybe(z.array(DynamicToolSpec()))),
    selectedCapabilityRoots: experimental(maybe(z.array(SelectedCapabilityRoot()))),
    mockExperimentalField: experimental(maybe(z.string())),
    experimentalRawEvents: experimental(z.optional(z.boolean())),
  }),
);

export const ThreadStartSource = define("ThreadStartSource", () => z.enum(["startup", "clear"]));

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
    type: z.literal("function"),
    deferLoading: z.optional(z.boolean()),
    description: z.string(),
    inputSchema: z.unknown(),
    name: z.string(),
  }),
);

export const SelectedCapabilityRoot = define("SelectedCapabilityRoot", () =>
  z.object({ id: z.string(), location: CapabilityRootLocation() }),
);

export const CapabilityRootLocation = define("CapabilityRootLocation", () =>
  z.object({ type: z.literal("environment"), environmentId: z.string(), path: z.string() }),
);

export const ThreadStartResponse = define("ThreadStartResponse", () =>
  z.object({
    thread: Thread(),
    model: z.string(),
    modelProvider: z.string(),
    serviceTier: maybe(z.string()),
    disabledPluginIds: z.optional(z.array(z.string())),
    cwd: AbsolutePathBuf(),
    runtimeWorkspaceRoots: experimental(z.optional(z.array(AbsolutePathBuf()))),
    instructionSources: z.optional(z.array(LegacyAppPathString())),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    sandbox: SandboxPolicy(),
    activePermissionProfile: experimental(maybe(ActivePermissionProfile())),
    reasoningEffort: maybe(ReasoningEffort()),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
  }),
);

export const ThreadResumeParams = define("ThreadResumeParams", () =>
  z.object({
    threadId: z.string(),
    history: experimental(maybe(z.array(ResponseItem()))),
    path: experimental(maybe(z.string())),
    model: maybe(z.string()),
    modelProvider: maybe(z.string()),
    serviceTier: maybe(z.string()),
    cwd: maybe(z.string()),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    sandbox: maybe(SandboxMode()),
    permissions: experimental(maybe(z.string())),
    config: maybe(z.record(z.string(), z.unknown())),
    baseInstructions: maybe(z.string()),
    developerInstructions: maybe(z.string()),
    personality: maybe(Personality()),
    excludeTurns: z.optional(z.boolean()),
    initialTurnsPage: experimental(maybe(ThreadResumeInitialTurnsPageParams())),
  }),
);

export const ThreadResumeResponse = define("ThreadResumeResponse", () =>
  z.object({
    thread: Thread(),
    model: z.string(),
    modelProvider: z.string(),
    serviceTier: maybe(z.string()),
    disabledPluginIds: z.optional(z.array(z.string())),
    cwd: AbsolutePathBuf(),
    runtimeWorkspaceRoots: experimental(z.optional(z.array(AbsolutePathBuf()))),
    instructionSources: z.optional(z.array(LegacyAppPathString())),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    sandbox: SandboxPolicy(),
    activePermissionProfile: experimental(maybe(ActivePermissionProfile())),
    reasoningEffort: maybe(ReasoningEffort()),
    collaborationMode: maybe(CollaborationMode()),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
    initialTurnsPage: experimental(maybe(TurnsPage())),
    turnsBackwardsCursor: maybe(z.string()),
    itemsBackwardsCursor: maybe(z.string()),
  }),
);

export const ThreadForkParams = define("ThreadForkParams", () =>
  z.object({
    threadId: z.string(),
    experimentalPredictionMode: experimental(z.optional(z.boolean())),
    experimentalDisablePredictionMcp: experimental(z.optional(z.boolean())),
    lastTurnId: maybe(z.string()),
    beforeTurnId: experimental(maybe(z.string())),
    path: experimental(maybe(z.string())),
    model: maybe(z.string()),
    modelProvider: maybe(z.string()),
    serviceTier: maybe(z.string()),
    cwd: maybe(z.string()),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    sandbox: maybe(SandboxMode()),
    permissions: experimental(maybe(z.string())),
    config: maybe(z.record(z.string(), z.unknown())),
    baseInstructions: maybe(z.string()),
    developerInstructions: maybe(z.string()),
    ephemeral: z.optional(z.boolean()),
    attachToSource: experimental(z.optional(z.boolean())),
    threadSource: maybe(ThreadSource()),
    excludeTurns: z.optional(z.boolean()),
    deferGoalContinuation: experimental(z.optional(z.boolean())),
  }),
);

export const ThreadForkResponse = define("ThreadForkResponse", () =>
  z.object({
    thread: Thread(),
    model: z.string(),
    modelProvider: z.string(),
    serviceTier: maybe(z.string()),
    disabledPluginIds: z.optional(z.array(z.string())),
    cwd: AbsolutePathBuf(),
    runtimeWorkspaceRoots: experimental(z.optional(z.array(AbsolutePathBuf()))),
    instructionSources: z.optional(z.array(LegacyAppPathString())),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    sandbox: SandboxPolicy(),
    activePermissionProfile: experimental(maybe(ActivePermissionProfile())),
    reasoningEffort: maybe(ReasoningEffort()),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
  }),
);

export const ThreadUnsubscribeParams = define("ThreadUnsubscribeParams", () => z.object({ threadId: z.string() }));

export const ThreadUnsubscribeResponse = define("ThreadUnsubscribeResponse", () =>
  z.object({ status: ThreadUnsubscribeStatus() }),
);

export const ThreadUnsubscribeStatus = define("ThreadUnsubscribeStatus", () =>
  z.enum(["notLoaded", "notSubscribed", "unsubscribed"]),
);
