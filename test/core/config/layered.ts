/** Settings of several layers, given as texts. */
import { type ConfigError, describeConfigError } from "../../../src/core/config/error.ts";
import { type Flags, flagsLayer, NO_FLAGS } from "../../../src/core/config/flags.ts";
import { type Groups, joinAll, type Joined } from "../../../src/core/config/join-project.ts";
import type { LayerName, ReadLayer } from "../../../src/core/config/layers.ts";
import { effectiveOf } from "../../../src/core/config/origins.ts";
import { joinRequired } from "../../../src/core/config/join-required.ts";
import { joinRequirements } from "../../../src/core/config/join-requirements.ts";
import { readRequirements } from "../../../src/core/config/read-requirements.ts";
import { NO_REQUIREMENTS, type Requirements } from "../../../src/core/config/requirements.ts";
import type { Layer } from "../../../src/core/config/settings.ts";
import { readConfigText, readOverrides } from "../../../src/core/config/toml.ts";
import type { Result } from "../../../src/kit/result.ts";

/** Texts by layer; the files are those of `FILES`. */
export type Layered = {
  readonly managed?: string;
  readonly session?: string;
  readonly flags?: Partial<Flags>;
  readonly typed?: readonly string[];
  readonly profile?: string;
  /** The nearest folder's first: `/w/sub`, then `/w`. */
  readonly project?: readonly string[];
  readonly user?: string;
  readonly system?: string;
  /** Below all of them: what a key needs beside it. */
  readonly base?: string;
  readonly requirements?: string;
  /** True if left out. */
  readonly isTrusted?: boolean;
  readonly defaults?: Layer;
};

export const FILES = {
  managed: "/etc/codex/managed_config.toml",
  session: "/session",
  profile: "/home/you/.codex/work.config.toml",
  user: "/home/you/.codex/config.toml",
  system: "/etc/codex/config.toml",
  requirements: "/etc/codex/requirements.toml",
} as const;
export const PROJECT_FILES = ["/w/sub/.codex/config.toml", "/w/.codex/config.toml"] as const;

function valueOf<T>(result: Result<T, ConfigError>): T {
  if (!result.ok) throw new Error(describeConfigError(result.error));
  return result.value;
}

/** A layer of a text; throws what is wrong with it. */
export function layerOf(name: LayerName, file: string, text: string): ReadLayer {
  const base = file.slice(0, file.lastIndexOf("/"));
  return valueOf(readConfigText({ name, file, text, base, userHome: "/home/you" }));
}

export function groupsOf(given: Layered): Groups {
  const one = (name: Exclude<keyof typeof FILES, "requirements">): readonly ReadLayer[] => {
    const text = given[name];
    return text === undefined ? [] : [layerOf(name, FILES[name], text)];
  };
  const flags = given.flags === undefined ? [] : [valueOf(flagsLayer({ ...NO_FLAGS, ...given.flags }))];
  const typed = given.typed === undefined ? [] : [valueOf(readOverrides(given.typed, "/w", "/home/you"))];
  const project = (given.project ?? []).map((text, at) => layerOf("project", PROJECT_FILES[at] ?? "", text));
  return {
    stronger: [...one("managed"), ...one("session"), ...flags, ...typed, ...one("profile")],
    project,
    weaker: [
      ...one("user"),
      ...one("system"),
      ...(given.base === undefined ? [] : [layerOf("system", "/base", given.base)]),
    ],
  };
}

/** What results, or the words for what is wrong. */
export function joinedOf(given: Layered): Joined | string {
  const joined = joinAll(groupsOf(given), { defaults: given.defaults ?? {}, isTrusted: given.isTrusted ?? true });
  return joined.ok ? joined.value : describeConfigError(joined.error);
}

/** What holds under the requirements, and these; throws what is wrong. */
export function heldOf(given: Layered): Joined & { readonly requirements: Requirements } {
  const requirements = given.requirements === undefined ? NO_REQUIREMENTS : required(given.requirements);
  const how = { defaults: given.defaults ?? {}, isTrusted: given.isTrusted ?? true };
  const joined = valueOf(joinRequired(groupsOf(given), how, requirements));
  return { ...joined, requirements };
}

/** The value in force and its origin as `LAYER PLACE`; null where nothing holds. Throws what is wrong. */
export function shown(given: Layered, key: string): readonly [value: unknown, origin: string] | null {
  const entry = effectiveOf(heldOf(given)).get(key);
  if (entry === undefined) return null;
  const { layer, place } = entry.origin;
  const where = place === null ? "" : place.kind === "file" ? ` ${place.file}:${place.line}` : ` ${place.text}`;
  return [entry.value, `${layer}${where}`];
}

function required(text: string): Requirements {
  const file = FILES.requirements;
  const source = { layer: "system", file, text, base: "/etc/codex", userHome: "/home/you", host: "host" } as const;
  return valueOf(joinRequirements([valueOf(readRequirements(source))]));
}
