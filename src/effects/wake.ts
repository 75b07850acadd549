/** Waits for a time to pass, however long. */
import { setTimeout as sleep } from "node:timers/promises";

/** The longest that a timer of Node takes: a longer one would be over at once. */
export const TIMER_MS_MAX = 2 ** 31 - 1;

/** Resolves after `ms`, or soon after `signal` aborts. Never rejects. */
export async function wake(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= TIMER_MS_MAX) {
    // It rejects where it is aborted, and for nothing else.
    await sleep(Math.min(left, TIMER_MS_MAX), undefined, { signal }).catch(() => undefined);
  }
}
