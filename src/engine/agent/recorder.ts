/** Writes a thread's history in order, and tells when it is on disk. */
import type { History, HistoryLine } from "./history.ts";

export interface Recorder {
  add(...lines: readonly HistoryLine[]): void;
  /** Resolves when all that was added is on disk; rejects for ever once something could not be written. */
  flushed(): Promise<void>;
}

export function recorderFor(history: History): Recorder {
  let last: Promise<unknown> = Promise.resolve();
  return {
    add(...lines) {
      const written = history.append(lines);
      last = Promise.all([last, written]);
      // Whoever waits for it hears of a failure.
      last.catch(() => undefined);
    },
    async flushed() {
      await last;
    },
  };
}
