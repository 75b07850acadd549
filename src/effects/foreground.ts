/** Takes the terminal back for a question while a shell inside has given it to its commands. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { findHelper } from "./native.ts";
import { terminalState } from "./terminal.ts";
import { codeOf } from "./text-file.ts";

/**
 * Whoever reads a terminal from behind is stopped. So the terminal is taken for as long as a question is open, if those
 * who have it were started by this process; nothing is done where somebody else has put this process behind.
 *
 * @returns gives it back
 */
export function takeForeground(): () => void {
  const state = terminalState();
  const helper = findHelper();
  if (state === null || state.terminal === "0" || state.group === state.foreground) return doNothing;
  if (helper.kind === "missing" || !isBelow(state.foreground)) return doNothing;
  const hand = (group: string): void => {
    spawnSync(helper.program, ["foreground", group], { stdio: "ignore" });
  };
  hand(state.group);
  return () => hand(state.foreground);
}

function doNothing(): void {
  // Nothing was taken.
}

/** True if a process of the group was started by this one. */
function isBelow(group: string): boolean {
  const parents = new Map<string, string>();
  const members: string[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const [parent, own] = groupOf(pid);
    parents.set(pid, parent);
    if (own === group) members.push(pid);
  }
  return members.some((member) => {
    let pid: string | undefined = member;
    for (let steps = 0; pid !== undefined && steps < parents.size; steps += 1) {
      if (pid === String(process.pid)) return true;
      pid = parents.get(pid);
    }
    return false;
  });
}

/** Empty for a process that has ended meanwhile. */
function groupOf(pid: string): readonly [parent: string, group: string] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [, parent = "", group = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [parent, group];
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return ["", ""];
  }
}
