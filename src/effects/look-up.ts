/** Finds out whether a program can be started, before a sandbox is built for it. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import type { Planted } from "../core/approval/requirement.ts";
import { isWithin } from "../kit/path.ts";

/** Where `execvp` looks if PATH is not set. */
const PATH_DEFAULT = "/bin:/usr/bin";

/**
 * The programs that a bare name would start out of a folder in one of `roots`; `names` may hold paths, which are
 * what they say.
 *
 * @param roots absolute, links resolved
 */
export function plantedPrograms(
  names: readonly string[],
  where: { readonly cwd: string; readonly path: string | undefined; readonly roots: readonly string[] },
): readonly Planted[] {
  return [...new Set(names)].flatMap((name) => {
    if (name === "" || name.includes("/")) return [];
    const [path] = placesOf(name, where.cwd, where.path).filter((place) => isFile(place) && isExecutable(place));
    if (path === undefined) return [];
    const real = realpathSync.native(path);
    return where.roots.some((root) => isWithin(root, path) || isWithin(root, real)) ? [{ name, path }] : [];
  });
}

/** Null if `program` can be started from `cwd`; else why not, in words for people, unescaped. */
export function whyNotStartable(program: string, cwd: string, path: string | undefined): string | null {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) return `there is no folder ${cwd} to run it in`;
  if (program === "") return "the command has no name";
  const found = placesOf(program, cwd, path).filter(isFile);
  if (found.some(isExecutable)) return null;
  if (found.length > 0) return `${program} may not be executed`;
  return program.includes("/") ? `there is no file ${program}` : `there is no program ${program} on PATH`;
}

/** Where `execvp` would look, absolute; an empty entry of PATH stands for the current folder. */
function placesOf(program: string, cwd: string, path: string | undefined): readonly string[] {
  const named = program.includes("/")
    ? [program]
    : (path ?? PATH_DEFAULT).split(":").map((folder) => (folder === "" ? program : `${folder}/${program}`));
  return named.map((place) => (place.startsWith("/") ? place : `${cwd}/${place}`));
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Missing or out of reach.
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // The command could not execute it either.
    return false;
  }
}
