/** Names on the disk: where a path leads, what lies in a folder. */
import { readdirSync, realpathSync } from "node:fs";
import { codeOf } from "./text-file.ts";

/** With links resolved; null for what is not there, or out of reach. */
export function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (codeOf(error) !== null) return null;
    throw error;
  }
}

/** The names in a folder; none where there is no such folder, or none to look into. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== null) return [];
    throw error;
  }
}
