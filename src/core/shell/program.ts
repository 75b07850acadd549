/** Which program a word names: only a bare name or a system path is what it seems. */

/** Folders that an agent's sandbox cannot write to and that hold the system's own programs. */
const SYSTEM_FOLDERS: ReadonlySet<string> = new Set([
  "/bin",
  "/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/opt/homebrew/bin",
  "/run/current-system/sw/bin",
]);

/** The name of the program; null for a path elsewhere (`./git`, `/tmp/ls`) or one that is not in its plain form. */
export function programName(program: string): string | null {
  const slash = program.lastIndexOf("/");
  if (slash === -1) return program === "" ? null : program;
  const name = program.slice(slash + 1);
  return name !== "" && SYSTEM_FOLDERS.has(program.slice(0, slash)) ? name : null;
}
