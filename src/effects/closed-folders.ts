/** Opens folders that a command has closed to the person. */
import { chmodSync, closeSync, constants, fstatSync, lstatSync, openSync } from "node:fs";

/** Opens nothing but the place itself; missing among Node's constants. */
const O_PATH = 0o10000000;
const READ_AND_ENTER = 0o500;

/**
 * A folder of this user's that cannot be listed may still be entered, and git would find in it what nobody has looked
 * at; so its owner may read it again. Anything else is left as it is.
 */
export function openToOwner(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true || !isClosed(stats)) return;
  const place = openSync(path, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const opened = fstatSync(place);
    if (isClosed(opened)) chmodSync(`/proc/self/fd/${place}`, (opened.mode & 0o7777) | READ_AND_ENTER);
  } finally {
    closeSync(place);
  }
}

function isClosed({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return uid === process.getuid?.() && (mode & READ_AND_ENTER) !== READ_AND_ENTER;
}
