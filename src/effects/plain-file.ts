/** Reads a whole file at once that others may put something else in the place of. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/**
 * Throws what the system throws, and `ENXIO` for a pipe, a device or a folder: whoever looked at the path before cannot
 * know what stands there now, and one pipe that nobody writes to would hold up the whole process.
 */
export function readPlainNow(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw Object.assign(new Error(`${path} is no regular file`), { code: "ENXIO" });
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
