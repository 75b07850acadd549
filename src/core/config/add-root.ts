/** Adds one of `writable_roots` to the text of a settings file; all else stays as it is. */
import { err, ok, type Result } from "../../kit/result.ts";
import { setKey, valueIn } from "./edit.ts";

const PATH = ["sandbox_workspace_write", "writable_roots"];

/**
 * The text with the folder; null where it is there already. The error is for the person, and follows the file's name.
 *
 * @param text TOML that loads
 */
export function addRoot(text: string, path: string): Result<string | null, string> {
  if (valueIn(text, ["default_permissions"]) !== undefined) {
    return err("it chooses a permission profile, which says what may be written: add the folder there");
  }
  const roots = valueIn(text, PATH) ?? [];
  if (!isTexts(roots)) return err(`${PATH.join(".")} is no list of paths`);
  return roots.includes(path) ? ok(null) : setKey(text, PATH, [...roots, path]);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
