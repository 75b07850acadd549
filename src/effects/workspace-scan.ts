/**
 * Looks through writable roots for repositories and what else steers tools.
 *
 * Breadth first, so that what lies near the top is found whatever the size; folders of packages and caches are left out.
 * A folder that has not changed since it was read is not read again: its times cannot be set back by a command.
 */
import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { ACTIVATE } from "../core/permissions/workspace-files.ts";
import { baseName, isWithin } from "../kit/path.ts";
import { openToOwner } from "./closed-folders.ts";
import { codeOf } from "./text-file.ts";

export type Scanned = {
  /** `.git` folders, files and links below the top of the roots, absolute. */
  readonly repositories: readonly string[];
  /** Folders that are repositories without a work tree. */
  readonly bare: readonly string[];
  /** Roots that are such repositories themselves. */
  readonly bareRoots: readonly string[];
  /** Scripts by which a virtual environment is entered. */
  readonly scripts: readonly string[];
  /** Symbolic links by their paths, with what they say. */
  readonly links: ReadonlyMap<string, string>;
  /** All folders that were seen, whether they were looked into or not. */
  readonly folders: ReadonlySet<string>;
  /** Folders that could not be looked into. */
  readonly closed: ReadonlySet<string>;
  /** False where there was more than is looked at, but for temporary files. */
  readonly isWhole: boolean;
};

/** Folders that are looked at in one root; of those that hold only temporary files, fewer. */
const FOLDERS_MAX = 4_000;
const TEMPORARY_FOLDERS_MAX = 64;
/** Nobody starts git in these, and they may hold more than all the rest. */
const SKIPPED: ReadonlySet<string> = new Set([
  "node_modules",
  "__pycache__",
  "site-packages",
  ".cache",
  ".tox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".gradle",
  ".pnpm-store",
  ".next",
  ".nuxt",
  ".turbo",
  ".parcel-cache",
]);
/** Times of files are as coarse as this; a folder that changed later than this before it was read may change unseen. */
const COARSE_NS = 50_000_000n;
const KEPT_MAX = 20_000;

type Folder = {
  readonly stamp: string;
  readonly folders: readonly string[];
  readonly git: boolean;
  readonly bare: boolean;
  readonly scripts: readonly string[];
  readonly links: readonly (readonly [name: string, target: string])[];
};

const kept = new Map<string, Folder>();

type Found = { [K in "repositories" | "bare" | "bareRoots" | "scripts"]: string[] } & {
  readonly links: Map<string, string>;
  readonly folders: Set<string>;
  readonly closed: Set<string>;
};

/**
 * Folders that lead from one root to another are always looked at, and first of all those that `before` has not.
 * Throws what Node throws where it cannot look for other reasons than rights.
 *
 * @param before what was found earlier; null for the first time
 */
export function scanRoots(roots: readonly string[], before: Scanned | null): Scanned {
  const links = new Map<string, string>();
  const found: Found = {
    repositories: [],
    bare: [],
    bareRoots: [],
    scripts: [],
    links,
    folders: new Set(roots),
    closed: new Set(),
  };
  // A command that closes a folder to its owner would keep him from seeing what git finds in there.
  const readAgain = (path: string): Folder | null => {
    if (before === null || before.closed.has(path)) return null;
    openToOwner(path);
    return readFolder(path);
  };
  let isWhole = true;
  for (const root of roots) {
    const max = isTemporary(root) ? TEMPORARY_FOLDERS_MAX : FOLDERS_MAX;
    const between = roots
      .filter((other) => other !== root && isWithin(root, other))
      .flatMap((other) => way(root, other));
    const open = [root, ...new Set(between.filter((path) => !roots.includes(path)))];
    for (const path of open) found.folders.add(path);
    let left = max + open.length;
    for (let at = 0; at < open.length && left > 0; at += 1, left -= 1) {
      const path = open[at] ?? root;
      const folder = readFolder(path) ?? readAgain(path);
      if (folder === null) found.closed.add(path);
      const inside = folder === null ? [] : foldersIn(path, folder, root, found);
      // What is new may lie anywhere among what is not.
      const isNew = (path: string): boolean => before !== null && !before.folders.has(path);
      open.splice(at + 1, 0, ...inside.filter(isNew));
      open.push(...inside.filter((path) => !isNew(path)));
    }
    if (left === 0 && !isTemporary(root)) isWhole = false;
  }
  return { ...found, isWhole };
}

/** The folders between `root` and `inner`, which lies below it. */
function way(root: string, inner: string): readonly string[] {
  const names = inner.slice(root === "/" ? 1 : root.length + 1).split("/");
  const prefix = root === "/" ? "" : root;
  return names.slice(0, -1).map((_, at) => `${prefix}/${names.slice(0, at + 1).join("/")}`);
}

/** Adds what lies in the folder, and returns the folders in it that have not been seen yet. */
function foldersIn(path: string, folder: Folder, root: string, found: Found): readonly string[] {
  const inside = (name: string): string => (path === "/" ? `/${name}` : `${path}/${name}`);
  if (folder.git && path !== root) found.repositories.push(inside(".git"));
  if (folder.bare) (path === root ? found.bareRoots : found.bare).push(path);
  found.scripts.push(...folder.scripts.map(inside));
  for (const [name, target] of folder.links) found.links.set(inside(name), target);
  if (folder.bare && path !== root) return [];
  const next = folder.folders.map(inside).filter((each) => !found.folders.has(each));
  for (const each of next) found.folders.add(each);
  return next;
}

/** True for roots that everybody writes to, and few start programs in. */
export function isTemporary(root: string): boolean {
  return ["/tmp", "/var/tmp", "/dev/shm"].includes(root) || root === process.env["TMPDIR"];
}

function readFolder(path: string): Folder | null {
  try {
    const stats = lstatSync(path, { bigint: true });
    const known = kept.get(path);
    const stamp = stampOf(stats);
    if (known?.stamp === stamp) return known;
    const entries = readdirSync(path, { withFileTypes: true });
    const names = new Set(entries.map(({ name }) => name));
    const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== ".git" && !SKIPPED.has(entry.name));
    const folder: Folder = {
      stamp,
      folders: folders.map(({ name }) => name),
      git: names.has(".git"),
      bare: names.has("HEAD") && ((names.has("objects") && names.has("refs")) || names.has("commondir")),
      scripts: baseName(path) === "bin" || baseName(path) === "Scripts" ? scriptsIn(entries) : [],
      links: linksIn(path, entries),
    };
    keep(path, folder, stats);
    return folder;
  } catch (error) {
    // It has gone, or neither this user nor his commands can look into it.
    if (["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(codeOf(error) ?? "")) return null;
    throw error;
  }
}

function linksIn(
  path: string,
  entries: readonly { readonly name: string; isSymbolicLink(): boolean }[],
): Folder["links"] {
  const found = entries.filter((entry) => entry.isSymbolicLink());
  return found.map(({ name }) => [name, readlinkSync(`${path}/${name}`)] as const);
}

function scriptsIn(entries: readonly { readonly name: string; isFile(): boolean }[]): readonly string[] {
  return entries.filter((entry) => entry.isFile() && ACTIVATE.test(entry.name)).map(({ name }) => name);
}

function keep(path: string, folder: Folder, { ctimeNs }: BigIntStats): void {
  const now = BigInt(Date.now()) * 1_000_000n;
  if (ctimeNs + COARSE_NS > now) return;
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(path, folder);
}

function stampOf({ dev, ino, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${mtimeNs}:${ctimeNs}`;
}
