/** Writes one thread's file: made with its first line, each further one appended in order. */
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { ThreadId } from "../../core/agent/item.ts";
import type { History, HistoryLine } from "../../engine/agent/history.ts";
import type { Millis } from "../../kit/time.ts";
import { makeFolders } from "../folders.ts";
import { newLines } from "./new-lines.ts";
import { type NewLine, printRolloutLine } from "./rollout-line.ts";

export type HistoryStart = {
  readonly id: ThreadId;
  /** Absolute. */
  readonly path: string;
  /** Written before the first line that is appended: for a new file. */
  readonly before: readonly NewLine[];
  /** Of the next line; null in files whose lines have none. */
  readonly ordinal: number | null;
  /** True where the file is there already; it is not made again. */
  readonly isThere: boolean;
  /** True where its last line has no end. */
  readonly isTorn: boolean;
  /** Kept in memory until one of these kinds of line comes. */
  readonly waitsFor: HistoryLine["kind"] | null;
};

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * No file stays open: a process may hold a thousand threads. After a failure nothing more is written, and every later
 * call rejects as well, so that the file never has a gap.
 */
export function historyFile(start: HistoryStart, now: () => Millis): History {
  let pending = start.isTorn ? "\n" : "";
  let { ordinal } = start;
  let isThere = start.isThere;
  let isWaiting = start.waitsFor !== null;
  let queue: Promise<void> = Promise.resolve();
  let isQueued = false;
  const add = (line: NewLine): void => {
    pending += printRolloutLine(line, now(), ordinal);
    if (ordinal !== null) ordinal += 1;
  };
  start.before.forEach(add);
  const flush = async (): Promise<void> => {
    isQueued = false;
    const text = pending;
    pending = "";
    if (text === "") return;
    await appendTo(start.path, text, isThere);
    isThere = true;
  };
  return {
    path: start.path,
    append(lines) {
      for (const line of lines) for (const each of newLines(start.id, line, now())) add(each);
      isWaiting &&= !lines.some(({ kind }) => kind === start.waitsFor);
      if (isWaiting) return Promise.resolve();
      // Whatever is added until it is its turn goes with the same write.
      if (!isQueued) queue = queue.then(flush);
      isQueued = true;
      return queue;
    },
    async close() {
      // Who waits for an append hears of its failure there.
      await queue.catch(() => undefined);
    },
  };
}

async function appendTo(path: string, text: string, isThere: boolean): Promise<void> {
  const handle = isThere ? await open(path, O_WRONLY | O_APPEND | O_NOFOLLOW) : await create(path);
  try {
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten;
  } finally {
    await handle.close();
  }
}

function create(path: string): Promise<FileHandle> {
  makeFolders(dirname(path));
  return open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
}
