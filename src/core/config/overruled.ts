/** Finds what was typed in vain: the machine owner's older file is over the command line. */
import { isSame } from "../../kit/same.ts";
import { BUILT_IN_PROFILES } from "../permissions/profile.ts";
import type { ConfigError, Place } from "./error.ts";
import type { ReadLayer } from "./layers.ts";
import type { Notice } from "./notice.ts";
import type { Layer } from "./settings.ts";
import { isTable, printKey } from "./spot.ts";
import { leavesOf, valueAt } from "./tables.ts";
import { type Below, TIGHTENING } from "./tightening.ts";

type Path = readonly string[];

/** Either of them chooses what may be touched. */
const CHOICES: readonly Path[] = [["sandbox_mode"], ["default_permissions"]];

export type Overruled = {
  /** The first wish that is stricter than what holds: who typed it must not get less. */
  readonly refused: ConfigError | null;
  /** One for each other key. */
  readonly notices: readonly Notice[];
};

/**
 * @param managed over `typed`; both strongest first
 * @param held what holds of all layers
 */
export function overruled(managed: readonly ReadLayer[], typed: readonly ReadLayer[], held: Below): Overruled {
  const found = new Map<string, Notice & { readonly kind: "overruled" }>();
  for (const layer of typed) {
    for (const { path, value } of leavesOf(layer.table).map((leaf) => wholeWish(layer, leaf))) {
      const key = printKey(path);
      const by = found.has(key) ? null : overrulingPlace(managed, path, value);
      if (by === null) continue;
      const told = { kind: "overruled", place: layer.placeOf(path), key, by } as const;
      if (isStricter(layer.layer, path, held)) return { refused: told, notices: [] };
      found.set(key, told);
    }
  }
  return { refused: null, notices: [...found.values()] };
}

/** The categories of a policy are one wish. */
function wholeWish({ table }: ReadLayer, leaf: { readonly path: Path; readonly value: unknown }): typeof leaf {
  const path = leaf.path.slice(0, 1);
  return leaf.path[0] === "approval_policy" ? { path, value: valueAt(table, path) } : leaf;
}

function isStricter(wish: Layer, path: Path, held: Below): boolean {
  const [key] = path;
  // Under every other policy something runs that it would have asked about.
  if (key === "approval_policy" && wish.approvalPolicy === "untrusted") return true;
  if (key === "sandbox_mode" && wish.sandboxMode === held.settings.sandboxMode) return false;
  // What a profile of one's own lets be done is no more and no less than something else.
  if (key === "default_permissions" && !BUILT_IN_PROFILES.has(wish.defaultPermissions?.name ?? "")) return true;
  const kept = TIGHTENING.find((each) => isSame(each.path, path))?.keep(wish, held, path);
  return kept !== undefined && kept.layer !== null && !kept.isCut;
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
