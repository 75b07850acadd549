/** Reads which files git tracks and tells whether they are as git last saw them. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readlinkSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { readPlainNow } from "./plain-file.ts";
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
  const path = Buffer.from(under, "utf8");
  for (const [hash, width] of [["sha1", 20] as const, ["sha256", 32] as const]) {
    // The width is said nowhere in the file, but with the wrong one nothing fits.
    const entries = readEntries(bytes, width, path);
    if (entries !== null) return { entries, hash, writtenSeconds };
  }
  return null;
}

const STAT_BYTES = 40;
/** Sixteen times what Linux takes. */
const NAME_BYTES_MAX = 65_536;
const SLASH = 0x2f;
const MODES: ReadonlySet<number> = new Set([0o100644, 0o100755, 0o120000, 0o160000]);

function readEntries(bytes: Buffer, width: number, under: Buffer): ReadonlyMap<string, Entry> | null {
  if (bytes.length < 12 + width || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return null;
  const entries = new Map<string, Entry>();
  const layout: Layout = { bytes, end: bytes.length - width, width, version, before: new Name() };
  let at = 12;
  for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
    const read = readEntry(at, layout);
    if (read === null) return null;
    // An index may have very many entries, and few of them matter.
    if (isBelow(under, read)) {
      const name = read.from.toString("utf8", read.start, read.start + read.length);
      entries.set(name, entryAt(at, read.flags, layout));
    }
    at = read.next;
  }
  return extensionsFit(bytes, at, layout.end) ? entries : null;
}

type Layout = {
  readonly bytes: Buffer;
  /** Where the digest at the end of the file starts. */
  readonly end: number;
  /** Of an object's name. */
  readonly width: number;
  readonly version: number;
  /** In version 4 the name of the entry before, of which only the end is replaced. */
  readonly before: Name;
};

/** A name that is put together in place. */
class Name {
  readonly bytes = Buffer.alloc(NAME_BYTES_MAX);
  length = 0;
}

/** Where an entry's name lies, and where the next entry starts. */
type Read = {
  readonly from: Buffer;
  readonly start: number;
  readonly length: number;
  readonly next: number;
  /** The first 16 bits, and above them the further 16 of an extended entry. */
  readonly flags: number;
};

function readEntry(start: number, layout: Layout): Read | null {
  const { bytes, end, width, version } = layout;
  const flagsAt = start + STAT_BYTES + width;
  if (flagsAt + 4 > end || !MODES.has(bytes.readUInt32BE(start + 24))) return null;
  const first = bytes.readUInt16BE(flagsAt);
  const isExtended = (first & 0x4000) !== 0;
  if (isExtended && version < 3) return null;
  const flags = isExtended ? first + bytes.readUInt16BE(flagsAt + 2) * 0x10000 : first;
  const nameAt = flagsAt + (isExtended ? 4 : 2);
  const read = version === 4 ? cutName(nameAt, flags, layout) : wholeName(nameAt, flags, start, layout);
  return read === null || read.length === 0 || Math.min(read.length, 0xfff) !== (first & 0xfff) ? null : read;
}

function wholeName(start: number, flags: number, entryAt: number, { bytes, end }: Layout): Read | null {
  const noted = flags & 0xfff;
  const length = noted === 0xfff ? bytes.indexOf(0, start) - start : noted;
  const behind = start + length;
  if (length < 0 || behind >= end || bytes[behind] !== 0) return null;
  // One to eight zeros fill up to a multiple of eight.
  return { from: bytes, start, length, next: entryAt + ((behind - entryAt + 8) & ~7), flags };
}

function cutName(start: number, flags: number, { bytes, end, before }: Layout): Read | null {
  const cut = readOffset(bytes, start, end);
  if (cut === null || cut.value > before.length) return null;
  const behind = bytes.indexOf(0, cut.next);
  const kept = before.length - cut.value;
  const length = kept + behind - cut.next;
  if (behind === -1 || behind >= end || length > NAME_BYTES_MAX) return null;
  bytes.copy(before.bytes, kept, cut.next, behind);
  before.length = length;
  return { from: before.bytes, start: 0, length, next: behind + 1, flags };
}

/** True for the path itself, and for what lies in it. */
function isBelow(path: Buffer, { from, start, length }: Read): boolean {
  if (path.length === 0) return true;
  if (length < path.length || from[start] !== path[0]) return false;
  if (length > path.length && from[start + path.length] !== SLASH) return false;
  return from.compare(path, 0, path.length, start, start + path.length) === 0;
}

function entryAt(start: number, flags: number, { bytes, width }: Layout): Entry {
  return {
    mode: bytes.readUInt32BE(start + 24),
    stat: statAt(bytes, start),
    object: bytes.toString("hex", start + STAT_BYTES, start + STAT_BYTES + width),
    // The stage of a conflict; the bit of `git add --intent-to-add`.
    partial: (flags & 0x3000) !== 0 || (flags & 0x20000000) !== 0,
  };
}

/** Seven bits a byte, the highest first; each further byte adds one, so that no number is written in two ways. */
function readOffset(
  bytes: Buffer,
  start: number,
  end: number,
): { readonly value: number; readonly next: number } | null {
  let value = -1;
  for (let at = start; at < Math.min(end, start + 4); at += 1) {
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
  const content = stats.isSymbolicLink() ? readlinkSync(path, { encoding: "buffer" }) : readPlainNow(path);
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
