/**
 * Where threads are kept, and which are there.
 *
 * As in Codex: `HOME/sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl`, by the clock of this place, and
 * `HOME/archived_sessions/` for those that were put away.
 */
import { lstatSync, readdirSync, type Dirent } from "node:fs";
import type { ThreadId } from "../../core/agent/item.ts";
import type { Millis } from "../../kit/time.ts";
import { codeOf } from "../text-file.ts";
import { madeAt } from "./thread-id.ts";

export type ThreadFile = {
  /** Absolute. */
  readonly path: string;
  /** Without its folder. */
  readonly name: string;
  readonly id: ThreadId;
  readonly createdAt: Millis;
  readonly isArchived: boolean;
};

function sessionsFolder(home: string): string {
  return `${home}/sessions`;
}

export function archiveFolder(home: string): string {
  return `${home}/archived_sessions`;
}

/** The file of a new thread. */
export function newPath(home: string, id: ThreadId, createdAt: Millis): string {
  const { date, time } = localTime(createdAt);
  return `${sessionsFolder(home)}/${date.replaceAll("-", "/")}/rollout-${date}T${time}-${id}.jsonl`;
}

/** The folder that a file of that name lies in when it is not put away. */
export function folderFor(home: string, name: string): string {
  return `${sessionsFolder(home)}/${name.slice("rollout-".length, "rollout-YYYY-MM-DD".length).replaceAll("-", "/")}`;
}

function localTime(at: Millis): { readonly date: string; readonly time: string } {
  const when = new Date(at);
  return {
    date: `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`,
    time: [when.getHours(), when.getMinutes(), when.getSeconds()].map(two).join("-"),
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** All that are there, in no order; a name may be a link's, which is never followed. */
export function threadFiles(home: string, isArchived: boolean): readonly ThreadFile[] {
  if (isArchived) return filesIn(archiveFolder(home), true);
  const found: ThreadFile[] = [];
  for (const year of foldersIn(sessionsFolder(home)))
    for (const month of foldersIn(year)) for (const day of foldersIn(month)) found.push(...filesIn(day, false));
  return found;
}

/** The file of one thread; null where there is none. */
export function fileOf(home: string, id: ThreadId): ThreadFile | null {
  const ofThread = (file: ThreadFile): boolean => file.id === id;
  const at = madeAt(id);
  // Its day is in its name, give or take what the clock's place has changed.
  const likely = at === null ? [] : [at, at - DAY_MS, at + DAY_MS];
  for (const time of likely) {
    const { date } = localTime(time);
    const file = filesIn(`${sessionsFolder(home)}/${date.replaceAll("-", "/")}`, false).find(ofThread);
    if (file !== undefined) return file;
  }
  return threadFiles(home, true).find(ofThread) ?? threadFiles(home, false).find(ofThread) ?? null;
}

const DAY_MS = 86_400_000;
const NAME =
  /^rollout-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\.jsonl$/;

/** Null for a name that no thread has. */
export function fileNamed(folder: string, name: string, isArchived: boolean): ThreadFile | null {
  const [, date, hour, minute, second, id] = NAME.exec(name) ?? [];
  if (date === undefined || id === undefined) return null;
  const createdAt = madeAt(id) ?? new Date(`${date}T${hour}:${minute}:${second}`).getTime();
  return Number.isNaN(createdAt) ? null : { path: `${folder}/${name}`, name, id, createdAt, isArchived };
}

/** What was read of folders that have not changed since; most never do again. */
const seen = new Map<string, { readonly changedAt: Millis; readonly files: readonly ThreadFile[] }>();
const SEEN_MAX = 10_000;
/** Within so short a time two changes may have the same time. */
const SETTLED_MS = 2000;

function filesIn(folder: string, isArchived: boolean): readonly ThreadFile[] {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) return [];
  const known = seen.get(folder);
  if (known?.changedAt === stats.mtimeMs) return known.files;
  const files = readdirSync(folder).flatMap((name) => fileNamed(folder, name, isArchived) ?? []);
  seen.delete(folder);
  if (seen.size >= SEEN_MAX) seen.clear();
  if (Date.now() - stats.mtimeMs > SETTLED_MS) seen.set(folder, { changedAt: stats.mtimeMs, files });
  return files;
}

function foldersIn(folder: string): readonly string[] {
  return entriesIn(folder).flatMap((entry) => (entry.isDirectory() ? [`${folder}/${entry.name}`] : []));
}

/** None where there is no such folder. */
function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** When something was last written to it; null where it is gone. */
export function changedAt(path: string): Millis | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || !stats.isFile() ? null : Math.floor(stats.mtimeMs);
}
