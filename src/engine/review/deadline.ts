/** One end for all that a review waits for. */
import type { Millis } from "../../kit/time.ts";
import type { GuardianPorts } from "./ports.ts";

export interface Deadline {
  /** Aborts when the time is over, or the review is taken back. */
  readonly signal: AbortSignal;
  /** True once the time was over before anything else ended it. */
  readonly isOver: () => boolean;
  /** To be called when it is not needed any more. */
  readonly end: () => void;
}

/** A clock that cannot be waited by is over at once. @param outer takes the review back */
export function deadlineIn(ms: Millis, { wake }: Pick<GuardianPorts, "wake">, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const end = (): void => controller.abort();
  const ring = (): void => {
    isOver ||= !controller.signal.aborted;
    end();
  };
  if (outer.aborted) end();
  else outer.addEventListener("abort", end, { once: true });
  void Promise.resolve()
    .then(() => wake(ms, controller.signal))
    .then(ring, ring);
  return {
    signal: controller.signal,
    isOver: () => isOver,
    end: () => {
      outer.removeEventListener("abort", end);
      end();
    },
  };
}

/** Resolves like `promise`, or with null soon after `signal` aborts, whatever else happens then. */
export function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return Promise.resolve(null);
  }
  return new Promise<T | null>((resolve, reject) => {
    const stop = (): void => resolve(null);
    signal.addEventListener("abort", stop, { once: true });
    const settled = (): void => signal.removeEventListener("abort", stop);
    promise.then(resolve, reject).finally(settled);
  });
}
