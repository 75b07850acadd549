/** Changes names in folders that others may swap for links meanwhile. */
import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { baseName } from "../kit/path.ts";

/** Opens nothing but the place itself; missing among Node's constants. */
const O_PATH = 0o10000000;

/**
 * Calls `use` with another name of `path`, in the very folder that stood above it when it was looked at: whatever is put
 * in that folder's place meanwhile is left alone. Throws what Node throws, with the code `ELOOP` where the folder goes
 * by another name now.
 *
 * @param path absolute, without links above its last name
 */
export function anchored<T>(path: string, use: (name: string) => T): T {
  const parent = dirname(path);
  return inFolder(parent, constants.O_DIRECTORY, (folder) => {
    if (readlinkSync(folder) === parent) return use(`${folder}/${baseName(path)}`);
    throw Object.assign(new Error(`ELOOP: ${parent} leads elsewhere`), { code: "ELOOP" });
  });
}

/** Removes what stands there with all in it, and never anything that a link leads to. Throws what Node throws. */
export function removeTree(path: string): void {
  if (!lstatSync(path).isDirectory()) {
    unlinkSync(path);
    return;
  }
  inFolder(path, constants.O_DIRECTORY | constants.O_NOFOLLOW, (folder) => {
    for (const name of readdirSync(folder)) removeTree(`${folder}/${name}`);
  });
  rmdirSync(path);
}

function inFolder<T>(path: string, flags: number, use: (folder: string) => T): T {
  const place = openSync(path, O_PATH | flags);
  try {
    return use(`/proc/self/fd/${place}`);
  } finally {
    closeSync(place);
  }
}
