/** Looks up what stands at protected paths, the folders of git files included. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, type Stats } from "node:fs";
import type { Permissions } from "../core/permissions/permissions.ts";
import { baseName, isWithin, resolvePath } from "../kit/path.ts";
import { codeOf } from "./text-file.ts";

export type SealedPaths = {
  /** The writable roots that exist. */
  readonly roots: readonly string[];
  readonly present: readonly string[];
  /** Nothing stands there; the parent folder exists and lies in a writable root. */
  readonly absent: readonly string[];
  readonly links: readonly string[];
};

/** A `.git` file is one line; what is longer is none. */
const GITFILE_BYTES_MAX = 4096;

/** Throws what Node throws where it cannot look, which must end the run: nothing is known about that path then. */
export function sealedPathsOf(permissions: Permissions): SealedPaths {
  if (permissions.kind === "unrestricted") return { roots: [], present: [], absent: [], links: [] };
  const present = new Set<string>();
  const absent = new Set<string>();
  const links = new Set<string>();
  const existing = permissions.writable.filter(({ path }) => statOf(path) !== null);
  const roots = existing.map(({ path }) => path);
  const isInRoot = (path: string): boolean => roots.some((root) => isWithin(root, path));
  const put = (path: string): void => {
    // Elsewhere all is read-only anyway.
    if (!isInRoot(path)) return;
    const stat = statOf(path);
    if (stat?.isSymbolicLink() === true) links.add(path);
    else if (stat !== null) present.add(path);
    else {
      const name = firstAbsent(path);
      if (name !== null && isInRoot(name)) absent.add(name);
    }
    const inside = stat === null ? [] : placesBehind(path, stat);
    for (const place of inside) if (!isWithin(path, place) && !present.has(place)) put(place);
  };
  for (const root of existing) for (const path of root.protected) put(path);
  return { roots, present: [...present], absent: [...absent], links: [...links] };
}

/** What stands at `path` itself; null where nothing does. */
function statOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    // ENOTDIR: the root is a file, or the path goes through one.
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}

/** The topmost missing folder on the way to `path`; null where that way ends at a file, below which nothing can come. */
function firstAbsent(path: string): string | null {
  const parts = path.split("/");
  for (let count = 2; count <= parts.length; count += 1) {
    const stat = statOf(parts.slice(0, count).join("/"));
    if (stat === null) {
      const above = statOf(parts.slice(0, count - 1).join("/") || "/");
      return above?.isDirectory() === true ? parts.slice(0, count).join("/") : null;
    }
  }
  return null;
}

/** What a protected path leads to: the folders of a `.git` file, the targets of links in a folder, as `hooks` may be. */
function placesBehind(path: string, stat: Stats): readonly string[] {
  if (stat.isFile()) return baseName(path) === ".git" ? gitFolders(path) : [];
  if (!stat.isDirectory()) return [];
  const links = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  return links.map(({ name }) => realOrNormal(resolvePath(path, readlinkSync(`${path}/${name}`))));
}

/** The folders that a `.git` file leads to: the git directory, and the one it shares with other worktrees. */
function gitFolders(file: string): readonly string[] {
  const target = pointerIn(file, "gitdir: ");
  if (target === null) return [];
  const directory = realOrNormal(resolvePath(file.slice(0, file.lastIndexOf("/")), target));
  const common = pointerIn(`${directory}/commondir`, "");
  return common === null ? [directory] : [directory, realOrNormal(resolvePath(directory, common))];
}

/** The path in a one-line file behind `prefix`; null where there is none. */
function pointerIn(file: string, prefix: string): string | null {
  const stat = statOf(file);
  if (stat?.isFile() !== true || stat.size > GITFILE_BYTES_MAX) return null;
  const text = readFileSync(file, "utf8").trimEnd();
  return text.startsWith(prefix) && text !== prefix ? text.slice(prefix.length) : null;
}

function realOrNormal(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // It does not exist yet: its name is what must be held.
    return path;
  }
}
