/** What is said where the words behind a command are wrong. */
import { EXIT } from "./exit.ts";

/** @param why one line, fit for a terminal; returns the exit status */
export function tellUsage(command: string, why: string, error: (text: string) => void): number {
  error(`assent ${command}: ${why}\nTry: assent ${command} --help\n`);
  return EXIT.usage;
}
