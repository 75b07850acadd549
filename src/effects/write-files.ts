/** Writes files that are made by a program, and can be made again. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders } from "./folders.ts";

/**
 * Puts each text at its path below `folder`; what is there under that name is replaced, and all else is left.
 * Throws what the system says; some of the files may be there then.
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const target = join(folder, path);
    makeFolders(dirname(target));
    writeFileSync(target, text);
  }
}
