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
  z.object({ name: z.string(), threadId: z.string() }),
);

export const ThreadSetNameResponse = define("ThreadSetNameResponse", () => z.object({}));

export const ThreadMetadataUpdateParams = define("ThreadMetadataUpdateParams", () =>
  z.object({
    daybreakEnabled: experimental(maybe(z.boolean())),
    gitInfo: maybe(ThreadMetadataGitInfoUpdateParams()),
    projectId: experimental(maybe(z.string())),
    threadId: z.string(),
  }),
);

export const ThreadMetadataGitInfoUpdateParams = define("ThreadMetadataGitInfoUpdateParams", () =>
  z.object({ branch: maybe(z.string()), originUrl: maybe(z.string()), sha: maybe(z.string()) }),
);

export const ThreadMetadataUpdateResponse = define("ThreadMetadataUpdateResponse", () =>
  z.object({ thread: Thread() }),
);

export const ThreadUnarchiveParams = define("ThreadUnarchiveParams", () => z.object({ threadId: z.string() }));

export const ThreadUnarchiveResponse = define("ThreadUnarchiveResponse", () => z.object({ thread: Thread() }));

export const ThreadRevertParams = define("ThreadRevertParams", () =>
  z.object({ beforeTurnId: z.string(), threadId: z.string() }),
);

export const ThreadRevertResponse = define("ThreadRevertResponse", () =>
  z.object({ itemsBackwardsCursor: maybe(z.string()), thread: Thread(), turnsBackwardsCursor: maybe(z.string()) }),
);

export const ThreadListParams = define("ThreadListParams", () =>
  z.object({
    ancestorThreadId: experimental(maybe(z.string())),
    archived: maybe(z.boolean()),
    attachedToThreadId: experimental(maybe(z.string())),
    currentAccountOnly: z.optional(z.boolean()),
    cursor: maybe(z.string()),
    cwd: maybe(ThreadListCwdFilter()),
    excludedThreadIds: maybe(z.array(z.string())),
    includeAttachedThreads: experimental(z.optional(z.boolean())),
    limit: maybe(z.uint32()),
    modelProviders: maybe(z.array(z.string())),
    originators: maybe(z.array(z.string())),
    parentThreadId: experimental(maybe(z.string())),
    projectId: experimental(maybe(z.string())),
    searchTerm: maybe(z.string()),
    sectionId: maybe(z.string()),
    sortDirection: maybe(SortDirection()),
    sortKey: maybe(ThreadSortKey()),
    sourceKinds: maybe(z.array(ThreadSourceKind())),
    useStateDbOnly: z.optional(z.boolean()),
  }),
);

export const ThreadListCwdFilter = define("ThreadListCwdFilter", () => z.union([z.string(), z.array(z.string())]));

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

export const ThreadListResponse = define("ThreadListResponse", () =>
  z.object({
    backwardsCursor: maybe(z.string()),
    data: z.array(Thread()),
    nextCursor: maybe(z.string()),
    readStates: experimental(maybe(z.record(z.string(), ThreadReadState()))),
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
  z.object({ includeTurns: z.optional(z.boolean()), threadId: z.string() }),
);

export const ThreadReadResponse = define("ThreadReadResponse", () =>
  z.object({ readState: experimental(maybe(ThreadReadState())), thread: Thread() }),
);

export const ThreadTurnsListParams = define("ThreadTurnsListParams", () =>
  z.object({
    cursor: maybe(z.string()),
    itemsView: maybe(TurnItemsView()),
    limit: maybe(z.uint32()),
    sortDirection: maybe(SortDirection()),
    threadId: z.string(),
  }),
);

export const ThreadTurnsListResponse = define("ThreadTurnsListResponse", () =>
  z.object({ backwardsCursor: maybe(z.string()), data: z.array(Turn()), nextCursor: maybe(z.string()) }),
);

export const ThreadItemsListParams = define("ThreadItemsListParams", () =>
  z.object({
    cursor: maybe(ThreadItemsListCursor()),
    deferOutput: maybe(ThreadItemOutputDeferral()),
    limit: maybe(z.uint32()),
    sortDirection: maybe(SortDirection()),
    threadId: z.string(),
    turnId: maybe(z.string()),
  }),
);

export const ThreadItemsListCursor = define("ThreadItemsListCursor", () =>
  z.union([z.string(), ThreadItemsListAnchor()]),
);

export const ThreadItemsListAnchor = define("ThreadItemsListAnchor", () =>
  z.object({ itemId: z.string(), type: z.literal("item") }),
);

export const ThreadItemOutputDeferral = define("ThreadItemOutputDeferral", () =>
  z.object({
    commandExecution: experimental(z.optional(z.boolean())),
    mcpToolCall: experimental(z.optional(z.boolean())),
  }),
);

export const ThreadItemsListResponse = define("ThreadItemsListResponse", () =>
  z.object({ backwardsCursor: maybe(z.string()), data: z.array(ThreadItemEntry()), nextCursor: maybe(z.string()) }),
);

export const ThreadItemEntry = define("ThreadItemEntry", () =>
  z.object({
    completedAtMs: maybe(z.int()),
    item: ThreadItem(),
    outputDeferred: experimental(z.optional(z.boolean())),
    startedAtMs: maybe(z.int()),
    turnId: z.string(),
  }),
);

export const ThreadItemsReadParams = define("ThreadItemsReadParams", () =>
  z.object({ itemIds: z.array(z.string()), threadId: z.string(), turnId: z.string() }),
);

export const ThreadItemsReadResponse = define("ThreadItemsReadResponse", () =>
  z.object({ data: z.array(ThreadItemEntry()) }),
);

export const ThreadResumeInitialTurnsPageParams = define("ThreadResumeInitialTurnsPageParams", () =>
  z.object({ itemsView: maybe(TurnItemsView()), limit: maybe(z.uint32()), sortDirection: maybe(SortDirection()) }),
);

export const TurnsPage = define("TurnsPage", () =>
  z.object({ backwardsCursor: maybe(z.string()), data: z.array(Turn()), nextCursor: maybe(z.string()) }),
);
