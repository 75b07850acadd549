/** Reads which files git tracks and tells whether they are as git last saw them. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readlinkSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { codeOf } from "./text-file.ts";

/** Larger ones are not read. */
const INDEX_BYTES_MAX = 64 * 1024 * 1024;

/** Larger files whose times say nothing count as changed, unread. */
const HASHED_BYTES_MAX = 32 * 1024 * 1024;

/** What git notes of a tracked file. */
export type Entry = {
  readonly mode: number;
  /** The times, device, inode, owner, group and size, as 32-bit numbers. */
  readonly stat: Stat;
  /** The object's name, in hex. */
  readonly object: string;
  /** In a conflict, or added without its content: git does not hold what is on disk. */
  readonly partial: boolean;
};

type Stat = {
  readonly changed: readonly [seconds: number, nanoseconds: number];
  readonly modified: readonly [seconds: number, nanoseconds: number];
  readonly inode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
};

export type IndexFile = { readonly bytes: Buffer; readonly writtenSeconds: number };

/** What an index says of one folder or file. */
export type Tracked = {
  /** By path from the top of the repository. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly hash: "sha1" | "sha256";
  readonly writtenSeconds: number;
};

/** The index at `path`; an empty one where there is no file yet; null where it cannot be read. */
export function readIndexFile(path: string): IndexFile | null {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return codeOf(error) === "ENOENT" ? { bytes: EMPTY, writtenSeconds: 0 } : null;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > INDEX_BYTES_MAX) return null;
    return { bytes: readFileSync(file), writtenSeconds: Math.floor(stats.mtimeMs / 1000) };
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  } finally {
    closeSync(file);
  }
}

const EMPTY = Buffer.from("DIRC\0\0\0\x02\0\0\0\0".padEnd(32, "\0"), "latin1");

/**
 * What is tracked at or below `under`, a path from the top of the repository, empty for all of it. Null for an index
 * that is broken, or that leaves something to other files. Versions 2 to 4, with SHA-1 or SHA-256; linear in its size.
 *
 * Source: gitformat-index(5).
 */
export function trackedUnder({ bytes, writtenSeconds }: IndexFile, under: string): Tracked | null {
  for (const [hash, width] of [["sha1", 20] as const, ["sha256", 32] as const]) {
    // The width is said nowhere in the file, but with the wrong one nothing fits.
    const entries = readEntries(bytes, width, latin1(under));
    if (entries !== null) return { entries, hash, writtenSeconds };
  }
  return null;
}

const STAT_BYTES = 40;
const MODES: ReadonlySet<number> = new Set([0o100644, 0o100755, 0o120000, 0o160000]);

function readEntries(bytes: Buffer, width: number, under: string): ReadonlyMap<string, Entry> | null {
  if (bytes.length < 12 + width || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return null;
  const entries = new Map<string, Entry>();
  const end = bytes.length - width;
  let at = 12;
  let before = "";
  for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
    const read = readEntry(bytes.subarray(0, end), at, { version, width, before });
    if (read === null) return null;
    const { name, next, entry } = read;
    if (under === "" || name === under || (name.startsWith(under) && name[under.length] === "/")) {
      entries.set(Buffer.from(name, "latin1").toString("utf8"), entry());
    }
    at = next;
    before = name;
  }
  return extensionsFit(bytes, at, end) ? entries : null;
}

type Layout = { readonly version: number; readonly width: number; readonly before: string };
type ReadEntry = { readonly name: string; readonly next: number; readonly entry: () => Entry };

function readEntry(bytes: Buffer, start: number, { version, width, before }: Layout): ReadEntry | null {
  const flagsAt = start + STAT_BYTES + width;
  if (flagsAt + 4 > bytes.length) return null;
  const flags = bytes.readUInt16BE(flagsAt);
  const isExtended = (flags & 0x4000) !== 0;
  if (isExtended && version < 3) return null;
  const more = isExtended ? bytes.readUInt16BE(flagsAt + 2) : 0;
  const mode = bytes.readUInt32BE(start + 24);
  if (!MODES.has(mode)) return null;
  const named = readName(bytes, flagsAt + (isExtended ? 4 : 2), version === 4 ? before : null);
  if (named === null) return null;
  const { name, end } = named;
  const length = flags & 0xfff;
  if (length !== Math.min(name.length, 0xfff) || name === "") return null;
  // One to eight zeros fill up to a multiple of eight, but in version 4.
  const next = version === 4 ? end + 1 : start + Math.floor((end - start + 8) / 8) * 8;
  return {
    name,
    next,
    entry: () => ({
      mode,
      stat: statAt(bytes, start),
      object: bytes.toString("hex", start + STAT_BYTES, flagsAt),
      // The stage of a conflict; the bit of `git add --intent-to-add`.
      partial: (flags & 0x3000) !== 0 || (more & 0x2000) !== 0,
    }),
  };
}

/** @param before in version 4 the name before, of which only the end is replaced */
function readName(
  bytes: Buffer,
  start: number,
  before: string | null,
): { readonly name: string; readonly end: number } | null {
  const cut = before === null ? { value: 0, next: start } : readOffset(bytes, start);
  if (cut === null || cut.value > (before ?? "").length) return null;
  const end = bytes.indexOf(0, cut.next);
  if (end === -1) return null;
  const kept = before === null ? "" : before.slice(0, before.length - cut.value);
  return { name: kept + bytes.toString("latin1", cut.next, end), end };
}

/** Seven bits a byte, the highest first; each further byte adds one, so that no number is written in two ways. */
function readOffset(bytes: Buffer, start: number): { readonly value: number; readonly next: number } | null {
  let value = -1;
  for (let at = start; at < Math.min(bytes.length, start + 4); at += 1) {
    const byte = bytes.readUInt8(at);
    value = (value + 1) * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return null;
}

function statAt(bytes: Buffer, start: number): Stat {
  const word = (index: number): number => bytes.readUInt32BE(start + index * 4);
  return {
    changed: [word(0), word(1)],
    modified: [word(2), word(3)],
    inode: word(5),
    uid: word(7),
    gid: word(8),
    size: word(9),
  };
}

/** Those in small letters change what the entries mean: parts in another file, whole folders as one entry. */
function extensionsFit(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at + 8 <= end) {
    const first = bytes.readUInt8(at);
    if (first < 0x41 || first > 0x5a) return false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return at === end;
}

function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/**
 * True if the file at `path` is what the entry names, so that git can give it back. Times and numbers decide where
 * they can, as in git; a file that was written as late as the index is read. May throw what the system throws.
 */
export function isUnchanged(path: string, entry: Entry, { hash, writtenSeconds }: Omit<Tracked, "entries">): boolean {
  if (entry.partial) return false;
  const stats = lstatSync(path, { bigint: true });
  if (modeOf(stats) !== entry.mode) return false;
  const isRacy = entry.stat.modified[0] >= writtenSeconds;
  if (!isRacy && isSameStat(stats, entry.stat)) return true;
  // Git notes no size where the file was written as late as the index.
  if (entry.stat.size !== 0 && low(stats.size) !== entry.stat.size) return false;
  if (stats.size > BigInt(HASHED_BYTES_MAX)) return false;
  const content = stats.isSymbolicLink() ? readlinkSync(path, { encoding: "buffer" }) : readFileSync(path);
  const header = `blob ${content.length}\0`;
  return createHash(hash).update(header).update(content).digest("hex") === entry.object;
}

/** As git writes it; zero for what it does not track. */
function modeOf(stats: BigIntStats): number {
  if (stats.isSymbolicLink()) return 0o120000;
  if (!stats.isFile()) return 0;
  return (stats.mode & 0o100n) === 0n ? 0o100644 : 0o100755;
}

function isSameStat(stats: BigIntStats, known: Stat): boolean {
  return (
    isSameTime(stats.mtimeNs, known.modified) &&
    isSameTime(stats.ctimeNs, known.changed) &&
    low(stats.ino) === known.inode &&
    low(stats.uid) === known.uid &&
    low(stats.gid) === known.gid &&
    low(stats.size) === known.size
  );
}

/** Some gits note whole seconds only. */
function isSameTime(found: bigint, [seconds, nanoseconds]: Stat["modified"]): boolean {
  if (low(found / 1_000_000_000n) !== seconds) return false;
  return nanoseconds === 0 || Number(found % 1_000_000_000n) === nanoseconds;
}

function low(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}
