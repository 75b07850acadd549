/** Tells which files git ignores, from the `.gitignore` files and `info/exclude`. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { matches, type Pattern, patternsOf } from "./ignore-pattern.ts";
import { codeOf } from "./text-file.ts";

/** Larger files are not read, and then nothing beside and below them counts as ignored. */
const FILE_BYTES_MAX = 1024 * 1024;

/** Tells of a path from the top of the repository whether git ignores it. A link to a folder is no folder. */
export type IsIgnored = (path: string, isFolder: boolean) => boolean;

/**
 * As `git check-ignore --no-index` says, but for the ignore file of the user's own settings, which is left out: what
 * only that names does not count. Files are read once, when they are first needed.
 *
 * @param top absolute: the folder that `.git` is in
 * @param exclude absolute: `info/exclude` in git's own folder
 */
export function ignoredIn(top: string, exclude: string): IsIgnored {
  const lists = new Map<string, readonly Pattern[] | null>();
  const folders = new Map<string, boolean>();
  const listOf = (folder: string): readonly Pattern[] | null => {
    const known = lists.get(folder);
    if (known !== undefined) return known;
    const file = folder === EXCLUDE ? exclude : `${top}/${folder === "" ? "" : `${folder}/`}.gitignore`;
    const read = readPatterns(file);
    lists.set(folder, read);
    return read;
  };
  const isIgnored: IsIgnored = (path, isFolder) => {
    const known = isFolder ? folders.get(path) : undefined;
    if (known !== undefined) return known;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const says = (parent !== "" && isIgnored(parent, true)) || ignoredHere(path, isFolder, listOf);
    if (isFolder) folders.set(path, says);
    return says;
  };
  return isIgnored;
}

/** Stands for `info/exclude` among the folders: no folder has this name. */
const EXCLUDE = "\0";

/** The last pattern that matches decides, and the nearest file before those above it. */
function ignoredHere(path: string, isFolder: boolean, listOf: (folder: string) => readonly Pattern[] | null): boolean {
  const bytes = Buffer.from(path, "utf8").toString("latin1");
  const parts = path.split("/");
  const byteParts = bytes.split("/");
  for (let depth = parts.length - 1; depth >= -1; depth -= 1) {
    const list = listOf(depth === -1 ? EXCLUDE : parts.slice(0, depth).join("/"));
    if (list === null) return false;
    const rest = byteParts.slice(Math.max(depth, 0)).join("/");
    const deciding = list.findLast((pattern) => matches(pattern, rest, isFolder));
    if (deciding !== undefined) return !deciding.negated;
  }
  return false;
}

function readPatterns(path: string): readonly Pattern[] | null {
  try {
    // Git does not follow a link in the place of the file either.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() || stats.size > FILE_BYTES_MAX) return null;
      return patternsOf(readFileSync(file, "latin1"));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return code === "ENOENT" || code === "ENOTDIR" ? [] : null;
  }
}
