/** What happens when assent itself is interrupted or told to end. */
import { constants } from "node:os";
import { isAtTerminal } from "./terminal.ts";

export type Ending = {
  /** Aborts when assent is to end. */
  readonly signal: AbortSignal;
  /** 128 plus the number of the signal that ended it, as a shell tells it; null while none did. */
  status(): number | null;
  /** Gives the signals their default again. */
  dispose(): void;
};

/** A second interrupt within this time is meant for assent; the first is left to the command. */
const SECOND_INTERRUPT_MS = 2_000;
const SIGNALS = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"] as const;

/** Commands that run at the terminal now, and see its interrupts themselves. */
let atTerminal = 0;

/** To be called when a command starts that has the terminal; the returned function when it has ended. */
export function lendTerminal(): () => void {
  atTerminal += 1;
  return () => {
    atTerminal -= 1;
  };
}

/**
 * Listens until disposed. An interrupt key at the terminal while a command has it is the command's own: one that
 * handles it goes on, as it would without assent. Pressed again at once, it ends the command with all it started.
 */
export function endOnSignals(): Ending {
  const controller = new AbortController();
  let status: number | null = null;
  let interruptedAt = Number.NEGATIVE_INFINITY;
  const listener = (name: NodeJS.Signals): void => {
    const isKey = (name === "SIGINT" || name === "SIGQUIT") && atTerminal > 0 && isAtTerminal();
    const isFirst = performance.now() - interruptedAt > SECOND_INTERRUPT_MS;
    if (isKey && isFirst) {
      interruptedAt = performance.now();
      return;
    }
    status ??= 128 + constants.signals[name];
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, listener);
  return {
    signal: controller.signal,
    status: () => status,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}
