/** Settings of several layers by chance, with all keys that open or close something. */
import * as fc from "fast-check";
import { stringify } from "smol-toml";

const some = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const lists = <T>(...values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { maxLength: Math.min(3, values.length) });
const partly = (keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> =>
  fc.record(keys, { requiredKeys: [] });
const PLACES = [":workspace_roots", "sub", "/a", "/a/b", "~/x", ":root", ":tmpdir", "/w", "~/.ssh"];
const NAMES = ["FOO", "A_TOKEN", "*", "HOME", "F*"];

const GRANULAR = fc
  .record({ sandbox_approval: fc.boolean(), rules: fc.boolean(), mcp_elicitations: fc.boolean() })
  .map((granular) => ({ granular }));

/** The choice of a mode or profile, in one of its forms. */
const CHOICE = fc.oneof(
  fc.constant({}),
  some("read-only", "workspace-write", "danger-full-access").map((mode) => ({ sandbox_mode: mode })),
  some(":read-only", ":workspace", ":danger-full-access", "x", "y").map((name) => ({ default_permissions: name })),
  some("read-only", "default", "full-access").map((preset) => ({ preset })),
);

const REST = partly({
  approval_policy: fc.oneof(some<unknown>("untrusted", "on-request", "on-failure", "never"), GRANULAR),
  approvals_reviewer: some("user", "auto_review"),
  auto_review: partly({
    model: some("none", "m"),
    model_provider: some("p", "q"),
    policy: some("", "Be kind."),
    approve_up_to: some("medium", "low", "none"),
    deny_from: some("critical", "high", "low"),
    max_risk_score: some(100, 50, 10),
    timeout_seconds: some(90, 5),
    budget: some(500, 3, 0),
    max_lookups: some(6, 0),
    categories: partly({ network: some("ask", "deny"), hidden: some("ask", "deny") }),
  }),
  sandbox_workspace_write: partly({
    writable_roots: lists("/a", "/srv", "/w/sub"),
    network_access: fc.boolean(),
    exclude_tmpdir_env_var: fc.boolean(),
    exclude_slash_tmp: fc.boolean(),
    git: some("read-only", "steps", "commit"),
    workspace_files: some("read-only", "writable"),
  }),
  permission_profile: partly({
    filesystem: partly({
      read: lists(...PLACES),
      write: lists(...PLACES),
      deny: lists("/a", "/w/sub", "*.pem", "~/x"),
    }),
    network: partly({ allow: lists("a.com", "*.a.com", "*"), deny: lists("a.com", "*.a.com", "*") }),
    environment: partly({ scrub: fc.oneof(lists(...NAMES), fc.constant(false)), keep: lists(...NAMES) }),
    limits: partly({
      processes: some<unknown>(10, 300, 1000, "suited", false),
      memory: some<unknown>("1GB", "2GB", false),
    }),
  }),
  key_stores: partly({ deny: fc.boolean(), add: lists("~/x", "/a/b"), allow: lists("~/.ssh", "npm") }),
  shell_environment_policy: partly({
    inherit: some("all", "core", "none"),
    include_only: lists(...NAMES),
    exclude: lists(...NAMES),
    ignore_default_excludes: fc.boolean(),
  }),
  features: partly({ network_proxy: fc.boolean(), smart_approvals: fc.boolean() }),
  execpolicy: partly({ allow_runs: some("inside", "outside"), user_rules: lists("a.rules") }),
  mcp_servers: partly({ m: fc.constant({ command: "m" }) }),
  model: some("m", "n"),
});

const LAYER = fc.tuple(CHOICE, REST).map(([choice, rest]) => stringify({ ...choice, ...rest }));

/** Profiles that every set of layers knows. */
const PROFILES = `
[permissions.x]
extends = ":workspace"
[permissions.x.filesystem]
"/a" = "deny"
"/srv" = "write"
[permissions.x.network]
enabled = true
domains = { "a.com" = "allow" }
[permissions.y]
extends = ":danger-full-access"
[permissions.y.filesystem]
"/a/b" = "deny"
`;
const SYSTEM = some(
  'sandbox_mode = "workspace-write"',
  'default_permissions = ":workspace"',
  'sandbox_mode = "read-only"',
).map((choice) => choice + PROFILES);

/** What all of them say, and up to two files of a project. */
export const RANDOM_LAYERS = fc.record(
  {
    profile: LAYER,
    managed: LAYER,
    user: LAYER,
    system: SYSTEM,
    project: fc.array(LAYER, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ["project", "system"] },
);
