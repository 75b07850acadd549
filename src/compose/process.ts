/** A subcommand that runs commands, as the whole of this process. */
import { closeInheritedDescriptors } from "../effects/descriptors.ts";
import { endOnSignals } from "../effects/signals.ts";

/**
 * Keeps what this process was handed from the commands, and turns signals into an abort.
 * Resolves with the status of `start`, or with that of the signal that ended it.
 */
export async function asProcess(start: (signal: AbortSignal) => Promise<number>): Promise<number> {
  closeInheritedDescriptors();
  const ending = endOnSignals();
  const status = await start(ending.signal);
  return ending.status() ?? status;
}
