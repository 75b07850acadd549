/** The keys of `config.toml` that are read: what each may hold and what it sets. */
import { resolvePath } from "../../kit/path.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { APPROVAL_POLICIES, type ApprovalPolicy } from "./approval-policy.ts";
import type { ConfigError, Place } from "./error.ts";
import { ALLOW_RUNS, type Layer, type WorkspaceWrite } from "./settings.ts";

/** What the reading of one source needs to know about it. */
export type Source = {
  /** Absolute: the folder that relative paths start from. */
  readonly base: string;
  /** Absolute: what `~` stands for. */
  readonly userHome: string;
  /** Where the value at `path` was given; list items are named by their index. */
  placeOf(path: readonly string[]): Place;
};

/** Sets something, or names the path below the key of the value that is wrong. */
type Read = Result<Layer, readonly string[]>;

type Key = {
  readonly path: readonly string[];
  readonly expected: string;
  read(value: unknown, source: Source): Read;
};

export const POLICY_EXPECTED = oneOf(APPROVAL_POLICIES);
export const MODE_EXPECTED = oneOf(SANDBOX_MODES);

const WRONG: Read = err([]);

/** The built-in permission profiles; to leave out what another one asks for would be to run with less than it asks. */
const PROFILES: Readonly<Record<string, SandboxMode>> = {
  ":read-only": "read-only",
  ":workspace": "workspace-write",
  ":danger-full-access": "danger-full-access",
};

/** Codex has many more; those that are not listed are let pass. */
const KEYS: readonly Key[] = [
  {
    path: ["approval_policy"],
    expected: POLICY_EXPECTED,
    read(value) {
      const approvalPolicy = policyOf(value);
      return approvalPolicy === null ? WRONG : ok({ approvalPolicy });
    },
  },
  {
    // Before `sandbox_mode`, which wins in one layer.
    path: ["default_permissions"],
    expected: `${oneOf(Object.keys(PROFILES))}: profiles of your own cannot be enforced yet`,
    read(value) {
      const sandboxMode = typeof value === "string" && Object.hasOwn(PROFILES, value) ? PROFILES[value] : undefined;
      return sandboxMode === undefined ? WRONG : ok({ sandboxMode });
    },
  },
  {
    path: ["sandbox_mode"],
    expected: MODE_EXPECTED,
    read(value) {
      const sandboxMode = modeOf(value);
      return sandboxMode === null ? WRONG : ok({ sandboxMode });
    },
  },
  { path: ["sandbox_workspace_write"], expected: "a table", read: (value) => (isTable(value) ? ok({}) : WRONG) },
  { path: ["sandbox_workspace_write", "writable_roots"], expected: "a list of paths in quotes", read: readRoots },
  flagKey("network_access", "networkAccess"),
  flagKey("exclude_tmpdir_env_var", "excludeTmpdirEnvVar"),
  flagKey("exclude_slash_tmp", "excludeSlashTmp"),
  { path: ["execpolicy"], expected: "a table", read: (value) => (isTable(value) ? ok({}) : WRONG) },
  {
    path: ["execpolicy", "allow_runs"],
    expected: oneOf(ALLOW_RUNS),
    read(value) {
      const allowRuns = ALLOW_RUNS.find((one) => one === value);
      return allowRuns === undefined ? WRONG : ok({ allowRuns });
    },
  },
];

/** What `table` sets, or the first value that is wrong. */
export function readLayer(table: unknown, source: Source): Result<Layer, ConfigError> {
  const missed = findMissed(table, source) ?? findProfile(table, source);
  if (missed !== null) return err(missed);
  let layer: Layer = {};
  for (const key of KEYS) {
    const value = valueAt(table, key.path);
    if (value === undefined) continue;
    const read = key.read(value, source);
    if (!read.ok) {
      const path = [...key.path, ...read.error];
      const found = describeValue(valueAt(table, path));
      const expected = read.error.length === 0 ? key.expected : "a path in quotes";
      return err({ kind: "bad-value", place: source.placeOf(path), key: key.path.join("."), found, expected });
    }
    layer = joined(layer, read.value);
  }
  return ok(layer);
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

function flagKey(name: string, field: Exclude<keyof WorkspaceWrite, "writableRoots">): Key {
  return {
    path: ["sandbox_workspace_write", name],
    expected: "true or false",
    read: (value) => (typeof value === "boolean" ? ok({ workspaceWrite: { [field]: value } }) : WRONG),
  };
}

function readRoots(value: unknown, source: Source): Read {
  if (!Array.isArray(value)) return WRONG;
  const writableRoots: string[] = [];
  for (const [index, item] of value.entries()) {
    const path = typeof item === "string" ? absolutePath(item, source) : null;
    if (path === null) return err([String(index)]);
    writableRoots.push(path);
  }
  return ok({ workspaceWrite: { writableRoots } });
}

/** Null for text that names no path: it would stand for the base folder, which nobody wrote down. */
function absolutePath(text: string, source: Source): string | null {
  if (text === "" || text.includes("\0")) return null;
  if (text === "~" || text.startsWith("~/")) return resolvePath(source.userHome, `./${text.slice(1)}`);
  return resolvePath(source.base, text);
}

function joined(a: Layer, b: Layer): Layer {
  const workspaceWrite = { ...a.workspaceWrite, ...b.workspaceWrite };
  return { ...a, ...b, ...(Object.keys(workspaceWrite).length > 0 ? { workspaceWrite } : {}) };
}

function valueAt(table: unknown, path: readonly string[]): unknown {
  let value = table;
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isTable(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function describeValue(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? "a long text" : JSON.stringify(value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "a list";
  return value instanceof Date ? "a date" : "a table";
}

function oneOf(values: readonly string[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
}
