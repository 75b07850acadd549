/** Saves one more writable root in the user's settings. */
import { addRoot } from "../core/config/add-root.ts";
import { editConfig } from "./config-write.ts";
import { systemWords } from "./text-file.ts";

/**
 * Resolves when the folder is on disk or was there before. Rejects with the reason in words; the file is then as it was.
 *
 * @param home assent's own folder, absolute; its `config.toml` is made if it is missing
 */
export async function appendRoot(home: string, path: string): Promise<void> {
  try {
    await editConfig(home, (text) => addRoot(text, path));
  } catch (error) {
    throw new Error(`cannot add the folder to ${home}/config.toml: ${systemWords(error)}`, { cause: error });
  }
}
