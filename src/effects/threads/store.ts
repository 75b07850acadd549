/** The threads that are kept: lists, reads, names, puts away, and writes new ones. */
import { renameSync, existsSync } from "node:fs";
import type { ThreadId } from "../../core/agent/item.ts";
import type { TurnId } from "../../core/approval/action.ts";
import type { History, StoredThread, ThreadMeta } from "../../engine/agent/history.ts";
import type { ThreadPage, ThreadQuery, ThreadSummary } from "../../engine/agent/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Millis } from "../../kit/time.ts";
import { makeFolders } from "../folders.ts";
import { systemWords } from "../text-file.ts";
import { headsIn } from "./heads.ts";
import { historyFile } from "./history-file.ts";
import { listThreads, summaryOf } from "./list-threads.ts";
import { namesIn } from "./names.ts";
import { newLines } from "./new-lines.ts";
import { archiveFolder, changedAt, fileNamed, fileOf, folderFor, newPath, type ThreadFile } from "./places.ts";
import { baseOf, BASES_MAX, linesIn, readMeta, readSaid, upToTurn } from "./read-rollout.ts";
import { type NewLine, OWN_TYPE, type RolloutLine } from "./rollout-line.ts";
import { ID } from "./thread-id.ts";
import { readThreadText } from "./thread-text.ts";

/** Errors are one line for a person, not escaped. */
export interface ThreadStore {
  list(query: ThreadQuery): Promise<Result<ThreadPage, string>>;
  /** @param thread its id, or its file's path or name */
  read(thread: string): Promise<Result<Read, string>>;
  setName(thread: ThreadId, name: string): Promise<Result<null, string>>;
  archive(thread: ThreadId, isArchived: boolean): Promise<Result<null, string>>;
  /** A new thread. Its file is made when its first turn begins. */
  create(meta: ThreadMeta): History;
  /** What there was, and where it goes on. One that was put away is not resumed. */
  resume(thread: string): Promise<Result<Resumed, string>>;
  /**
   * A new thread with what another one said up to a turn, that one included, or in all, and its name; nothing that was
   * decided. Its file is made at once.
   */
  fork(thread: string, upTo: TurnId | null, meta: ThreadMeta): Promise<Result<Resumed, string>>;
  /** The same for a thread that is not kept. */
  copy(thread: string, upTo: TurnId | null, meta: ThreadMeta): Promise<Result<StoredThread, string>>;
}

type Read = { readonly summary: ThreadSummary; readonly stored: StoredThread };
type Resumed = { readonly stored: StoredThread; readonly history: History };

/** A thread's file as it was read. */
type Loaded = {
  readonly file: ThreadFile;
  readonly text: string;
  readonly meta: ThreadMeta;
  /** With those that are kept with the thread it was forked from. */
  readonly lines: readonly RolloutLine[];
  /** The line after the last one of the file; null where its lines are not counted. */
  readonly ordinal: number | null;
};

/** @param home assent's own folder, absolute */
export function threadStore(home: string, now: () => Millis = Date.now): ThreadStore {
  const heads = headsIn(home);
  const names = namesIn(home);
  const stored = ({ file, meta, lines }: Loaded): StoredThread =>
    storedFrom(meta, lines, names.all(), changedAt(file.path) ?? now());
  return {
    list: (query) => guarded(() => listThreads(home, query, heads, names.all())),
    read: (thread) =>
      guarded(async () => {
        const loaded = await load(home, thread);
        if (!loaded.ok) return loaded;
        const head = heads.of(loaded.value.file);
        const summary = head === null ? null : summaryOf(loaded.value.file, head, names.all());
        if (summary === null) return err(`nothing was said in the thread ${thread}`);
        return ok({ summary, stored: stored(loaded.value) });
      }),
    setName: (thread, name) =>
      guarded(() => {
        if (fileOf(home, thread) === null) return noThread(thread);
        names.set(thread, name, now());
        return ok(null);
      }),
    archive: (thread, isArchived) => guarded(() => move(home, thread, isArchived)),
    create: (meta) => created(home, meta, null, now),
    resume: (thread) =>
      guarded(async () => {
        const loaded = await load(home, thread);
        if (!loaded.ok) return loaded;
        const { file, text, ordinal } = loaded.value;
        if (file.isArchived) return err(`the thread ${thread} was put away: take it back from the archive first`);
        const isTorn = !text.endsWith("\n");
        const start = { id: file.id, path: file.path, before: [], ordinal, isThere: true, isTorn, waitsFor: null };
        return ok({ stored: stored(loaded.value), history: historyFile(start, now) });
      }),
    fork: (thread, upTo, meta) =>
      guarded(async () => {
        const kept = await cut(home, thread, upTo);
        if (!kept.ok) return kept;
        const before = kept.value.lines.map((line) => belongingTo(meta.id, line));
        const history = created(home, meta, before, now);
        await history.append([]);
        const name = names.all().get(kept.value.id);
        if (name !== undefined) names.set(meta.id, name, now());
        return ok({ stored: storedFrom(meta, kept.value.lines, names.all(), meta.createdAt), history });
      }),
    copy: (thread, upTo, meta) =>
      guarded(async () => {
        const kept = await cut(home, thread, upTo);
        return kept.ok ? ok(storedFrom(meta, kept.value.lines, new Map(), meta.createdAt)) : kept;
      }),
  };
}

/** What the disk says against it is an error like any other. */
async function guarded<T>(act: () => Promise<Result<T, string>> | Result<T, string>): Promise<Result<T, string>> {
  try {
    return await act();
  } catch (error) {
    return err(systemWords(error));
  }
}

function noThread(thread: string): Result<never, string> {
  return err(`there is no thread ${thread}`);
}

function storedFrom(
  meta: ThreadMeta,
  lines: readonly RolloutLine[],
  names: ReadonlyMap<ThreadId, string>,
  updatedAt: Millis,
): StoredThread {
  const { conversation, turns, decisions, model, chosen } = readSaid(lines);
  const name = names.get(meta.id) ?? null;
  return { meta: { ...meta, model: model ?? meta.model }, name, updatedAt, conversation, turns, chosen, decisions };
}

function created(home: string, meta: ThreadMeta, copied: readonly NewLine[] | null, now: () => Millis): History {
  const path = newPath(home, meta.id, meta.createdAt);
  const before = [...newLines(meta.id, { kind: "meta", meta }, meta.createdAt), ...(copied ?? [])];
  const waitsFor = copied === null ? "turn" : null;
  return historyFile({ id: meta.id, path, before, ordinal: 0, isThere: false, isTorn: false, waitsFor }, now);
}

type Cut = { readonly id: ThreadId; readonly lines: readonly RolloutLine[] };

/** What was said up to a turn. */
async function cut(home: string, thread: string, upTo: TurnId | null): Promise<Result<Cut, string>> {
  const loaded = await load(home, thread);
  if (!loaded.ok) return loaded;
  const whole = loaded.value.lines.filter(({ type }) => type !== OWN_TYPE && type !== "session_meta");
  const lines = upTo === null ? whole : upToTurn(whole, upTo);
  return lines === null
    ? err(`the thread ${thread} has no turn ${upTo ?? ""}`)
    : ok({ id: loaded.value.file.id, lines });
}

/** Lines about items name their thread. */
function belongingTo(thread: ThreadId, { type, payload }: RolloutLine): NewLine {
  return { type, payload: payload["thread_id"] === undefined ? payload : { ...payload, thread_id: thread } };
}

function find(home: string, thread: string): ThreadFile | null {
  if (ID.test(thread)) return fileOf(home, thread);
  const name = thread.slice(thread.lastIndexOf("/") + 1);
  const named = fileNamed("", name, false);
  const file = named === null ? null : fileOf(home, named.id);
  // A path must lead to that very file.
  return file !== null && `/${file.path}`.endsWith(`/${thread}`) ? file : null;
}

async function load(home: string, thread: string, depth = 0): Promise<Result<Loaded, string>> {
  const file = find(home, thread);
  if (file === null) return noThread(thread);
  const text = await readThreadText(file.path);
  if (!text.ok) return err(`cannot read the thread ${thread}: ${text.error}`);
  const [first, ...own] = linesIn(text.value);
  const meta = first === undefined ? null : readMeta(first, file.id);
  if (first === undefined || meta === null)
    return err(`cannot read the thread ${thread}: ${file.path} does not begin as one`);
  const base = await baseLines(home, first, depth);
  if (!base.ok) return base;
  const last = own.findLast(({ ordinal }) => ordinal !== null)?.ordinal ?? first.ordinal;
  const ordinal = last === null ? null : last + 1;
  return ok({ file, text: text.value, meta: { ...meta, id: file.id }, lines: [...base.value, ...own], ordinal });
}

/** Of a fork that names the thread it began with instead of repeating it. */
async function baseLines(
  home: string,
  first: RolloutLine,
  depth: number,
): Promise<Result<readonly RolloutLine[], string>> {
  const base = baseOf(first);
  if (base === null) return ok([]);
  if (depth === BASES_MAX) return err("too many threads begin with one another");
  const loaded = await load(home, base.thread, depth + 1);
  if (!loaded.ok) return err(`its beginning is kept with another thread: ${loaded.error}`);
  return ok(loaded.value.lines.filter(({ ordinal }) => ordinal !== null && ordinal < base.end));
}

function move(home: string, thread: ThreadId, isArchived: boolean): Result<null, string> {
  const file = fileOf(home, thread);
  if (file === null) return noThread(thread);
  if (file.isArchived === isArchived) return ok(null);
  const folder = isArchived ? archiveFolder(home) : folderFor(home, file.name);
  makeFolders(folder);
  const target = `${folder}/${file.name}`;
  if (existsSync(target)) return err(`cannot move the thread ${thread}: ${target} is there already`);
  renameSync(file.path, target);
  return ok(null);
}
