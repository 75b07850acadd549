/** The keys of `config.toml` that are read: what each may hold and what it sets. */
import { err, ok, type Result } from "../../kit/result.ts";
import { BUILT_IN_PROFILES } from "../permissions/profile.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { APPROVAL_POLICIES, type ApprovalPolicy } from "./approval-policy.ts";
import type { ConfigError } from "./error.ts";
import { PRESETS } from "./presets.ts";
import { namedAt, readProfiles } from "./profile-keys.ts";
import { joinEnvironments, readKeyStores, readProfileTable, readShellPolicy } from "./refinement-keys.ts";
import { ALLOW_RUNS, GIT_ACCESS, type Layer, WORKSPACE_FILES, type WorkspaceWrite } from "./settings.ts";
import {
  absolutePath,
  choiceOf,
  describeValue,
  isTable,
  itemsOf,
  oneOf,
  type Source,
  type Spot,
  switchOf,
  wrong,
} from "./spot.ts";

/** Reads the value at `path` into what it sets; faults are noted at their spot. */
type Key = { readonly path: readonly string[]; readonly read: (spot: Spot) => Layer };

export const POLICY_EXPECTED = oneOf(APPROVAL_POLICIES);
export const MODE_EXPECTED = oneOf(SANDBOX_MODES);

/** Codex has many more; those that are not listed are let pass. */
const KEYS: readonly Key[] = [
  {
    // Before what it sets: a key that is written beside it wins.
    path: ["preset"],
    read(spot) {
      const preset = PRESETS.find(({ name }) => name === spot.value);
      if (preset === undefined) {
        wrong(spot, oneOf(PRESETS.map(({ name }) => name)));
        return {};
      }
      return { approvalPolicy: preset.approvalPolicy, sandboxMode: preset.sandboxMode };
    },
  },
  {
    path: ["approval_policy"],
    read(spot) {
      const approvalPolicy = policyOf(spot.value);
      if (approvalPolicy !== null) return { approvalPolicy };
      wrong(spot, POLICY_EXPECTED);
      return {};
    },
  },
  {
    path: ["default_permissions"],
    read(spot) {
      const named = namedAt(spot, `${oneOf([...BUILT_IN_PROFILES.keys()])}, or the name of a profile in [permissions]`);
      return named === null ? {} : { defaultPermissions: named };
    },
  },
  {
    path: ["permissions"],
    read: (spot) => ({ profiles: { byName: readProfiles(spot), place: spot.source.placeOf(spot.path) } }),
  },
  {
    path: ["sandbox_mode"],
    read(spot) {
      const sandboxMode = modeOf(spot.value);
      if (sandboxMode !== null) return { sandboxMode };
      wrong(spot, MODE_EXPECTED);
      return {};
    },
  },
  tableKey("sandbox_workspace_write"),
  workspaceKey("writable_roots", (spot) => ({ writableRoots: readRoots(spot) })),
  workspaceKey("network_access", (spot) => ({ networkAccess: switchOf(spot) })),
  workspaceKey("exclude_tmpdir_env_var", (spot) => ({ excludeTmpdirEnvVar: switchOf(spot) })),
  workspaceKey("exclude_slash_tmp", (spot) => ({ excludeSlashTmp: switchOf(spot) })),
  workspaceKey("git", (spot) => ({ git: choiceOf(spot, GIT_ACCESS) })),
  workspaceKey("workspace_files", (spot) => ({ workspaceFiles: choiceOf(spot, WORKSPACE_FILES) })),
  { path: ["permission_profile"], read: readProfileTable },
  { path: ["key_stores"], read: (spot) => ({ keyStores: readKeyStores(spot) }) },
  { path: ["shell_environment_policy"], read: (spot) => ({ environment: readShellPolicy(spot) }) },
  { path: ["features", "network_proxy"], read: (spot) => ({ networkProxy: featureAt(spot) }) },
  tableKey("execpolicy"),
  { path: ["execpolicy", "allow_runs"], read: (spot) => ({ allowRuns: choiceOf(spot, ALLOW_RUNS) }) },
];

/** What `table` sets, or the first value that is wrong. */
export function readLayer(table: unknown, source: Source): Result<Layer, ConfigError> {
  const faults: ConfigError[] = [];
  const missed = findMissed(table, source) ?? findProfile(table, source);
  if (missed !== null) return err(missed);
  let layer: Layer = {};
  for (const { path, read } of KEYS) {
    const value = valueAt(table, path);
    if (value !== undefined) layer = joined(layer, read({ value, path, source, faults }));
  }
  const [first] = faults;
  return first === undefined ? ok(layer) : err(first);
}

/** A key that is surely meant for one that is read, and would be passed over: `sandbox-mode`, `"Sandbox_Mode"`. */
function findMissed(table: unknown, source: Source): ConfigError | null {
  for (const { path } of KEYS) {
    const parent = valueAt(table, path.slice(0, -1));
    const name = path.at(-1) ?? "";
    const missed = isTable(parent)
      ? Object.keys(parent).find((key) => key !== name && plainly(key) === name)
      : undefined;
    if (missed === undefined) continue;
    const at = [...path.slice(0, -1), missed];
    const found = "no key that is read";
    return { kind: "bad-value", place: source.placeOf(at), key: at.join("."), found, expected: `written ${name}` };
  }
  return null;
}

function plainly(key: string): string {
  return key
    .replace(/["'\s]/g, "")
    .replaceAll("-", "_")
    .toLowerCase();
}

/** A profile that is chosen and sets what is read here: to pass over it would be to run with less than it asks. */
function findProfile(table: unknown, source: Source): ConfigError | null {
  const name = valueAt(table, ["profile"]);
  if (name === undefined) return null;
  const profile = typeof name === "string" ? valueAt(table, ["profiles", name]) : undefined;
  if (isTable(profile) && !KEYS.some(({ path: [first = ""] }) => Object.hasOwn(profile, first))) return null;
  const found = describeValue(name);
  const expected = "a profile of the same file that sets no sandbox and no approval policy: write these at the top";
  return { kind: "bad-value", place: source.placeOf(["profile"]), key: "profile", found, expected };
}

/** Null for what is no approval policy. */
export function policyOf(value: unknown): ApprovalPolicy | null {
  if (value === "unless-trusted") return "untrusted";
  return APPROVAL_POLICIES.find((policy) => policy === value) ?? null;
}

/** Null for what is no sandbox mode. */
export function modeOf(value: unknown): SandboxMode | null {
  return SANDBOX_MODES.find((mode) => mode === value) ?? null;
}

function tableKey(name: string): Key {
  return {
    path: [name],
    read(spot) {
      if (!isTable(spot.value)) wrong(spot, "a table");
      return {};
    },
  };
}

function workspaceKey(name: string, read: (spot: Spot) => Partial<WorkspaceWrite>): Key {
  return { path: ["sandbox_workspace_write", name], read: (spot) => ({ workspaceWrite: read(spot) }) };
}

function readRoots(spot: Spot): readonly string[] {
  return itemsOf(spot, "a list of paths in quotes").flatMap((item) => {
    const path = typeof item.value === "string" ? absolutePath(item.value, item.source) : null;
    if (path !== null) return [path];
    wrong(item, "a path in quotes");
    return [];
  });
}

/** A switch, or a table of its own with a switch in it; as in Codex. */
function featureAt(spot: Spot): boolean {
  const { value } = spot;
  if (isTable(value)) return value["enabled"] === undefined || switchOf({ ...spot, value: value["enabled"] });
  return switchOf(spot);
}

/** Keys of one source; no two set the same. */
function joined(a: Layer, b: Layer): Layer {
  const { workspaceWrite, environment } = a;
  return {
    ...a,
    ...b,
    ...(b.workspaceWrite === undefined ? {} : { workspaceWrite: { ...workspaceWrite, ...b.workspaceWrite } }),
    ...(environment === undefined || b.environment === undefined
      ? {}
      : { environment: joinEnvironments(environment, b.environment) }),
  };
}

function valueAt(table: unknown, path: readonly string[]): unknown {
  let value = table;
  for (const part of path) {
    if (isTable(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}
