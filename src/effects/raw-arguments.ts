/** The arguments of this process as the bytes they were. */
import { readFileSync } from "node:fs";

/** False if an argument is not valid UTF-8, or cannot be looked at. */
export function areArgumentsText(): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(readFileSync("/proc/self/cmdline"));
    return true;
  } catch {
    // No UTF-8, or out of reach: either way not known to be what was typed.
    return false;
  }
}
