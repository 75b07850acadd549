/** What is said of a command or a part of one that does not exist. */
import { nearest } from "../../kit/nearest.ts";
import { visible } from "../../kit/text.ts";
import { ALIASES, COMMANDS } from "./commands.ts";

/**
 * Lines with their ends.
 *
 * @param name as typed
 * @param group the command that it should be a part of: `config`
 */
export function unknownCommand(name: string, group: string | null = null): string {
  const parts =
    group === null ? [...COMMANDS.keys(), ...ALIASES.keys()] : Object.keys(COMMANDS.get(group)?.commands ?? {});
  const program = group === null ? "assent" : `assent ${group}`;
  const meant = nearest(name, parts);
  const hint = meant === null ? "" : `; did you mean ${program} ${meant}?`;
  return `assent: there is no command ${visible(JSON.stringify(name))}${group === null ? "" : ` in ${program}`}${hint}\nTry: ${program} --help\n`;
}
