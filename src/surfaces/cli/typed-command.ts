/** The words behind an option list, as a command. */
import type { Command } from "../../core/shell/reading.ts";

/** One word that is more than a name is a script, as a person would type it at a prompt. Null where there is no word. */
export function typedCommand([first, ...more]: readonly string[]): Command | null {
  if (first === undefined) return null;
  const isScript = more.length === 0 && /[^\w./+@%:,=-]/u.test(first);
  return isScript ? ["bash", "-lc", first] : [first, ...more];
}
