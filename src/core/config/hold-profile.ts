/** Which permission profile holds where requirements name those that may be chosen. */
import { err, ok, type Result } from "../../kit/result.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { BUILT_IN_PROFILES } from "../permissions/profile.ts";
import type { ConfigError, Place } from "./error.ts";
import { commonOf, describeAllowed, describeSource, forbidding, namesIn } from "./join-requirements.ts";
import { isAsked, type ReadLayer } from "./layers.ts";
import type { Named } from "./profile-keys.ts";
import type { Requirements, Stated } from "./requirements.ts";
import type { Notice } from "./notice.ts";
import type { Layer } from "./settings.ts";

/** What requirements put over all layers, strongest first; often nothing. */
export type Forced = { readonly layers: readonly ReadLayer[]; readonly notices: readonly Notice[] };

/**
 * The layers by which a chosen profile is one of those that may be chosen, or what was asked for and is not.
 * A mode counts as the built-in profile of that name.
 *
 * @param layers strongest first
 * @param mode what they come to without requirements
 */
export function forcedProfile(
  requirements: Requirements,
  layers: readonly ReadLayer[],
  mode: SandboxMode,
): Result<Forced, ConfigError> {
  const byProject = projectsChoice(requirements);
  if (byProject !== null) return err(byProject);
  const { profiles, defaultProfiles } = requirements;
  const lists = profiles.map((one) => ({ ...one, value: namesIn(one.value) }));
  const allowed = commonOf(lists);
  if (allowed === null) return ok({ layers: [], notices: [] });
  for (const layer of layers.filter(isAsked)) {
    const wish = nameIn(layer.layer);
    const by = wish === null ? null : forbidding(lists, wish);
    if (wish !== null && by !== null) return err(refused(layer, wish, allowed, by));
  }
  const chosen = layers.map(({ layer }) => nameIn(layer)).find((name) => name !== null) ?? null;
  const required = defaultProfiles.find(({ value }) => allowed.includes(value.name)) ?? null;
  if (chosen === null) return byDefault(lists, required, mode);
  const by = forbidding(lists, chosen);
  if (by === null) return ok({ layers: [], notices: [] });
  const to = required !== null && !isWider(required.value.name, mode) ? required.value.name : nearest(allowed, mode);
  return to === null ? err(refusedAs(chosen, allowed, by)) : ok(instead(chosen, to, by));
}

/** Whoever chooses among profiles may choose one that opens more in another way: that is not left to a project. */
function projectsChoice({ profiles, defaultProfiles, definitions }: Requirements): ConfigError | null {
  const keyed = [
    ...profiles.map((one) => ({ ...one, key: "allowed_permission_profiles" })),
    ...defaultProfiles.map((one) => ({ ...one, key: KEY })),
    ...definitions.map((one) => ({ ...one, key: "permissions" })),
  ];
  const found = keyed.find(({ layer }) => layer === "project");
  if (found === undefined) return null;
  const expected = "left to an administrator or to your own requirements";
  return { kind: "bad-value", place: found.place, key: found.key, found: "said by a project", expected };
}

/** Profiles that requirements bring along, as a layer; a name that anybody else defines is an error, as in Codex. */
export function definedProfiles(
  { definitions }: Requirements,
  layers: readonly ReadLayer[],
): Result<readonly ReadLayer[], ConfigError> {
  for (const [index, { value, ...stated }] of definitions.entries()) {
    const others = [
      ...layers.map(({ layer }) => layer.profiles?.byName),
      ...definitions.slice(0, index).map((one) => one.value),
    ];
    const name = [...value.keys()].find((each) => others.some((byName) => byName?.has(each) === true));
    if (name === undefined) continue;
    const expected = "named otherwise: a profile of that name stands elsewhere, and only one of them can be meant";
    const key = `permissions.${name}`;
    return err({ kind: "bad-value", place: stated.place, key, found: "there", expected });
  }
  // Where nobody chooses anything, profiles that could be chosen would be a riddle.
  const isChosen = layers.some(({ layer }) => nameIn(layer) !== null);
  if (!isChosen) return ok([]);
  return ok(definitions.map(({ value, place }) => managed(place, { profiles: { byName: value, place } })));
}

const KEY = "default_permissions";

/** The name of what the layer chooses. */
function nameIn({ sandboxMode, defaultPermissions }: Layer): string | null {
  return defaultPermissions?.name ?? (sandboxMode === undefined ? null : builtIn(sandboxMode));
}

function builtIn(mode: SandboxMode): string {
  return [...BUILT_IN_PROFILES].find(([, each]) => each === mode)?.[0] ?? mode;
}

/** Where nobody chooses, what requirements name holds, unless it is wider than what would hold without them. */
function byDefault(
  lists: readonly Stated<readonly string[]>[],
  required: Stated<Named> | null,
  mode: SandboxMode,
): Result<Forced, ConfigError> {
  const name = builtIn(mode);
  const by = forbidding(lists, name);
  if (by === null) {
    const isOther = required !== null && required.value.name !== name && !isWider(required.value.name, mode);
    return ok({ layers: isOther ? [choosing(required.value)] : [], notices: [] });
  }
  // What is named for this very case may be wider: the administrator allows nothing less.
  const allowed = commonOf(lists) ?? [];
  const to = nearest(allowed, mode) ?? required?.value.name ?? null;
  return to === null ? err(refusedAs(name, allowed, by)) : ok(instead(name, to, by));
}

/** A profile of the administrator's own is as wide as the administrator means it. */
function isWider(name: string, mode: SandboxMode): boolean {
  const own = BUILT_IN_PROFILES.get(name);
  return own !== undefined && SANDBOX_MODES.indexOf(own) > SANDBOX_MODES.indexOf(mode);
}

/** The widest built-in one that is not wider than `mode`. */
function nearest(allowed: readonly string[], mode: SandboxMode): string | null {
  const fitting = allowed.filter((name) => BUILT_IN_PROFILES.has(name) && !isWider(name, mode));
  return fitting.toSorted((a, b) => rankOf(b) - rankOf(a))[0] ?? null;
}

function rankOf(name: string): number {
  return SANDBOX_MODES.findIndex((mode) => builtIn(mode) === name);
}

function instead(from: string, to: string, by: Stated<unknown>): Forced {
  const notice: Notice = { kind: "required", key: KEY, from, to, source: describeSource(by) };
  return { layers: [choosing({ name: to, place: by.place })], notices: [notice] };
}

function choosing(named: Named): ReadLayer {
  return managed(named.place, { defaultPermissions: named });
}

function managed(place: Place, layer: Layer): ReadLayer {
  const file = place.kind === "file" ? place.file : null;
  const table = layer.defaultPermissions === undefined ? {} : { [KEY]: layer.defaultPermissions.name };
  return { name: "managed", file, table, layer, placeOf: () => place };
}

function refused(asked: ReadLayer, wish: string, allowed: readonly string[], by: Stated<unknown>): ConfigError {
  const key = asked.layer.defaultPermissions === undefined ? "sandbox_mode" : KEY;
  const place = asked.placeOf([key]);
  return { kind: "required", place, key, found: wish, allowed: describeAllowed(allowed), source: describeSource(by) };
}

/** Nothing that may be chosen is narrow enough to stand for it. */
function refusedAs(chosen: string, allowed: readonly string[], by: Stated<unknown>): ConfigError {
  const { place } = by;
  return {
    kind: "required",
    place,
    key: KEY,
    found: chosen,
    allowed: describeAllowed(allowed),
    source: describeSource(by),
  };
}
