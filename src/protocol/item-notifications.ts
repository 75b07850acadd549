/** What is told of items. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { ThreadItem } from "./items.ts";
import { FileUpdateChange } from "./tool-calls.ts";

export const ItemStartedNotification = define("ItemStartedNotification", () =>
  z.object({ item: ThreadItem(), threadId: z.string(), turnId: z.string(), startedAtMs: z.int() }),
);

export const ItemCompletedNotification = define("ItemCompletedNotification", () =>
  z.object({
    item: ThreadItem(),
    threadId: z.string(),
    turnId: z.string(),
    contentTokenCount: maybe(count()),
    completedAtMs: z.int(),
  }),
);

export const AgentMessageDeltaNotification = define("AgentMessageDeltaNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), delta: z.string() }),
);

export const PlanDeltaNotification = define("PlanDeltaNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), delta: z.string() }),
);

export const CommandExecutionOutputDeltaNotification = define("CommandExecutionOutputDeltaNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), delta: z.string() }),
);

export const TerminalInteractionNotification = define("TerminalInteractionNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), processId: z.string(), stdin: z.string() }),
);

export const FileChangeOutputDeltaNotification = define("FileChangeOutputDeltaNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), delta: z.string() }),
);

export const FileChangePatchUpdatedNotification = define("FileChangePatchUpdatedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), changes: z.array(FileUpdateChange()) }),
);

export const McpToolCallProgressNotification = define("McpToolCallProgressNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), message: z.string() }),
);

export const ReasoningSummaryTextDeltaNotification = define("ReasoningSummaryTextDeltaNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), delta: z.string(), summaryIndex: z.int() }),
);

export const ReasoningSummaryPartAddedNotification = define("ReasoningSummaryPartAddedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), summaryIndex: z.int() }),
);

export const ReasoningTextDeltaNotification = define("ReasoningTextDeltaNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemId: z.string(), delta: z.string(), contentIndex: z.int() }),
);
