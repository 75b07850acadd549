/** Requests about threads as they are kept: lists, pages, names, the archive. */
import type { Item, Turn } from "../../core/agent/item.ts";
import type { ThreadSummary } from "../../engine/agent/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { JsonObject } from "../../kit/json.ts";
import { answer, type Refusal, refuse } from "./answer.ts";
import type { Call, Methods } from "./method.ts";
import { pageOf } from "./page.ts";
import { showItem } from "./show-item.ts";
import { type ItemsView, showSummary, showTurn } from "./show-thread.ts";

const THREADS_A_PAGE = 25;
const THREADS_A_PAGE_MAX = 100;
const ENTRIES_A_PAGE = 50;
const ENTRIES_A_PAGE_MAX = 500;

/** What a person talked to, where a client does not say which it wants. */
const INTERACTIVE = ["cli", "vscode", "appServer"];

export const STORED_METHODS: Methods = {
  "thread/list": async (params, { server }) => {
    const host = await server.ports.host();
    const isDescending = params.sortDirection !== "asc";
    const sources = params.sourceKinds ?? [];
    const cwd = params.cwd ?? [];
    const page = await host.list({
      limit: limitOf(params.limit, THREADS_A_PAGE, THREADS_A_PAGE_MAX),
      cursor: params.cursor ?? null,
      sortBy:
        params.sortKey === undefined || params.sortKey === null || params.sortKey === "created_at"
          ? "created"
          : "updated",
      order: isDescending ? "desc" : "asc",
      isArchived: params.archived === true,
      modelProviders: params.modelProviders ?? [],
      sources: sources.length === 0 ? INTERACTIVE : sources,
      cwds: typeof cwd === "string" ? [cwd] : cwd,
      search: params.searchTerm ?? null,
    });
    if (!page.ok) return refuse(page.error);
    const excluded = new Set(params.excludedThreadIds ?? []);
    const data = page.value.threads.filter(({ id }) => !excluded.has(id)).map((each) => showKnown(each, server));
    return answer({ data, readStates: {}, nextCursor: page.value.next, backwardsCursor: null });
  },

  "thread/loaded/list": ({ cursor, limit }, { server }) => {
    const page = pageOf([...server.rooms.keys()], (id) => id, {
      cursor: cursor ?? null,
      limit: limitOf(limit, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    });
    return page.ok ? answer({ data: page.value.entries, nextCursor: page.value.next }) : refuse(page.error);
  },

  "thread/read": async ({ threadId, includeTurns }, call) => {
    const room = call.server.rooms.get(threadId);
    if (room !== undefined) {
      const turns =
        includeTurns === true
          ? room
              .thread()
              .turns()
              .map((turn) => showTurn(turn, "full"))
          : [];
      return answer({ thread: room.show(turns), readState: null });
    }
    const host = await call.server.ports.host();
    const read = await host.read(threadId);
    if (!read.ok) return refuse(read.error);
    const turns = includeTurns === true ? read.value.stored.turns.map((turn) => showTurn(turn, "full")) : [];
    return answer({ thread: showSummary(read.value.summary, turns), readState: null });
  },

  "thread/turns/list": async (params, call) => {
    const turns = await turnsOf(params.threadId, call);
    if (!turns.ok) return turns;
    const view: ItemsView = params.itemsView ?? "summary";
    const ordered = params.sortDirection === "asc" ? turns.value : turns.value.toReversed();
    const page = pageOf(ordered, ({ id }) => id, {
      cursor: params.cursor ?? null,
      limit: limitOf(params.limit, ENTRIES_A_PAGE, ENTRIES_A_PAGE_MAX),
    });
    if (!page.ok) return refuse(page.error);
    const data = page.value.entries.map((turn) => showTurn(turn, view));
    return answer({ data, nextCursor: page.value.next, backwardsCursor: null });
  },

  "thread/items/list": async (params, call) => {
    const turns = await turnsOf(params.threadId, call);
    if (!turns.ok) return turns;
    const wanted = turns.value.filter(({ id }) => !params.turnId || params.turnId === id);
    const entries = wanted.flatMap((turn) => turn.items.map((item) => ({ turn: turn.id, item })));
    const ordered = params.sortDirection === "desc" ? entries.toReversed() : entries;
    const cursor = typeof params.cursor === "object" ? params.cursor?.itemId : params.cursor;
    const page = pageOf(ordered, ({ item }) => item.id, {
      cursor: cursor ?? null,
      limit: limitOf(params.limit, ENTRIES_A_PAGE, ENTRIES_A_PAGE_MAX),
    });
    if (!page.ok) return refuse(page.error);
    return answer({ data: page.value.entries.map(showEntry), nextCursor: page.value.next, backwardsCursor: null });
  },

  "thread/items/read": async ({ threadId, turnId, itemIds }, call) => {
    const turns = await turnsOf(threadId, call);
    if (!turns.ok) return turns;
    const items = turns.value.find(({ id }) => id === turnId)?.items ?? [];
    const wanted = new Set(itemIds);
    const found = items.filter(({ id }) => wanted.has(id));
    return answer({ data: found.map((item) => showEntry({ turn: turnId, item })) });
  },

  "thread/name/set": async ({ threadId, name }, { server }) => {
    const host = await server.ports.host();
    const done = await host.setName(threadId, name);
    if (!done.ok) return refuse(done.error);
    server.rooms.get(threadId)?.setName(name);
    return answer({}, () => server.broadcast("thread/name/updated", { threadId, threadName: name }));
  },

  "thread/archive": async ({ threadId }, { server }) => {
    const host = await server.ports.host();
    const room = server.rooms.get(threadId);
    if (room !== undefined) {
      room.notify("thread/status/changed", { threadId, status: { type: "notLoaded" } });
      await server.close(threadId);
    }
    const done = await host.archive(threadId, true);
    if (!done.ok) return refuse(done.error);
    return answer({}, () => server.broadcast("thread/archived", { threadId }));
  },

  "thread/unarchive": async ({ threadId }, { server }) => {
    const host = await server.ports.host();
    const done = await host.archive(threadId, false);
    if (!done.ok) return refuse(done.error);
    const read = await host.read(threadId);
    if (!read.ok) return refuse(read.error);
    const thread = showSummary(read.value.summary);
    return answer({ thread }, () => server.broadcast("thread/unarchived", { threadId }));
  },
};

function limitOf(wanted: number | null | undefined, usual: number, most: number): number {
  return Math.max(1, Math.min(wanted ?? usual, most));
}

/** One that is open is shown as it is now. */
function showKnown(summary: ThreadSummary, server: Call["server"]): JsonObject {
  const room = server.rooms.get(summary.id);
  if (room === undefined) return showSummary(summary);
  const { status, name } = room.show([]);
  return { ...showSummary(summary), status: status ?? null, name: name ?? summary.name };
}

async function turnsOf(threadId: string, { server }: Call): Promise<Result<readonly Turn[], Refusal>> {
  const room = server.rooms.get(threadId);
  if (room !== undefined) return ok(room.thread().turns());
  const host = await server.ports.host();
  const read = await host.read(threadId);
  return read.ok ? ok(read.value.stored.turns) : err({ message: read.error });
}

function showEntry({ turn, item }: { readonly turn: string; readonly item: Item }): JsonObject {
  return {
    turnId: turn,
    item: showItem(item, false),
    startedAtMs: item.startedAt,
    completedAtMs: item.completedAt,
  };
}
