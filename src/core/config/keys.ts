/** Reads the keys of one source of settings into what they set. */
import { err, ok, type Result } from "../../kit/result.ts";
import { CATEGORIES, type GranularPart, wholeOf } from "./approval-policy.ts";
import { CATALOGUE, PROFILE_EXPECTED, PROFILE_SHAPE } from "./catalogue.ts";
import { modeOf, policyOf, reviewerOf } from "./choices.ts";
import type { ConfigError, Place } from "./error.ts";
import { migrated } from "./migrate.ts";
import { readProviders } from "./models.ts";
import { PRESETS } from "./presets.ts";
import { readAutoReview } from "./review-keys.ts";
import { namedAt, readDomains, readProfiles } from "./profile-keys.ts";
import { joinEnvironments, readKeyStores, readProfileTable, readShellPolicy } from "./refinement-keys.ts";
import { readServers } from "./servers.ts";
import { ALLOW_RUNS, GIT_ACCESS, type Layer, WORKSPACE_FILES, type WorkspaceWrite } from "./settings.ts";
import { check, type TableShape } from "./shapes.ts";
import { absolutePath, choiceOf, isTable, printKey, type Source, type Spot, switchOf, type Table } from "./spot.ts";
import { valueAt } from "./tables.ts";
import { type Projects, TRUST_LEVELS } from "./trust.ts";

/** Reads the value at `path` into what it sets. What does not fit its shape is noted already, and need not be again. */
type Key = { readonly path: readonly string[]; readonly read: (spot: Spot) => Layer };

const KEYS: readonly Key[] = [
  {
    // Before what it sets: a key that is written beside it wins.
    path: ["preset"],
    read({ value }) {
      const preset = PRESETS.find(({ name }) => name === value);
      return preset === undefined ? {} : { approvalPolicy: preset.approvalPolicy, sandboxMode: preset.sandboxMode };
    },
  },
  {
    path: ["approval_policy"],
    read(spot) {
      const approvalPolicy = policyOf(spot.value);
      return approvalPolicy === null ? granularAt(spot) : { approvalPolicy };
    },
  },
  {
    path: ["approvals_reviewer"],
    read({ value }) {
      const reviewer = reviewerOf(value);
      return reviewer === null ? {} : { reviewer };
    },
  },
  { path: ["auto_review"], read: ({ value }) => ({ autoReview: readAutoReview(value) }) },
  {
    path: ["default_permissions"],
    read(spot) {
      const named = namedAt(spot, PROFILE_EXPECTED);
      return named === null ? {} : { defaultPermissions: named };
    },
  },
  {
    path: ["permissions"],
    read(spot) {
      const byName = readProfiles(spot);
      // An empty table waits for nobody to choose from it.
      return byName.size === 0 ? {} : { profiles: { byName, place: spot.source.placeOf(spot.path) } };
    },
  },
  {
    path: ["sandbox_mode"],
    read({ value }) {
      const sandboxMode = modeOf(value);
      return sandboxMode === null ? {} : { sandboxMode };
    },
  },
  workspaceKey("writable_roots", (spot) => ({ writableRoots: pathsAt(spot) })),
  workspaceKey("network_access", (spot) => ({ networkAccess: switchOf(spot) })),
  workspaceKey("exclude_tmpdir_env_var", (spot) => ({ excludeTmpdirEnvVar: switchOf(spot) })),
  workspaceKey("exclude_slash_tmp", (spot) => ({ excludeSlashTmp: switchOf(spot) })),
  workspaceKey("git", (spot) => ({ git: choiceOf(spot, GIT_ACCESS) })),
  workspaceKey("workspace_files", (spot) => ({ workspaceFiles: choiceOf(spot, WORKSPACE_FILES) })),
  { path: ["permission_profile"], read: readProfileTable },
  { path: ["key_stores"], read: (spot) => ({ keyStores: readKeyStores(spot) }) },
  { path: ["shell_environment_policy"], read: (spot) => ({ environment: readShellPolicy(spot) }) },
  { path: ["features", "network_proxy"], read: networkProxyAt },
  { path: ["features", "smart_approvals"], read: (spot) => ({ smartApprovals: switchOf(spot) }) },
  { path: ["execpolicy", "allow_runs"], read: (spot) => ({ allowRuns: choiceOf(spot, ALLOW_RUNS) }) },
  { path: ["execpolicy", "user_rules"], read: (spot) => ({ userRules: pathsAt(spot) }) },
  { path: ["projects"], read: (spot) => ({ projects: projectsAt(spot) }) },
  {
    path: ["profile"],
    read(spot) {
      const named = namedAt(spot, "the name of a profile in quotes");
      return named === null ? {} : { profile: named };
    },
  },
  { path: ["profiles"], read: checkProfiles },
  { path: ["project_root_markers"], read: ({ value }) => ({ rootMarkers: textsOf(value) }) },
  { path: ["model"], read: ({ value }) => (typeof value === "string" ? { model: value } : {}) },
  { path: ["model_provider"], read: ({ value }) => (typeof value === "string" ? { modelProvider: value } : {}) },
  { path: ["model_providers"], read: (spot) => ({ modelProviders: readProviders(spot) }) },
  { path: ["mcp_servers"], read: (spot) => ({ mcpServers: readServers(spot) }) },
];

/** One source: its table with today's names for old ones, what it sets, and where each value was given. */
export type Read = {
  readonly table: Table;
  readonly layer: Layer;
  readonly placeOf: (path: readonly string[]) => Place;
};

/** What `table` sets, or the first value that is wrong. */
export function readLayer(table: Table, source: Source): Result<Read, ConfigError> {
  return readAs(CATALOGUE, table, source);
}

/** The same of what `[profiles.NAME]` says, or a file that is a profile. */
export function readProfileLayer(table: Table, source: Source): Result<Read, ConfigError> {
  return readAs(PROFILE_SHAPE, table, source);
}

function readAs(shape: TableShape, written: Table, above: Source): Result<Read, ConfigError> {
  const faults: ConfigError[] = [];
  const { table, placeOf, notices } = migrated(written, above, faults);
  const source = { ...above, placeOf };
  const unknown = check({ value: table, path: [], source, faults }, shape, shape);
  let layer: Layer = {};
  for (const { path, read } of KEYS) {
    const value = Object.hasOwn(shape.keys, path[0] ?? "") ? valueAt(table, path) : undefined;
    if (value !== undefined) layer = joined(layer, read({ value, path, source, faults }));
  }
  const [first] = faults;
  if (first !== undefined) return err(first);
  const all = [...notices, ...unknown];
  return ok({ table, layer: all.length === 0 ? layer : { ...layer, notices: all }, placeOf });
}

/** The whole policy, or the part of it that this source says. */
function granularAt({ value, path, source }: Spot): Layer {
  const said = isTable(value) ? value["granular"] : undefined;
  if (!isTable(said)) return {};
  const part: GranularPart = Object.fromEntries(
    CATEGORIES.flatMap((name) => (typeof said[name] === "boolean" ? [[name, said[name]]] : [])),
  );
  const approvalPolicy = wholeOf(part);
  if (approvalPolicy !== null) return { approvalPolicy };
  return { granular: { part, place: source.placeOf([...path, "granular"]) } };
}

function workspaceKey(name: string, read: (spot: Spot) => Partial<WorkspaceWrite>): Key {
  return { path: ["sandbox_workspace_write", name], read: (spot) => ({ workspaceWrite: read(spot) }) };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function pathsAt({ value, source }: Spot): readonly string[] {
  return textsOf(value).flatMap((text) => absolutePath(text, source) ?? []);
}

/** A switch, or a table of its own with a switch in it; as in Codex. */
function networkProxyAt(spot: Spot): Layer {
  const { value, path } = spot;
  if (!isTable(value)) return { networkProxy: switchOf(spot) };
  const at = (key: string): Spot => ({ ...spot, value: value[key], path: [...path, key] });
  const networkProxy = value["enabled"] === undefined || switchOf({ ...spot, value: value["enabled"] });
  return { networkProxy, ...(value["domains"] === undefined ? {} : { proxyDomains: readDomains(at("domains")) }) };
}

/** A path that is not absolute stays as it is, and speaks of no folder. Of two words for one folder the stricter counts. */
function projectsAt({ value, path, source }: Spot): Projects {
  const projects = new Map<string, { readonly level: (typeof TRUST_LEVELS)[number]; readonly place: Place }>();
  for (const [key, project] of Object.entries(isTable(value) ? value : {})) {
    const level = isTable(project) ? TRUST_LEVELS.find((known) => known === project["trust_level"]) : undefined;
    if (level === undefined) continue;
    const folder = (/^(?:\/|~\/|~$)/.test(key) ? absolutePath(key, source) : null) ?? key;
    if (projects.get(folder)?.level === "untrusted") continue;
    projects.set(folder, { level, place: source.placeOf([...path, key, "trust_level"]) });
  }
  return projects;
}

/** Each must be right, though only one is chosen: a fault is told before it is needed. What they set is read elsewhere. */
function checkProfiles(spot: Spot): Layer {
  for (const [name, table] of Object.entries(isTable(spot.value) ? spot.value : {})) {
    const at = [...spot.path, name];
    const source = { ...spot.source, placeOf: (path: readonly string[]) => spot.source.placeOf([...at, ...path]) };
    const read = readProfileLayer(isTable(table) ? table : {}, source);
    if (!read.ok) spot.faults.push(below(read.error, at));
  }
  return {};
}

/** The same with the key as it is called from the top. */
function below(error: ConfigError, path: readonly string[]): ConfigError {
  return error.kind === "bad-value" ? { ...error, key: [printKey(path), error.key].join(".") } : error;
}

/** Keys of one source; no two set the same. */
function joined(a: Layer, b: Layer): Layer {
  const { workspaceWrite, environment } = a;
  const { approvalPolicy: _preset, ...others } = a;
  return {
    // A part of a policy is none of a preset's.
    ...(b.granular === undefined ? a : others),
    ...b,
    ...(b.workspaceWrite === undefined ? {} : { workspaceWrite: { ...workspaceWrite, ...b.workspaceWrite } }),
    ...(environment === undefined || b.environment === undefined
      ? {}
      : { environment: joinEnvironments(environment, b.environment) }),
  };
}
