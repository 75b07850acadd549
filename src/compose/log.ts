/** `assent log` on this machine. */
import { homedir } from "node:os";
import { describeConfigError } from "../core/config/error.ts";
import { findHome } from "../effects/home.ts";
import { listSessions, readSession, sessionLines } from "../effects/ledger.ts";
import { log } from "../surfaces/cli/log.ts";
import { EXIT } from "../surfaces/cli/exit.ts";
import { error, hasColour, out } from "./streams.ts";

export async function logCommand(args: readonly string[]): Promise<number> {
  const home = await findHome(process.env, homedir());
  if (!home.ok) {
    error(`assent: ${describeConfigError(home.error)}\n`);
    return EXIT.config;
  }
  const list = (): Promise<readonly string[]> => listSessions(home.value);
  const read = (name: string): Promise<string> => readSession(home.value, name);
  const lines = (name: string): AsyncIterable<string> => sessionLines(home.value, name);
  return log(args, { list, read, lines, out, error, colour: hasColour() });
}
