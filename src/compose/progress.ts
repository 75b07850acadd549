/** What moves on this process's terminal. */
import { wake } from "../effects/wake.ts";
import type { Progress } from "../surfaces/cli/review-spinner.ts";

/** Null where a terminal cannot go back in its line. */
export function progress(): Progress | null {
  return process.env["TERM"] === "dumb" ? null : { now: () => Date.now(), wake };
}
