/**
 * Looks through writable roots for repositories in them, and what else steers tools outside.
 *
 * Breadth first, so that what lies near the top is found whatever the size; folders of packages and caches are left out.
 * A folder that has not changed since it was read is not read again: its times cannot be set back by a command.
 */
import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { baseName } from "../kit/path.ts";
import { codeOf } from "./text-file.ts";

export type Scanned = {
  /** `.git` folders, files and links below the top of the roots, absolute. */
  readonly repositories: readonly string[];
  /** Folders that are repositories without a work tree. */
  readonly bare: readonly string[];
  /** Scripts by which a virtual environment is entered. */
  readonly scripts: readonly string[];
  /** Symbolic links by their paths, with what they say. */
  readonly links: ReadonlyMap<string, string>;
  /** False where there was more than is looked at. */
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
const ACTIVATE = /^(?:activate(?:\.[a-z]+)?|Activate\.ps1)$/;
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

/** Throws what Node throws where it cannot look for other reasons than rights. */
export function scanRoots(roots: readonly string[]): Scanned {
  const repositories: string[] = [];
  const bare: string[] = [];
  const scripts: string[] = [];
  const links = new Map<string, string>();
  let isWhole = true;
  const seen = new Set(roots);
  for (const root of roots) {
    const max = isTemporary(root) ? TEMPORARY_FOLDERS_MAX : FOLDERS_MAX;
    const open = [root];
    for (let at = 0; at < open.length; at += 1) {
      if (at >= max) {
        isWhole = false;
        break;
      }
      const path = open[at] ?? root;
      const folder = readFolder(path);
      if (folder === null) continue;
      const inside = (name: string): string => (path === "/" ? `/${name}` : `${path}/${name}`);
      if (folder.git && path !== root) repositories.push(inside(".git"));
      if (folder.bare && path !== root) bare.push(path);
      scripts.push(...folder.scripts.map(inside));
      for (const [name, target] of folder.links) links.set(inside(name), target);
      if (folder.bare) continue;
      for (const name of folder.folders) {
        const next = inside(name);
        if (!seen.has(next)) open.push(next);
      }
    }
  }
  return { repositories, bare, scripts, links, isWhole };
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
