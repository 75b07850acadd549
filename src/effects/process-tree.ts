/** Finds and ends all processes that one command started, wherever they have gone. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How the processes of a command are known: by descent, by session, by a variable in their environment. */
export type Tree = {
  readonly pid: number;
  /** True if `pid` leads a session of its own, so that all in that session are its. */
  readonly ownSession: boolean;
  /** `NAME=VALUE` that all inherit who do not take care to lose it; null without. */
  readonly mark: string | null;
};

type Process = { readonly pid: number; readonly parent: number; readonly session: number; readonly zombie: boolean };

const ROUNDS_MAX = 250;
const GONE_ROUNDS_MAX = 1_000;
const ROUND_MS = 2;

/** The members that live now, `tree.pid` among them. */
export function membersOf(tree: Tree): readonly number[] {
  const all = processes();
  const found = new Set<number>([tree.pid]);
  for (const { pid, session } of all) if (tree.ownSession && session === tree.pid) found.add(pid);
  if (tree.mark !== null) for (const { pid } of all) if (hasMark(pid, tree.mark)) found.add(pid);
  // Children may stand before their parents in the list, so go on until nobody is added.
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  found.delete(process.pid);
  return all.filter(({ pid, zombie }) => found.has(pid) && !zombie).map(({ pid }) => pid);
}

/** Asks all members but `except` to end; a stopped one is woken to hear it. */
export function askToEnd(tree: Tree, except: number | null): void {
  for (const pid of membersOf(tree)) {
    if (pid === except) continue;
    send(pid, "SIGTERM");
    send(pid, "SIGCONT");
  }
}

/** Asks the supervisor `pid` to ask all that it holds to end. Does nothing if it has ended. */
export function askSupervisorToEnd(pid: number): void {
  send(pid, "SIGTERM");
}

/** Kills all members, and those they start meanwhile; resolves when none is left, or after half a second. */
export async function killTree(tree: Tree): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const members = membersOf(tree);
    if (members.length === 0) return;
    for (const pid of members) send(pid, "SIGKILL");
    await sleep(ROUND_MS);
  }
}

/** Resolves when a process has ended, reaped or not; rejects if it has not after two seconds. */
export async function untilGone(pid: number): Promise<void> {
  for (let round = 0; round < GONE_ROUNDS_MAX; round += 1) {
    if (isOver(fieldsOf(pid)?.[0])) return;
    await sleep(ROUND_MS);
  }
  throw new Error(`process ${pid} does not end`);
}

let ownStart: string | null = null;

/**
 * When a process started, in the kernel's ticks since boot; with its number it names a process. Null for none, and for
 * one that has ended and is only waited for.
 */
export function startTimeOf(pid: number): string | null {
  if (pid !== process.pid) return readStartTime(pid);
  ownStart ??= readStartTime(pid);
  return ownStart;
}

function readStartTime(pid: number): string | null {
  const fields = fieldsOf(pid);
  return fields === null || isOver(fields[0]) ? null : (fields[19] ?? null);
}

function isOver(state: string | undefined): boolean {
  return state === undefined || state === "Z" || state === "X";
}

/** Does nothing if the process has ended. */
export function kill(pid: number): void {
  send(pid, "SIGKILL");
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile, or belongs to somebody else now.
  }
}

function processes(): readonly Process[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    const fields = Number.isInteger(pid) ? fieldsOf(pid) : null;
    if (fields === null) return [];
    const [state, parent, , session] = fields;
    return [{ pid, parent: Number(parent), session: Number(session), zombie: isOver(state) }];
  });
}

/** The fields of /proc/PID/stat from the state on; the name before it may hold spaces and parentheses. */
function fieldsOf(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    // The process has ended.
    return null;
  }
}

function hasMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(mark);
  } catch {
    // It has ended, or belongs to somebody else and is none of ours.
    return false;
  }
}
