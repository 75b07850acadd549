/** Finds what may not be read: paths that are named, and what patterns match. */
import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync, type Dirent } from "node:fs";
import { type DeniedGlob, matcherOf } from "../core/permissions/denied-globs.ts";
import type { Denied } from "../core/permissions/permissions.ts";
import { baseName, isWithin, resolvePath } from "../kit/path.ts";
import { codeOf } from "./text-file.ts";

/** A file, or a folder with all in it; absolute and free of symbolic links. */
export type Place = { readonly path: string; readonly is: "folder" | "file" };

export type DeniedPaths = {
  readonly present: readonly Place[];
  /** Names that must be held, for nothing stands there yet: the topmost missing one, in a folder that exists. */
  readonly absent: readonly Place[];
  /** Folders in which patterns may match what appears later; absolute. */
  readonly reached: readonly string[];
};

/** A search that goes through more folders is given up, and the run with it. */
const FOLDERS_MAX = 200_000;
/** More than this cannot be mounted over. */
const MATCHES_MAX = 2_000;
/** Links behind one another, as the kernel has it. */
const LINKS_MAX = 40;
/** What the kernel makes up is no place for files of the user's. */
const KERNEL_FOLDERS: readonly string[] = ["/proc", "/sys", "/dev"];

/** Names that are files where people make them; others are folders: `.env`, `.netrc`, `id_ed25519`, `token.json`. */
const FILE_NAME =
  /^(?!.*\.d$)(?:\.env.*|\.[\w-]*rc|.+\.[a-z0-9]{1,8}|id_.*|\.git-credentials|\.pgpass|\.htpasswd|credentials|token|config|hosts)$/i;

/** Throws where it cannot be told what is denied, which must end the run. */
export function deniedPathsOf(denied: Denied): DeniedPaths {
  const present = new Map<string, Place>();
  const absent = new Map<string, Place>();
  for (const path of [...denied.paths, ...denied.watched]) {
    const found = placeAt(path);
    if (found !== null) present.set(found.path, found);
  }
  for (const path of denied.paths) {
    const missing = placeAt(path) === null ? missingAt(path) : null;
    if (missing !== null) absent.set(missing.path, missing);
  }
  const reached = denied.globs.flatMap((glob) => foldersReached(glob, "", (place) => present.set(place.path, place)));
  if (present.size > MATCHES_MAX) {
    throw new Error(
      `${present.size} files may not be read, and at most ${MATCHES_MAX} can be hidden; deny their folders`,
    );
  }
  return { present: [...present.values()], absent: [...absent.values()], reached };
}

/** What `path` leads to; null where nothing stands there, and where this user cannot look: nor can his commands. */
export function placeAt(path: string): Place | null {
  try {
    // Most of the paths that are hidden by default are on no machine; this is the quick way to see it.
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null;
    const real = realpathSync.native(path);
    return { path: real, is: statSync(real).isDirectory() ? "folder" : "file" };
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES", "ELOOP"].includes(codeOf(error) ?? "")) return null;
    throw error;
  }
}

/** The topmost missing name on the way to `path`, through links; null where that way ends at a file or out of reach. */
export function missingAt(path: string): Place | null {
  let [left, links] = [path, 0];
  let folder = "/";
  let parts = left.split("/").slice(1);
  for (let at = 0; at < parts.length; at += 1) {
    const name = parts[at] ?? "";
    const here = folder === "/" ? `/${name}` : `${folder}/${name}`;
    const stat = statOf(here);
    if (stat === "missing") {
      const isLast = at === parts.length - 1;
      return { path: here, is: isLast && FILE_NAME.test(baseName(here)) ? "file" : "folder" };
    }
    if (stat === "unknown") return null;
    if (stat === "link") {
      links += 1;
      if (links > LINKS_MAX) return null;
      left = resolvePath(folder, [readlinkSync(here), ...parts.slice(at + 1)].join("/"));
      [folder, parts, at] = ["/", left.split("/").slice(1), -1];
    } else if (stat === "folder") folder = here;
    else return null;
  }
  return null;
}

function statOf(path: string): "missing" | "unknown" | "link" | "folder" | "file" {
  try {
    const stat = lstatSync(path);
    return stat.isSymbolicLink() ? "link" : stat.isDirectory() ? "folder" : "file";
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "missing" : "unknown";
  }
}

/**
 * The folder `start` and all below it in which the pattern may match; calls `found` for each match there is, what links
 * lead to included. Throws where there are too many.
 *
 * @param start below the glob's root; empty for the root
 */
export function foldersReached(
  { root, pattern, depthMax }: DeniedGlob,
  start: string,
  found: (place: Place) => void,
): readonly string[] {
  const { matches, mayHold } = matcherOf(pattern);
  const isOpen = (below: string): boolean => {
    const isKernels = KERNEL_FOLDERS.some((kernel) => isWithin(kernel, resolvePath(root, below)));
    return isSearched(below, depthMax) && mayHold(below) && !isKernels;
  };
  if (start !== "" && !isOpen(start)) return [];
  const open = [start];
  const reached: string[] = [];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const path = folder === "" ? root : resolvePath(root, folder);
    const entries = entriesOf(path);
    if (entries === "closed") found({ path, is: "folder" });
    if (entries === "closed" || entries === "gone") continue;
    reached.push(path);
    if (reached.length > FOLDERS_MAX) {
      throw new Error(`${pattern} is looked for in more than ${FOLDERS_MAX} folders of ${root}; limit how deep`);
    }
    for (const entry of entries) {
      const below = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const place = matches(below) ? placeAt(resolvePath(root, below)) : null;
      if (place !== null) found(place);
      else if (entry.isDirectory() && isOpen(below)) open.push(below);
    }
  }
  return reached;
}

function isSearched(below: string, depthMax: number | null): boolean {
  return depthMax === null || below.split("/").length <= depthMax;
}

/** `closed`: its owner, and with him his commands, could open it again and find what nobody has looked at. */
function entriesOf(path: string): readonly Dirent[] | "gone" | "closed" {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return "gone";
    if (code === "EACCES" || code === "EPERM") return lstatSync(path).uid === process.getuid?.() ? "closed" : "gone";
    throw error;
  }
}
