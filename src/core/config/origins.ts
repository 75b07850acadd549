/** Tells of every setting in force what it is and who said so. */
import type { FileRule } from "../permissions/profile.ts";
import { describeSource } from "./join-requirements.ts";
import { choosingIn, type Effective, type Origin, type ReadLayer } from "./layers.ts";
import type { Loaded } from "./loaded.ts";
import type { Requirements, Stated } from "./requirements.ts";
import { pinnedBy } from "./hold-reviews.ts";
import { REVIEW_KEYS, reviewPath, reviewPaths } from "./review-keys.ts";
import type { Settings } from "./settings.ts";
import { isTable, printKey } from "./spot.ts";
import { type Leaf, leavesOf, valueAt } from "./tables.ts";

type Path = readonly string[];
type Entry = { readonly value: unknown; readonly origin: Origin };

const DEFAULT: Origin = { layer: "default", place: null };

/**
 * Every value in force by its dotted key: first those that have a default, then what is written beside them. Left out
 * is what a stronger layer takes back, what only chooses other values (`preset`, `[profiles]`), and what assent does not
 * read.
 */
export function effectiveOf(loaded: Pick<Loaded, "settings" | "layers" | "requirements">): Effective {
  const { settings, layers } = loaded;
  const all = new Map<string, Entry>();
  for (const { path, held, by = [path], required, isLost } of HELD) {
    const value = held(settings);
    if (value === null) continue;
    // Who chose the mode is who took it back.
    const keys = isLost?.(value, writtenAt(layers, path)) === true ? MODE : by;
    const stated = required?.(value, loaded) ?? null;
    const pinned: Origin | null = stated === null ? null : { layer: "requirements", place: stated.place };
    const origin = pinned ?? requiredIn(loaded, printKey(path)) ?? originOf(layers, keys);
    all.set(printKey(path), { value, origin });
  }
  const named = permissionsIn(loaded);
  if (named !== null) all.set("default_permissions", named);
  for (const [path, entry] of writtenIn(layers)) {
    const key = printKey(path);
    if (!all.has(key) && isInForce(path, loaded)) all.set(key, entry);
  }
  denyRequired(all, loaded.requirements);
  // What requirements make hold stands in a layer of theirs, in their own file.
  const files = new Set(loaded.requirements.sources.map(({ file }) => file));
  const isRequired = ({ origin: { place } }: Entry): boolean => place?.kind === "file" && files.has(place.file);
  for (const [key, entry] of all) {
    if (isRequired(entry)) all.set(key, { ...entry, origin: { ...entry.origin, layer: "requirements" } });
  }
  return all;
}

type Held = {
  readonly path: Path;
  /** Null where nothing holds that could be written. */
  readonly held: (settings: Settings) => unknown;
  /** The keys that set it, where that is not its own. */
  readonly by?: readonly Path[];
  /** Who requires what holds, where that is told by no notice; null where nobody does. */
  readonly required?: (value: unknown, loaded: Pick<Loaded, "layers" | "requirements">) => Stated<unknown> | null;
  /** True if what is written does not hold, for the mode takes it back. */
  readonly isLost?: (value: unknown, written: unknown) => boolean;
};

const PRESET: Path = ["preset"];
const MODE: readonly Path[] = [["sandbox_mode"], ["default_permissions"], PRESET];

const HELD: readonly Held[] = [
  {
    path: ["approval_policy"],
    held: ({ approvalPolicy }) => approvalPolicy,
    by: [["approval_policy"], PRESET],
  },
  { path: ["approvals_reviewer"], held: ({ reviewer }) => reviewer },
  ...REVIEW_KEYS.map((key): Held => ({
    path: reviewPath(key),
    by: reviewPaths(key),
    held: ({ autoReview }) => key.shown(autoReview),
    required: (value, { requirements, layers }) => pinnedBy(key, requirements, value, layers),
  })),
  {
    path: ["sandbox_mode"],
    held: ({ sandboxMode }) => sandboxMode,
    by: MODE,
  },
  { path: ["sandbox_workspace_write", "writable_roots"], held: ({ workspaceWrite }) => workspaceWrite.writableRoots },
  { path: ["sandbox_workspace_write", "network_access"], held: ({ workspaceWrite }) => workspaceWrite.networkAccess },
  {
    path: ["sandbox_workspace_write", "exclude_tmpdir_env_var"],
    held: ({ workspaceWrite }) => workspaceWrite.excludeTmpdirEnvVar,
  },
  {
    path: ["sandbox_workspace_write", "exclude_slash_tmp"],
    held: ({ workspaceWrite }) => workspaceWrite.excludeSlashTmp,
  },
  { path: ["sandbox_workspace_write", "git"], held: ({ workspaceWrite }) => workspaceWrite.git },
  { path: ["sandbox_workspace_write", "workspace_files"], held: ({ workspaceWrite }) => workspaceWrite.workspaceFiles },
  { path: ["execpolicy", "allow_runs"], held: ({ allowRuns }) => allowRuns },
  { path: ["execpolicy", "user_rules"], held: ({ userRules }) => userRules },
  { path: ["features", "smart_approvals"], held: ({ smartApprovals }) => smartApprovals },
  { path: ["key_stores", "deny"], held: ({ sandbox }) => sandbox.keyStores.deny },
  { path: ["model"], held: ({ model }) => model },
  { path: ["model_provider"], held: ({ modelProvider }) => modelProvider },
  limit("processes", ({ processes }) => processes),
  limit("memory", ({ memory }) => memory),
  limit("file_size", ({ fileSize }) => fileSize),
];

/** No limit is written as false. `suited`: as many as suit the machine. */
function limit(name: string, of: (limits: Settings["sandbox"]["limits"]) => number | string | null): Held {
  return {
    path: ["permission_profile", "limits", name],
    held: ({ sandbox }) => of(sandbox.limits) ?? false,
    isLost: (value, written) => typeof value !== "number" && written !== undefined && written !== false,
  };
}

/** The strongest layer that says one of `keys`; the first of them that it says. */
export function originOf(layers: readonly ReadLayer[], keys: readonly Path[]): Origin {
  for (const layer of layers) {
    const key = keys.find((path) => valueAt(layer.table, path) !== undefined);
    if (key !== undefined) return { layer: layer.name, place: layer.placeOf(key) };
  }
  return DEFAULT;
}

/** What the strongest layer writes that says anything. */
function writtenAt(layers: readonly ReadLayer[], path: Path): unknown {
  return layers.map(({ table }) => valueAt(table, path)).find((value) => value !== undefined);
}

/** The requirement that something else gave way to; null where what is written holds. */
export function requiredIn(
  { settings, requirements }: Pick<Loaded, "settings" | "requirements">,
  key: string,
): Origin | null {
  const { policies, modes, reviewers, defaultProfiles, profiles } = requirements;
  const notice = settings.notices.find((each) => each.kind === "required" && each.key === key);
  if (notice?.kind !== "required") return null;
  const stated = [...policies, ...modes, ...reviewers, ...defaultProfiles, ...profiles].find(
    (each) => describeSource(each) === notice.source,
  );
  return { layer: "requirements", place: stated?.place ?? null };
}

/** The profile that is chosen by name, unless a stronger layer chooses a mode. */
function permissionsIn(loaded: Pick<Loaded, "settings" | "layers" | "requirements">): Entry | null {
  const choosing = choosingIn(loaded.layers);
  const named = choosing?.layer.defaultPermissions;
  if (choosing === null || named === undefined) return null;
  const origin = requiredIn(loaded, "default_permissions") ?? { layer: choosing.name, place: named.place };
  return { value: named.name, origin };
}

/** What is read as it is written, and joined leaf by leaf. */
const WRITTEN: readonly string[] = [
  "profile",
  "permissions",
  "permission_profile",
  "key_stores",
  "shell_environment_policy",
  "features",
  "model_providers",
  "mcp_servers",
  "projects",
  "project_root_markers",
];

/** A stronger layer's leaf hides what weaker ones say of the same key, above it or below; a table is joined. */
function writtenIn(layers: readonly ReadLayer[]): readonly (readonly [Path, Entry])[] {
  const found: (readonly [Path, Entry])[] = [];
  const said = new Set<string>();
  const above = new Set<string>();
  for (const layer of layers) {
    const own = leavesIn(layer.table).filter(
      ({ path }) => !above.has(keyOf(path)) && !path.some((_, at) => said.has(keyOf(path.slice(0, at + 1)))),
    );
    for (const { path, value } of own) {
      found.push([path, { value, origin: { layer: layer.name, place: layer.placeOf(path) } }]);
      if (!isTable(value)) said.add(keyOf(path));
      for (const at of path.keys()) above.add(keyOf(path.slice(0, at)));
    }
  }
  const isWhole = ([path, { value }]: readonly [Path, Entry]): boolean => !isTable(value) || !above.has(keyOf(path));
  return found.filter(isWhole).toSorted(([a], [b]) => WRITTEN.indexOf(a[0] ?? "") - WRITTEN.indexOf(b[0] ?? ""));
}

/** The same for the same path, and for no other. */
function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function leavesIn(table: ReadLayer["table"]): readonly Leaf[] {
  return leavesOf(table).filter(({ path: [top = "", name = ""] }) => {
    return WRITTEN.includes(top) && (top !== "features" || name === "network_proxy");
  });
}

/** What full access or a stronger choice takes back is written, and does not hold. */
function isInForce(path: Path, { settings, requirements }: Pick<Loaded, "settings" | "requirements">): boolean {
  const { refinement } = settings.sandbox;
  switch (printKey(path)) {
    case "permission_profile.filesystem.read":
      return refinement.read !== null;
    case "permission_profile.filesystem.write":
      return refinement.write !== null;
    case "permission_profile.network.allow":
      return refinement.allowHosts !== null;
    case DENY:
      return refinement.deny.length > deniedIn(requirements).length;
    case "permission_profile.network.deny":
      return refinement.denyHosts.length > 0;
    default:
      return true;
  }
}

const DENY = "permission_profile.filesystem.deny";

/** What requirements deny is denied beside what is written. */
function denyRequired(all: Map<string, Entry>, requirements: Requirements): void {
  const denied = deniedIn(requirements);
  const written = all.get(DENY)?.value;
  if (denied.length === 0) return;
  const value = [...(Array.isArray(written) ? written : []), ...denied.map(printRule)];
  all.set(DENY, { value, origin: { layer: "requirements", place: requirements.denied[0]?.place ?? null } });
}

function deniedIn({ denied }: Requirements): readonly FileRule[] {
  return denied.flatMap(({ value }) => value);
}

function printRule({ special, path, glob }: FileRule): string {
  return [special ?? "", path, glob ?? ""].filter((part) => part !== "").join("/");
}
