/** Whether a command line is a shell with a script. */
import { programName } from "../shell/program.ts";
import type { Command, ShellName } from "../shell/reading.ts";

/** The shell whose script the third word is; null where the words are no `bash|sh|zsh -c|-lc SCRIPT`. */
export function shellOf([program, flag, script, ...more]: Command): ShellName | null {
  if (script === undefined || more.length > 0 || (flag !== "-c" && flag !== "-lc")) return null;
  const name = programName(program);
  return name === "bash" || name === "sh" || name === "zsh" ? name : null;
}
