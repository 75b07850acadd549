/** A home with threads in it, for tests. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { TurnId } from "../../../src/core/approval/action.ts";
import type { HistoryLine, ThreadMeta } from "../../../src/engine/agent/history.ts";
import type { ThreadQuery } from "../../../src/engine/agent/host.ts";
import type { Millis } from "../../../src/kit/time.ts";
import { threadStore, type ThreadStore } from "../../../src/effects/threads/store.ts";
import { newId } from "../../../src/effects/threads/thread-id.ts";

export const NOON: Millis = Date.UTC(2026, 0, 2, 12, 0, 0);

export const ALL: ThreadQuery = {
  limit: 10,
  cursor: null,
  sortBy: "created",
  order: "desc",
  isArchived: false,
  modelProviders: [],
  sources: [],
  cwds: [],
  search: null,
};

export type ThreadsWorld = { readonly home: string; readonly store: ThreadStore; end(): void };

export function threadsWorld(): ThreadsWorld {
  const home = realpathSync(mkdtempSync(`${tmpdir()}/assent-threads-`));
  return { home, store: threadStore(home, () => NOON), end: () => rmSync(home, { recursive: true }) };
}

export function metaOf(change: Partial<ThreadMeta> = {}): ThreadMeta {
  const createdAt = change.createdAt ?? NOON;
  return {
    id: newId(createdAt),
    createdAt,
    cwd: "/w",
    originator: "editor",
    version: "0.1.0",
    source: "appServer",
    modelProvider: "fake",
    model: "gpt-5.5",
    forkedFrom: null,
    git: null,
    ...change,
  };
}

/** A turn in which a person says something and gets an answer. */
export function turnOf(turn: TurnId, words: string): readonly HistoryLine[] {
  const times = { startedAt: NOON, completedAt: NOON };
  const user = {
    ...times,
    kind: "user-message",
    id: `${turn}-u`,
    content: [{ kind: "text", text: words }],
    clientId: null,
  } as const;
  const agent = { ...times, kind: "agent-message", id: `${turn}-a`, text: `${words}!`, phase: null } as const;
  return [
    {
      kind: "turn",
      turn,
      cwd: "/w",
      approvalPolicy: "on-request",
      sandboxMode: "read-only",
      reviewer: "user",
      model: "m",
      chosen: {},
    },
    { kind: "model-item", item: { type: "message", role: "user", content: [{ type: "input_text", text: words }] } },
    { kind: "item", turn, item: user },
    {
      kind: "model-item",
      item: { type: "message", role: "assistant", content: [{ type: "output_text", text: words }] },
    },
    { kind: "item", turn, item: agent },
    { kind: "turn-ended", turn: { id: turn, status: "completed", error: null, ...times, items: [user, agent] } },
  ];
}

/** The lines of a file, in few words. */
export function linesOf(path: string): readonly string[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.map((line) => {
    if (!line.startsWith("{") || !line.endsWith("}")) return line;
    const { ordinal, type, payload } = JSON.parse(line);
    return [ordinal, type, payload.type, payload.thread_id].filter((word) => word !== undefined).join(" ");
  });
}

/** Makes a thread with one turn; its id. */
export async function put(store: ThreadStore, meta: ThreadMeta, words: string): Promise<string> {
  const history = store.create(meta);
  await history.append(turnOf("a", words));
  await history.close();
  return meta.id;
}
