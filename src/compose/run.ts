/** `assent run` on this machine. */
import { run } from "../surfaces/cli/run.ts";
import { asProcess } from "./process.ts";
import { news } from "./news.ts";
import { openSession } from "./session.ts";
import { error, errorScreen, hasColour, out } from "./streams.ts";

export function runCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) =>
    run(args, { open: openSession, news, out, error, colour: hasColour, screen: errorScreen, signal }),
  );
}
