/** Every key of `config.toml` that assent reads, and what each may hold. */
import { BUILT_IN_PROFILES } from "../permissions/profile.ts";
import { SANDBOX_MODES } from "../permissions/permissions.ts";
import { APPROVAL_POLICIES, CATEGORIES } from "./approval-policy.ts";
import { GUARDIAN, POLICY_EXPECTED, UNLESS_TRUSTED } from "./choices.ts";
import { CODEX_FEATURES, CODEX_KEYS, CODEX_PROVIDER_KEYS, CODEX_SERVER_KEYS } from "./codex-keys.ts";
import { PRESETS } from "./presets.ts";
import { TOOL_APPROVALS } from "./servers.ts";
import { INHERIT } from "./refinement-keys.ts";
import { AUTO_REVIEW } from "./review-keys.ts";
import { ALLOW_RUNS, GIT_ACCESS, REVIEWERS, WORKSPACE_FILES } from "./settings.ts";
import { choice, listOf, type Shape, SWITCH, type TableShape, text } from "./shapes.ts";
import { oneOf } from "./spot.ts";
import { TRUST_LEVELS } from "./trust.ts";

export const PROFILE_EXPECTED = `${oneOf([...BUILT_IN_PROFILES.keys()])}, or the name of a profile in [permissions]`;

const PATH = text("a path in quotes");
const PATHS = listOf(PATH, "a list of paths in quotes");
const TEXT = text("a text in quotes");
const ANY_TEXT = text("a text in quotes", { mayBeEmpty: true });
const TEXTS = listOf(ANY_TEXT, "a list of texts in quotes");
const VARIABLE = text("the name of a variable in quotes", { pattern: /^[^=\s]+$/ });
const TEXT_BY_NAME: Shape = { kind: "map", of: ANY_TEXT };
const TEXT_BY_VARIABLE: Shape = {
  kind: "map",
  of: ANY_TEXT,
  names: /^[^=\s*]+$/,
  expected: "under the name of a variable, without = and *",
};
const SECONDS: Shape = number("a number of seconds, not below 0", false);
const MILLISECONDS: Shape = number("a whole number of milliseconds, not below 0", true);
const RETRIES: Shape = number("a whole number, not below 0", true);
/** With a reader of its own; what the schema says of it stands beside the schema. */
const OWN: Shape = { kind: "own" };

/** What is left out here may be said in a weaker layer. */
const CATEGORY_SWITCHES: TableShape = {
  kind: "table",
  keys: Object.fromEntries(CATEGORIES.map((category) => [category, SWITCH])),
  others: "error",
};

const APPROVAL_POLICY: Shape = {
  kind: "either",
  of: [
    choice([...APPROVAL_POLICIES, UNLESS_TRUSTED]),
    { kind: "table", keys: { granular: CATEGORY_SWITCHES }, required: ["granular"], others: "error" },
  ],
  expected: `${POLICY_EXPECTED}, or { granular = { ... } }`,
};

const SANDBOX_WORKSPACE_WRITE: TableShape = {
  kind: "table",
  keys: {
    writable_roots: PATHS,
    network_access: SWITCH,
    exclude_tmpdir_env_var: SWITCH,
    exclude_slash_tmp: SWITCH,
    git: choice(GIT_ACCESS),
    workspace_files: choice(WORKSPACE_FILES),
  },
};

const FEATURES: TableShape = {
  kind: "table",
  keys: {
    smart_approvals: SWITCH,
    // An old name, read by migrate.ts before anything else is looked at.
    guardian_approval: SWITCH,
    network_proxy: {
      kind: "either",
      of: [SWITCH, { kind: "table", keys: { enabled: SWITCH }, others: "pass" }],
      expected: "true or false",
    },
  },
  passed: CODEX_FEATURES,
};

const SERVER: TableShape = {
  kind: "table",
  keys: {
    command: text("a program in quotes"),
    args: TEXTS,
    env: TEXT_BY_VARIABLE,
    env_vars: listOf(
      {
        kind: "either",
        of: [VARIABLE, { kind: "table", keys: { name: VARIABLE, source: TEXT }, required: ["name"] }],
        expected: "the name of a variable in quotes, or a table with its name",
      },
      "a list of names of variables in quotes",
    ),
    cwd: PATH,
    url: text("an address in quotes"),
    bearer_token_env_var: VARIABLE,
    http_headers: TEXT_BY_NAME,
    env_http_headers: { kind: "map", of: VARIABLE },
    enabled: SWITCH,
    required: SWITCH,
    startup_timeout_sec: SECONDS,
    startup_timeout_ms: MILLISECONDS,
    tool_timeout_sec: SECONDS,
    enabled_tools: TEXTS,
    disabled_tools: TEXTS,
    default_tools_approval_mode: choice(TOOL_APPROVALS),
    tools: { kind: "map", of: { kind: "table", keys: { approval_mode: choice(TOOL_APPROVALS) } } },
  },
  passed: CODEX_SERVER_KEYS,
};

const PROVIDER: TableShape = {
  kind: "table",
  keys: {
    name: TEXT,
    base_url: text("an address in quotes"),
    env_key: VARIABLE,
    env_key_instructions: ANY_TEXT,
    experimental_bearer_token: ANY_TEXT,
    wire_api: choice(["responses"]),
    query_params: TEXT_BY_NAME,
    http_headers: TEXT_BY_NAME,
    env_http_headers: { kind: "map", of: VARIABLE },
    request_max_retries: RETRIES,
    stream_max_retries: RETRIES,
    stream_idle_timeout_ms: MILLISECONDS,
    websocket_connect_timeout_ms: MILLISECONDS,
    requires_openai_auth: SWITCH,
    supports_websockets: SWITCH,
  },
  passed: CODEX_PROVIDER_KEYS,
};

const SHELL_ENVIRONMENT_POLICY: TableShape = {
  kind: "table",
  keys: {
    inherit: choice(INHERIT),
    ignore_default_excludes: SWITCH,
    exclude: OWN,
    include_only: OWN,
    set: {
      kind: "map",
      of: ANY_TEXT,
      // What a command does at home is judged by the person's own.
      names: /^(?!HOME$)[^=\s*]+$/,
      expected: "under the name of a variable, without = and *, and not HOME",
    },
    experimental_use_profile: SWITCH,
    filters: OWN,
  },
};

/** What any layer may say. */
export const PROFILE_LAYER: Readonly<Record<string, Shape>> = {
  preset: choice(names(PRESETS)),
  approval_policy: APPROVAL_POLICY,
  approvals_reviewer: choice([...REVIEWERS, GUARDIAN]),
  auto_review: AUTO_REVIEW,
  sandbox_mode: choice(SANDBOX_MODES),
  sandbox_workspace_write: SANDBOX_WORKSPACE_WRITE,
  default_permissions: text(PROFILE_EXPECTED),
  permissions: OWN,
  permission_profile: OWN,
  key_stores: OWN,
  shell_environment_policy: SHELL_ENVIRONMENT_POLICY,
  features: FEATURES,
  execpolicy: { kind: "table", keys: { allow_runs: choice(ALLOW_RUNS), user_rules: PATHS } },
  model: TEXT,
  model_provider: TEXT,
  model_providers: { kind: "map", of: PROVIDER },
  mcp_servers: { kind: "map", of: SERVER },
};

const BARRED: Shape = { kind: "barred", expected: "left out: a profile cannot say it" };

/** What `[profiles.NAME]` and a file of its own may hold: all but what says which profile counts, and where. */
export const PROFILE_SHAPE: TableShape = {
  kind: "table",
  keys: { ...PROFILE_LAYER, profile: BARRED, profiles: BARRED, projects: BARRED, project_root_markers: BARRED },
  passed: CODEX_KEYS,
};

/** A whole `config.toml`. */
export const CATALOGUE: TableShape = {
  kind: "table",
  keys: {
    ...PROFILE_LAYER,
    profile: text("the name of a profile in quotes"),
    profiles: { kind: "map", of: { kind: "table", keys: {}, others: "pass" } },
    projects: { kind: "map", of: { kind: "table", keys: { trust_level: choice(TRUST_LEVELS) } } },
    project_root_markers: listOf(text("the name of a file or folder in quotes"), "a list of names in quotes"),
  },
  passed: CODEX_KEYS,
};

/** The dotted keys of a file, as far down as they have names of their own. */
export function settableKeys(): readonly string[] {
  return Object.entries(CATALOGUE.keys).flatMap(([key, shape]) => [
    key,
    ...(shape.kind === "table" ? Object.keys(shape.keys).map((inner) => `${key}.${inner}`) : []),
  ]);
}

function number(expected: string, whole: boolean): Shape {
  return { kind: "number", expected, whole, min: 0, max: Number.MAX_SAFE_INTEGER };
}

function names([first, ...rest]: typeof PRESETS): [string, ...string[]] {
  return [first?.name ?? "", ...rest.map(({ name }) => name)];
}
