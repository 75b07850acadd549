/** What is told of items. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { ThreadItem } from "./items.ts";
import { FileUpdateChange } from "./tool-calls.ts";

export const ItemStartedNotification = define("ItemStartedNotification", () =>
  z.object({ item: ThreadItem(), startedAtMs: z.int(), threadId: z.string(), turnId: z.string() }),
);

export const ItemCompletedNotification = define("ItemCompletedNotification", () =>
  z.object({
    completedAtMs: z.int(),
    contentTokenCount: maybe(count()),
    item: ThreadItem(),
    threadId: z.string(),
    turnId: z.string(),
  }),
);

export const AgentMessageDeltaNotification = define("AgentMessageDeltaNotification", () =>
  z.object({ delta: z.string(), itemId: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const PlanDeltaNotification = define("PlanDeltaNotification", () =>
  z.object({ delta: z.string(), itemId: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const CommandExecutionOutputDeltaNotification = define("CommandExecutionOutputDeltaNotification", () =>
  z.object({ delta: z.string(), itemId: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const TerminalInteractionNotification = define("TerminalInteractionNotification", () =>
  z.object({ itemId: z.string(), processId: z.string(), stdin: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const FileChangeOutputDeltaNotification = define("FileChangeOutputDeltaNotification", () =>
  z.object({ delta: z.string(), itemId: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const FileChangePatchUpdatedNotification = define("FileChangePatchUpdatedNotification", () =>
  z.object({ changes: z.array(FileUpdateChange()), itemId: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const McpToolCallProgressNotification = define("McpToolCallProgressNotification", () =>
  z.object({ itemId: z.string(), message: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const ReasoningSummaryTextDeltaNotification = define("ReasoningSummaryTextDeltaNotification", () =>
  z.object({ delta: z.string(), itemId: z.string(), summaryIndex: z.int(), threadId: z.string(), turnId: z.string() }),
);

export const ReasoningSummaryPartAddedNotification = define("ReasoningSummaryPartAddedNotification", () =>
  z.object({ itemId: z.string(), summaryIndex: z.int(), threadId: z.string(), turnId: z.string() }),
);

export const ReasoningTextDeltaNotification = define("ReasoningTextDeltaNotification", () =>
  z.object({ contentIndex: z.int(), delta: z.string(), itemId: z.string(), threadId: z.string(), turnId: z.string() }),
);
