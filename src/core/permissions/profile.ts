/** Permission profiles: what a person writes of files and hosts, before it meets a machine. */
import { never } from "../../kit/never.ts";
import type { HostPattern } from "./hosts.ts";
import type { SandboxMode } from "./permissions.ts";

export type Access = "read" | "write" | "deny";

/** Names that stand for other folders on each machine; as in Codex. */
export const SPECIAL_PLACES = [":workspace_roots", ":tmpdir", ":slash_tmp", ":root", ":minimal"] as const;
export type SpecialPlace = (typeof SPECIAL_PLACES)[number];

export type FileRule = {
  /** Null for a place that is named by its path. */
  readonly special: SpecialPlace | null;
  /** Absolute and normalised without `special`; below a special place, else empty for the place itself. */
  readonly path: string;
  /** Below `path`, only to deny; null for the place with all in it. See `DeniedGlob`. */
  readonly glob: string | null;
  readonly access: Access;
};

export type Domain = { readonly pattern: HostPattern; readonly says: "allow" | "deny" };

/** What one profile says itself; null for what it leaves to the one that it extends. */
export type ProfilePart = {
  readonly files: readonly FileRule[];
  /** How deep denied globs are looked for; at least 1. */
  readonly depthMax: number | null;
  readonly enabled: boolean | null;
  readonly domains: readonly Domain[];
  readonly sockets: readonly Socket[];
  /** Further folders that count as workspace roots; absolute. */
  readonly workspaceRoots: readonly { readonly path: string; readonly isRoot: boolean }[];
};

export type Socket = { readonly path: string; readonly says: "allow" | "deny" };

/** A profile with all that it extends. */
export type Profile = {
  /** The furthest ancestor first: what a later one says of a place replaces what an earlier one says. */
  readonly levels: readonly (readonly FileRule[])[];
  readonly depthMax: number | null;
  /** False: no network, whatever `domains` says. */
  readonly enabled: boolean;
  /** Each pattern once. With none the network is open, unless `isProxied`. */
  readonly domains: readonly Domain[];
  readonly isProxied: boolean;
  readonly sockets: readonly Socket[];
  readonly workspaceRoots: readonly { readonly path: string; readonly isRoot: boolean }[];
  /** No sandbox at all, unless something is taken away. */
  readonly isUnrestricted: boolean;
};

/** What takes the place of a profile's lists, or is taken from it; `[permission_profile]` in the settings. */
export type Refinement = {
  /** All that may be read, besides what may be written and the system's own folders; null for what the profile says. */
  readonly read: readonly FileRule[] | null;
  /** All that may be written; null for what the profile says. */
  readonly write: readonly FileRule[] | null;
  readonly deny: readonly FileRule[];
  /** All hosts that may be reached; null for what the profile says. */
  readonly allowHosts: readonly HostPattern[] | null;
  readonly denyHosts: readonly HostPattern[];
};

export const NO_REFINEMENT: Refinement = { read: null, write: null, deny: [], allowHosts: null, denyHosts: [] };

/** The built-in profiles by the names of Codex; each is a sandbox mode. */
export const BUILT_IN_PROFILES: ReadonlyMap<string, SandboxMode> = new Map([
  [":read-only", "read-only"],
  [":workspace", "workspace-write"],
  [":danger-full-access", "danger-full-access"],
]);

/** A profile of one's own that extends nothing: not even reading is allowed. */
export const EMPTY_PROFILE: Profile = {
  levels: [],
  depthMax: null,
  enabled: false,
  domains: [],
  isProxied: false,
  sockets: [],
  workspaceRoots: [],
  isUnrestricted: false,
};

/** The profile of a sandbox mode as it is without further settings. */
export function profileOfMode(mode: SandboxMode): Profile {
  switch (mode) {
    case "read-only":
      return { ...EMPTY_PROFILE, levels: [[special(":root", "read")]] };
    case "workspace-write":
      return {
        ...EMPTY_PROFILE,
        levels: [[special(":root", "read")], WORKSPACE.map((name) => special(name, "write"))],
      };
    case "danger-full-access":
      return { ...EMPTY_PROFILE, levels: [[special(":root", "write")]], enabled: true, isUnrestricted: true };
    default:
      return never(mode);
  }
}

/** The profile with all that it opens for writing only to be read, and nobody to be reached. */
export function readOnlyProfile(profile: Profile): Profile {
  const levels = profile.levels.map((rules) =>
    rules.map((rule): FileRule => (rule.access === "write" ? { ...rule, access: "read" } : rule)),
  );
  return { ...profile, levels, enabled: false, sockets: [], isUnrestricted: false };
}

const WORKSPACE = [":workspace_roots", ":slash_tmp", ":tmpdir"] as const;

export function special(name: SpecialPlace, access: Access): FileRule {
  return { special: name, path: "", glob: null, access };
}

/** `base` with what `own` says over it. */
export function extendProfile(base: Profile, own: ProfilePart): Profile {
  return {
    levels: [...base.levels, own.files],
    depthMax: own.depthMax ?? base.depthMax,
    enabled: own.enabled ?? base.enabled,
    domains: replaced(base.domains, own.domains, ({ pattern }) => `${pattern.host}:${pattern.port ?? ""}`),
    isProxied: base.isProxied,
    sockets: replaced(base.sockets, own.sockets, ({ path }) => path),
    workspaceRoots: replaced(base.workspaceRoots, own.workspaceRoots, ({ path }) => path),
    isUnrestricted: base.isUnrestricted,
  };
}

/** `own` over `weaker`: what speaks of the same thing is replaced. */
export function replaced<T>(weaker: readonly T[], own: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const all = new Map(weaker.map((one) => [keyOf(one), one]));
  for (const one of own) all.set(keyOf(one), one);
  return [...all.values()];
}

/** The same for all rules of one place; what is said of it again replaces what was said before. */
export function placeKeyOf({ special, path, glob }: FileRule): string {
  return JSON.stringify([special, path, glob]);
}
