/** What holds, and who said so. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { effectiveOf } from "../../../src/core/config/origins.ts";
import { NO_REQUIREMENTS } from "../../../src/core/config/requirements.ts";
import { isTable } from "../../../src/core/config/spot.ts";
import { FILES, joinedOf, type Layered, PROJECT_FILES, shown } from "./layered.ts";
import { RANDOM_LAYERS } from "./random-layers.ts";

const { user, managed, system, profile, session, requirements } = FILES;
const [near, root] = PROJECT_FILES;
const PROFILE = '[permissions.x]\nextends = ":workspace"\n';

const CASES: readonly [name: string, given: Layered, key: string, expected: readonly [unknown, string] | null][] = [
  ["a default", {}, "approval_policy", ["on-request", "default"]],
  [
    "a default of what is started",
    { defaults: { sandboxMode: "read-only" } },
    "sandbox_mode",
    ["read-only", "default"],
  ],
  [
    "a line of the user's file",
    { user: '\n\napproval_policy = "never"' },
    "approval_policy",
    ["never", `user ${user}:3`],
  ],
  [
    "the other name of a value",
    { user: 'approval_policy = "unless-trusted"' },
    "approval_policy",
    ["untrusted", `user ${user}:1`],
  ],
  [
    "a preset",
    { user: 'model = "m"\npreset = "full-access"' },
    "sandbox_mode",
    ["danger-full-access", `user ${user}:2`],
  ],
  ["a preset by its own name", { user: 'preset = "full-access"' }, "preset", null],
  [
    "a key beside a preset, which wins",
    { user: 'preset = "full-access"\nsandbox_mode = "read-only"' },
    "sandbox_mode",
    ["read-only", `user ${user}:2`],
  ],
  [
    "a policy by category",
    { user: "[approval_policy.granular]\nsandbox_approval = true\nrules = false\nmcp_elicitations = true" },
    "approval_policy",
    [
      {
        granular: {
          sandbox_approval: true,
          rules: false,
          mcp_elicitations: true,
          request_permissions: false,
          skill_approval: false,
        },
      },
      `user ${user}:1`,
    ],
  ],
  ["a flag", { flags: { sandboxMode: "read-only" } }, "sandbox_mode", ["read-only", "command-line -s read-only"]],
  ["a policy by flag", { flags: { approvalPolicy: "never" } }, "approval_policy", ["never", "command-line -a never"]],
  ["a flag for two keys", { flags: { fullAuto: true } }, "approval_policy", ["on-request", "command-line --full-auto"]],
  [
    "the flag without a sandbox",
    { flags: { yolo: true } },
    "sandbox_mode",
    ["danger-full-access", "command-line --yolo"],
  ],
  [
    "a flag over -c",
    { flags: { sandboxMode: "read-only" }, typed: ["sandbox_mode=workspace-write"] },
    "sandbox_mode",
    ["read-only", "command-line -s read-only"],
  ],
  [
    "the last -c that says it",
    { typed: ["approval_policy=never", "approval_policy=untrusted", "sandbox_mode=read-only"] },
    "approval_policy",
    ["untrusted", "command-line -c approval_policy=untrusted"],
  ],
  [
    "a table by -c",
    { typed: ["sandbox_workspace_write={network_access=true}"] },
    "sandbox_workspace_write.network_access",
    [true, "command-line -c sandbox_workspace_write={network_access=true}"],
  ],
  [
    "the machine owner's file over a flag",
    { managed: 'sandbox_mode = "read-only"', flags: { yolo: true } },
    "sandbox_mode",
    ["read-only", `managed ${managed}:1`],
  ],
  [
    "a client's word over a flag",
    { session: 'sandbox_mode = "read-only"', flags: { yolo: true } },
    "sandbox_mode",
    ["read-only", `session ${session}:1`],
  ],
  [
    "a profile over a project",
    { profile: 'model = "a"', project: ['model = "b"'] },
    "model",
    ["a", `profile ${profile}:1`],
  ],
  ["the nearest folder of a project", { project: ['model = "a"', 'model = "b"'] }, "model", ["a", `project ${near}:1`]],
  [
    "a project over the user",
    { project: ["", 'model = "b"'], user: 'model = "c"' },
    "model",
    ["b", `project ${root}:1`],
  ],
  ["the user over the system", { user: 'model = "c"', system: 'model = "d"' }, "model", ["c", `user ${user}:1`]],
  ["the system", { system: 'model = "d"' }, "model", ["d", `system ${system}:1`]],
  ["nothing", {}, "model", null],
  [
    "a policy that is not allowed",
    { user: 'approval_policy = "never"', requirements: '\nallowed_approval_policies = ["on-request"]' },
    "approval_policy",
    ["on-request", `requirements ${requirements}:2`],
  ],
  [
    "a mode that is not allowed",
    { user: 'sandbox_mode = "danger-full-access"', requirements: 'allowed_sandbox_modes = ["read-only"]' },
    "sandbox_mode",
    ["read-only", `requirements ${requirements}:1`],
  ],
  [
    "what is denied beside what requirements deny",
    {
      user: '[permission_profile.filesystem]\ndeny = ["/a"]',
      requirements: '[permissions.filesystem]\ndeny_read = ["/srv/keys", "/srv/**/*.pem"]',
    },
    "permission_profile.filesystem.deny",
    [["/a", "/srv/keys", "/srv/**/*.pem"], `requirements ${requirements}:2`],
  ],
  [
    "what full access takes back of what is denied, and requirements do not",
    {
      flags: { yolo: true },
      user: '[permission_profile.filesystem]\ndeny = ["/a"]',
      requirements: '[permissions.filesystem]\ndeny_read = ["/srv/keys"]',
    },
    "permission_profile.filesystem.deny",
    [["/srv/keys"], `requirements ${requirements}:2`],
  ],
  [
    "a policy that is allowed",
    { user: 'approval_policy = "never"', requirements: 'allowed_approval_policies = ["never"]' },
    "approval_policy",
    ["never", `user ${user}:1`],
  ],
  [
    "paths as they are understood",
    { user: '[sandbox_workspace_write]\nwritable_roots = ["~/a", "b"]' },
    "sandbox_workspace_write.writable_roots",
    [["/home/you/a", "/home/you/.codex/b"], `user ${user}:2`],
  ],
  [
    "a list of the stronger layer alone",
    {
      project: ['[sandbox_workspace_write]\nwritable_roots = ["/b"]'],
      user: '[sandbox_workspace_write]\nwritable_roots = ["/a"]',
    },
    "sandbox_workspace_write.writable_roots",
    [["/b"], `project ${near}:2`],
  ],
  [
    "a list that an untrusted project's does not change",
    { project: ['[sandbox_workspace_write]\nwritable_roots = ["/b"]'], isTrusted: false },
    "sandbox_workspace_write.writable_roots",
    [[], "default"],
  ],
  [
    "a list that an untrusted project's makes shorter",
    {
      project: ['[sandbox_workspace_write]\nwritable_roots = ["/b"]'],
      user: '[sandbox_workspace_write]\nwritable_roots = ["/a", "/b"]',
      isTrusted: false,
    },
    "sandbox_workspace_write.writable_roots",
    [["/b"], `project ${near}:2`],
  ],
  [
    "a key of a table beside a stronger layer's other key",
    {
      profile: "[sandbox_workspace_write]\nexclude_slash_tmp = true",
      user: "[sandbox_workspace_write]\nnetwork_access = true",
    },
    "sandbox_workspace_write.network_access",
    [true, `user ${user}:2`],
  ],
  [
    "the older name of a reviewer",
    { user: 'approvals_reviewer = "guardian_subagent"' },
    "approvals_reviewer",
    ["auto_review", `user ${user}:1`],
  ],
  [
    "the older key of a reviewer",
    { user: "guardian_approval = true" },
    "approvals_reviewer",
    ["auto_review", `user ${user}:1`],
  ],
  [
    "a named profile",
    { user: `default_permissions = "x"\n${PROFILE}` },
    "default_permissions",
    ["x", `user ${user}:1`],
  ],
  [
    "the mode of a named profile",
    { user: `default_permissions = "x"\n${PROFILE}` },
    "sandbox_mode",
    ["workspace-write", `user ${user}:1`],
  ],
  [
    "a named profile under a stronger mode",
    { flags: { sandboxMode: "read-only" }, user: `default_permissions = "x"\n${PROFILE}` },
    "default_permissions",
    null,
  ],
  [
    "a mode under a stronger profile",
    { profile: `default_permissions = "x"\n${PROFILE}`, user: 'sandbox_mode = "read-only"' },
    "sandbox_mode",
    ["workspace-write", `profile ${profile}:1`],
  ],
  [
    "a key of a profile's own table",
    { user: `default_permissions = "x"\n${PROFILE}` },
    "permissions.x.extends",
    [":workspace", `user ${user}:3`],
  ],
  [
    "keys of one profile in two layers",
    { profile: '[permissions.x.filesystem]\n"/a b" = "read"', user: `default_permissions = "x"\n${PROFILE}` },
    'permissions.x.filesystem."/a b"',
    ["read", `profile ${profile}:2`],
  ],
  [
    "what a mode takes back",
    { user: 'sandbox_mode = "read-only"\n[permission_profile.filesystem]\nwrite = ["/a"]' },
    "permission_profile.filesystem.write",
    null,
  ],
  [
    "what full access takes back",
    { flags: { yolo: true }, user: '[permission_profile.filesystem]\ndeny = ["/a"]' },
    "permission_profile.filesystem.deny",
    null,
  ],
  [
    "what stays under a mode",
    { user: 'sandbox_mode = "read-only"\n[permission_profile.filesystem]\ndeny = ["/a"]' },
    "permission_profile.filesystem.deny",
    [["/a"], `user ${user}:3`],
  ],
  [
    "a limit",
    { user: '[permission_profile.limits]\nmemory = "2GB"' },
    "permission_profile.limits.memory",
    [2 * 1024 ** 3, `user ${user}:2`],
  ],
  [
    "a limit that full access takes back",
    { flags: { yolo: true }, user: '[permission_profile.limits]\nmemory = "2GB"' },
    "permission_profile.limits.memory",
    [false, "command-line --yolo"],
  ],
  [
    "a server's key",
    { user: '[mcp_servers.a]\ncommand = "x"\nenv = { T = "1" }' },
    "mcp_servers.a.env.T",
    ["1", `user ${user}:3`],
  ],
  [
    "a mark of trust",
    { user: '[projects."/w"]\ntrust_level = "trusted"' },
    'projects."/w".trust_level',
    ["trusted", `user ${user}:2`],
  ],
  [
    "a mark of trust in a project's file",
    { project: ['[projects."/w"]\ntrust_level = "trusted"'] },
    'projects."/w".trust_level',
    null,
  ],
  [
    "a profile by flag",
    { flags: { profile: "work" }, user: 'profile = "other"' },
    "profile",
    ["work", "command-line -p work"],
  ],
  ["a key that assent does not read", { user: 'model_reasoning_effort = "high"' }, "model_reasoning_effort", null],
  [
    "a feature that assent does not read",
    { user: "[features]\nweb_search_request = true" },
    "features.web_search_request",
    null,
  ],
  [
    "a switch that a stronger layer gives a table",
    { profile: "[features.network_proxy]\nenabled = true", user: "[features]\nnetwork_proxy = false" },
    "features.network_proxy",
    null,
  ],
];

test.each(CASES)("tells of %s", (_name, given, key, expected) => {
  expect(shown(given, key)).toEqual(expected);
});

test("tells of every key that has a default", () => {
  const joined = joinedOf({});
  if (typeof joined === "string") throw new Error(joined);
  expect(
    Object.fromEntries(
      [...effectiveOf({ ...joined, requirements: NO_REQUIREMENTS })].map(([key, { value }]) => [key, value]),
    ),
  ).toEqual({
    approval_policy: "on-request",
    approvals_reviewer: "user",
    "auto_review.approve_up_to": "medium",
    "auto_review.deny_from": "critical",
    "auto_review.max_risk_score": 100,
    "auto_review.timeout_seconds": 90,
    "auto_review.budget": 500,
    "auto_review.max_lookups": 6,
    sandbox_mode: "workspace-write",
    "sandbox_workspace_write.writable_roots": [],
    "sandbox_workspace_write.network_access": false,
    "sandbox_workspace_write.exclude_tmpdir_env_var": false,
    "sandbox_workspace_write.exclude_slash_tmp": false,
    "sandbox_workspace_write.git": "steps",
    "sandbox_workspace_write.workspace_files": "read-only",
    "execpolicy.allow_runs": "inside",
    "execpolicy.user_rules": [],
    "features.smart_approvals": true,
    "key_stores.deny": true,
    "permission_profile.limits.processes": "suited",
    "permission_profile.limits.memory": false,
    "permission_profile.limits.file_size": false,
  });
});

/**
 * The settings, and those that result where all that is told is written down: the choice of a mode or profile below the
 * rest, for beside it in one file it would take back what the rest opens.
 */
function written(given: Layered): readonly [unknown, unknown] | null {
  const joined = joinedOf(given);
  if (typeof joined === "string") return null;
  const told = [...effectiveOf({ ...joined, requirements: NO_REQUIREMENTS })];
  const isNamed = told.some(([key]) => key === "default_permissions");
  // A profile that a project holds to reading is told as both, which no file can say.
  if (isNamed && joined.layers.some(({ layer }) => layer.narrowTo !== undefined)) return null;
  const lines = told.flatMap(([key, { value, origin }]): readonly (readonly [boolean, string])[] => {
    const isWritable = origin.layer !== "default" && !(isNamed && key === "sandbox_mode");
    return isWritable ? [[CHOICES.includes(key), `${key} = ${toml(value)}`]] : [];
  });
  const textOf = (isChoice: boolean): string =>
    lines.flatMap(([is, line]) => (is === isChoice ? [line] : [])).join("\n");
  const again = joinedOf({ user: textOf(false), system: textOf(true) });
  if (typeof again === "string") throw new Error(again);
  return [
    { ...joined.settings, notices: [] },
    { ...again.settings, notices: [] },
  ];
}

const CHOICES = ["default_permissions", "sandbox_mode"];

function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (!isTable(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key} = ${toml(inner)}`)
    .join(", ")} }`;
}

test("what is told is what holds: written into one file it comes to the same settings", () => {
  fc.assert(
    fc.property(RANDOM_LAYERS, fc.boolean(), (layers, isTrusted) => {
      const [settings, again] = written({ ...layers, isTrusted }) ?? [null, null];
      expect(again).toEqual(settings);
    }),
    { seed: 8, numRuns: Number(process.env["RUNS"] ?? 500) },
  );
});
