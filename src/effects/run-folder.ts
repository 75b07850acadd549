/** Finds the folder in which all runs of one user tell each other what they rely on. */
import { lstatSync, realpathSync } from "node:fs";
import { makeFolders } from "./folders.ts";

/**
 * The same for every home that assent is given, for runs of different homes may share a writable root. It is made if
 * missing: in the user's own folder below /run, else in /tmp, where every sandbox must keep commands out of it; in
 * `home` if somebody else has taken that name.
 */
export function runFolder(home: string): string {
  const uid = process.getuid?.() ?? 0;
  return ownFolder(`/run/user/${uid}`, "assent") ?? ownFolder("/tmp", `assent-${uid}`) ?? madeFolder(`${home}/assent`);
}

/** Null if it cannot be made, or belongs to others, or others may write to it. */
function ownFolder(parent: string, name: string): string | null {
  try {
    const path = `${realpathSync.native(parent)}/${name}`;
    makeFolders(path);
    const stat = lstatSync(path);
    return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0 ? path : null;
  } catch {
    // No such place on this machine, or none to write to: the next one serves.
    return null;
  }
}

function madeFolder(path: string): string {
  makeFolders(path);
  return path;
}
