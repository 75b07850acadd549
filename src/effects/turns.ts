/** One process at a time has a terminal: two that read it would each get some of its keys. */
import { withLock } from "./lock.ts";

/** So long one process waits for another. */
const TURN_MS_MAX = 600_000;

export type Turns = {
  /**
   * Runs `act` when the terminal is this process's, which it then is until the process ends: the command that was
   * asked about has the terminal, too, and Node resets a terminal's mode when it ends. Rejects when it was not its
   * turn in time, or when `signal` aborts before; what `act` throws is passed on.
   */
  take<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T>;
};

type Coming = { readonly begun: Promise<void>; giveUp(): void };

/** @param lock the folder of the lock, as for `withLock`; what a process leaves there when it ends holds nobody up */
export function turnsAt(lock: string): Turns {
  let isOurs = false;
  let waiting = 0;
  let coming: Coming | null = null;
  const wait = async (signal: AbortSignal): Promise<void> => {
    waiting += 1;
    coming ??= waitFor(lock);
    try {
      await Promise.race([coming.begun, abortOf(signal)]);
      isOurs = true;
    } finally {
      waiting -= 1;
      if (waiting === 0 && !isOurs) {
        coming?.giveUp();
        coming = null;
      }
    }
  };
  return {
    async take(act, signal) {
      if (!isOurs) await wait(signal);
      return act();
    },
  };
}

function waitFor(lock: string): Coming {
  const stop = new AbortController();
  const begun = new Promise<void>((resolve, reject) => {
    const keep = (): Promise<void> => {
      resolve();
      // Kept until the process ends, unless nobody wanted it any more when it came.
      return abortOf(stop.signal).catch(() => undefined);
    };
    withLock(lock, keep, TURN_MS_MAX, stop.signal).catch((cause: unknown) => {
      reject(new Error("another command that assent runs has this terminal; try again when it has ended", { cause }));
    });
  });
  return { begun, giveUp: () => stop.abort() };
}

/** Rejects when the signal aborts. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(new Error("it was withdrawn"));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
