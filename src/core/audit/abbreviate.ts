/** Permissions in the log, without the long lists that all commands of a session share. */
import type { Json } from "../../kit/json.ts";
import { MODE_ONLY } from "../permissions/permissions.ts";

/** `value` with the lists of key stores, start files and names of variables as one item that counts them. */
export function abbreviated(value: Json): Json {
  return rewritten(value, (permissions) => ({
    ...permissions,
    denied: withCounts(permissions["denied"], "watched", "key stores"),
    guarded: withCounts(permissions["guarded"], "paths", "start files"),
    environment: withoutValues(withCounts(permissions["environment"], "scrub", "patterns")),
  }));
}

/** `value` with what permissions of an earlier version of assent did not say. */
export function completed(value: Json): Json {
  return rewritten(value, (permissions) => ({ ...MODE_ONLY, ...permissions }));
}

type Fields = { readonly [key: string]: Json };

/** All permissions in a value, wherever they are. */
function rewritten(value: Json, rewrite: (permissions: Fields) => Fields): Json {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => rewritten(item, rewrite));
  if (value["kind"] === "restricted") return rewrite(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewritten(item, rewrite)]));
}

function withCounts(value: Json | undefined, key: string, what: string): Json {
  if (value === undefined || value === null || typeof value !== "object" || isList(value)) return value ?? null;
  const list = value[key];
  if (list === undefined || !isList(list) || list.length <= 1) return value;
  return { ...value, [key]: [`${list.length} ${what}`] };
}

/** What a person sets for commands may be a secret: the log has the names alone. */
function withoutValues(environment: Json): Json {
  if (environment === null || typeof environment !== "object" || isList(environment)) return environment;
  const { set } = environment;
  if (set === undefined || set === null || typeof set !== "object" || isList(set)) return environment;
  return { ...environment, set: Object.fromEntries(Object.keys(set).map((name) => [name, "[hidden]"])) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
