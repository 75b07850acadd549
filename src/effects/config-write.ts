/** Edits a settings file: whole or not at all, one process at a time, comments kept. */
import { dirname } from "node:path";
import type { Result } from "../kit/result.ts";
import { replace } from "./append-rule.ts";
import { makeFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { readTextFile, systemWords, TEXT_BYTES_MAX } from "./text-file.ts";

/** Another program that takes no lock may change the file in between; then all is done again, so many times. */
const TRIES_MAX = 5;

/** The text that is to stand there, or null to leave the file as it is; the error is for the person. May run again. */
export type Edit = (text: string) => Result<string | null, string> | Promise<Result<string | null, string>>;

/**
 * Resolves when the file is on disk as `edit` wants it: true if it was written. Rejects with the reason in words, which
 * follow the file's name; the file is then as it was. Its mode stays, and where it is a link what it points to is written.
 *
 * @param home assent's own folder, absolute, where the lock is
 * @param file absolute; made with its folder if it is missing, which is empty text to `edit`
 */
export async function editConfig(home: string, edit: Edit, file = `${home}/config.toml`): Promise<boolean> {
  try {
    makeFolders(dirname(file));
    return await withLock(`${home}/assent/locks/config`, () => editLocked(file, edit));
  } catch (error) {
    throw new Error(systemWords(error), { cause: error });
  }
}

async function editLocked(file: string, edit: Edit): Promise<boolean> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const before = await readTextFile(file);
    if (!before.ok) throw new Error(before.error);
    const after = await edit(before.value?.text ?? "");
    if (!after.ok) throw new Error(after.error);
    if (after.value === null) return false;
    if (Buffer.byteLength(after.value) > TEXT_BYTES_MAX)
      throw new Error(`it would be larger than ${TEXT_BYTES_MAX} bytes`);
    if (await replace(file, after.value, before.value?.stamp ?? null)) return true;
  }
  throw new Error("another program keeps changing it");
}
