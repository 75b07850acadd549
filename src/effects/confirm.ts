/** Asks a person at the terminal for one line, wherever the streams lead. */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { codeOf } from "./text-file.ts";

/** More is no yes. */
const ANSWER_BYTES_MAX = 1024;

/**
 * True for "yes" typed out; null where there is no terminal. Nothing else of this process goes on until then, and an
 * interrupt ends it.
 *
 * @param question shown as it is
 */
export function confirm(question: string): boolean | null {
  const fd = openTerminal();
  if (fd === null) return null;
  try {
    writeSync(fd, question);
    return lineFrom(fd).trim().toLowerCase() === "yes";
  } finally {
    closeSync(fd);
  }
}

/** By reads that return with each line: a stream would already wait for the next one, and keep the process. */
function lineFrom(fd: number): string {
  const bytes = Buffer.alloc(ANSWER_BYTES_MAX);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(fd, bytes, length, bytes.length - length, null);
    length += read;
    if (read === 0 || bytes.subarray(0, length).includes("\n")) break;
  }
  return bytes.toString("utf8", 0, length);
}

function openTerminal(): number | null {
  try {
    return openSync("/dev/tty", "r+");
  } catch (error) {
    // ENXIO: no terminal; the others: one that cannot be used. Either way nobody can be asked there.
    if (codeOf(error) !== null) return null;
    throw error;
  }
}
