/** Makes folders that must be there. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "./text-file.ts";

/**
 * Makes the folder and its missing parents, for the user alone. One that is there is left as it is.
 *
 * Not by Node's recursive way: where a folder exists but can have no children, as in /proc, that one never ends.
 * Throws what the system says of the first folder that cannot be made.
 */
export function makeFolders(path: string): void {
  const code = tryMake(path);
  if (code === null || code === "EEXIST") return;
  if (code !== "ENOENT" || dirname(path) === path) throw failure(path, code);
  makeFolders(dirname(path));
  const again = tryMake(path);
  if (again !== null && again !== "EEXIST") throw failure(path, again);
}

/** The system's code for why it was not made; null if it was. */
function tryMake(path: string): string | null {
  try {
    mkdirSync(path, { mode: 0o700 });
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return code;
  }
}

function failure(path: string, code: string): Error {
  return Object.assign(new Error(`${code}: cannot make the folder ${path}`), { code });
}
