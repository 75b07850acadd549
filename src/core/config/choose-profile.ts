/** Which profile holds: the strongest source chooses a mode or a profile with all it extends. */
import { err, ok, type Result } from "../../kit/result.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import {
  BUILT_IN_PROFILES,
  EMPTY_PROFILE,
  extendProfile,
  type Profile,
  profileOfMode,
  readOnlyProfile,
} from "../permissions/profile.ts";
import type { ConfigError } from "./error.ts";
import { chooses } from "./layers.ts";
import { joinProfiles, type Named, type ProfileText } from "./profile-keys.ts";
import type { Layer } from "./settings.ts";
import { oneOf, printKey } from "./spot.ts";

/** `mode`: `sandboxMode` is written somewhere, or nothing is. */
export type Chosen = {
  readonly by: "mode" | "profile" | "nothing";
  readonly sandboxMode: SandboxMode;
  readonly profile: Profile;
  /** A profile of one's own that a weaker source chooses, and that is passed over; else null. */
  readonly unused: string | null;
  /** True where a layer holds it to a narrower mode; it opens what that opens, and no more. */
  readonly isNarrowed: boolean;
};

/** Profiles of all sources by their names. */
type Profiles = ReadonlyMap<string, ProfileText>;

/**
 * A source that says both is refused: whichever is meant, the other would be passed over.
 *
 * @param layers weakest first
 * @param otherwise the mode where none of them says anything
 */
export function chooseProfile(layers: readonly Layer[], otherwise: SandboxMode): Result<Chosen, ConfigError> {
  const chosen = chooseWidest(layers, otherwise);
  const at = layers.findLastIndex(chooses);
  const modes = layers.flatMap(({ narrowTo }, index) => (narrowTo !== undefined && index > at ? [narrowTo] : []));
  return chosen.ok ? ok(modes.reduce(narrowTo, chosen.value)) : chosen;
}

/** No mode but `read-only` fits in a profile of one's own. */
function narrowTo(chosen: Chosen, mode: SandboxMode): Chosen {
  if (SANDBOX_MODES.indexOf(mode) >= SANDBOX_MODES.indexOf(chosen.sandboxMode)) return chosen;
  if (chosen.by !== "profile") return { ...chosen, sandboxMode: mode, profile: profileOfMode(mode), isNarrowed: true };
  if (mode !== "read-only") return chosen;
  return { ...chosen, sandboxMode: mode, profile: readOnlyProfile(chosen.profile), isNarrowed: true };
}

/** Before any layer narrows it. */
function chooseWidest(layers: readonly Layer[], otherwise: SandboxMode): Result<Chosen, ConfigError> {
  const profiles = layers
    .map((layer) => layer.profiles?.byName ?? new Map<string, ProfileText>())
    .reduce(joinByName, new Map());
  const choosing = layers.findLast(chooses);
  const named = choosing?.defaultPermissions;
  if (named !== undefined && choosing?.sandboxMode !== undefined) return err(bothChosen(named));
  if (named !== undefined) return byName(named, profiles);
  if (choosing === undefined) {
    const unused = layers.findLast((layer) => layer.profiles !== undefined)?.profiles;
    if (unused !== undefined) return err(nothingChosen(unused));
  }
  const sandboxMode = choosing?.sandboxMode ?? otherwise;
  const by = choosing === undefined ? "nothing" : "mode";
  const other = layers.findLast((layer) => layer.defaultPermissions !== undefined)?.defaultPermissions?.name ?? null;
  const unused = other === null || BUILT_IN_PROFILES.has(other) ? null : other;
  return ok({ by, sandboxMode, profile: profileOfMode(sandboxMode), unused, isNarrowed: false });
}

/** Profiles of the same name are joined key by key. */
export function joinByName(weaker: Profiles, own: Profiles): Profiles {
  const all = new Map(weaker);
  for (const [name, text] of own) {
    const known = all.get(name);
    all.set(name, known === undefined ? text : joinProfiles(known, text));
  }
  return all;
}

function byName(named: Named, profiles: Profiles): Result<Chosen, ConfigError> {
  const mode = BUILT_IN_PROFILES.get(named.name);
  if (mode !== undefined)
    return ok({ by: "profile", sandboxMode: mode, profile: profileOfMode(mode), unused: null, isNarrowed: false });
  const text = profiles.get(named.name);
  if (text === undefined) return err(unknownName(named, ["default_permissions"], profiles));
  const profile = withAncestors(named.name, text, profiles);
  if (!profile.ok) return profile;
  return ok({
    by: "profile",
    sandboxMode: modeOf(profile.value),
    profile: profile.value,
    unused: null,
    isNarrowed: false,
  });
}

/** The furthest ancestor first, each over what it extends. */
function withAncestors(name: string, text: ProfileText, profiles: Profiles): Result<Profile, ConfigError> {
  const chain = [name];
  const texts = [text];
  for (let parent = text.extends; parent !== null;) {
    const mode = BUILT_IN_PROFILES.get(parent.name);
    if (mode !== undefined) return ok(texts.reduceRight(extendProfile, profileOfMode(mode)));
    const key = ["permissions", chain.at(-1) ?? "", "extends"];
    const next = profiles.get(parent.name);
    if (next === undefined) return err(unknownName(parent, key, profiles));
    if (chain.includes(parent.name)) return err(circle(parent, key, [...chain, parent.name]));
    chain.push(parent.name);
    texts.push(next);
    parent = next.extends;
  }
  return ok(texts.reduceRight(extendProfile, EMPTY_PROFILE));
}

/** The nearest mode, before the profile meets the machine. */
function modeOf({ levels, isUnrestricted }: Profile): SandboxMode {
  if (isUnrestricted) return "danger-full-access";
  return levels.flat().some(({ access }) => access === "write") ? "workspace-write" : "read-only";
}

function bothChosen({ name, place }: Named): ConfigError {
  const expected = "left out where sandbox_mode is set in the same place: both choose what holds";
  return { kind: "bad-value", place, key: "default_permissions", found: JSON.stringify(name), expected };
}

function unknownName({ name, place }: Named, path: readonly string[], profiles: Profiles): ConfigError {
  const expected = oneOf([...BUILT_IN_PROFILES.keys(), ...profiles.keys()]);
  return { kind: "bad-value", place, key: printKey(path), found: JSON.stringify(name), expected };
}

function circle({ name, place }: Named, path: readonly string[], chain: readonly string[]): ConfigError {
  const expected = `a profile that does not come back to this one: ${chain.join(" -> ")}`;
  return { kind: "bad-value", place, key: printKey(path), found: JSON.stringify(name), expected };
}

function nothingChosen({ place, byName }: NonNullable<Layer["profiles"]>): ConfigError {
  const expected = `accompanied by default_permissions, which chooses one: ${oneOf([...byName.keys()])}`;
  return { kind: "bad-value", place, key: "permissions", found: "there", expected };
}
