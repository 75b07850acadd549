/** Tells which skill a command runs a script of: a file in the skill's own folder. */
import { baseName, isWithin, resolvePath } from "../../kit/path.ts";
import { read } from "../shell/read.ts";
import type { Command } from "../shell/reading.ts";

/** Programs that run the file that they are given. */
const INTERPRETERS = /^(?:ba|da|z|k)?sh$|^(?:python[\d.]*|node|deno|bun|ruby|perl|php|Rscript|pwsh|env|uv|npx|tsx)$/u;

/**
 * The skill's name; null where no plain command of it runs such a file. What cannot be read is judged as what it is, and
 * is no skill's.
 *
 * @param folders absolute: each holds skills, by name
 * @param cwd absolute
 */
export function skillOf(argv: Command, cwd: string, folders: readonly string[]): string | null {
  const reading = read(argv);
  if (reading.kind === "opaque") return null;
  let folder = cwd;
  for (const [program, ...args] of reading.commands) {
    const [first = ""] = args;
    if (program === "cd") {
      folder = resolvePath(folder, first);
      continue;
    }
    const files = [...(program.includes("/") ? [program] : []), ...(INTERPRETERS.test(baseName(program)) ? args : [])];
    for (const file of files) {
      const skill = skillAt(resolvePath(folder, file), folders);
      if (skill !== null) return skill;
    }
  }
  return null;
}

function skillAt(path: string, folders: readonly string[]): string | null {
  const holding = folders.find((folder) => isWithin(folder, path) && path !== folder);
  if (holding === undefined) return null;
  const [name = "", ...rest] = path.slice(holding.length + 1).split("/");
  return rest.length > 0 ? name : null;
}
