/** The layers that settings come from, what each said, and where a value came from. */
import type { Place } from "./error.ts";
import type { Layer } from "./settings.ts";
import type { Table } from "./spot.ts";

/**
 * Strongest first. `managed`: `/etc/codex/managed_config.toml`, of the machine's owner. `session`: what a client sets
 * for a thread. `profile`: `-p`. `project`: each `.codex/config.toml` from the working directory up to the root.
 */
export type LayerName = "managed" | "session" | "command-line" | "profile" | "project" | "user" | "system" | "default";

/** What one source says, read. */
export type ReadLayer = {
  readonly name: LayerName;
  /** Absolute; null for what was typed. A profile `[profiles.NAME]` names the file that it stands in. */
  readonly file: string | null;
  /** As written, with old names and flags replaced by today's keys, and without what does not count. */
  readonly table: Table;
  readonly layer: Layer;
  /** Where the value at `path` of `table` was given. */
  placeOf(path: readonly string[]): Place;
};

/** Who said so. `requirements`: what was set is not allowed, or nothing else is. */
export type Origin = {
  readonly layer: LayerName | "requirements";
  /** Null for a default. */
  readonly place: Place | null;
};

/** A value in force by its dotted key, a leaf: `sandbox_workspace_write.network_access`; lists are leaves. */
export type Effective = ReadonlyMap<string, { readonly value: unknown; readonly origin: Origin }>;

/** True for what a person asked for in this very run. */
export function isAsked({ name }: ReadLayer): boolean {
  return name === "session" || name === "command-line";
}

/** True for who chooses what may be written and reached: a mode, or a profile by its name. */
export function chooses({ sandboxMode, defaultPermissions }: Layer): boolean {
  return sandboxMode !== undefined || defaultPermissions !== undefined;
}

/** The strongest layer that does. @param layers strongest first */
export function choosingIn(layers: readonly ReadLayer[]): ReadLayer | null {
  return layers.find(({ layer }) => chooses(layer)) ?? null;
}
