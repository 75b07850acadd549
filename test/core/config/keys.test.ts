/** Every key with a right value and with wrong ones: what it sets, or what is wrong where. */
import { assert, constantFrom, oneof, property, string, array, tuple } from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE } from "../../../src/core/config/catalogue.ts";
import { describeConfigError, type Place } from "../../../src/core/config/error.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import type { Layer } from "../../../src/core/config/settings.ts";
import { readConfigText, readOverrides } from "../../../src/core/config/toml.ts";
import { policyOf } from "./policies.ts";
import { LIST_ITEMS_MAX } from "../../../src/core/config/spot.ts";

const FILE = "/h/config.toml";

function read(text: string): Layer | string {
  const layer = readConfigText({ name: "user", file: FILE, text, base: "/h", userHome: "/home/u" });
  return layer.ok ? layer.value.layer : describeConfigError(layer.error);
}

function typed(text: string): Layer | string {
  const layer = readOverrides([text], "/w", "/home/u");
  return layer.ok ? layer.value.layer : describeConfigError(layer.error);
}

const at = (line: number, column: number): Place => ({ kind: "file", file: FILE, line, column });
const granular = (...five: Parameters<typeof policyOf>): Layer => ({ approvalPolicy: policyOf(...five) });
const environment = (said: object): Layer => ({
  environment: {
    defaults: null,
    scrub: null,
    keep: null,
    inherit: null,
    only: null,
    exclude: null,
    excludesSecrets: null,
    set: null,
    ...said,
  },
});

const RIGHT: readonly [text: string, expected: Layer][] = [
  ['approval_policy = "untrusted"', { approvalPolicy: "untrusted" }],
  ['approval_policy = "unless-trusted"', { approvalPolicy: "untrusted" }],
  ['approval_policy = "on-request"', { approvalPolicy: "on-request" }],
  ['approval_policy = "on-failure"', { approvalPolicy: "on-failure" }],
  ['approval_policy = "never"', { approvalPolicy: "never" }],
  [
    "approval_policy = { granular = { sandbox_approval = true, rules = false, mcp_elicitations = true } }",
    granular(true, false, true),
  ],
  [
    "[approval_policy.granular]\nsandbox_approval = false\nrules = false\nmcp_elicitations = false\nrequest_permissions = true\nskill_approval = true",
    granular(false, false, false, true, true),
  ],
  [
    "[approval_policy.granular]\nrules = true\nskill_approval = true",
    { granular: { part: { rules: true, skill_approval: true }, place: at(1, 1) } },
  ],
  [
    'preset = "read-only"\napproval_policy.granular.rules = true',
    { sandboxMode: "read-only", granular: { part: { rules: true }, place: at(2, 1) } },
  ],
  ['approvals_reviewer = "user"', { reviewer: "user" }],
  ['approvals_reviewer = "auto_review"', { reviewer: "auto_review" }],
  ['approvals_reviewer = "guardian_subagent"', { reviewer: "auto_review" }],
  ["features.smart_approvals = false", { smartApprovals: false }],
  ["features.network_proxy = true", { networkProxy: true }],
  ["features.network_proxy = { enabled = false, mode = 1 }", { networkProxy: false }],
  ["features.network_proxy = {}", { networkProxy: true }],
  [
    'features.network_proxy = { domains = { "a.test" = "allow", "*.b.test" = "deny" } }',
    {
      networkProxy: true,
      proxyDomains: [
        { pattern: { host: "a.test", port: null }, says: "allow" },
        { pattern: { host: "*.b.test", port: null }, says: "deny" },
      ],
    },
  ],
  [
    'execpolicy.user_rules = ["a.rules", "~/b.rules", "/c/../d.rules"]',
    { userRules: ["/h/a.rules", "/home/u/b.rules", "/d.rules"] },
  ],
  ["execpolicy.user_rules = []", { userRules: [] }],
  ['execpolicy.allow_runs = "outside"', { allowRuns: "outside" }],
  [
    '[projects."~/x"]\ntrust_level = "trusted"\n[projects."/y"]\ntrust_level = "untrusted"\n[projects.z]\n',
    {
      projects: new Map([
        ["/home/u/x", { level: "trusted", place: at(2, 15) }],
        ["/y", { level: "untrusted", place: at(4, 15) }],
      ]),
    },
  ],
  // Of two words for one folder the stricter counts.
  ...["trusted", "untrusted"].map((first, index): [string, Layer] => [
    `[projects."/a/b/../"]\ntrust_level = "${first}"\n[projects."/a"]\ntrust_level = "${index === 0 ? "untrusted" : "trusted"}"`,
    { projects: new Map([["/a", { level: "untrusted", place: at(index === 0 ? 4 : 2, 15) }]]) },
  ]),
  [
    '[projects."C:\\\\x"]\ntrust_level = "untrusted"',
    { projects: new Map([["C:\\x", { level: "untrusted", place: at(2, 15) }]]) },
  ],
  ["[permissions]", {}],
  ['profile = "work"', { profile: { name: "work", place: at(1, 11) } }],
  ['[profiles.work]\nmodel = "m"\nfeatures.smart_approvals = false', {}],
  ['project_root_markers = [".hg", "go.mod"]', { rootMarkers: [".hg", "go.mod"] }],
  ["project_root_markers = []", { rootMarkers: [] }],
  ['model = "m"\nmodel_provider = "p"', { model: "m", modelProvider: "p" }],
  [
    '[model_providers.p]\nname = "P"\nbase_url = "http://127.0.0.1:1/v1"\nenv_key = "KEY"\nwire_api = "responses"\nquery_params = { a = "b" }\nrequest_max_retries = 0',
    {
      modelProviders: new Map([
        [
          "p",
          {
            name: "P",
            baseUrl: "http://127.0.0.1:1/v1",
            envKey: "KEY",
            wireApi: "responses",
            queryParams: { a: "b" },
            requestRetriesMax: 0,
          },
        ],
      ]),
    },
  ],
  [
    '[mcp_servers.s]\ncommand = "c"\nargs = ["-v", ""]\ncwd = "sub"\nenabled = false',
    {
      mcpServers: new Map([
        ["s", { place: at(1, 1), command: "c", args: ["-v", ""], cwd: "/h/sub", isEnabled: false }],
      ]),
    },
  ],
  ['shell_environment_policy.inherit = "core"', environment({ inherit: "core" })],
  ["shell_environment_policy.ignore_default_excludes = true", environment({ excludesSecrets: false })],
  ["shell_environment_policy.ignore_default_excludes = false", environment({ excludesSecrets: true })],
  ['shell_environment_policy.exclude = ["A*"]', environment({ exclude: ["A*"] })],
  ['shell_environment_policy.include_only = ["A*"]', environment({ only: ["A*"] })],
  ['shell_environment_policy.set = { A = "1", B = "" }', environment({ set: { A: "1", B: "" } })],
  ["shell_environment_policy.experimental_use_profile = true", environment({})],
];
test.each(RIGHT)("reads %s", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

const POLICIES = 'one of "untrusted", "on-request", "on-failure", "never", or { granular = { ... } }';
const ALLOWED = "auto, prompt, writes, approve".split(", ").map((name) => JSON.stringify(name));
const NAMES = "a list of names in quotes, with * for any characters";

const WRONG: readonly [text: string, expected: string][] = [
  ["approval_policy = 5", `1:19: approval_policy is 5, but must be ${POLICIES}`],
  ['approval_policy = "granular"', `1:19: approval_policy is "granular", but must be ${POLICIES}`],
  ['approval_policy = ["never"]', `1:19: approval_policy is a list, but must be ${POLICIES}`],
  ["approval_policy = {}", "1:19: approval_policy.granular is not there, but must be a table"],
  ["approval_policy = { granular = 1 }", "1:32: approval_policy.granular is 1, but must be a table"],
  [
    "approval_policy = { never = true }",
    '1:29: approval_policy.never is no key that is read, but must be one of "granular"',
  ],
  [
    '[approval_policy.granular]\nsandbox_approval = true\nrules = "no"\nmcp_elicitations = true',
    '3:9: approval_policy.granular.rules is "no", but must be true or false',
  ],
  [
    "[approval_policy.granular]\nsandbox_approval = true\nrules = true\nmcp_elicitations = true\nnetwork = false",
    '5:11: approval_policy.granular.network is no key that is read, but must be one of "sandbox_approval", "rules", "mcp_elicitations", "request_permissions", "skill_approval"',
  ],
  [
    'approvals_reviewer = "nobody"',
    '1:22: approvals_reviewer is "nobody", but must be one of "user", "auto_review", "guardian_subagent"',
  ],
  [
    "approvals_reviewer = true",
    '1:22: approvals_reviewer is true, but must be one of "user", "auto_review", "guardian_subagent"',
  ],
  ["features = 1", "1:12: features is 1, but must be a table"],
  ["features.smart_approvals = 0", "1:28: features.smart_approvals is 0, but must be true or false"],
  ["features.network_proxy = 1", "1:26: features.network_proxy is 1, but must be true or false"],
  [
    'features.network_proxy = { domains = { "a b" = "allow" } }',
    `1:48: features.network_proxy.domains."a b" is no host, but must be a host such as "api.example.com", "*.example.com", "**.example.com", "example.com:8443" or "*"`,
  ],
  ["features.network_proxy = { enabled = 1 }", "1:38: features.network_proxy.enabled is 1, but must be true or false"],
  ['execpolicy.user_rules = "a"', '1:25: execpolicy.user_rules is "a", but must be a list of paths in quotes'],
  ['execpolicy.user_rules = [""]', '1:26: execpolicy.user_rules is "", but must be a path in quotes'],
  ["execpolicy.allow_runs = 1", '1:25: execpolicy.allow_runs is 1, but must be one of "inside", "outside"'],
  ['projects = "/a"', '1:12: projects is "/a", but must be a table'],
  ['projects = { "/a" = "trusted" }', '1:21: projects."/a" is "trusted", but must be a table'],
  [
    '[projects."/a"]\ntrust_level = "Trusted"',
    '2:15: projects."/a".trust_level is "Trusted", but must be one of "trusted", "untrusted"',
  ],
  ["profile = 1", "1:11: profile is 1, but must be the name of a profile in quotes"],
  ['profile = ""', '1:11: profile is "", but must be the name of a profile in quotes'],
  ["profiles = []", "1:12: profiles is a list, but must be a table"],
  ["profiles.x = 1", "1:14: profiles.x is 1, but must be a table"],
  [
    '[profiles.x.sandbox_workspace_write]\nnetwork_access = "yes"',
    '2:18: profiles.x.sandbox_workspace_write.network_access is "yes", but must be true or false',
  ],
  ['profiles.x.profile = "y"', '1:22: profiles.x.profile is "y", but must be left out: a profile cannot say it'],
  ["[profiles.x.profiles.y]", "1:1: profiles.x.profiles is a table, but must be left out: a profile cannot say it"],
  [
    '[profiles.x.projects."/a"]\ntrust_level = "untrusted"',
    "1:1: profiles.x.projects is a table, but must be left out: a profile cannot say it",
  ],
  [
    "profiles.x.project_root_markers = []",
    "1:35: profiles.x.project_root_markers is a list, but must be left out: a profile cannot say it",
  ],
  ['project_root_markers = ".git"', '1:24: project_root_markers is ".git", but must be a list of names in quotes'],
  ["project_root_markers = [1]", "1:25: project_root_markers is 1, but must be the name of a file or folder in quotes"],
  ["model = 1", "1:9: model is 1, but must be a text in quotes"],
  ['model_provider = ""', '1:18: model_provider is "", but must be a text in quotes'],
  ["model_providers.p = 1", "1:21: model_providers.p is 1, but must be a table"],
  ['model_providers.p.wire_api = "chat"', '1:30: model_providers.p.wire_api is "chat", but must be one of "responses"'],
  [
    "model_providers.p.request_max_retries = 1.5",
    "1:41: model_providers.p.request_max_retries is 1.5, but must be a whole number, not below 0",
  ],
  [
    "model_providers.p.stream_idle_timeout_ms = -1",
    "1:44: model_providers.p.stream_idle_timeout_ms is -1, but must be a whole number of milliseconds, not below 0",
  ],
  [
    "model_providers.p.query_params = { a = 1 }",
    "1:40: model_providers.p.query_params.a is 1, but must be a text in quotes",
  ],
  [
    'model_providers.p.env_key = "A B"',
    '1:29: model_providers.p.env_key is "A B", but must be the name of a variable in quotes',
  ],
  ["mcp_servers = 1", "1:15: mcp_servers is 1, but must be a table"],
  ["[[mcp_servers]]\na = 1", "1:1: mcp_servers is a list, but must be a table"],
  ["mcp_servers.s.command = []", "1:25: mcp_servers.s.command is a list, but must be a program in quotes"],
  ['mcp_servers.s.args = "x"', '1:22: mcp_servers.s.args is "x", but must be a list of texts in quotes'],
  ["mcp_servers.s.args = [1]", "1:23: mcp_servers.s.args is 1, but must be a text in quotes"],
  ["mcp_servers.s.env = { A = 1 }", "1:27: mcp_servers.s.env.A is 1, but must be a text in quotes"],
  [
    "mcp_servers.s.startup_timeout_sec = -1",
    "1:37: mcp_servers.s.startup_timeout_sec is -1, but must be a number of seconds, not below 0",
  ],
  [
    "mcp_servers.s.tool_timeout_sec = nan",
    "1:34: mcp_servers.s.tool_timeout_sec is NaN, but must be a number of seconds, not below 0",
  ],
  [
    "mcp_servers.s.tool_timeout_sec = inf",
    "1:34: mcp_servers.s.tool_timeout_sec is Infinity, but must be a number of seconds, not below 0",
  ],
  [
    "mcp_servers.s.startup_timeout_ms = 9223372036854775807",
    "1:36: mcp_servers.s.startup_timeout_ms is 9223372036854775807, but must be a whole number of milliseconds, not below 0",
  ],
  ['mcp_servers.s.enabled = "no"', '1:25: mcp_servers.s.enabled is "no", but must be true or false'],
  [
    'mcp_servers.s.default_tools_approval_mode = "ask"',
    `1:45: mcp_servers.s.default_tools_approval_mode is "ask", but must be one of ${ALLOWED.join(", ")}`,
  ],
  [
    'mcp_servers.s.tools.t.approval_mode = "deny"',
    `1:39: mcp_servers.s.tools.t.approval_mode is "deny", but must be one of ${ALLOWED.join(", ")}`,
  ],
  ["mcp_servers.s.tools.t = true", "1:25: mcp_servers.s.tools.t is true, but must be a table"],
  [
    'mcp_servers.s.bearer_token = "hush"',
    "1:30: mcp_servers.s.bearer_token is a secret in a file, but must be left out: put it into a variable and name that in bearer_token_env_var",
  ],
  ["shell_environment_policy = 1", "1:28: shell_environment_policy is 1, but must be a table"],
  [
    'shell_environment_policy.inherit = "some"',
    '1:36: shell_environment_policy.inherit is "some", but must be one of "all", "core", "none"',
  ],
  ['shell_environment_policy.exclude = "A"', `1:36: shell_environment_policy.exclude is "A", but must be ${NAMES}`],
  [
    "shell_environment_policy.include_only = [1]",
    `1:42: shell_environment_policy.include_only is 1, but must be ${NAMES}`,
  ],
  [
    "shell_environment_policy.set = { A = 1 }",
    "1:38: shell_environment_policy.set.A is 1, but must be a text in quotes",
  ],
  [
    'shell_environment_policy.set = { HOME = "/x" }',
    "1:41: shell_environment_policy.set.HOME is under no name that can be used, but must be under the name of a variable, without = and *, and not HOME",
  ],
  [
    'shell_environment_policy.set = { "A=B" = "1" }',
    '1:42: shell_environment_policy.set."A=B" is under no name that can be used, but must be under the name of a variable, without = and *, and not HOME',
  ],
  [
    "shell_environment_policy.experimental_use_profile = 1",
    "1:53: shell_environment_policy.experimental_use_profile is 1, but must be true or false",
  ],
];
test.each(WRONG)("refuses %s", (text, expected) => {
  expect(read(text)).toBe(`${FILE}:${expected}`);
});

test.each(WRONG.filter(([text]) => /^[\w.]+ = [^\n]*$/.test(text)))("refuses -c %s", (text, expected) => {
  const flag = text.replace(" = ", "=");
  expect(typed(flag)).toBe(`-c ${flag}: ${expected.replace(/^\d+:\d+: /, "")}`);
});

test("a secret stands in no message", () => {
  const said = [
    read('mcp_servers.s.bearer_token = "hush-hush"'),
    read('mcp_servers.s = { url = "u", http_headers = { A = ["hush-hush"] } }'),
    read('shell_environment_policy.set = { A = ["hush-hush"] }'),
  ];
  expect(said.filter((words) => typeof words !== "string" || words.includes("hush"))).toEqual([]);
});

function named(texts: readonly (readonly [string, ...unknown[]])[], key: string): boolean {
  return texts.some(([text]) => new RegExp(`^\\[*${key}\\b|\\n\\[*${key}\\b`).test(text));
}

test("every key that is read has a right and a wrong value above or in the tests of its own reader", () => {
  const elsewhere = ["preset", "auto_review", "sandbox_mode", "sandbox_workspace_write", "default_permissions"];
  const own = ["permissions", "permission_profile", "key_stores"];
  const keys = Object.keys(CATALOGUE.keys).filter((key) => ![...elsewhere, ...own].includes(key));
  expect(keys.filter((key) => !named(RIGHT, key) || !named(WRONG, key))).toEqual([]);
});

const VALUES = [
  "1",
  "-1",
  "1.5",
  "nan",
  "true",
  '""',
  '"x"',
  '"never"',
  "'\u0007'",
  "[]",
  "[1]",
  '["a", []]',
  "{}",
  '{ a = "b" }',
  "{ enabled = true }",
  "{ granular = { rules = true } }",
  "2026-11-21",
  "9223372036854775807",
  "=",
  "",
  '"',
  "[[",
];

test("no text makes the reader throw: it gives a layer, or one line that says where", () => {
  const part = oneof(
    constantFrom(...Object.keys(CATALOGUE.keys)),
    constantFrom("a", '"/x"', "granular", "network_access", "set", "command", "trust_level", "filesystem", "__proto__"),
    string({ maxLength: 6 }),
  );
  const key = array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
  const line = oneof(
    tuple(key, constantFrom(...VALUES)).map(([name, value]) => `${name} = ${value}`),
    key.map((name) => `[${name}]`),
    key.map((name) => `[[${name}]]`),
  );
  assert(
    property(array(line, { maxLength: 6 }), (lines) => {
      const text = lines.join("\n");
      const layer = readConfigText({ name: "user", file: FILE, text, base: "/h", userHome: "/home/u" });
      const said = layer.ok
        ? (layer.value.layer.notices ?? []).map(describeNotice)
        : [describeConfigError(layer.error)];
      expect(said.filter((words) => !/^\/h\/config\.toml:[1-9]\d*:[1-9]\d*: .+$/.test(words))).toEqual([]);
      expect(layer.ok || layer.error.kind === "syntax" || layer.error.kind === "bad-value").toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["permission_profile.filesystem", "deny", "/a"],
  ["permission_profile.network", "allow", "a.example"],
  ["permission_profile.environment", "scrub", "A"],
  ["sandbox_workspace_write", "writable_roots", "/a"],
  ["shell_environment_policy", "exclude", "A"],
])("a list longer than any that is meant is refused: %s.%s", (table, key, item) => {
  const read = (count: number): string | null => {
    const text = `[${table}]\n${key} = [${Array.from({ length: count }, () => JSON.stringify(item)).join(", ")}]\n`;
    const layer = readConfigText({ name: "user", file: FILE, text, base: "/h", userHome: "/home/u" });
    return layer.ok ? null : describeConfigError(layer.error);
  };
  expect(read(LIST_ITEMS_MAX)).toBe(null);
  expect(read(LIST_ITEMS_MAX + 1)).toContain(
    `${table}.${key} is a list of 4097, but must be a list of at most 4096 items`,
  );
});
