/** The settings in force as clients read them, each with its layer; no secrets. */
import { never } from "../../kit/never.ts";
import type { ReadLayer } from "../../core/config/layers.ts";
import type { Loaded } from "../../core/config/loaded.ts";
import { withoutSecrets } from "../../core/audit/hide-settings.ts";
import { effectiveOf } from "../../core/config/origins.ts";
import { digest } from "../../kit/digest.ts";
import { canonical, type Json, type JsonObject } from "../../kit/json.ts";
import { dotted } from "./key-path.ts";
import type { ConfigFile } from "./machine.ts";

/** `own`: the person's file as it is on disk. */
export function showConfig(loaded: Loaded, own: ConfigFile, withLayers: boolean): JsonObject {
  const config: Tree = new Map(UNSET.map((name) => [name, null]));
  const origins: Record<string, Json> = {};
  for (const [key, { value, origin }] of effectiveOf(loaded)) {
    if (origin.layer === "default") continue;
    const path = dotted(key) ?? [key];
    put(config, path, plainOf(withoutSecrets(path, value)));
    const layer = loaded.layers.find(({ name }) => name === origin.layer);
    if (layer !== undefined) origins[key] = layerOf(layer, own);
  }
  return {
    config: objectOf(config),
    origins,
    layers: withLayers
      ? loaded.layers.map((layer) => ({ ...layerOf(layer, own), config: plainOf(withoutSecrets([], layer.table)) }))
      : null,
  };
}

/** What clients look for though nothing sets it. */
const UNSET = [
  "model review_model model_context_window model_auto_compact_token_limit model_provider",
  "approval_policy approvals_reviewer sandbox_mode sandbox_workspace_write web_search tools",
  "instructions developer_instructions compact_prompt model_reasoning_effort model_reasoning_summary",
  "model_verbosity service_tier analytics apps desktop default_permissions profile",
].flatMap((line) => line.split(" "));

type Tree = Map<string, Json | Tree>;

function put(tree: Tree, [key, ...rest]: readonly string[], value: Json): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    tree.set(key, value);
    return;
  }
  const there = tree.get(key);
  const inner: Tree = there instanceof Map ? there : new Map();
  tree.set(key, inner);
  put(inner, rest, value);
}

function objectOf(tree: Tree): JsonObject {
  return Object.fromEntries([...tree].map(([key, each]) => [key, each instanceof Map ? objectOf(each) : each]));
}

function layerOf(layer: ReadLayer, own: ConfigFile): JsonObject {
  const isOwn = layer.name === "user" && layer.file === own.file;
  return { name: sourceOf(layer), version: isOwn ? own.version : `sha256:${digest(canonical(plainOf(layer.table)))}` };
}

function sourceOf({ name, file }: ReadLayer): JsonObject {
  if (file === null) return { type: "sessionFlags" };
  switch (name) {
    case "managed":
      return { type: "legacyManagedConfigTomlFromFile", file };
    case "system":
      return { type: "system", file };
    case "project":
      return { type: "project", dotCodexFolder: file.slice(0, file.lastIndexOf("/")) };
    case "user":
    case "profile":
    case "session":
    case "command-line":
    case "default":
      return { type: "user", file, profile: null };
    default:
      return never(name);
  }
}

/** What a settings file holds, as JSON: dates as text. */
function plainOf(value: unknown): Json {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainOf);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), plainOf(each)]));
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainOf(each)]));
}
