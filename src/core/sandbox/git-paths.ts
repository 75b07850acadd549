/**
 * What of a repository steps of git may write, and what is held because it steers git.
 *
 * Git replaces its files by renaming, so a folder of git's is opened as a whole, and the names that steer it are mounted
 * over or held by something that git takes for nothing: an empty folder, an empty file, or a `commondir` that names its
 * own folder. An empty `commondir` would end every git in it.
 *
 * Source: gitrepository-layout(5); checked against git by test/effects/git-access.test.ts and git-mend.test.ts.
 */

import type { GitAccess } from "../permissions/permissions.ts";

/** `own` is the folder of one work tree, `common` what all its work trees share; the same for the first of them. */
export type GitFolders = { readonly own: string; readonly common: string };

export type GitPaths = {
  /** Folders that are written to. */
  readonly opened: readonly string[];
  /** Folders in them that may be written to but stay where they are: without them it is no repository any more. */
  readonly pinned: readonly string[];
  /** What stays as it is in them, or absent. */
  readonly held: readonly string[];
};

const COMMON_FOLDERS = ["hooks", "info", "modules", "worktrees", "branches", "remotes", "gitdir"];
const COMMON_FILES = [
  "config",
  "config.worktree",
  "commondir",
  "objects/info/alternates",
  "objects/info/http-alternates",
];
const OWN_FOLDERS = ["info", "modules"];
const OWN_FILES = ["config.worktree", "commondir", "gitdir"];

/** All paths absolute. */
export function gitPathsOf({ own, common }: GitFolders): GitPaths {
  const shared = [...COMMON_FOLDERS, ...COMMON_FILES].map((name) => `${common}/${name}`);
  const pinned = [`${common}/objects`, `${common}/refs`];
  if (own === common) return { opened: [common], pinned, held: shared };
  return {
    opened: [common, own],
    pinned,
    held: [...shared, ...[...OWN_FOLDERS, ...OWN_FILES].map((name) => `${own}/${name}`)],
  };
}

const HELD_FILE = /\/(?:(commondir)|config\.worktree|config|objects\/info\/(?:http-)?alternates)$/;

/** What a file holds that stands for an absent one of these; null for a path that a folder holds. */
export function placeholderText(path: string): string | null {
  const found = HELD_FILE.exec(path);
  if (found === null) return null;
  return found[1] === undefined ? "" : ".\n";
}

/**
 * Where a repository is open, git does not tidy it up by itself: it would do so in the background, which ends with the
 * command, and leave half a pack and a lock behind that names a process of the sandbox.
 */
export function gitVariables(access: GitAccess): Readonly<Record<string, string>> {
  return access === "commit" ? { GIT_CONFIG_PARAMETERS: "'gc.auto=0' 'maintenance.auto=false'" } : {};
}
