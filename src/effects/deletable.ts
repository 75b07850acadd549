/** Finds out what deleting a path would lose: what neither git nor a build gives back. */
import { lstatSync, readdirSync, statSync, type Dirent, type Stats } from "node:fs";
import type { Loss } from "../core/approval/facts.ts";
import { isOutput } from "../core/commands/deletion.ts";
import { baseName, isWithin, resolvePath } from "../kit/path.ts";
import { type IndexFile, isUnchanged, readIndexFile, type Tracked, trackedUnder } from "./git-index.ts";
import { ignoredIn, type IsIgnored } from "./ignored.ts";
import { follow } from "./links.ts";
import { readPlainNow } from "./plain-file.ts";
import { codeOf } from "./text-file.ts";

/** Of so many files and folders at most is the fate looked up, for all paths of one command together. */
const ENTRIES_MAX = 20_000;

/** Ignored by git as a rule, and yet nothing makes them again. */
const KEPT_BY_HAND =
  /^\.env(?:\..+)?$|^id_(?:rsa|dsa|ecdsa|ed25519)|^local\.settings\.|\.(?:pem|key|p12|pfx|kdbx|sqlite3?|db|tfstate|tfvars|local)$/i;

type Finding = { readonly kind: "lost" | "unclear"; readonly why: string };

/** A repository's work tree. */
type Repository = { readonly top: string; readonly index: IndexFile | null; readonly isIgnored: IsIgnored };

/** What is known while the paths of one command are looked at. */
export type Search = {
  readonly cwd: string;
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** Milliseconds by `performance.now()`; what has not been looked at by then is unclear. */
  readonly deadline: number;
  /** Milliseconds since 1970: what was made later, and is not in git, is no loss. Infinite where all of it counts. */
  readonly sinceMs: number;
  entriesLeft: number;
  /** By the folder that was asked for. */
  readonly repositories: Map<string, Repository | null>;
};

export function newSearch(
  cwd: string,
  roots: readonly string[],
  deadline: number,
  sinceMs: number = Number.POSITIVE_INFINITY,
): Search {
  return { cwd, roots, deadline, sinceMs, entriesLeft: ENTRIES_MAX, repositories: new Map() };
}

/** What deleting `path`, with all that is in it, would lose. Follows no link out of it; never throws. */
export function lossOf(path: string, search: Search): Loss {
  try {
    return look(path, search);
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return { path, kind: "unclear", why: `it could not be read (${code})` };
  }
}

function look(path: string, search: Search): Loss {
  const place = placeOf(path, search.cwd);
  if (place === null) return { path, kind: "unclear", why: "its folder could not be found" };
  const stats = statsAt(place);
  if (stats === null) return { path, kind: "absent", why: "there is no such file" };
  if (place.split("/").includes(".git")) return { path, kind: "lost", why: "it belongs to a git repository itself" };
  const repository = repositoryOf(place.slice(0, place.lastIndexOf("/")), search);
  const tracked = repository === null ? NOTHING_TRACKED : trackedIn(repository, place);
  if (tracked === null) return { path, kind: "unclear", why: "git's index could not be read" };
  const root = search.roots.filter((one) => isWithin(one, place)).toSorted((a, b) => b.length - a.length)[0] ?? null;
  const around: Around = { base: place.slice(0, place.lastIndexOf("/") + 1), repository, tracked, root, search };
  const finding = stats.isDirectory() ? searchFolder(place, around) : findingOf(place, around);
  return finding === null ? { path, kind: "restorable", why: "git or a build gives it back" } : { path, ...finding };
}

/** Where the name itself lies: links in its folder are followed, the last one would be deleted. */
function placeOf(path: string, cwd: string): string | null {
  const written = (path.startsWith("/") ? path : `${cwd}/${path}`).replace(/\/+$/, "");
  const name = baseName(written);
  if (name === "" || name === "." || name === "..") return follow(written === "" ? "/" : written)?.real ?? null;
  const folder = follow(written.slice(0, written.length - name.length))?.real ?? null;
  return folder === null ? null : resolvePath(folder, name);
}

function statsAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

const NOTHING_TRACKED: Tracked = { entries: new Map(), hash: "sha1", writtenSeconds: 0 };

function trackedIn({ top, index }: Repository, place: string): Tracked | null {
  return index === null ? null : trackedUnder(index, within(top, place));
}

/** The path from a folder that it lies in; empty for the folder. */
function within(folder: string, path: string): string {
  return folder === "/" ? path.slice(1) : path.slice(folder.length + 1);
}

/** The nearest one that holds the folder; null for none. */
function repositoryOf(folder: string, search: Search): Repository | null {
  const known = search.repositories.get(folder);
  if (known !== undefined) return known;
  const git = gitFolderOf(folder);
  let found: Repository | null = null;
  if (git !== null) {
    const common = pathIn(`${git}/commondir`, "", git) ?? git;
    const isIgnored = ignoredIn(folder === "" ? "/" : folder, `${common}/info/exclude`);
    found = { top: folder === "" ? "/" : folder, index: readIndexFile(`${git}/index`), isIgnored };
  } else if (folder !== "") found = repositoryOf(folder.slice(0, folder.lastIndexOf("/")), search);
  search.repositories.set(folder, found);
  return found;
}

/**
 * Git's own folder for a work tree at `folder`: `.git`, or what the file of this name says; if that is broken, the file.
 * A folder without a HEAD is none: git looks further up then.
 */
function gitFolderOf(folder: string): string | null {
  const git = `${folder}/.git`;
  const stats = statSync(git, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isDirectory()) return pathIn(git, "gitdir: ", folder) ?? git;
  return lstatSync(`${git}/HEAD`, { throwIfNoEntry: false }) === undefined ? null : git;
}

/** Small files of git that hold one path. */
const POINTER_BYTES_MAX = 4096;

/** The path that a file holds behind `prefix`; null where there is none. */
function pathIn(file: string, prefix: string, base: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > POINTER_BYTES_MAX) return null;
  const text = readPlainNow(file).toString().replace(/\n+$/, "");
  return text.startsWith(prefix) ? resolvePath(base, text.slice(prefix.length)) : null;
}

/** What one path is looked at with. */
type Around = {
  /** The folder that the path lies in, with a slash behind it: names for people start there. */
  readonly base: string;
  readonly repository: Repository | null;
  readonly tracked: Tracked;
  /** The innermost root of the workspace that the path lies in; null for none. */
  readonly root: string | null;
  readonly search: Search;
};

/** Null where all of it can be had again. */
function searchFolder(top: string, around: Around): Finding | null {
  const ahead = [top];
  for (let folder = ahead.pop(); folder !== undefined; folder = ahead.pop()) {
    if (around.root !== null && isOutput(folder, around.root)) {
      const finding = outputFinding(folder, around);
      if (finding !== null) return finding;
      continue;
    }
    const names = readdirSync(folder, { withFileTypes: true });
    around.search.entriesLeft -= names.length;
    const tooMuch = whyTooMuch(around);
    if (tooMuch !== null) return tooMuch;
    for (const entry of names) {
      const finding = entryFinding(folder, entry, around);
      if (finding !== null) return finding;
      if (entry.isDirectory()) ahead.push(pathOf(folder, entry));
    }
  }
  return null;
}

function entryFinding(folder: string, entry: Dirent, around: Around): Finding | null {
  const path = pathOf(folder, entry);
  if (entry.name === ".git" && !isMadeSince(path, around.search)) {
    return { kind: "lost", why: `${shown(folder, around)} holds a git repository` };
  }
  // A name that is no UTF-8 could not be asked about again.
  if (entry.name.includes("\ufffd")) return { kind: "unclear", why: `${shown(path, around)} has a strange name` };
  return entry.isDirectory() ? null : findingOf(path, around);
}

function pathOf(folder: string, { name }: Dirent): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** What a build makes is not searched, for there may be much of it; only what git tracks in there is compared. */
function outputFinding(folder: string, around: Around): Finding | null {
  if (statsAt(`${folder}/.git`) !== null) {
    return { kind: "lost", why: `${shown(folder, around)} holds a git repository` };
  }
  const { repository, tracked, search } = around;
  if (repository === null || tracked.entries.size === 0) return null;
  const prefix = `${within(repository.top, folder)}/`;
  for (const name of tracked.entries.keys()) {
    if (!name.startsWith(prefix)) continue;
    search.entriesLeft -= 1;
    const path = repository.top === "/" ? `/${name}` : `${repository.top}/${name}`;
    const finding = whyTooMuch(around) ?? (statsAt(path) === null ? null : findingOf(path, around));
    if (finding !== null) return finding;
  }
  return null;
}

function whyTooMuch({ search }: Around): Finding | null {
  if (search.entriesLeft >= 0 && performance.now() <= search.deadline) return null;
  return { kind: "unclear", why: "there is too much in it to look at" };
}

/** What deleting one file, or one link, loses; null for nothing. */
function findingOf(path: string, around: Around): Finding | null {
  const { repository, tracked, root, search } = around;
  const name = repository === null ? null : within(repository.top, path);
  const entry = name === null ? undefined : tracked.entries.get(name);
  if (entry !== undefined) {
    if (performance.now() > search.deadline) return { kind: "unclear", why: "there is too much in it to look at" };
    return isUnchanged(path, entry, tracked) ? null : lost(path, "has changes that git does not hold", around);
  }
  if (KEPT_BY_HAND.test(baseName(path))) return lost(path, "is kept by hand and not in git", around);
  if (root !== null && isOutput(path, root)) return null;
  if (isMadeSince(path, search)) return null;
  if (name === null || repository === null) return lost(path, "is in no git repository", around);
  return repository.isIgnored(name, false) ? null : lost(path, "is not tracked by git", around);
}

/** What is moved keeps the time of its making. A file system without such a time tells one long ago, or its last change. */
function isMadeSince(path: string, { sinceMs }: Search): boolean {
  if (sinceMs === Number.POSITIVE_INFINITY) return false;
  const stats = statsAt(path);
  return stats !== null && stats.birthtimeMs >= sinceMs;
}

function lost(path: string, what: string, around: Around): Finding {
  return { kind: "lost", why: `${shown(path, around)} ${what}` };
}

function shown(path: string, { base }: Around): string {
  return path.startsWith(base) ? path.slice(base.length) : path;
}
