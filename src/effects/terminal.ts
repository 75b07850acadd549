/** What is known of the terminal that assent was started at. */
import { readFileSync } from "node:fs";
import { codeOf } from "./text-file.ts";

/** True if keys that interrupt reach assent and, by inheritance, its commands: it is in the terminal's foreground. */
export function isAtTerminal(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return terminal !== "0" && group === foreground;
  } catch (error) {
    // No /proc as on other systems: nothing is known, so nothing is assumed.
    if (codeOf(error) !== null) return false;
    throw error;
  }
}
