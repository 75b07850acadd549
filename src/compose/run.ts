/** `assent run` on this machine. */
import { run } from "../surfaces/cli/run.ts";
import { asProcess } from "./process.ts";
import { sessionIo } from "./session-io.ts";

export function runCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) => run(args, sessionIo(signal)));
}
