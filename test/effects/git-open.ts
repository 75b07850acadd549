/** Repositories that are open to a command in the real sandbox, for tests. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Permissions } from "../../src/core/permissions/permissions.ts";
import { git, write } from "./git-world.ts";
import { newWorld, until, type World, writeIn } from "./world.ts";

const PERSON = [
  "export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_EDITOR=false",
  "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@localhost GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@localhost",
].join("\n");

/** In workspace-write with these roots. */
export function open(...roots: readonly string[]): Permissions {
  const permissions = writeIn(...roots);
  return permissions.kind === "unrestricted" ? permissions : { ...permissions, git: "commit" };
}

/** A workspace that is a repository with three commits and a branch beside. */
export function newRepository(): World {
  const world = newWorld();
  const { ws } = world;
  git(ws, ["init", "-q", "-b", "main"]);
  for (const name of ["one", "two", "three"]) {
    write(ws, { [`${name}.txt`]: `${name}\n` });
    git(ws, ["add", "."]);
    git(ws, ["commit", "-q", "-m", name]);
  }
  git(ws, ["branch", "side", "HEAD~1"]);
  return world;
}

/** The script of somebody who has a name and no settings. */
export const inside = (script: string): string => `${PERSON}\n${script}`;

/** What may be held in a repository by its name. */
export const HELD = [
  "branches",
  "commondir",
  "config.worktree",
  "gitdir",
  "hooks",
  "info",
  "modules",
  "remotes",
  "worktrees",
];

/** What holds names is taken away soon after a run. */
export async function settled(ws: string): Promise<void> {
  const tops = [ws, `${ws}/kept`].filter((top) => existsSync(`${top}/.git`));
  const folders = tops.map((top) =>
    execFileSync("git", ["rev-parse", "--absolute-git-dir"], { cwd: top, encoding: "utf8" }).trim(),
  );
  await until(() =>
    folders.every((folder) => !existsSync(`${folder}/gitdir`) && !existsSync(`${folder}/config.worktree`)),
  );
}
