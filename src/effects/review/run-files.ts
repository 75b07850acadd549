/** Reads the files that an action would run, as far as they may be looked at. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from "node:fs";
import type { RunFile } from "../../core/review/prompt.ts";
import { systemWords } from "../text-file.ts";

type MayShow = (path: string) => boolean;

/** More of those that exist are not shown. */
const FILES_MAX = 3;
/** Of those that are named so many are looked for. */
const LOOKED_FOR_MAX = 30;
/** Of a longer file only the beginning is read. */
const BYTES_MAX = 64 * 1024;

/**
 * @param paths absolute; what does not exist is left out
 * @param mayShow whether anybody may look at a file; absolute, links resolved
 */
export function readRunFiles(paths: readonly string[], mayShow: MayShow): readonly RunFile[] {
  const found: RunFile[] = [];
  for (const path of paths.slice(0, LOOKED_FOR_MAX)) {
    if (found.length === FILES_MAX) break;
    const file = readRunFile(path, mayShow);
    if (file !== null && !found.some((other) => other.path === file.path)) found.push(file);
  }
  return found;
}

/** Null for what is not there, and for what is no file. */
function readRunFile(path: string, mayShow: MayShow): RunFile | null {
  let real: string;
  try {
    real = realpathSync.native(path);
  } catch {
    return null;
  }
  if (!mayShow(real)) return { path: real, content: { why: "it may hold secrets" }, state: "denied" };
  try {
    // Whoever put a pipe or a device there would hold up the whole process.
    const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stat = fstatSync(file);
      return stat.isFile() ? shownFile(real, stat, beginningOf(file)) : null;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { path: real, content: { why: systemWords(error) }, state: "unreadable" };
  }
}

function beginningOf(file: number): Buffer {
  const buffer = Buffer.alloc(BYTES_MAX);
  let length = 0;
  for (;;) {
    const bytes = readSync(file, buffer, length, BYTES_MAX - length, length);
    length += bytes;
    if (bytes === 0 || length === BYTES_MAX) return buffer.subarray(0, length);
  }
}

function shownFile(path: string, { dev, ino, size, ctimeMs }: Stats, bytes: Buffer): RunFile {
  const isWhole = size <= bytes.length;
  const state = isWhole ? createHash("sha256").update(bytes).digest("hex") : `${dev}:${ino} ${size} ${ctimeMs}`;
  if (bytes.includes(0)) return { path, content: { why: `it is no text, ${size} bytes` }, state };
  const text = bytes.toString("utf8");
  return { path, content: { text: isWhole ? text : `${text}\n… ${size - bytes.length} bytes left out …` }, state };
}
