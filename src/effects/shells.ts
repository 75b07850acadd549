/** The shells that an agent's scripts run in, and the folders that they can run in. */
import { realpathSync, statSync } from "node:fs";
import { baseName } from "../kit/path.ts";
import { fileAt, isExecutable, placesOf } from "./look-up.ts";
import { codeOf } from "./text-file.ts";

/** Shells whose scripts are read before they run. */
const SHELLS = /^(?:bash|zsh|sh)$/u;

type Variables = Readonly<Record<string, string | undefined>>;

/** The person's own where it is one that is understood; absolute. */
export function personsShell({ SHELL: own = "" }: Variables): string {
  if (own.startsWith("/") && SHELLS.test(baseName(own)) && isProgram(own)) return own;
  return isProgram("/bin/bash") ? "/bin/bash" : "/bin/sh";
}

/** By name as the person's PATH has it, or by its path; null where there is none. */
export function shellNamed(name: string, { PATH }: Variables): string | null {
  if (name.startsWith("/")) return isProgram(name) ? name : null;
  if (!SHELLS.test(name)) return null;
  const places = placesOf(name, "/", PATH).filter(({ relative }) => !relative);
  return places.map(({ place }) => place).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    return fileAt(path) !== null && isExecutable(path);
  } catch {
    // A circle of links, a name that is too long: nothing that could be started.
    return false;
  }
}

/** Null where commands can run there; else why not, in the words of the system. @param path absolute */
export function folderFault(path: string): string | null {
  try {
    return statSync(realpathSync.native(path)).isDirectory() ? null : "Not a directory (os error 20)";
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return code === "ENOENT" ? "No such file or directory (os error 2)" : `the folder cannot be used: ${code}`;
  }
}
