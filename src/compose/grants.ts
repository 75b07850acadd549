/** `assent grants` on this machine. */
import { homedir } from "node:os";
import { describeConfigError } from "../core/config/error.ts";
import { changeGrant, listGrants } from "../effects/grant-files.ts";
import { findHome } from "../effects/home.ts";
import { EXIT } from "../surfaces/cli/exit.ts";
import { grants } from "../surfaces/cli/grants.ts";
import { error, hasColour, out } from "./streams.ts";

export async function grantsCommand(args: readonly string[]): Promise<number> {
  const home = await findHome(process.env, homedir());
  if (!home.ok) {
    error(`assent: ${describeConfigError(home.error)}\n`);
    return EXIT.config;
  }
  return grants(args, {
    list: () => listGrants(home.value),
    change: (name, change) => changeGrant(home.value, name, change),
    now: () => Date.now(),
    out,
    error,
    colour: hasColour(),
  });
}
