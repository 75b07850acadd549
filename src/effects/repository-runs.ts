/** Finds what git would run in a repository that a command has made. */
import { lstatSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { readGitConfig } from "../core/policy/git-config.ts";
import { runningSettings } from "../core/policy/git-running.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { openToOwner } from "./closed-folders.ts";
import { namesIn } from "./disk-names.ts";
import { readPlainNow } from "./plain-file.ts";
import { commonFolder, gitFolders } from "./sealed-paths.ts";
import { codeOf } from "./text-file.ts";

/** `why` follows "it": "makes git run programs by core.pager". */
export type Running = { readonly path: string; readonly why: string };

/** Texts that are compared or looked through whole. */
const BYTES_MAX = 256 * 1024;
const CONFIG_BYTES_MAX = 1024 * 1024;

/** What git would run by a `.git` folder, file or link, or by a folder without a work tree. */
export function runningIn(path: string, roots: readonly string[]): readonly Running[] {
  const isInRoot = (folder: string): boolean => roots.some((root) => isWithin(root, folder));
  try {
    const stats = lstatSync(path);
    if (stats.isDirectory()) return runningAt(path, isInRoot);
    if (stats.isSymbolicLink()) {
      const target = realpathSync.native(path);
      return isInRoot(target) ? ledBy(path, target, runningIn(target, roots)) : [];
    }
    const [folder] = stats.isFile() ? gitFolders(path) : [];
    return folder === undefined ? [] : ledBy(path, folder, runningAt(folder, isInRoot));
  } catch (error) {
    // It has gone, or nobody but root can read it.
    if (codeOf(error) === null) throw error;
    return [];
  }
}

/** The name that leads there is what is taken away. */
function ledBy(path: string, folder: string, found: readonly Running[]): readonly Running[] {
  return found.slice(0, 1).map(({ why }) => ({ path, why: `leads git to ${folder}, which ${why}` }));
}

/** In the folder itself, and in the one whose settings and hooks hold for it. */
function runningAt(folder: string, isInRoot: (path: string) => boolean): readonly Running[] {
  const own = isInRoot(folder) ? inFolder(folder) : [];
  const file = `${folder}/commondir`;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return own;
  const common = commonFolder(folder);
  if (common === null && stats.size > 0) return [...own, { path: file, why: "leads git to what cannot be told" }];
  if (common === null || common === folder || !isInRoot(common)) return own;
  return [...own, ...ledBy(file, common, inFolder(common))];
}

function inFolder(folder: string): readonly Running[] {
  return [...settingsIn(folder, "config"), ...settingsIn(folder, "config.worktree"), ...hooksIn(folder)];
}

function settingsIn(folder: string, name: string): readonly Running[] {
  const path = `${folder}/${name}`;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return [];
  const settings = stats.size > CONFIG_BYTES_MAX ? null : readGitConfig(readPlainNow(path).toString());
  if (settings === null) return [{ path, why: "holds settings of git that assent cannot look through" }];
  const [first] = runningSettings(settings);
  return first === undefined ? [] : [{ path, why: `makes git run programs by ${first}` }];
}

function hooksIn(folder: string): readonly Running[] {
  openToOwner(`${folder}/hooks`);
  const active = namesIn(`${folder}/hooks`).filter((name) => {
    const stats = statSync(`${folder}/hooks/${name}`, { throwIfNoEntry: false });
    return !name.endsWith(".sample") && stats?.isFile() === true && (stats.mode & 0o111) !== 0;
  });
  const templates = active.length === 0 ? null : templateHooks();
  return active
    .filter((name) => templates === null || !isSame(`${templates}/${name}`, `${folder}/hooks/${name}`))
    .map((name) => ({ path: `${folder}/hooks/${name}`, why: "is a hook that git would run" }));
}

/** Where the person keeps hooks that git puts into every new repository. */
function templateHooks(): string | null {
  const places = [`${homedir()}/.gitconfig`, `${homedir()}/.config/git/config`];
  const settings = places.flatMap((path) =>
    withBytes(path).flatMap(([, bytes]) => readGitConfig(bytes.toString()) ?? []),
  );
  const found = settings.findLast(({ section, key }) => `${section}.${key}`.toLowerCase() === "init.templatedir");
  const folder = found?.value?.replace(/^~(?=\/|$)/, homedir());
  return folder === undefined ? null : `${resolvePath(homedir(), folder)}/hooks`;
}

function isSame(a: string, b: string): boolean {
  const [[, first] = [], [, second] = []] = [withBytes(a)[0], withBytes(b)[0]];
  return first !== undefined && second !== undefined && first.equals(second);
}

/** The file with what it holds; none where it is no file, is too large or cannot be read. */
export function withBytes(path: string): readonly (readonly [string, Buffer])[] {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= BYTES_MAX ? [[path, readPlainNow(path)]] : [];
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return [];
  }
}
