/** What is told of threads and their turns. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { Thread, ThreadStatus } from "./thread.ts";
import { Turn } from "./turn.ts";

export const ThreadStartedNotification = define("ThreadStartedNotification", () => z.object({ thread: Thread() }));

export const ThreadStatusChangedNotification = define("ThreadStatusChangedNotification", () =>
  z.object({ status: ThreadStatus(), threadId: z.string() }),
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
  z.object({ threadId: z.string(), tokenUsage: ThreadTokenUsage(), turnId: z.string() }),
);

export const ThreadTokenUsage = define("ThreadTokenUsage", () =>
  z.object({ last: TokenUsageBreakdown(), modelContextWindow: maybe(z.int()), total: TokenUsageBreakdown() }),
);

export const TokenUsageBreakdown = define("TokenUsageBreakdown", () =>
  z.object({
    cacheWriteInputTokens: z.optional(z.int()),
    cachedInputTokens: z.int(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    reasoningOutputTokens: z.int(),
    totalTokens: z.int(),
  }),
);

export const TurnStartedNotification = define("TurnStartedNotification", () =>
  z.object({ threadId: z.string(), turn: Turn() }),
);

export const TurnCompletedNotification = define("TurnCompletedNotification", () =>
  z.object({ threadId: z.string(), turn: Turn() }),
);

export const TurnDiffUpdatedNotification = define("TurnDiffUpdatedNotification", () =>
  z.object({ diff: z.string(), threadId: z.string(), turnId: z.string() }),
);

export const TurnPlanUpdatedNotification = define("TurnPlanUpdatedNotification", () =>
  z.object({ explanation: maybe(z.string()), plan: z.array(TurnPlanStep()), threadId: z.string(), turnId: z.string() }),
);

export const TurnPlanStep = define("TurnPlanStep", () => z.object({ status: TurnPlanStepStatus(), step: z.string() }));

export const TurnPlanStepStatus = define("TurnPlanStepStatus", () => z.enum(["pending", "inProgress", "completed"]));

export const ContextCompactedNotification = define("ContextCompactedNotification", () =>
  z.object({ threadId: z.string(), turnId: z.string() }),
);
