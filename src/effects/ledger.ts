/**
 * The append-only log of a session: `HOME/assent/log/TIME-PID-ID.jsonl`, sorted by time.
 *
 * Two processes never share a file. A line that a crash left unfinished is cut off by the next session and noted in
 * its place; whole lines are never touched.
 */
import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { hostname } from "node:os";
import { randomBytes } from "node:crypto";
import { parseLine, LOG_FORMAT, printLine, type Header } from "../core/audit/line.ts";
import type { AuditRecord } from "../core/approval/record.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { codeOf, systemWords } from "./text-file.ts";
import { makeFolders } from "./folders.ts";

export interface Ledger {
  /** The file. */
  readonly path: string;
  /**
   * All records in one write; on disk when it resolves. Calls are carried out in order. After a failure nothing more
   * is written and every later call rejects as well.
   */
  append(records: readonly AuditRecord[]): Promise<void>;
  close(): Promise<void>;
}

export type LedgerError = { readonly kind: "log-unwritable"; readonly path: string; readonly why: string };

export function describeLedgerError({ path, why }: LedgerError): string {
  return `cannot write the log in ${path}: ${why}\nWithout a log nothing is run: make that folder writable, or set ASSENT_HOME to another one.`;
}

/** What a ledger needs of the world. */
export type LedgerIo = {
  readonly now: () => number;
  readonly pid: number;
  readonly host: string;
  readonly isAlive: (pid: number) => boolean;
  readonly open: (path: string, flags: number, mode?: number) => Promise<LedgerFile>;
};

export type LedgerFile = Pick<
  fs.FileHandle,
  "write" | "read" | "truncate" | "datasync" | "sync" | "stat" | "chmod" | "close"
>;

export const LEDGER_IO: LedgerIo = {
  now: () => Date.now(),
  pid: process.pid,
  host: hostname(),
  isAlive,
  open: (path, flags, mode) => fs.open(path, flags, mode),
};

/** Signal 0 only asks; no permission to send it means that somebody is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

export function logFolder(home: string): string {
  return `${home}/assent/log`;
}

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_DIRECTORY, O_WRONLY } = constants;

/** Starts the log of a session, and repairs those of crashed ones. `home` is absolute; it is made if it is missing. */
export async function openLedger(
  home: string,
  session: Pick<Header, "version" | "cwd" | "argv">,
  io: LedgerIo = LEDGER_IO,
): Promise<Result<Ledger, LedgerError>> {
  const folder = logFolder(home);
  try {
    await makeFolder(folder, io);
    // Side by side, since they touch different files and the command waits for both.
    const [ledger] = await Promise.all([create(folder, session, io), repairAll(folder, io)]);
    return ok(ledger);
  } catch (error) {
    // Whatever the disk says: no log, no session.
    return err({ kind: "log-unwritable", path: folder, why: systemWords(error) });
  }
}

async function create(
  folder: string,
  session: Pick<Header, "version" | "cwd" | "argv">,
  io: LedgerIo,
): Promise<Ledger> {
  const time = io.now();
  const { version, cwd, argv } = session;
  const header: Header = { format: LOG_FORMAT, version, time, pid: io.pid, host: io.host, cwd, argv };
  const path = `${folder}/${nameOf(time, io.pid)}`;
  const ledger = ledgerOn(await io.open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600), path);
  try {
    await Promise.all([ledger.write(printLine({ kind: "header", ...header })), syncFolder(folder, io)]);
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** `2026-11-21T11-15-02.123Z-4711-a1b2c3.jsonl` */
function nameOf(time: number, pid: number): string {
  return `${new Date(time).toISOString().replaceAll(":", "-")}-${pid}-${randomBytes(3).toString("hex")}.jsonl`;
}

/** Only the user may look in: the log tells what was run and why. */
async function makeFolder(folder: string, io: LedgerIo): Promise<void> {
  makeFolders(folder);
  const handle = await io.open(folder, O_RDONLY | O_DIRECTORY);
  try {
    if (((await handle.stat()).mode & 0o077) !== 0) await handle.chmod(0o700);
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string, io: LedgerIo): Promise<void> {
  const handle = await io.open(folder, O_RDONLY | O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Logs that are not closed: a file that nobody holds would be closed by the garbage collector, with a warning. */
const held = new Set<LedgerFile>();

function ledgerOn(file: LedgerFile, path: string): Ledger & { write(text: string): Promise<void> } {
  held.add(file);
  let queue: Promise<void> = Promise.resolve();
  let length = 0;
  let isClosed = false;
  const write = (text: string): Promise<void> => {
    // A failure stays in the queue: whatever is appended after it fails with the same error.
    queue = queue.then(async () => {
      if (isClosed) throw new Error("the log is closed");
      length = await writeDurably(file, text, length);
    });
    return queue;
  };
  return {
    path,
    write,
    append: (records) => write(records.map((record) => printLine({ kind: "record", ...record })).join("")),
    async close() {
      // Who waits for an append hears of its failure there.
      await queue.catch(() => undefined);
      held.delete(file);
      if (!isClosed) await file.close();
      isClosed = true;
    },
  };
}

/** The file's new length. On failure the file is cut back to its old one as far as that is possible. */
async function writeDurably(file: LedgerFile, text: string, length: number): Promise<number> {
  const bytes = Buffer.from(text);
  try {
    let written = 0;
    while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
    await file.datasync();
    return length + bytes.length;
  } catch (error) {
    // What cannot be cut back is a torn line, which the next session repairs.
    await file.truncate(length).catch(() => undefined);
    throw error;
  }
}

/** So many of the newest logs are looked at by each new session; an older torn one is still reported when it is read. */
const REPAIRED_MAX = 16;

async function repairAll(folder: string, io: LedgerIo): Promise<void> {
  const names = await sessionNames(folder);
  await Promise.all(
    names.slice(-REPAIRED_MAX).map(async (name) => {
      const pid = Number(/-(\d+)-[0-9a-f]+\.jsonl$/.exec(name)?.[1]);
      // A session that still runs is in the middle of its line; another user's log is none of ours.
      if (!io.isAlive(pid)) await repair(`${folder}/${name}`, io).catch(() => undefined);
    }),
  );
}

async function repair(path: string, io: LedgerIo): Promise<void> {
  const file = await io.open(path, O_RDWR | O_APPEND | O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    const last = await readAt(file, Math.max(0, size - 1), size);
    if (size === 0 || last === "\n") return;
    const { torn, head } = await tornPart(file, size);
    const header = parseLine(head);
    if (header?.kind === "header" && header.host !== io.host) return;
    // Only the line feed is missing: nothing is lost.
    const isWhole = parseLine(torn.text) !== null;
    const kept = isWhole ? size : torn.start;
    if (!isWhole) await file.truncate(kept);
    const note = printLine({ kind: "repaired", time: io.now(), bytes: size - kept });
    await writeDurably(file, `${isWhole ? "\n" : ""}${note}`, kept);
  } finally {
    await file.close();
  }
}

type Torn = { readonly start: number; readonly text: string };

/** What follows the last line feed, and the first line. */
async function tornPart(file: LedgerFile, size: number): Promise<{ readonly torn: Torn; readonly head: string }> {
  const bytes = await readBytes(file, 0, size);
  const start = bytes.lastIndexOf("\n") + 1;
  return {
    torn: { start, text: bytes.subarray(start).toString() },
    head: bytes.subarray(0, Math.max(0, bytes.indexOf("\n"))).toString(),
  };
}

async function readAt(file: LedgerFile, start: number, end: number): Promise<string> {
  return (await readBytes(file, start, end)).toString();
}

async function readBytes(file: LedgerFile, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, start + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

/** File names of all sessions, oldest first; none if there is no log yet. Rejects if the folder cannot be read. */
export async function listSessions(home: string): Promise<readonly string[]> {
  return sessionNames(logFolder(home));
}

async function sessionNames(folder: string): Promise<readonly string[]> {
  try {
    const names = await fs.readdir(folder);
    return names.filter((name) => name.endsWith(".jsonl")).toSorted((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** Its lines without their ends, read as they are taken, however long it is. Rejects if it cannot be read. */
export async function* sessionLines(home: string, name: string): AsyncGenerator<string> {
  const handle = await fs.open(`${logFolder(home)}/${name}`, O_RDONLY | O_NOFOLLOW);
  try {
    let rest = "";
    // Not Node's own reader of lines: it also breaks them at characters that stand in JSON as they are.
    for await (const piece of handle.createReadStream({ encoding: "utf8", autoClose: false })) {
      const lines = `${rest}${String(piece)}`.split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    await handle.close();
  }
}

/** The text of one session's log. Rejects if it cannot be read. */
export async function readSession(home: string, name: string): Promise<string> {
  const handle = await fs.open(`${logFolder(home)}/${name}`, O_RDONLY | O_NOFOLLOW);
  try {
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}
