/** Requests about settings and requirements. */
import type { TomlValue } from "../../core/config/edit-print.ts";
import { HIDDEN } from "../../core/audit/hide-settings.ts";
import type { Loaded } from "../../core/config/loaded.ts";
import type { Json } from "../../kit/json.ts";
import { BUILT_IN_PROFILES } from "../../core/permissions/profile.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { answer, type Answered, jsonOf, type Refusal, refuse } from "./answer.ts";
import { dotted } from "./key-path.ts";
import type { ConfigEdit, Machine, WriteFault } from "./machine.ts";
import type { Methods } from "./method.ts";
import { pageOf } from "./page.ts";
import { describeStartFault } from "./server.ts";
import { showConfig } from "./show-config.ts";
import { showRequirements } from "./show-requirements.ts";

export const CONFIG_METHODS: Methods = {
  "config/read": async ({ cwd, includeLayers }, { server }) => {
    const { machine } = server.ports;
    const settings = await machine.settings(cwd ?? null);
    if (!settings.ok) return refuse(describeStartFault({ kind: "config", error: settings.error }));
    return answer(showConfig(settings.value.loaded, await machine.configFile(), includeLayers === true));
  },

  "config/value/write": (params, { server }) =>
    write(server.ports.machine, [params], { file: params.filePath ?? null, expected: params.expectedVersion ?? null }),

  "config/batchWrite": (params, { server }) =>
    write(server.ports.machine, params.edits, {
      file: params.filePath ?? null,
      expected: params.expectedVersion ?? null,
    }),

  "configRequirements/read": async (_params, { server }) => {
    const settings = await server.ports.machine.settings(null);
    if (!settings.ok) return refuse(describeStartFault({ kind: "config", error: settings.error }));
    return answer({
      supportsIndependentSpeedModes: true,
      requirements: showRequirements(settings.value.loaded.requirements),
    });
  },

  "permissionProfile/list": async ({ cwd, cursor, limit }, { server }) => {
    const settings = await server.ports.machine.settings(cwd ?? null);
    if (!settings.ok) return refuse(describeStartFault({ kind: "config", error: settings.error }));
    const profiles = showProfiles(settings.value.loaded);
    const page = pageOf(profiles, ({ id }) => id, { cursor: cursor ?? null, limit: limit ?? profiles.length });
    return page.ok ? answer({ data: page.value.entries, nextCursor: page.value.next }) : refuse(page.error);
  },
};

type Profile = { readonly id: string; readonly description: null; readonly allowed: boolean };

function showProfiles({ layers, requirements }: Loaded): readonly Profile[] {
  const named = layers.flatMap(({ table }) => Object.keys(Object(table["permissions"])));
  const defined = requirements.definitions.flatMap(({ value }) => [...value.keys()]);
  const ids = [...new Set([...BUILT_IN_PROFILES.keys(), ...defined, ...named])];
  const isAllowed = (id: string): boolean => requirements.profiles.every(({ value }) => value.get(id) === true);
  return ids.map((id) => ({ id, description: null, allowed: isAllowed(id) }));
}

type WireEdit = { readonly keyPath: string; readonly value?: unknown; readonly mergeStrategy: "replace" | "upsert" };
type Where = { readonly file: string | null; readonly expected: string | null };

async function write(machine: Machine, edits: readonly WireEdit[], { file, expected }: Where): Promise<Answered> {
  const now = await machine.configFile();
  if (file !== null && file !== now.file) return refuse(ONLY_USERS, { config_write_error_code: CODES["read-only"] });
  const wanted: ConfigEdit[] = [];
  for (const edit of edits) {
    const read = await editsOf(machine, edit);
    if (!read.ok) return read;
    wanted.push(...read.value);
  }
  const written = await machine.writeConfig(wanted, expected);
  if (!written.ok) return refuse(written.error.message, { config_write_error_code: CODES[written.error.kind] });
  return answer({
    status: "ok",
    version: written.value.version,
    filePath: written.value.file,
    overriddenMetadata: null,
  });
}

const ONLY_USERS = "Only writes to the user config are allowed";

const CODES: Readonly<Record<WriteFault["kind"], string>> = {
  version: "configVersionConflict",
  "read-only": "configLayerReadonly",
  invalid: "configValidationError",
  unwritable: "configWriteFailed",
};

/** `upsert` keeps what stands beside the keys of a table; null takes a key out. */
async function editsOf(machine: Machine, edit: WireEdit): Promise<Result<readonly ConfigEdit[], Refusal>> {
  const path = dotted(edit.keyPath);
  if (path === null) return err({ message: `Invalid request: the key path ${edit.keyPath} cannot be read` });
  const value = jsonOf(edit.value);
  if (value === null) return ok([{ path, value: null }]);
  if (JSON.stringify(value).includes(HIDDEN)) {
    return err({ message: `Invalid request: the value of ${edit.keyPath} holds ${HIDDEN}, which stands for a secret` });
  }
  const toml = tomlOf(value);
  if (toml === null)
    return err({ message: `Invalid request: the value of ${edit.keyPath} is none of a settings file` });
  const before = edit.mergeStrategy === "upsert" ? await machine.configAt(path) : undefined;
  if (before === undefined || !isTable(toml)) return ok([{ path, value: toml }]);
  return ok(Object.entries(toml).map(([key, each]) => ({ path: [...path, key], value: each })));
}

/** Null for what a settings file cannot hold. */
function tomlOf(value: Json): TomlValue | null {
  if (typeof value !== "object") return value;
  if (value === null) return null;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([key, each]) => [key, tomlOf(each)] as const);
  const whole = parts.filter((part): part is [string, TomlValue] => part[1] !== null);
  if (whole.length !== parts.length) return null;
  return isList ? whole.map(([, each]) => each) : Object.fromEntries(whole);
}

function isTable(value: TomlValue): value is { readonly [key: string]: TomlValue } {
  return typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
}
