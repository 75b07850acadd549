/** Finds what was typed in vain: the machine owner's older file is over the command line. */
import { isSame } from "../../kit/same.ts";
import type { ConfigError, Place } from "./error.ts";
import type { ReadLayer } from "./layers.ts";
import { isTable, printKey } from "./spot.ts";
import { leavesOf, valueAt } from "./tables.ts";

type Path = readonly string[];

/** Either of them chooses what may be touched. */
const CHOICES: readonly Path[] = [["sandbox_mode"], ["default_permissions"]];

/**
 * The first wish that cannot be had; null where there is none. It is refused, as one that requirements forbid: what would
 * run instead could be looser than what was asked for.
 *
 * @param managed over `typed`; both strongest first
 */
export function overruled(managed: readonly ReadLayer[], typed: readonly ReadLayer[]): ConfigError | null {
  for (const layer of typed) {
    for (const { path, value } of leavesOf(layer.table)) {
      const by = overrulingPlace(managed, path, value);
      if (by !== null) return { kind: "overruled", place: layer.placeOf(path), key: printKey(path), by };
    }
  }
  return null;
}

/** Where something else is said of the same; null where nothing is, or nothing else. */
function overrulingPlace(managed: readonly ReadLayer[], path: Path, value: unknown): Place | null {
  const rivals = CHOICES.some((choice) => isSame(choice, path)) ? CHOICES : [path];
  for (const layer of managed) {
    for (const rival of rivals) {
      const said = valueAt(layer.table, rival);
      if (said === undefined || isTable(said)) continue;
      return isSame(rival, path) && isSame(said, value) ? null : layer.placeOf(rival);
    }
  }
  return null;
}
