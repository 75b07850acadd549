/** Saves one more writable root in the user's settings: whole or not at all, comments kept. */
import { dirname } from "node:path";
import { addRoot } from "../core/config/add-root.ts";
import { replace } from "./append-rule.ts";
import { makeFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { readTextFile, systemWords, TEXT_BYTES_MAX } from "./text-file.ts";

/** Another program that takes no lock may change the file in between; then all is done again, so many times. */
const TRIES_MAX = 5;

/**
 * Resolves when the folder is on disk or was there before. Rejects with the reason in words; the file is then as it was.
 *
 * @param home assent's own folder, absolute; its `config.toml` is made if it is missing
 */
export async function appendRoot(home: string, path: string): Promise<void> {
  const file = `${home}/config.toml`;
  try {
    makeFolders(dirname(file));
    await withLock(`${home}/assent/locks/config`, () => appendLocked(file, path));
  } catch (error) {
    throw new Error(`cannot add the folder to ${file}: ${systemWords(error)}`, { cause: error });
  }
}

async function appendLocked(file: string, path: string): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const before = await readTextFile(file);
    if (!before.ok) throw new Error(before.error);
    const text = before.value?.text ?? "";
    const after = addRoot(text.replace(/^\ufeff/u, ""), path);
    if (!after.ok) throw new Error(after.error);
    if (after.value === null) return;
    if (Buffer.byteLength(after.value) > TEXT_BYTES_MAX)
      throw new Error(`it would be larger than ${TEXT_BYTES_MAX} bytes`);
    if (await replace(file, after.value, before.value?.stamp ?? null)) return;
  }
  throw new Error("another program keeps changing it");
}
