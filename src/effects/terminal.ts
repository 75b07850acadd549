/** What is known of the terminal that assent was started at. */
import { readFileSync } from "node:fs";
import { codeOf } from "./text-file.ts";

/** True if assent belongs to a terminal, be it in its foreground or behind. */
export function hasTerminal(): boolean {
  const state = terminalState();
  return state !== null && state.terminal !== "0";
}

/** True if keys that interrupt reach assent and, by inheritance, its commands: it is in the terminal's foreground. */
export function isAtTerminal(): boolean {
  const state = terminalState();
  return state !== null && state.terminal !== "0" && state.group === state.foreground;
}

/** The kernel's number of the terminal that assent belongs to: the same for all that share it. */
export function terminalNumber(): string {
  return terminalState()?.terminal ?? "0";
}

type TerminalState = { readonly group: string; readonly terminal: string; readonly foreground: string };

/** Numbers of this process's group, its terminal, and the group that has the terminal; null where nothing is known. */
export function terminalState(): TerminalState | null {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    const [, , group = "", , terminal = "0", foreground = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { group, terminal, foreground };
  } catch (error) {
    // No /proc as on other systems.
    if (codeOf(error) !== null) return null;
    throw error;
  }
}
