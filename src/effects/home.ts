/** Finds the folder that assent keeps its settings, rules and logs in. */
import { statSync } from "node:fs";
import type { ConfigError } from "../core/config/error.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { codeOf, isNothing, systemWords } from "./text-file.ts";

/** Tried in this order; an empty one counts as not set. Codex reads the second. */
const VARIABLES = ["ASSENT_HOME", "CODEX_HOME"] as const;

/**
 * `$ASSENT_HOME`, else `$CODEX_HOME`, else `.codex` in the user's home; absolute and normalised, links kept.
 * Only the last may be missing: a variable that names nothing is more likely mistyped, and the rules in force
 * would be gone unseen.
 *
 * @param userHome the user's home folder as the system tells it
 */
export async function findHome(
  env: Readonly<Record<string, string | undefined>>,
  userHome: string,
): Promise<Result<string, ConfigError>> {
  const variable = VARIABLES.find((name) => (env[name] ?? "") !== "") ?? null;
  const path = variable === null ? `${userHome}/.codex` : (env[variable] ?? "");
  const fail = (why: string) => err<ConfigError>({ kind: "bad-home", variable, path, why });
  if (!path.startsWith("/")) return fail("it must be an absolute path");
  try {
    if (!statSync(path).isDirectory()) return fail("it is no folder; name a folder or move the file away");
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return fail(systemWords(error));
    if (variable !== null) return fail("there is no such folder; create it or unset the variable");
    if (!(await isNothing(path))) return fail("it is a symbolic link to a folder that does not exist");
  }
  return ok(resolvePath("/", path));
}
