/**
 * Lets others see the grants of a session, and take them back.
 *
 * Only the session writes `HOME/assent/grants/NAME.json`; others append to `NAME.changes.jsonl` beside it, which the
 * session looks at before it goes by a grant. Commands can write neither: both lie where assent's own files do.
 */
import { constants } from "node:fs";
import { open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { GRANTS_FORMAT, parseChanges, parseGrants, printChange, printGrants } from "../core/audit/grant-file.ts";
import type { GrantFile } from "../core/audit/grant-file.ts";
import type { GrantChange, SessionGrant } from "../core/approval/session-grant.ts";
import { isOver, survives, withChange } from "../core/approval/session-grants.ts";
import type { GrantsPort } from "../engine/ports.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { makeFolders } from "./folders.ts";
import { startOf } from "./lock.ts";
import { codeOf, readTextFile, type Stamp, stampOf, systemWords } from "./text-file.ts";

/** Whose grants they are. */
export type GrantsOf = {
  /** assent's own folder, absolute. */
  readonly home: string;
  /** The thread's id, or the name of the session's log; letters, digits, dots and dashes. */
  readonly name: string;
  readonly cwd: string;
  readonly thread: string | null;
};

export interface GrantFiles extends GrantsPort {
  /** The session has ended: what goes on when its thread is resumed stays, and nothing else. */
  close(): Promise<void>;
}

/** @param notice what a person should know, one line, unescaped; called once at most */
export function grantFiles(of: GrantsOf, notice: (text: string) => void): GrantFiles {
  const path = grantsPath(of.home, of.name);
  let last: readonly SessionGrant[] = [];
  let isTold = false;
  let known: { readonly stamp: Stamp; readonly changes: readonly GrantChange[] } = { stamp: "", changes: [] };
  return {
    async keep(grants) {
      try {
        if (grants.length > 0) await write(path, of, holderNow(), grants);
        else if (last.length > 0) await rm(path, { force: true });
        if (last.length === 0) await cleanGrants(of.home);
        last = grants;
      } catch (error) {
        if (!isTold) notice(`what is granted cannot be listed by others: cannot write ${path}: ${systemWords(error)}`);
        isTold = true;
      }
    },
    async changes() {
      const now = await stampAt(changesPath(path));
      if (now !== known.stamp) known = { stamp: now, changes: await readChanges(path) };
      return known.changes;
    },
    async close() {
      const left = goingOn(of, last);
      if (left.length > 0) await write(path, of, NOBODY, left);
      else if (last.length > 0) await forget(path);
    },
  };
}

function grantsFolder(home: string): string {
  return `${home}/assent/grants`;
}

function grantsPath(home: string, name: string): string {
  return `${grantsFolder(home)}/${name}${ENDING}`;
}

function changesPath(path: string): string {
  return `${path.slice(0, -ENDING.length)}.changes.jsonl`;
}

const ENDING = ".json";

/** Whole or not at all, for the user alone. It need not outlive a loss of power: what it shows would not, either. */
async function write(
  path: string,
  { home, cwd, thread }: GrantsOf,
  holder: Holder,
  grants: readonly SessionGrant[],
): Promise<void> {
  makeFolders(grantsFolder(home));
  const about = { format: GRANTS_FORMAT, ...holder, host: hostname(), cwd, thread, writtenAt: Date.now() } as const;
  const aside = `${path}.${process.pid}.new`;
  await rm(aside, { force: true });
  await writeFile(aside, printGrants({ ...about, grants }), { mode: 0o600, flag: "wx" });
  await rename(aside, path);
}

type Holder = Pick<GrantFile, "pid" | "startedAt">;

function holderNow(): Holder {
  return { pid: process.pid, startedAt: startOf(process.pid) };
}

/** No process was ever started then. */
const NOBODY: Holder = { pid: 0, startedAt: "ended" };

/** Empty where there is no file. */
async function stampAt(path: string): Promise<Stamp> {
  try {
    return stampOf(await stat(path, { bigint: true }));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}

/** Throws where it cannot be told what was changed. */
async function readChanges(path: string): Promise<readonly GrantChange[]> {
  const read = await readTextFile(changesPath(path));
  if (!read.ok) throw new Error(`cannot read ${changesPath(path)}: ${read.error}`);
  const changes = parseChanges(read.value?.text ?? "");
  if (changes === null) throw new Error(`${changesPath(path)} holds something that is no change of a grant`);
  return changes;
}

/** The grants of one session as another process sees them. */
export type Listed = {
  /** What it is called where one is changed. */
  readonly name: string;
  readonly cwd: string;
  readonly thread: string | null;
  /** The process that goes by them now; null where the session has ended. */
  readonly pid: number | null;
  /** Those that hold, or will when the thread is resumed; what was taken back already is left out. */
  readonly grants: readonly SessionGrant[];
  /** Why it cannot be told what they are; null where it can. */
  readonly fault: string | null;
};

/** All sessions that have grants, by name. Rejects where the folder cannot be read. `home` is absolute. */
export async function listGrants(home: string): Promise<readonly Listed[]> {
  const listed = await Promise.all((await namesIn(home)).map((name) => look(home, name)));
  return listed.filter(({ grants, fault }) => grants.length > 0 || fault !== null);
}

/** Takes back a grant, or limits it: the session goes by that from its next action on. An error is one line. */
export async function changeGrant(home: string, name: string, change: GrantChange): Promise<Result<null, string>> {
  if (!NAME.test(name)) return err(`there are no grants of ${name}`);
  const { grants, fault } = await look(home, name);
  if (fault !== null) return err(fault);
  const grant = grants.find(({ id }) => id === change.id);
  if (grant === undefined) return err(`there is no grant ${change.id} of ${name}`);
  if (withChange(grants, change) === grants) return err(`${change.id} is limited to no more than that already`);
  const path = changesPath(grantsPath(home, name));
  try {
    await appendDurably(path, printChange(change));
    return ok(null);
  } catch (error) {
    // Whatever the disk says: the grant still holds, and the person must know.
    return err(`cannot write ${path}: ${systemWords(error)}`);
  }
}

/**
 * Removes what is over: of sessions that have ended, with nothing that a resumed thread would go by. What was taken from
 * a grant that would go on is kept as long as that grant: the thread's own history may not know of it.
 */
export async function cleanGrants(home: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await namesIn(home)) {
    const path = grantsPath(home, name);
    const read = await readTextFile(path);
    const file = read.ok && read.value !== null ? parseGrants(read.value.text) : null;
    if (file === null || isAlive(file) || goingOn(file, file.grants).length > 0) continue;
    await forget(path);
    removed.push(name);
  }
  return removed;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,127}$/u;

async function namesIn(home: string): Promise<readonly string[]> {
  try {
    const files = await readdir(grantsFolder(home));
    const names = files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
    return names.filter((name) => NAME.test(name)).toSorted((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

async function look(home: string, name: string): Promise<Listed> {
  const path = grantsPath(home, name);
  const nothing = { name, cwd: "", thread: null, pid: null, grants: [], fault: null };
  const read = await readTextFile(path);
  if (!read.ok) return { ...nothing, fault: `cannot read ${path}: ${read.error}` };
  if (read.value === null) return nothing;
  const file = parseGrants(read.value.text);
  if (file === null) return { ...nothing, fault: `${path} holds no grants that this version understands` };
  const { cwd, thread } = file;
  const pid = isAlive(file) ? file.pid : null;
  try {
    const left = (await readChanges(path)).reduce(withChange, file.grants);
    const grants = pid === null ? goingOn(file, left) : left.filter((grant) => !isOver(grant, Date.now()));
    return { name, cwd, thread, pid, grants, fault: null };
  } catch (error) {
    return { name, cwd, thread, pid, grants: [], fault: systemWords(error) };
  }
}

/** Those that hold again when the thread is resumed; what is no thread cannot be. */
function goingOn({ thread }: Pick<GrantFile, "thread">, grants: readonly SessionGrant[]): readonly SessionGrant[] {
  return thread === null ? [] : grants.filter((grant) => survives(grant, Date.now()));
}

/** A process of another machine cannot be asked, and counts as alive. */
function isAlive({ pid, startedAt, host }: GrantFile): boolean {
  return host !== hostname() || startOf(pid) === startedAt;
}

/** The changes last: without them what was taken back would hold again. */
async function forget(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(changesPath(path), { force: true });
}

async function appendDurably(path: string, line: string): Promise<void> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    await file.appendFile(line);
    await file.datasync();
  } finally {
    await file.close();
  }
}
