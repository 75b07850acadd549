/** Looks for programs as the system does, and tells why one cannot be started. */
import { accessSync, constants, statSync, type Stats } from "node:fs";
import { codeOf } from "./text-file.ts";

/** Where `execvp` looks if PATH is not set. */
const PATH_DEFAULT = "/bin:/usr/bin";

/** A place where a name may be found. `relative`: by an entry of PATH that starts from the current folder. */
export type Candidate = { readonly place: string; readonly relative: boolean };

/** Where `execvp` would look, absolute; an empty entry of PATH stands for the current folder. */
export function placesOf(program: string, cwd: string, path: string | undefined): readonly Candidate[] {
  if (program.includes("/")) {
    return [{ place: program.startsWith("/") ? program : `${cwd}/${program}`, relative: false }];
  }
  return (path ?? PATH_DEFAULT).split(":").map((folder) => {
    if (folder.startsWith("/")) return { place: `${folder}/${program}`, relative: false };
    return { place: folder === "" ? `${cwd}/${program}` : `${cwd}/${folder}/${program}`, relative: true };
  });
}

/** Null for what is missing, out of reach or no file: the system goes on to the next place. May throw for others. */
export function fileAt(path: string): Stats | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true ? stats : null;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(codeOf(error) ?? "")) return null;
    throw error;
  }
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    // The command could not execute it either.
    return false;
  }
}

/** Null if `program` can be started from `cwd`; else why not, in words for people, unescaped. */
export function whyNotStartable(program: string, cwd: string, path: string | undefined): string | null {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) return `there is no folder ${cwd} to run it in`;
  if (program === "") return "the command has no name";
  const found = placesOf(program, cwd, path).filter(({ place }) => isFile(place));
  if (found.some(({ place }) => isExecutable(place))) return null;
  if (found.length > 0) return `${program} may not be executed`;
  return program.includes("/") ? `there is no file ${program}` : `there is no program ${program} on PATH`;
}

function isFile(path: string): boolean {
  try {
    return fileAt(path) !== null;
  } catch {
    // A circle of links, a name that is too long: nothing that could be started.
    return false;
  }
}
