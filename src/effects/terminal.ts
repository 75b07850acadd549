/** What is known of the terminal that assent was started at. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { codeOf } from "./text-file.ts";

const ENV = "/usr/bin/env";

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

/** The path of an `env` that can give signals their default again, as coreutils has since 8.31; null without one. */
export function signalEnv(): string | null {
  const tried = spawnSync(ENV, ["--default-signal=INT,QUIT", "true"], { stdio: "ignore" });
  return tried.status === 0 ? ENV : null;
}
