/** The items of a thread. */
import * as z from "zod/mini";
import { count, define, experimental, maybe } from "./define.ts";
import { UserInput } from "./input.ts";
import {
  AbsolutePathBuf,
  CommandAction,
  DynamicToolCallOutputContentItem,
  LegacyAppPathString,
  ReasoningEffort,
} from "./scalars.ts";
import {
  CollabAgentState,
  CollabAgentTool,
  CollabAgentToolCallStatus,
  CommandExecutionSource,
  CommandExecutionStatus,
  DynamicToolCallStatus,
  FileUpdateChange,
  FunctionCallOutputBody,
  ImageGenerationFailure,
  ImageGenerationInputImage,
  McpAppUi,
  McpToolCallAppContext,
  McpToolCallError,
  McpToolCallResult,
  McpToolCallStatus,
  PatchApplyStatus,
  SubAgentActivityKind,
  WebSearchAction,
} from "./tool-calls.ts";

export const AgentMessageDelivery = define("AgentMessageDelivery", () => z.literal("async"));

export const AgentMessageDisplay = define("AgentMessageDisplay", () =>
  z.object({
    action: z.string(),
    blockType: maybe(z.string()),
    cyberTrustedAccess: maybe(z.boolean()),
    checkTrustedContacts: maybe(z.boolean()),
  }),
);

export const AgentMessageModeration = define("AgentMessageModeration", () =>
  z.object({ moderated: z.boolean(), display: maybe(AgentMessageDisplay()) }),
);

export const AsyncUserInputQuestion = define("AsyncUserInputQuestion", () =>
  z.object({ title: z.string(), options: maybe(z.array(z.string())) }),
);

export const HookPromptFragment = define("HookPromptFragment", () =>
  z.object({ text: z.string(), hookRunId: z.string() }),
);

export const MemoryCitation = define("MemoryCitation", () =>
  z.object({ entries: z.array(MemoryCitationEntry()), threadIds: z.array(z.string()) }),
);

export const MemoryCitationEntry = define("MemoryCitationEntry", () =>
  z.object({ path: z.string(), lineStart: z.uint32(), lineEnd: z.uint32(), note: z.string() }),
);

export const MessagePhase = define("MessagePhase", () => z.enum(["commentary", "partial_answer", "final_answer"]));

export const ThreadItem = define("ThreadItem", () =>
  z.union([
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      clientId: maybe(z.string()),
      content: z.array(UserInput()),
      id: z.string(),
      type: z.literal("userMessage"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      fragments: z.array(HookPromptFragment()),
      id: z.string(),
      type: z.literal("hookPrompt"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      delivery: maybe(AgentMessageDelivery()),
      id: z.string(),
      memoryCitation: maybe(MemoryCitation()),
      moderation: maybe(AgentMessageModeration()),
      phase: maybe(MessagePhase()),
      questions: maybe(z.array(AsyncUserInputQuestion())),
      text: z.string(),
      type: z.literal("agentMessage"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      id: z.string(),
      name: z.string(),
      namespace: maybe(z.string()),
      output: FunctionCallOutputBody(),
      type: z.literal("functionCallOutput"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      id: z.string(),
      text: z.string(),
      type: z.literal("plan"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      content: z.optional(z.array(z.string())),
      id: z.string(),
      summary: z.optional(z.array(z.string())),
      type: z.literal("reasoning"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      aggregatedOutput: maybe(z.string()),
      command: z.string(),
      commandActions: z.array(CommandAction()),
      cwd: LegacyAppPathString(),
      durationMs: maybe(z.int()),
      exitCode: maybe(z.int32()),
      id: z.string(),
      pluginId: maybe(z.string()),
      processId: maybe(z.string()),
      scriptPath: maybe(z.string()),
      source: z.optional(CommandExecutionSource()),
      status: CommandExecutionStatus(),
      type: z.literal("commandExecution"),
      note: experimental(z.optional(z.string())),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      changes: z.array(FileUpdateChange()),
      id: z.string(),
      status: PatchApplyStatus(),
      type: z.literal("fileChange"),
      note: experimental(z.optional(z.string())),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      appContext: maybe(McpToolCallAppContext()),
      arguments: z.unknown(),
      durationMs: maybe(z.int()),
      error: maybe(McpToolCallError()),
      id: z.string(),
      mcpAppResourceUri: maybe(z.string()),
      mcpAppUi: maybe(McpAppUi()),
      pluginId: maybe(z.string()),
      readOnlyHint: maybe(z.boolean()),
      result: maybe(McpToolCallResult()),
      server: z.string(),
      status: McpToolCallStatus(),
      tool: z.string(),
      type: z.literal("mcpToolCall"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      arguments: z.unknown(),
      contentItems: maybe(z.array(DynamicToolCallOutputContentItem())),
      durationMs: maybe(z.int()),
      id: z.string(),
      namespace: maybe(z.string()),
      status: DynamicToolCallStatus(),
      success: maybe(z.boolean()),
      tool: z.string(),
      type: z.literal("dynamicToolCall"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      agentsStates: z.record(z.string(), CollabAgentState()),
      id: z.string(),
      model: maybe(z.string()),
      prompt: maybe(z.string()),
      reasoningEffort: maybe(ReasoningEffort()),
      receiverThreadIds: z.array(z.string()),
      senderThreadId: z.string(),
      status: CollabAgentToolCallStatus(),
      tool: CollabAgentTool(),
      type: z.literal("collabAgentToolCall"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      agentPath: z.string(),
      agentThreadId: z.string(),
      id: z.string(),
      kind: SubAgentActivityKind(),
      model: maybe(z.string()),
      reasoningEffort: maybe(ReasoningEffort()),
      type: z.literal("subAgentActivity"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      action: maybe(WebSearchAction()),
      id: z.string(),
      query: z.string(),
      results: maybe(z.array(z.unknown())),
      type: z.literal("webSearch"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      id: z.string(),
      path: LegacyAppPathString(),
      type: z.literal("imageView"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      durationMs: count(),
      id: z.string(),
      type: z.literal("sleep"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      failure: maybe(ImageGenerationFailure()),
      generationId: maybe(z.string()),
      id: z.string(),
      inputImages: z.optional(z.array(ImageGenerationInputImage())),
      revisedPrompt: maybe(z.string()),
      savedPath: maybe(AbsolutePathBuf()),
      status: z.string(),
      transparentBackground: maybe(z.boolean()),
      type: z.literal("imageGeneration"),
      fileId: z.string(),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      failure: maybe(ImageGenerationFailure()),
      generationId: maybe(z.string()),
      id: z.string(),
      inputImages: z.optional(z.array(ImageGenerationInputImage())),
      revisedPrompt: maybe(z.string()),
      savedPath: maybe(AbsolutePathBuf()),
      status: z.string(),
      transparentBackground: maybe(z.boolean()),
      type: z.literal("imageGeneration"),
      result: z.string(),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      id: z.string(),
      review: z.string(),
      type: z.literal("enteredReviewMode"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      id: z.string(),
      review: z.string(),
      type: z.literal("exitedReviewMode"),
    }),
    z.object({
      completedAtMs: maybe(z.int()),
      startedAtMs: maybe(z.int()),
      id: z.string(),
      type: z.literal("contextCompaction"),
    }),
  ]),
);
