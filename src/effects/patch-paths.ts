/** Finds the file that a path of a patch leads to, also one that does not exist yet. */
import { err, ok, type Result } from "../kit/result.ts";
import type { Disk, FileStat } from "./patch-disk.ts";
import { systemWords } from "./text-file.ts";

/** `path` is absolute and free of symbolic links; `stat` is null if nothing is there yet. */
export type Place = { readonly path: string; readonly stat: FileStat | null };

/** As many as Linux follows. */
const LINKS_MAX = 40;

/**
 * Follows every symbolic link as the system would; `..` after a link leaves the folder that the link leads to.
 * Errors continue a sentence that starts with the path.
 *
 * @param base absolute folder that a relative `path` starts from
 * @param followLast false to name a link itself and not what it leads to
 */
export async function placeOf(
  disk: Disk,
  base: string,
  path: string,
  followLast: boolean,
): Promise<Result<Place, string>> {
  if (path.includes("\0")) return err("cannot be a path: it contains a NUL character");
  if (path.endsWith("/")) return err("cannot be changed: it names a folder");
  const names = (path.startsWith("/") ? path : `${base}/${path}`).split("/").toReversed();
  let place: Place = { path: "", stat: null };
  let linksLeft = LINKS_MAX;
  while (names.length > 0) {
    const name = names.pop() ?? "";
    if (name === "" || name === ".") continue;
    if (name === "..") {
      // The folder may come into being with the patch, but then the system could not walk through it now.
      if (place.path !== "" && place.stat === null) return err(`leads through ${place.path}, which does not exist`);
      place = await statOf(disk, place.path.slice(0, Math.max(0, place.path.lastIndexOf("/"))));
      continue;
    }
    if (place.stat !== null && place.stat.kind !== "folder")
      return err(`leads through ${place.path}, which is no folder`);
    const next: Place = await statOf(disk, `${place.path}/${name}`);
    if (next.stat?.kind !== "link" || (!followLast && names.every((rest) => rest === "" || rest === "."))) {
      place = next;
      continue;
    }
    if (linksLeft-- === 0) return err("leads through too many symbolic links");
    const target = await disk.readLink(next.path);
    names.push(...target.split("/").toReversed());
    if (target.startsWith("/")) place = { path: "", stat: null };
  }
  return place.path === "" ? err("cannot be changed: it names a folder") : ok(place);
}

/** The root itself is never looked at: it is a folder. */
async function statOf(disk: Disk, path: string): Promise<Place> {
  return { path, stat: path === "" ? null : await disk.stat(path) };
}

/** As `placeOf`, with what the system refuses as an error too. */
export async function tryPlaceOf(...args: Parameters<typeof placeOf>): Promise<Result<Place, string>> {
  try {
    return await placeOf(...args);
  } catch (error) {
    // Whatever the disk says, the patch is broken and the reason is shown.
    return err(`cannot be looked at: ${systemWords(error)}`);
  }
}
