/** Approves one tool in the text of a settings file; all else stays as it is. */
import { err, type Result } from "../../kit/result.ts";
import { setKey, valueIn } from "./edit.ts";
import { printKey } from "./spot.ts";

/**
 * The text with the setting; null where it says so already. The error is for the person, and follows the file's name.
 *
 * @param text TOML that loads
 */
export function approveTool(
  text: string,
  { server, tool }: { readonly server: string; readonly tool: string },
): Result<string | null, string> {
  const path = ["mcp_servers", server];
  // Alone, the setting would be a server that cannot be started, in every project but this one.
  const isSetUp = ["command", "url"].some((key) => valueIn(text, [...path, key]) !== undefined);
  if (!isSetUp) return err(`it does not set up ${printKey(path)}: approve the tool where that is done`);
  return setKey(text, [...path, "tools", tool, "approval_mode"], "approve");
}
