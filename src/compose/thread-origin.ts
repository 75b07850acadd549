/** Where a thread begins: new, or with what was said before. */
import type { Replayed } from "../core/approval/session.ts";
import { replay } from "../core/approval/replay.ts";
import type { ThreadStore } from "../effects/threads/store.ts";
import { newId } from "../effects/threads/thread-id.ts";
import type { ThreadId } from "../core/agent/item.ts";
import type { History, StoredThread, ThreadMeta } from "../engine/agent/history.ts";
import type { ThreadOptions, ThreadOrigin, ThreadWish } from "../engine/agent/host.ts";
import type { ThreadSettings } from "../engine/agent/thread.ts";
import { ok, type Result } from "../kit/result.ts";
import { wishOver } from "./thread-wish.ts";
import { VERSION } from "../version.ts";

/** What is known before the settings are. */
export type Before =
  | { readonly kind: "new" }
  | { readonly kind: "resume"; readonly stored: StoredThread; readonly history: History }
  | { readonly kind: "fork"; readonly from: StoredThread; readonly origin: ThreadOrigin & { readonly kind: "fork" } };

/** An error is one line for a person. */
export async function beforeOf(origin: ThreadOrigin, store: ThreadStore): Promise<Result<Before, string>> {
  if (origin.kind === "new") return ok({ kind: "new" });
  if (origin.kind === "resume") {
    const resumed = await store.resume(origin.thread);
    return resumed.ok ? ok({ kind: "resume", ...resumed.value }) : resumed;
  }
  const read = await store.read(origin.thread);
  return read.ok ? ok({ kind: "fork", from: read.value.stored, origin }) : read;
}

/** The wish with what was set for the thread before, its folder and its model, where it names no others. */
export function wishAfter(wish: ThreadWish, before: Before): ThreadWish {
  if (before.kind === "new") return wish;
  const { meta, chosen } = before.kind === "resume" ? before.stored : before.from;
  const { cwd, model, modelProvider } = meta;
  return wishOver(chosen, { cwd, ...(wish.modelProvider === undefined ? { model, modelProvider } : {}), ...wish });
}

export type Beginning = {
  readonly id: ThreadId;
  readonly createdAt: number;
  readonly history: History;
  /** Null for a new thread. */
  readonly stored: StoredThread | null;
  /** What was decided before. */
  readonly earlier: Replayed | null;
};

const NO_HISTORY: History = { path: null, append: () => Promise.resolve(), close: () => Promise.resolve() };

/** An error is one line for a person. */
export async function beginningOf(
  before: Before,
  store: ThreadStore,
  { isEphemeral, originator, source }: ThreadOptions,
  settings: ThreadSettings,
): Promise<Result<Beginning, string>> {
  if (before.kind === "resume") {
    const { stored, history } = before;
    const { id, createdAt } = stored.meta;
    return ok({ id, createdAt, history, stored, earlier: replay(stored.decisions) });
  }
  const { cwd, model, modelProvider } = settings;
  const meta: ThreadMeta = {
    id: newId(),
    createdAt: Date.now(),
    cwd,
    originator,
    version: VERSION,
    source,
    modelProvider,
    model,
    forkedFrom: before.kind === "fork" ? before.from.meta.id : null,
    git: null,
  };
  const { id, createdAt } = meta;
  if (before.kind === "new") {
    const history = isEphemeral ? NO_HISTORY : store.create(meta);
    return ok({ id, createdAt, history, stored: null, earlier: null });
  }
  const { from, origin } = before;
  if (isEphemeral) {
    const copied = await store.copy(from.meta.id, origin.upTo, meta);
    return copied.ok ? ok({ id, createdAt, history: NO_HISTORY, stored: copied.value, earlier: null }) : copied;
  }
  const forked = await store.fork(from.meta.id, origin.upTo, meta);
  return forked.ok ? ok({ id, createdAt, ...forked.value, earlier: null }) : forked;
}
