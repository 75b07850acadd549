/** Requests about threads as they are stored: lists, pages, names, archive. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { ThreadItem } from "./items.ts";
import { SortDirection } from "./scalars.ts";
import { Thread } from "./thread.ts";
import { Turn, TurnItemsView } from "./turn.ts";

export const ThreadArchiveParams = define("ThreadArchiveParams", () => z.object({ threadId: z.string() }));

export const ThreadArchiveResponse = define("ThreadArchiveResponse", () => z.object({}));

export const ThreadDeleteParams = define("ThreadDeleteParams", () => z.object({ threadId: z.string() }));

export const ThreadDeleteResponse = define("ThreadDeleteResponse", () => z.object({}));

export const ThreadSetNameParams = define("ThreadSetNameParams", () =>
  z.object({ threadId: z.string(), name: z.string() }),
);

export const ThreadSetNameResponse = define("ThreadSetNameResponse", () => z.object({}));

export const ThreadMetadataUpdateParams = define("ThreadMetadataUpdateParams", () =>
  z.object({
    threadId: z.string(),
    projectId: experimental(maybe(z.string())),
    gitInfo: maybe(ThreadMetadataGitInfoUpdateParams()),
    daybreakEnabled: experimental(maybe(z.boolean())),
  }),
);

export const ThreadMetadataGitInfoUpdateParams = define("ThreadMetadataGitInfoUpdateParams", () =>
  z.object({ sha: maybe(z.string()), branch: maybe(z.string()), originUrl: maybe(z.string()) }),
);

export const ThreadMetadataUpdateResponse = define("ThreadMetadataUpdateResponse", () =>
  z.object({ thread: Thread() }),
);

export const ThreadUnarchiveParams = define("ThreadUnarchiveParams", () => z.object({ threadId: z.string() }));

export const ThreadUnarchiveResponse = define("ThreadUnarchiveResponse", () => z.object({ thread: Thread() }));

export const ThreadRevertParams = define("ThreadRevertParams", () =>
  z.object({ threadId: z.string(), beforeTurnId: z.string() }),
);

export const ThreadRevertResponse = define("ThreadRevertResponse", () =>
  z.object({ thread: Thread(), turnsBackwardsCursor: maybe(z.string()), itemsBackwardsCursor: maybe(z.string()) }),
);

export const ThreadListParams = define("ThreadListParams", () =>
  z.object({
    includeAttachedThreads: experimental(z.optional(z.boolean())),
    currentAccountOnly: z.optional(z.boolean()),
    cursor: maybe(z.string()),
    limit: maybe(z.uint32()),
    excludedThreadIds: maybe(z.array(z.string())),
    sortKey: maybe(ThreadSortKey()),
    sortDirection: maybe(SortDirection()),
    modelProviders: maybe(z.array(z.string())),
    sourceKinds: maybe(z.array(ThreadSourceKind())),
    originators: maybe(z.array(z.string())),
    archived: maybe(z.boolean()),
    sectionId: maybe(z.string()),
    projectId: experimental(maybe(z.string())),
    cwd: maybe(ThreadListCwdFilter()),
    useStateDbOnly: z.optional(z.boolean()),
    searchTerm: maybe(z.string()),
    parentThreadId: experimental(maybe(z.string())),
    ancestorThreadId: experimental(maybe(z.string())),
    attachedToThreadId: experimental(maybe(z.string())),
  }),
);

export const ThreadSortKey = define("ThreadSortKey", () =>
  z.enum(["created_at", "updated_at", "recency_at", "section_position"]),
);

export const ThreadSourceKind = define("ThreadSourceKind", () =>
  z.enum([
    "cli",
    "vscode",
    "exec",
    "appServer",
    "subAgent",
    "subAgentReview",
    "subAgentCompact",
    "subAgentThreadSpawn",
    "subAgentOther",
    "unknown",
  ]),
);

export const ThreadListCwdFilter = define("ThreadListCwdFilter", () => z.union([z.string(), z.array(z.string())]));

export const ThreadListResponse = define("ThreadListResponse", () =>
  z.object({
    data: z.array(Thread()),
    readStates: experimental(maybe(z.record(z.string(), ThreadReadState()))),
    nextCursor: maybe(z.string()),
    backwardsCursor: maybe(z.string()),
  }),
);

export const ThreadReadState = define("ThreadReadState", () =>
  z.object({ firstUnread: maybe(ThreadUnreadPosition()), revision: z.string() }),
);

export const ThreadUnreadPosition = define("ThreadUnreadPosition", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("threadStart") }),
    z.object({ turnId: z.string(), type: z.literal("turn") }),
  ]),
);

export const ThreadLoadedListParams = define("ThreadLoadedListParams", () =>
  z.object({ cursor: maybe(z.string()), limit: maybe(z.uint32()) }),
);

export const ThreadLoadedListResponse = define("ThreadLoadedListResponse", () =>
  z.object({ data: z.array(z.string()), nextCursor: maybe(z.string()) }),
);

export const ThreadReadParams = define("ThreadReadParams", () =>
  z.object({ threadId: z.string(), includeTurns: z.optional(z.boolean()) }),
);

export const ThreadReadResponse = define("ThreadReadResponse", () =>
  z.object({ thread: Thread(), readState: experimental(maybe(ThreadReadState())) }),
);

export const ThreadTurnsListParams = define("ThreadTurnsListParams", () =>
  z.object({
    threadId: z.string(),
    cursor: maybe(z.string()),
    limit: maybe(z.uint32()),
    sortDirection: maybe(SortDirection()),
    itemsView: maybe(TurnItemsView()),
  }),
);

export const ThreadTurnsListResponse = define("ThreadTurnsListResponse", () =>
  z.object({ data: z.array(Turn()), nextCursor: maybe(z.string()), backwardsCursor: maybe(z.string()) }),
);

export const ThreadItemsListParams = define("ThreadItemsListParams", () =>
  z.object({
    threadId: z.string(),
    turnId: maybe(z.string()),
    cursor: maybe(ThreadItemsListCursor()),
    limit: maybe(z.uint32()),
    sortDirection: maybe(SortDirection()),
    deferOutput: maybe(ThreadItemOutputDeferral()),
  }),
);

export const ThreadItemsListCursor = define("ThreadItemsListCursor", () =>
  z.union([z.string(), ThreadItemsListAnchor()]),
);

export const ThreadItemsListAnchor = define("ThreadItemsListAnchor", () =>
  z.object({ type: z.literal("item"), itemId: z.string() }),
);

export const ThreadItemOutputDeferral = define("ThreadItemOutputDeferral", () =>
  z.object({
    commandExecution: experimental(z.optional(z.boolean())),
    mcpToolCall: experimental(z.optional(z.boolean())),
  }),
);

export const ThreadItemsListResponse = define("ThreadItemsListResponse", () =>
  z.object({ data: z.array(ThreadItemEntry()), nextCursor: maybe(z.string()), backwardsCursor: maybe(z.string()) }),
);

export const ThreadItemEntry = define("ThreadItemEntry", () =>
  z.object({
    turnId: z.string(),
    item: ThreadItem(),
    outputDeferred: experimental(z.optional(z.boolean())),
    startedAtMs: maybe(z.int()),
    completedAtMs: maybe(z.int()),
  }),
);

export const ThreadItemsReadParams = define("ThreadItemsReadParams", () =>
  z.object({ threadId: z.string(), turnId: z.string(), itemIds: z.array(z.string()) }),
);

export const ThreadItemsReadResponse = define("ThreadItemsReadResponse", () =>
  z.object({ data: z.array(ThreadItemEntry()) }),
);

export const ThreadResumeInitialTurnsPageParams = define("ThreadResumeInitialTurnsPageParams", () =>
  z.object({ limit: maybe(z.uint32()), sortDirection: maybe(SortDirection()), itemsView: maybe(TurnItemsView()) }),
);

export const TurnsPage = define("TurnsPage", () =>
  z.object({ data: z.array(Turn()), nextCursor: maybe(z.string()), backwardsCursor: maybe(z.string()) }),
);
