/** JSON Schemas of what readers with words of their own hold: places, hosts, names, limits. */
import { KEY_STORE_NAMES } from "../permissions/key-stores.ts";
import { PASSED_NETWORK_KEYS } from "./profile-keys.ts";

/** A JSON Schema, as draft 2020-12 has it; `false` fits nothing. */
export type Schema = { readonly [keyword: string]: unknown } | boolean;

/** Parts of a path, none empty and none of them `.` or `..`. */
const BELOW = "(?!\\.{1,2}(?:/|$))[^/]+(?:/(?!\\.{1,2}(?:/|$))[^/]+)*/?";
/** An absolute path or one below the home. */
const FROM_THE_TOP = "(?:/|~/|~$)";
/** A path, or a folder with `/**` behind it: what may be opened. */
const PLAIN = "(?:[^*?[\\]]+/\\*\\*|[^*?[\\]]*)$";
const HOST =
  "^(?:\\*|(?:\\*{1,2}\\.)?[^\\s*/@:?#[\\]]+(?::\\d{1,5})?|\\*:\\d{1,5}|\\[[0-9A-Fa-f:.]+\\](?::\\d{1,5})?|[0-9A-Fa-f:.]*::?[0-9A-Fa-f:.]*)$";
const SOCKET = "^(?:/|~/)";

const ACCESS: Schema = { enum: ["read", "write", "deny", "none"] };
const DENIED: Schema = { enum: ["deny", "none"] };
const SAYS: Schema = { enum: ["allow", "deny"] };

/** What stands below a place, by its path from there. */
const BELOW_PLACE: Schema = {
  type: "object",
  properties: { ".": ACCESS },
  patternProperties: {
    [`^(?=${PLAIN})${BELOW}$`]: ACCESS,
    [`^(?!${PLAIN})${BELOW}$`]: DENIED,
  },
  additionalProperties: false,
};

const FILES: Schema = {
  type: "object",
  properties: {
    glob_scan_max_depth: { type: "integer", minimum: 1 },
    ":workspace_roots": { anyOf: [ACCESS, BELOW_PLACE] },
    ":tmpdir": ACCESS,
    ":slash_tmp": ACCESS,
    ":root": ACCESS,
    ":minimal": { const: "read" },
  },
  patternProperties: {
    [`^(?=${PLAIN})${FROM_THE_TOP}`]: { anyOf: [ACCESS, BELOW_PLACE] },
    [`^(?!${PLAIN})${FROM_THE_TOP}`]: DENIED,
  },
  additionalProperties: false,
};

const NETWORK: Schema = {
  type: "object",
  properties: {
    enabled: { type: "boolean" },
    mode: { const: "full" },
    domains: { type: "object", propertyNames: { pattern: HOST }, additionalProperties: SAYS },
    unix_sockets: { type: "object", propertyNames: { pattern: SOCKET }, additionalProperties: SAYS },
    enable_socks5: { const: true },
    mitm: false,
    ...Object.fromEntries(PASSED_NETWORK_KEYS.map((key) => [key, true])),
  },
  additionalProperties: false,
};

const PROFILE: Schema = {
  type: "object",
  properties: {
    description: true,
    extends: { type: "string", minLength: 1 },
    filesystem: FILES,
    network: NETWORK,
    workspace_roots: {
      type: "object",
      propertyNames: { pattern: `^${FROM_THE_TOP}` },
      additionalProperties: { type: "boolean" },
    },
  },
  additionalProperties: false,
};

/** Paths in lists: special places, from the top, or from the workspace without leading out of it. */
const RELATIVE = `(?![:/~])(?:\\./+)*(?:\\.|${BELOW})?`;
const places = (special: string, isDenied: boolean): Schema => ({
  type: "array",
  items: {
    type: "string",
    minLength: 1,
    pattern: `^${isDenied ? "" : `(?=${PLAIN})`}(?::(?:${special})$|${FROM_THE_TOP}|${RELATIVE}$)`,
  },
});
const WRITABLE = "workspace_roots|tmpdir|slash_tmp|root";

const NAMES: Schema = { type: "array", items: { type: "string", minLength: 1, pattern: "^[^?[\\]]*$" } };
const HOSTS: Schema = {
  type: "array",
  items: { type: "string", anyOf: [{ const: ":registries" }, { pattern: HOST }] },
};
const BYTES: Schema = {
  anyOf: [
    { const: false },
    { type: "integer", minimum: 1 },
    { type: "string", pattern: "^0*[1-9]\\d{0,11}\\s?[KMGTkmgt]?i?[Bb]?$" },
  ],
};

const table = (properties: { readonly [key: string]: Schema }): Schema => ({
  type: "object",
  properties,
  additionalProperties: false,
});

/** By the key that they stand under. */
export const OWN_SCHEMAS: Readonly<Record<string, Schema & object>> = {
  permissions: { type: "object", propertyNames: { pattern: "^[^:]" }, additionalProperties: PROFILE },
  permission_profile: {
    type: "object",
    properties: {
      filesystem: table({
        read: places(`${WRITABLE}|minimal`, false),
        write: places(WRITABLE, false),
        deny: places(WRITABLE, true),
      }),
      network: table({ allow: HOSTS, deny: HOSTS }),
      environment: table({ scrub: { anyOf: [{ const: false }, NAMES] }, keep: NAMES }),
      limits: table({
        processes: { anyOf: [{ const: false }, { const: "suited" }, { type: "integer", minimum: 1 }] },
        memory: BYTES,
        file_size: BYTES,
      }),
    },
    additionalProperties: false,
  },
  key_stores: {
    type: "object",
    properties: {
      deny: { anyOf: [{ type: "boolean" }, { const: "default" }] },
      add: places(WRITABLE, true),
      allow: {
        type: "array",
        items: { type: "string", anyOf: [{ enum: KEY_STORE_NAMES }, { pattern: "^[~/]" }] },
      },
    },
    additionalProperties: false,
  },
  "shell_environment_policy.exclude": NAMES,
  "shell_environment_policy.include_only": NAMES,
  "shell_environment_policy.filters": { not: {} },
};
