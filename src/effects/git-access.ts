/** Looks up which repositories can be opened for local steps, and what in them is held then. */
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import type { Dirent, Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import { readGitConfig } from "../core/policy/git-config.ts";
import { type GitFolders, gitPathsOf } from "../core/sandbox/git-paths.ts";
import { baseName, isWithin } from "../kit/path.ts";
import { readPlainNow } from "./plain-file.ts";
import { codeOf, TEXT_BYTES_MAX } from "./text-file.ts";

export type GitAccess = {
  /** Folders of git's that may be written to; absolute and free of symbolic links. */
  readonly opened: readonly string[];
  /** In those, folders that stay where they are. */
  readonly pinned: readonly string[];
  /** In those, what stays as it is. */
  readonly present: readonly string[];
  /** In those, what stays absent. */
  readonly absent: readonly string[];
};

export const NOTHING_OPENED: GitAccess = { opened: [], pinned: [], present: [], absent: [] };

type WorkTree = GitFolders & { readonly top: string };

/** A folder of git's with more in it is not looked through, and stays closed. */
const ENTRIES_MAX = 50_000;
/** A pointer to another folder is one line. */
const POINTER_BYTES_MAX = 4096;

/**
 * The repositories among what is protected, and the further work trees and submodules that they keep and whose files
 * lie in `roots`. A repository that is not laid out as git does it stays closed. Throws what Node throws.
 *
 * @param protectedPaths absolute and free of symbolic links; those called `.git` count
 */
export function openedAmong(protectedPaths: readonly string[], roots: readonly string[]): GitAccess {
  const tops = protectedPaths.filter((path) => baseName(path) === ".git").map((path) => dirname(path));
  const found = new Map<string, WorkTree>();
  for (const top of tops) {
    const folders = foldersAt(top);
    if (folders === null || !isOpenable(top, folders)) continue;
    for (const each of [{ top, ...folders }, ...keptIn(folders.common, roots)]) found.set(each.own, each);
  }
  const trees = [...found.values()];
  const paths = trees.map(gitPathsOf);
  const pointers = trees.flatMap(({ top, own }) => (own === `${top}/.git` ? [] : [`${top}/.git`]));
  const held = [...new Set([...paths.flatMap((each) => each.held).map(orFolderOf), ...pointers])];
  return {
    opened: [...new Set(paths.flatMap(({ opened }) => opened))],
    pinned: [...new Set(paths.flatMap(({ pinned }) => pinned))],
    present: held.filter((path) => statOf(path) !== null),
    absent: held.filter((path) => statOf(path) === null),
  };
}

/** Where there is no folder for it, that is what must not come to be there. */
function orFolderOf(path: string): string {
  return statOf(dirname(path)) === null ? dirname(path) : path;
}

/** What the `.git` of a work tree leads to; null where it is none. */
function foldersAt(top: string): GitFolders | null {
  const place = `${top}/.git`;
  const stats = statOf(place);
  if (stats?.isDirectory() === true) return { own: place, common: place };
  const own = stats === null ? null : pointerIn(place, "gitdir: ");
  if (own === null) return null;
  const common = pointerIn(`${own}/commondir`, "");
  return { own, common: common ?? own };
}

/**
 * True where both ends know each other, and nothing in it is a link: whoever made the `.git` file of a work tree cannot
 * have it open a folder that is not that work tree's.
 */
export function isOpenable(top: string, { own, common }: GitFolders): boolean {
  try {
    if (realpathSync.native(own) !== own || realpathSync.native(common) !== common || !isWhole(own, common))
      return false;
    return isOf(top, own, common) && [...new Set([own, common])].every((folder) => linksIn(folder)?.length === 0);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

function isWhole(own: string, common: string): boolean {
  const folders = [`${common}/objects`, `${common}/refs`];
  const files = [`${own}/HEAD`, `${common}/config`];
  return (
    folders.every((path) => statOf(path)?.isDirectory() === true) &&
    files.every((path) => statOf(path)?.isFile() === true)
  );
}

function isOf(top: string, own: string, common: string): boolean {
  if (own === `${top}/.git`) return own === common;
  if (own !== common) return dirname(own) === `${common}/worktrees` && pointerIn(`${own}/gitdir`, "") === `${top}/.git`;
  return workTreeOf(own) === top && statOf(`${top}/.git`)?.isFile() === true;
}

/** Where the settings of a submodule say that its files are. */
function workTreeOf(folder: string): string | null {
  const stats = statOf(`${folder}/config`);
  if (stats?.isFile() !== true || stats.size > TEXT_BYTES_MAX) return null;
  const settings = readGitConfig(readPlainNow(`${folder}/config`).toString()) ?? [];
  const named = settings.findLast(({ section, key }) => `${section}.${key}`.toLowerCase() === "core.worktree")?.value;
  return named === undefined || named === null ? null : resolve(folder, named);
}

/** Further work trees and submodules that lie in the roots. */
function keptIn(common: string, roots: readonly string[]): readonly WorkTree[] {
  const isInRoot = (top: string): boolean => roots.some((root) => isWithin(root, top));
  const trees = entriesOf(`${common}/worktrees`).map(({ name }) => `${common}/worktrees/${name}`);
  const modules = repositoriesIn(`${common}/modules`);
  return [
    ...trees.map((own) => ({ top: topOf(pointerIn(`${own}/gitdir`, "")), own, common })),
    ...modules.map((own) => ({ top: workTreeOf(own), own, common: own })),
  ].flatMap(({ top, ...folders }) => {
    const isOwn = top !== null && isInRoot(top) && isLedTo(top, folders) && isOpenable(top, folders);
    return isOwn ? [{ top, ...folders }] : [];
  });
}

function topOf(file: string | null): string | null {
  return file === null ? null : dirname(file);
}

function isLedTo(top: string, { own, common }: GitFolders): boolean {
  const found = foldersAt(top);
  return found?.own === own && found.common === common;
}

/** Folders with a HEAD; the name of a submodule may have slashes in it. */
function repositoriesIn(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [];
    return statOf(`${path}/HEAD`) === null ? repositoriesIn(path) : [path, ...repositoriesIn(`${path}/modules`)];
  });
}

/** Names of objects are hashes: what they are of is seen when they are read. Other folders are held or opened as such. */
const UNSEEN = /^(?:objects\/(?:[0-9a-f]{2}|pack)|modules|worktrees|hooks|info|lfs)$/;

/**
 * Symbolic links in a folder of git's, below which programs would write elsewhere; absolute paths. Null where there is
 * too much in it.
 */
export function linksIn(folder: string): readonly string[] | null {
  const links: string[] = [];
  let left = ENTRIES_MAX;
  const walk = (below: string): void => {
    for (const entry of entriesOf(below === "" ? folder : `${folder}/${below}`)) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      left -= 1;
      if (left < 0) return;
      if (entry.isSymbolicLink()) links.push(`${folder}/${path}`);
      else if (entry.isDirectory() && !UNSEEN.test(path)) walk(path);
    }
  };
  walk("");
  return left < 0 ? null : links;
}

function entriesOf(folder: string): readonly Dirent[] {
  return statOf(folder)?.isDirectory() === true ? readdirSync(folder, { withFileTypes: true }) : [];
}

function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

/** The path in a one-line file behind `prefix`, absolute; null where there is none. */
function pointerIn(file: string, prefix: string): string | null {
  const stats = statOf(file);
  if (stats?.isFile() !== true || stats.size > POINTER_BYTES_MAX) return null;
  const text = readPlainNow(file)
    .toString()
    .replace(/[\r\n]+$/, "");
  return text.startsWith(prefix) && text !== prefix ? resolve(dirname(file), text.slice(prefix.length)) : null;
}

/** Names of the local branches, sorted. More than a text of 1 MiB lists are not looked for. */
export function localBranches(common: string): readonly string[] {
  const packed = `${common}/packed-refs`;
  const stats = statOf(packed);
  const text = stats?.isFile() === true && stats.size <= TEXT_BYTES_MAX ? readPlainNow(packed).toString() : "";
  const listed = [...text.matchAll(/^[0-9a-f]+ refs\/heads\/(.+)$/gm)].map(([, name = ""]) => name);
  return [...new Set([...listed, ...namesBelow(`${common}/refs/heads`, "")])].toSorted();
}

function namesBelow(folder: string, prefix: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return namesBelow(`${folder}/${entry.name}`, `${name}/`);
    return entry.isFile() && !name.endsWith(".lock") ? [name] : [];
  });
}
