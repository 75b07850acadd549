/** A time to be ready by, which stands still while a person is asked. */
import { TIMER_MS_MAX } from "../wake.ts";

export interface Deadline {
  pause(): void;
  resume(): void;
  clear(): void;
}

/** @param onOver called once, unless it was cleared before */
export function deadlineIn(ms: number, onOver: () => void): Deadline {
  let left = ms;
  let since = performance.now();
  let timer: NodeJS.Timeout | null = null;
  const run = (): void => {
    since = performance.now();
    timer = setTimeout(onOver, Math.min(left, TIMER_MS_MAX));
  };
  const halt = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  run();
  return {
    pause: () => {
      if (timer === null) return;
      left = Math.max(0, left - (performance.now() - since));
      halt();
    },
    resume: () => {
      if (timer === null) run();
    },
    clear: halt,
  };
}
