/** Looks up what stands at paths that stay as they are, git files and links included. */
import { lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from "node:fs";
import type { Permissions, Restricted } from "../core/permissions/permissions.ts";
import { WORKSPACE_FILES } from "../core/permissions/workspace-files.ts";
import { readGitConfig } from "../core/policy/git-config.ts";
import { baseName, isWithin, resolvePath } from "../kit/path.ts";
import { realPath } from "./disk-names.ts";
import { readPlainNow } from "./plain-file.ts";
import { codeOf } from "./text-file.ts";
import { isTemporary, type Scanned } from "./workspace-scan.ts";

export type SealedPaths = {
  /** The writable roots that exist. */
  readonly roots: readonly string[];
  readonly present: readonly string[];
  /** Nothing stands there; the parent folder exists and lies in a writable root. */
  readonly absent: readonly string[];
  readonly links: readonly string[];
};

/** What is longer is no `.git` file to git either. */
const GITFILE_BYTES_MAX = 1024 * 1024;
/** The kernel's. */
const PATH_LENGTH_MAX = 4096;
const CONFIG_BYTES_MAX = 1024 * 1024;

/**
 * Throws what Node throws where it cannot look, which must end the run: nothing is known about that path then.
 *
 * @param scanned what was found in the roots; null where workspace files are not guarded
 */
export function sealedPathsOf(permissions: Permissions, scanned: Scanned | null): SealedPaths {
  if (permissions.kind === "unrestricted") return { roots: [], present: [], absent: [], links: [] };
  const present = new Set<string>();
  const absent = new Set<string>();
  const links = new Set<string>();
  const existing = permissions.writable.filter(({ path }) => statOf(path) !== null);
  const roots = existing.map(({ path }) => path);
  const isInRoot = (path: string): boolean => roots.some((root) => isWithin(root, path));
  /** `ifThere`: a name that does not exist stays free, and a link only has what it leads to held. */
  const put = (path: string, ifThere: boolean): void => {
    // Elsewhere all is read-only anyway.
    if (!isInRoot(path)) return;
    const stat = statOf(path);
    if (stat?.isSymbolicLink() === true) {
      if (ifThere) putTarget(path);
      else links.add(path);
    } else if (stat !== null) present.add(path);
    else if (!ifThere) {
      const name = firstAbsent(path);
      if (name !== null && isInRoot(name)) absent.add(name);
    }
    const inside = stat === null ? [] : placesBehind(path, stat);
    for (const place of inside) if (!isWithin(path, place) && !present.has(place)) put(place, false);
  };
  const putTarget = (link: string): void => {
    // What does not exist yet is held by its name.
    const target = realPath(link) ?? link;
    if (target !== link && !roots.includes(target)) put(target, true);
  };
  for (const root of existing) for (const path of root.protected) put(path, false);
  for (const path of guardedIn(permissions, roots, scanned)) put(path, true);
  return { roots, present: [...present], absent: [...absent], links: [...links] };
}

/** What makes git run something or look elsewhere, in a repository that is the root itself. */
const STEERING = ["config", "config.worktree", "hooks", "info", "commondir", "worktrees", "modules"];

/** What is held only where it exists. */
function guardedIn({ guarded }: Restricted, roots: readonly string[], scanned: Scanned | null): readonly string[] {
  if (!guarded.workspaceFiles || scanned === null) return guarded.paths;
  const { repositories, bare, bareRoots } = scanned;
  const steering = bareRoots.flatMap((root) => STEERING.map((name) => `${root}/${name}`));
  const files = roots.filter((root) => !isTemporary(root)).flatMap(filesIn);
  return [...guarded.paths, ...files, ...repositories, ...bare, ...steering];
}

/** The workspace files at the top of a root. */
function filesIn(root: string): readonly string[] {
  const names = namesIn(root);
  return names.flatMap((name) => {
    const wanted = SEALED.get(name.toLowerCase());
    if (wanted === undefined) return [];
    const path = root === "/" ? `/${name}` : `${root}/${name}`;
    if (wanted.includes("")) return [path];
    return namesIn(path)
      .filter((inner) => wanted.includes(inner.toLowerCase()))
      .map((inner) => `${path}/${inner}`);
  });
}

/** By the first name what follows it; empty where that is all. */
const SEALED: ReadonlyMap<string, readonly string[]> = sealedNames();

function sealedNames(): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { name, hold } of WORKSPACE_FILES) {
    if (hold !== "sealed") continue;
    const [first = "", rest = ""] = name.split("/");
    names.set(first, [...(names.get(first) ?? []), rest]);
  }
  return names;
}

/** Empty where there is no such folder, or none to look into. */
function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(codeOf(error) ?? "")) return [];
    throw error;
  }
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
  const hooks = baseName(path) === ".git" ? hooksFolder(path) : [];
  const links = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  return [...hooks, ...links.map(({ name }) => realFrom(path, readlinkSync(`${path}/${name}`)))];
}

/** The folder that `core.hooksPath` names, from the work tree that `repository` is the `.git` of. */
function hooksFolder(repository: string): readonly string[] {
  const file = `${repository}/config`;
  const stat = statOf(file);
  if (stat?.isFile() !== true || stat.size > CONFIG_BYTES_MAX) return [];
  const settings = readGitConfig(readPlainNow(file).toString()) ?? [];
  const named = settings.findLast(
    ({ section, key }) => section.toLowerCase() === "core" && key.toLowerCase() === "hookspath",
  )?.value;
  if (named === undefined || named === null || named === "" || named.startsWith("~")) return [];
  const top = repository.slice(0, repository.lastIndexOf("/")) || "/";
  const folder = realFrom(top, named);
  // The work tree itself cannot be closed for that.
  return isWithin(folder, top) ? [] : [folder];
}

/** The folders that a `.git` file leads to: the git directory, and the one it shares with other worktrees. */
export function gitFolders(file: string): readonly string[] {
  const target = pointerIn(file, "gitdir: ");
  if (target === null) return [];
  const directory = realFrom(file.slice(0, file.lastIndexOf("/")), target);
  const common = commonFolder(directory);
  return common === null ? [directory] : [directory, common];
}

/** The folder that a git directory shares with other worktrees; null where it names none. */
export function commonFolder(directory: string): string | null {
  const common = pointerIn(`${directory}/commondir`, "");
  return common === null ? null : realFrom(directory, common);
}

/** The path in a file behind `prefix`, as git reads it; null where there is none. */
function pointerIn(file: string, prefix: string): string | null {
  const stat = statOf(file);
  if (stat?.isFile() !== true || stat.size > GITFILE_BYTES_MAX) return null;
  const text = readPlainNow(file)
    .toString()
    .replace(/[\r\n]+$/, "");
  const isPath = text.startsWith(prefix) && text !== prefix && text.length < prefix.length + PATH_LENGTH_MAX;
  return isPath ? text.slice(prefix.length) : null;
}

/** As the kernel goes there: `..` behind a link is above what the link leads to. */
function realFrom(folder: string, target: string): string {
  try {
    return realpathSync.native(target.startsWith("/") ? target : `${folder}/${target}`);
  } catch {
    return resolvePath(folder, target);
  }
}
