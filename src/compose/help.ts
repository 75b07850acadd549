/** `assent --help`, and what is said of a command that does not exist. */
import { generalHelp } from "../surfaces/cli/help.ts";
import { unknownCommand } from "../surfaces/cli/unknown-command.ts";
import { error, hasColour, out } from "./streams.ts";

/** Resolves with the exit status. */
export function helpCommand(): number {
  out(generalHelp(hasColour()));
  return 0;
}

/** `name` as typed. Returns the exit status. */
export function tellUnknown(name: string): number {
  error(unknownCommand(name));
  return 64;
}
