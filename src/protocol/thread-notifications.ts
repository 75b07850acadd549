/** What is told of threads and their turns. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { Thread, ThreadStatus } from "./thread.ts";
import { Turn } from "./turn.ts";

export const ThreadStartedNotification = define("ThreadStartedNotification", () => z.object({ thread: Thread() }));

export const ThreadStatusChangedNotification = define("ThreadStatusChangedNotification", () =>
  z.object({ threadId: z.string(), status: ThreadStatus() }),
);

export const ThreadArchivedNotification = define("ThreadArchivedNotification", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadDeletedNotification = define("ThreadDeletedNotification", () => z.object({ threadId: z.string() }));

export const ThreadUnarchivedNotification = define("ThreadUnarchivedNotification", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadClosedNotification = define("ThreadClosedNotification", () => z.object({ threadId: z.string() }));

export const ThreadNameUpdatedNotification = define("ThreadNameUpdatedNotification", () =>
  z.object({ threadId: z.string(), threadName: maybe(z.string()) }),
);

export const ThreadTokenUsageUpdatedNotification = define("ThreadTokenUsageUpdatedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), tokenUsage: ThreadTokenUsage() }),
);

export const ThreadTokenUsage = define("ThreadTokenUsage", () =>
  z.object({ total: TokenUsageBreakdown(), last: TokenUsageBreakdown(), modelContextWindow: maybe(z.int()) }),
);

export const TokenUsageBreakdown = define("TokenUsageBreakdown", () =>
  z.object({
    totalTokens: z.int(),
    inputTokens: z.int(),
    cachedInputTokens: z.int(),
    cacheWriteInputTokens: z.optional(z.int()),
    outputTokens: z.int(),
    reasoningOutputTokens: z.int(),
  }),
);

export const TurnStartedNotification = define("TurnStartedNotification", () =>
  z.object({ threadId: z.string(), turn: Turn() }),
);

export const TurnCompletedNotification = define("TurnCompletedNotification", () =>
  z.object({ threadId: z.string(), turn: Turn() }),
);

export const TurnDiffUpdatedNotification = define("TurnDiffUpdatedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), diff: z.string() }),
);

export const TurnPlanUpdatedNotification = define("TurnPlanUpdatedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string(), explanation: maybe(z.string()), plan: z.array(TurnPlanStep()) }),
);

export const TurnPlanStep = define("TurnPlanStep", () => z.object({ step: z.string(), status: TurnPlanStepStatus() }));

export const TurnPlanStepStatus = define("TurnPlanStepStatus", () => z.enum(["pending", "inProgress", "completed"]));

export const ContextCompactedNotification = define("ContextCompactedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string() }),
);
