/** Finds out whether a program can be started, before a sandbox is built for it. */
import { accessSync, constants, statSync } from "node:fs";

/** Where `execvp` looks if PATH is not set. */
const PATH_DEFAULT = "/bin:/usr/bin";

/** Null if `program` can be started from `cwd`; else why not, in words for people, unescaped. */
export function whyNotStartable(program: string, cwd: string, path: string | undefined): string | null {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) return `there is no folder ${cwd} to run it in`;
  if (program === "") return "the command has no name";
  // An empty entry of PATH stands for the current folder.
  const named = program.includes("/")
    ? [program]
    : (path ?? PATH_DEFAULT).split(":").map((folder) => (folder === "" ? program : `${folder}/${program}`));
  const found = named.map((place) => (place.startsWith("/") ? place : `${cwd}/${place}`)).filter(isFile);
  if (found.some(isExecutable)) return null;
  if (found.length > 0) return `${program} may not be executed`;
  return program.includes("/") ? `there is no file ${program}` : `there is no program ${program} on PATH`;
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
