/** Dangers of a command that are none where another program starts it inside the sandbox. */
import { baseName, resolvePath } from "../../kit/path.ts";
import { PRINTS_ENVIRONMENT } from "../commands/rows/printing.ts";
import { whereIsPath } from "../commands/scene.ts";
import { mayWrite, type Permissions } from "../permissions/permissions.ts";
import type { Command } from "../shell/reading.ts";
import type { Basis } from "./basis.ts";
import { commandOf, type Concern } from "./concern.ts";
import type { ExecAction } from "./exec-words.ts";

/** Rules always count; this is about what the words alone say of danger. */
export function isHarmlessInside(concern: Concern, action: ExecAction, basis: Basis, under: Permissions): boolean {
  const { reason, sighting, writes } = concern;
  if (reason.kind !== "danger" || sighting === null) return false;
  // Its output is some program's, and the secrets are not in the environment that it has.
  if (reason.why === PRINTS_ENVIRONMENT) return basis.workspace.bounds.environment.scrub.length > 0;
  if (writes.length > 0 && writes.every(({ path }) => isStopped(path, basis, under))) return true;
  const command = commandOf(sighting);
  if (command === null || baseName(command[0]) !== "git") return false;
  return isGitsOwn(action.chain.at(-1)) || isInTemporary(command, sighting.cwd, basis);
}

/** The sandbox keeps it from being written, wherever links lead. */
function isStopped(path: string | null, { links }: Basis, under: Permissions): boolean {
  const link = links.find((one) => one.path === path);
  const real = link === undefined ? path : link.real;
  return real !== null && !mayWrite(under, real);
}

/** What git starts for itself when it is told to do one of these; a script or an alias starts others. */
const DELEGATING: ReadonlySet<string> = new Set(
  "am checkout cherry-pick clone commit fetch gc maintenance merge pull rebase revert stash switch worktree".split(" "),
);

function isGitsOwn(parent: Command | undefined): boolean {
  if (parent === undefined || baseName(parent[0]) !== "git") return false;
  const [subcommand] = behindFolders(parent).rest;
  return subcommand !== undefined && DELEGATING.has(subcommand);
}

/** Repositories that a test makes for itself; the workspace may lie there as well, and is none of them. */
function isInTemporary(command: Command, cwd: string | null, { home, workspace }: Basis): boolean {
  const { folders, rest } = behindFolders(command);
  if (cwd === null || rest[0]?.startsWith("-") !== false) return false;
  const folder = folders.reduce(resolvePath, cwd);
  return whereIsPath(folder, { home, roots: workspace.roots, keep: workspace.keep }) === "temporary";
}

/** `git -C a -C b WORDS`: the folders it changes to, and the words. */
function behindFolders([, ...args]: Command): {
  readonly folders: readonly string[];
  readonly rest: readonly string[];
} {
  const folders: string[] = [];
  let at = 0;
  for (; args[at] === "-C"; at += 2) folders.push(args[at + 1] ?? "");
  return { folders, rest: args.slice(at) };
}
