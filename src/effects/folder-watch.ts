/**
 * Watches folders for all runs of this process, and a while longer.
 *
 * To begin to watch a large folder holds the process up for milliseconds, and the next run mostly wants the same ones.
 */
import { type FSWatcher, watch } from "node:fs";

export type FolderListener = {
  /** A name in the folder that has come, gone or changed; null where the system does not tell which. */
  readonly notice: (name: string | null) => void;
  /** It is not watched any more. */
  readonly lost: () => void;
};

type Shared = {
  readonly watcher: FSWatcher;
  readonly identity: string;
  readonly listeners: Set<FolderListener>;
  /** Runs while nobody listens. */
  timer: NodeJS.Timeout | null;
};

/** So long a folder is watched for the next run. */
const KEEP_MS = 15_000;
/** So many folders at most that nobody listens to. */
const KEPT_MAX = 512;
const shared = new Map<string, Shared>();
let kept = 0;

/**
 * Throws what the system says where it cannot be watched.
 *
 * @param identity of what stands there; another one than before is watched anew
 * @returns ends it for this listener
 */
export function watchFolder(folder: string, identity: string, listener: FolderListener): () => void {
  const known = shared.get(folder);
  const one = known?.identity === identity ? known : begin(folder, identity);
  if (one.timer !== null) {
    clearTimeout(one.timer);
    one.timer = null;
    kept -= 1;
  }
  one.listeners.add(listener);
  return () => {
    if (one.listeners.delete(listener) && one.listeners.size === 0) letGo(folder, one);
  };
}

function begin(folder: string, identity: string): Shared {
  const listeners = new Set<FolderListener>();
  const watcher = watch(folder, { persistent: false }, (_event, name) => {
    for (const { notice } of listeners) notice(name);
  });
  const one: Shared = { watcher, identity, listeners, timer: null };
  watcher.on("error", () => {
    end(folder, one);
    for (const { lost } of listeners) lost();
  });
  const before = shared.get(folder);
  shared.set(folder, one);
  if (before?.listeners.size === 0) end(folder, before);
  return one;
}

function letGo(folder: string, one: Shared): void {
  if (shared.get(folder) !== one || kept >= KEPT_MAX) {
    end(folder, one);
    return;
  }
  kept += 1;
  one.timer = setTimeout(() => end(folder, one), KEEP_MS).unref();
}

function end(folder: string, one: Shared): void {
  one.watcher.close();
  if (one.timer !== null) {
    clearTimeout(one.timer);
    one.timer = null;
    kept -= 1;
  }
  if (shared.get(folder) === one) shared.delete(folder);
}
