/** What a command does on one line, for tables. */
import { findingOf } from "./place.ts";

/**
 * The effects of the last command of a plain line with what they touch, then "!" and the danger, then "=" and where it
 * is safe: `read a.txt, network example.com ! sends … = anywhere`. Empty for a command that does nothing worth saying.
 */
export function briefOf(line: string): string {
  const { effects, danger, safe } = findingOf(line);
  const done = effects.map(({ kind, target }) => (target === null ? kind : `${kind} ${target}`)).join(", ");
  return [done, danger === null ? "" : `! ${danger}`, safe === "no" ? "" : `= ${safe}`].filter(Boolean).join(" ");
}
