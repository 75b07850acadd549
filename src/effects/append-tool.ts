/** Saves in the user's settings that a tool of a server is not asked about. */
import { approveTool } from "../core/config/approve-tool.ts";
import { editConfig } from "./config-write.ts";
import { systemWords } from "./text-file.ts";

/**
 * Resolves when it is on disk or was there before. Rejects with the reason in words; the file is then as it was.
 *
 * @param home assent's own folder, absolute; its `config.toml` is made if it is missing
 */
export async function appendTool(
  home: string,
  tool: { readonly server: string; readonly tool: string },
): Promise<void> {
  try {
    await editConfig(home, (text) => approveTool(text, tool));
  } catch (error) {
    throw new Error(`cannot approve the tool in ${home}/config.toml: ${systemWords(error)}`, { cause: error });
  }
}
