/** What holds for a thread where a client wishes it; wishes that may not hold give way. */
import { isDeepStrictEqual } from "node:util";
import type { GrantLimits } from "../core/approval/session-grant.ts";
import { describeConfigError } from "../core/config/error.ts";
import type { Flags } from "../core/config/flags.ts";
import type { Surface } from "../core/config/defaults.ts";
import type { ThreadWish } from "../engine/agent/host.ts";
import type { StartFault } from "../engine/host.ts";
import { ok, type Result } from "../kit/result.ts";
import { type Ground, groundFor } from "./engine-ports.ts";
import { findPlace, type Place, workspaceFor } from "./place.ts";
import { namedRules, rulesHere } from "./rules.ts";
import { wishLayer, withoutWish } from "./thread-wish.ts";

/** What the process was started with; it holds for all of its threads. */
export type ProcessWish = {
  readonly overrides: readonly string[];
  readonly flags: Flags;
  readonly addDirs: readonly string[];
  /** Further rules files of the user, as typed. */
  readonly rules: readonly string[];
  /** Further files that steer what is approved, absolute: no command may write them. */
  readonly own?: readonly string[];
  /** True: of all other rules only an administrator's are read. */
  readonly ignoresRules?: boolean;
  /** How long what is accepted for the session lasts; left out for its end. */
  readonly grantLimits?: GrantLimits;
  readonly surface: Surface;
  /** assent's own folder as it was given; null for the one that the environment names. */
  readonly home: string | null;
};

export type ThreadPlace = {
  readonly place: Place;
  readonly ground: Ground;
  /** What is left of the wish. */
  readonly wish: ThreadWish;
  /** What did not come true, one line each. */
  readonly warnings: readonly string[];
};

/** Wishes that can be refused one after the other. */
const WISHES_MAX = 8;

export async function placeForThread(started: ProcessWish, wish: ThreadWish): Promise<Result<ThreadPlace, StartFault>> {
  const found = await findPlace({
    cwd: wish.cwd ?? null,
    home: started.home,
    flags: started.flags,
    overrides: started.overrides,
    addDirs: started.addDirs,
    surface: started.surface,
    session: (cwd) => wishLayer(wish, cwd),
  });
  if (!found.ok) return found;
  return ok({ place: found.value, ground: sharedGround(started, found.value), wish, warnings: [] });
}

/** The same, where a wish that requirements forbid is left out with a warning. */
export async function placeWithFallback(
  started: ProcessWish,
  wanted: ThreadWish,
): Promise<Result<ThreadPlace, StartFault>> {
  let wish = wanted;
  const warnings: string[] = [];
  for (let tries = 0; ; tries += 1) {
    const found = await placeForThread(started, wish);
    if (found.ok) return ok({ ...found.value, warnings });
    const { error } = found;
    const left = error.kind === "config" && error.error.kind === "required" ? withoutWish(wish, error.error.key) : wish;
    if (error.kind !== "config" || left === wish || tries === WISHES_MAX) return found;
    warnings.push(`${describeConfigError(error.error)}; what the settings say holds instead`);
    wish = left;
  }
}

/** What the ground that threads stand on came from, by folder: a thousand threads of one folder hold one. */
const grounds = new Map<string, { readonly from: readonly unknown[]; readonly ground: Ground }>();
const GROUNDS_MAX = 64;

/** Settings are read anew each time; where they say what they said before, the ground is the same. */
function sharedGround(started: ProcessWish, place: Place): Ground {
  const { settings, loaded } = place;
  const from = [settings, loaded.requirements, loaded.project, loaded.projectFiles, loaded.trust];
  const key = JSON.stringify([
    place.cwd,
    place.home,
    started.addDirs,
    started.rules,
    started.ignoresRules,
    settings.sandboxMode,
  ]);
  const known = grounds.get(key);
  if (known !== undefined && isDeepStrictEqual(known.from, from)) return known.ground;
  const named = namedRules(place, started.rules);
  const ground = groundFor(
    workspaceFor(place, started.addDirs, [...named, ...(started.own ?? [])]),
    rulesHere(place, named, started.ignoresRules),
  );
  if (grounds.size >= GROUNDS_MAX) grounds.clear();
  grounds.set(key, { from, ground });
  return ground;
}
