/** A lock between processes that survives the crash of its holder. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { open, readdir, stat, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolders } from "./folders.ts";

/** How long to wait for others before giving up, in milliseconds. */
const LOCK_WAIT_MS_MAX = 10_000;

/** The longest time between two looks. */
const LOOK_MS_MAX = 100;

/** A holder that cannot be looked up is given this long; the lock is held for milliseconds. */
const UNKNOWN_HOLDER_MS_MAX = 60_000;

/**
 * Runs `act` while no other process, and no other call in this one, runs under the same folder.
 * Rejects after `waitMsMax` with the holder's process id, or when `signal` aborts before it was its turn; what `act`
 * throws is passed on.
 *
 * Each contender puts down a file of its own and goes on only if it then sees no other living one: of two, the
 * later always sees the earlier. No name is used twice, so what a dead process left may be removed by anyone at
 * any time; with one file for all, removing a stale lock could hit the one that was just taken.
 *
 * @param folder absolute; made if it is missing; holds nothing else
 */
export async function withLock<T>(
  folder: string,
  act: () => Promise<T>,
  waitMsMax = LOCK_WAIT_MS_MAX,
  signal: AbortSignal | null = null,
): Promise<T> {
  makeFolders(folder);
  const own = `${process.pid}.${startOf(process.pid)}.${machine()}.${randomBytes(8).toString("hex")}`;
  const path = `${folder}/${own}`;
  try {
    await acquire(folder, own, { deadline: Date.now() + waitMsMax, signal });
    return await act();
  } finally {
    await remove(path);
  }
}

type Patience = { readonly deadline: number; readonly signal: AbortSignal | null };

async function acquire(folder: string, own: string, patience: Patience): Promise<void> {
  for (;;) {
    await waitWhile(folder, own, patience, (others) => others.length > 0);
    const handle = await open(`${folder}/${own}`, "wx", 0o600);
    await handle.close();
    // The first in order waits where it stands; the rest step back, so that one of them gets through.
    const others = await waitWhile(folder, own, patience, ([first]) => first !== undefined && own < first);
    if (others.length === 0) return;
    await remove(`${folder}/${own}`);
  }
}

/** The others that are left when `isInTheWay` is no longer true of them. Rejects at the deadline. */
async function waitWhile(
  folder: string,
  own: string,
  { deadline, signal }: Patience,
  isInTheWay: (others: readonly string[]) => boolean,
): Promise<readonly string[]> {
  for (let looks = 1; ; looks += 1) {
    const others = await livingOthers(folder, own);
    if (!isInTheWay(others)) return others;
    signal?.throwIfAborted();
    if (Date.now() >= deadline) throw new Error(`${folder} is locked by process ${others[0]?.split(".")[0] ?? "?"}`);
    // Who has not finished soon is waited for at leisure.
    await sleep(1 + Math.random() * Math.min(9 + looks, LOOK_MS_MAX));
  }
}

/** The names of the other contenders, sorted; those of dead processes are removed on the way. */
async function livingOthers(folder: string, own: string): Promise<string[]> {
  const living: string[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (name === own) continue;
    if (await isLiving(folder, name)) living.push(name);
    else await remove(`${folder}/${name}`);
  }
  return living;
}

async function isLiving(folder: string, name: string): Promise<boolean> {
  const [pid = "", start = "", where = ""] = name.split(".");
  // Another boot, container or machine: its process ids say nothing here.
  if (where !== machine()) return (await ageOf(`${folder}/${name}`)) < UNKNOWN_HOLDER_MS_MAX;
  return startOf(Number(pid)) === start;
}

/** Milliseconds; infinite for a file that has gone. */
async function ageOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => null);
  return stats === null ? Number.POSITIVE_INFINITY : Date.now() - stats.mtimeMs;
}

async function remove(path: string): Promise<void> {
  // Somebody else may have removed it; a file that stays behind is told from a living one by its name.
  await unlink(path).catch(() => {});
}

/** When a process was started, in the kernel's ticks since boot: with the process id it names one process only. */
export function startOf(pid: number): string {
  try {
    // The second field, the program's name, may hold blanks and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /su, "")
      .split(" ");
    // A dead process that its parent has not asked about yet is still listed.
    const isDead = fields[0] === "Z" || fields[0] === "X";
    return (isDead ? undefined : fields[19]) ?? "gone";
  } catch {
    // No such process.
    return "gone";
  }
}

/** Fingerprint of the boot and of the process ids' namespace. */
function machine(): string {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  return createHash("sha256")
    .update(`${boot} ${readlinkSync("/proc/self/ns/pid")}`)
    .digest("hex")
    .slice(0, 16);
}
