/** `assent run` on this machine. */
import { closeInheritedDescriptors } from "../effects/descriptors.ts";
import { endOnSignals } from "../effects/signals.ts";
import { run } from "../surfaces/cli/run.ts";
import { openSession } from "./session.ts";
import { error, out } from "./streams.ts";

export async function runCommand(args: readonly string[]): Promise<number> {
  closeInheritedDescriptors();
  const ending = endOnSignals();
  const status = await run(args, { open: openSession, out, error, signal: ending.signal });
  return ending.status() ?? status;
}
