/** Reads a small text file that assent depends on, whole or not at all. */
import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { lstat, open, type FileHandle } from "node:fs/promises";
import { err, errorText, ok, type Result } from "../kit/result.ts";

/** Larger files are refused, unread. */
export const TEXT_BYTES_MAX = 1024 * 1024;

/** Changes when the file is written, replaced, or its link is pointed elsewhere. */
export type Stamp = string;

export type TextFile = {
  readonly text: string;
  readonly stamp: Stamp;
  /** When the system last noted a change, in milliseconds of its clock; it cannot be set by hand. */
  readonly changedAtMs: number;
};

/**
 * The text of `path`, links followed, with its byte order mark if it has one; null if nothing is there.
 * Every other obstacle is an error in plain words: no permission, no regular file, a link to nothing, too large, not UTF-8.
 */
export async function readTextFile(path: string): Promise<Result<TextFile | null, string>> {
  let handle: FileHandle;
  try {
    // A pipe in the place of the file must not block.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return unopened(path, error);
  }
  try {
    return await readOpened(handle);
  } catch (error) {
    // Whatever the disk says, the caller gets a reason and decides on the safe side.
    return err(systemWords(error));
  } finally {
    await handle.close();
  }
}

/** The same at once: before anything else is under way, waiting costs more than reading. */
export function readTextFileNow(path: string): Result<TextFile | null, string> {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return err(systemWords(error));
    return isThere(path) ? err(LINK_TO_NOTHING) : ok(null);
  }
  try {
    return readOpenedNow(file);
  } catch (error) {
    // As above: a reason, and the caller decides on the safe side.
    return err(systemWords(error));
  } finally {
    closeSync(file);
  }
}

/** True if nothing is there, not even a link to nothing. */
export function isNothing(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: unknown) => codeOf(error) === "ENOENT",
  );
}

/** The reason in plain words of what a file operation threw. */
export function systemWords(error: unknown): string {
  const code = codeOf(error);
  if (code !== null) return SYSTEM_WORDS[code] ?? `${code}: ${error instanceof Error ? error.message : ""}`;
  return errorText(error);
}

/** The system's code, as in `ENOENT`; null for what is no error of the system. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "something else listens there already",
  EADDRNOTAVAIL: "this machine has no such address",
  EPERM: "operation not permitted",
  EISDIR: "it is a folder",
  ELOOP: "too many symbolic links",
  ENOENT: "no such file or folder",
  ENOSPC: "no space left on the disk",
  ENOTDIR: "a part of the path is no folder",
  ENXIO: "it is no regular file",
  EROFS: "read-only file system",
};

async function unopened(path: string, error: unknown): Promise<Result<null, string>> {
  if (codeOf(error) !== "ENOENT") return err(systemWords(error));
  // A link to nothing is a file that somebody meant to be there.
  return (await isNothing(path)) ? ok(null) : err(LINK_TO_NOTHING);
}

const LINK_TO_NOTHING = "it is a symbolic link to a file that does not exist";

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return codeOf(error) !== null;
  }
}

function readOpenedNow(file: number): Result<TextFile, string> {
  const stats = fstatSync(file, { bigint: true });
  const buffer = bufferFor(stats);
  if (!buffer.ok) return buffer;
  let length = 0;
  while (length < buffer.value.length) {
    const bytesRead = readSync(file, buffer.value, length, buffer.value.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return readBytes(buffer.value.subarray(0, length), stats);
}

async function readOpened(handle: FileHandle): Promise<Result<TextFile, string>> {
  const stats = await handle.stat({ bigint: true });
  const found = bufferFor(stats);
  if (!found.ok) return found;
  const buffer = found.value;
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return readBytes(buffer.subarray(0, length), stats);
}

function bufferFor(stats: BigIntStats): Result<Buffer, string> {
  if (stats.isDirectory()) return err("it is a folder");
  if (!stats.isFile()) return err("it is no regular file");
  // One byte more than allowed tells a file that grew since.
  return ok(Buffer.alloc(Number(stats.size < TEXT_BYTES_MAX ? stats.size : TEXT_BYTES_MAX) + 1));
}

function readBytes(bytes: Uint8Array, stats: BigIntStats): Result<TextFile, string> {
  if (bytes.length > TEXT_BYTES_MAX) return err(`it is larger than ${TEXT_BYTES_MAX} bytes`);
  if (bytes.length > Number(stats.size)) return err("it grew while it was read");
  const text = decoded(bytes);
  return text === null
    ? err("it is not UTF-8 text")
    : ok({ text, stamp: stampOf(stats), changedAtMs: Number(stats.ctimeNs / 1_000_000n) });
}

/** The stamp of a file by what the system says of it. */
export function stampOf(stats: {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}): Stamp {
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(":");
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder has one complaint only: bytes that are not UTF-8.
    return null;
  }
}
