/** Requirements as text, into what they require or the place of what is wrong. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readBundleConfig } from "../../../src/core/config/bundle.ts";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { readRequirements } from "../../../src/core/config/read-requirements.ts";
import { NO_REQUIREMENTS, type Requirements } from "../../../src/core/config/requirements.ts";

const FILE = "/etc/codex/requirements.toml";

function read(text: string, host = "build-1"): Requirements | string {
  const source = { layer: "system", file: FILE, text, base: "/etc/codex", userHome: "/home/u", host } as const;
  const result = readRequirements(source);
  return result.ok ? result.value : describeConfigError(result.error);
}

function at(line: number, column: number) {
  return { layer: "system", place: { kind: "file", file: FILE, line, column } } as const;
}

const RULE = { decision: "prompt", justification: null, isCaseless: false } as const;
const CLOSED = {
  enabled: null,
  domains: [],
  managedAllowedDomainsOnly: false,
  unixSockets: [],
  allowLocalBinding: null,
} as const;
const GRANULAR = {
  granular: {
    sandbox_approval: true,
    rules: false,
    mcp_elicitations: false,
    request_permissions: false,
    skill_approval: false,
  },
};

const GOOD: readonly [name: string, text: string, expected: Partial<Requirements>][] = [
  ["nothing", "", {}],
  [
    "policies, by old names too",
    'allowed_approval_policies = ["unless-trusted", "on-request"]',
    { policies: [{ value: ["untrusted", "on-request"], ...at(1, 29) }] },
  ],
  [
    "on-failure, which is on-request to Codex",
    'allowed_approval_policies = ["on-failure"]',
    { policies: [{ value: ["on-failure", "on-request"], ...at(1, 29) }] },
  ],
  [
    "a granular policy, what is left out refused",
    "allowed_approval_policies = [{ granular = { sandbox_approval = true } }]",
    { policies: [{ value: [GRANULAR], ...at(1, 29) }] },
  ],
  [
    "modes; one of Codex's own counts for nothing",
    'allowed_sandbox_modes = ["read-only", "external-sandbox"]',
    { modes: [{ value: ["read-only"], ...at(1, 25) }] },
  ],
  [
    "modes for this machine, in the place of the others",
    'allowed_sandbox_modes = ["read-only"]\n[[remote_sandbox_config]]\nhostname_patterns = ["x", "BUILD-*"]\n' +
      'allowed_sandbox_modes = ["read-only", "workspace-write"]',
    { modes: [{ value: ["read-only", "workspace-write"], ...at(4, 25) }] },
  ],
  [
    "modes for other machines",
    '[[remote_sandbox_config]]\nhostname_patterns = ["build.1", "b?"]\nallowed_sandbox_modes = ["read-only"]',
    {},
  ],
  [
    "reviewers by both names",
    'allowed_approvals_reviewers = ["guardian_subagent", "user", "auto_review"]',
    { reviewers: [{ value: ["auto_review", "user"], ...at(1, 31) }] },
  ],
  [
    "rules as a list",
    '[[rules]]\npattern = ["curl"]\ndecision = "prompt"\n[[rules]]\npattern = ["git", ["push", "fetch"]]\n' +
      'decision = "forbidden"\njustification = "Ask for a review"',
    {
      rules: [
        { value: { ...RULE, pattern: ["curl"] }, ...at(1, 1) },
        {
          value: {
            ...RULE,
            pattern: ["git", ["push", "fetch"]],
            decision: "forbidden",
            justification: "Ask for a review",
          },
          ...at(4, 1),
        },
      ],
    },
  ],
  [
    "rules as Codex writes them",
    '[rules]\nprefix_rules = [\n  { pattern = [{ any_of = ["rm", "dd"] }, { token = "-f" }], decision = "prompt-user", canonical_matching = true },\n]',
    {
      rules: [
        { value: { ...RULE, pattern: [["rm", "dd"], "-f"], decision: "prompt-user", isCaseless: true }, ...at(3, 3) },
      ],
    },
  ],
  [
    "the network",
    "[experimental_network]\nenabled = true\nmanaged_allowed_domains_only = true\nallow_local_binding = false\n" +
      '[experimental_network.domains]\n"a.example" = "allow"\n"*.B.example:8443" = "deny"\n' +
      '[experimental_network.unix_sockets]\n"/run/x" = "deny"',
    {
      network: [
        {
          value: {
            enabled: true,
            domains: [
              { pattern: { host: "a.example", port: null }, says: "allow" },
              { pattern: { host: "*.b.example", port: 8443 }, says: "deny" },
            ],
            managedAllowedDomainsOnly: true,
            unixSockets: [{ path: "/run/x", says: "deny" }],
            allowLocalBinding: false,
          },
          ...at(1, 1),
        },
      ],
    },
  ],
  [
    "the network by its other name and older lists",
    '[network_proxy]\nallowed_domains = ["a.example"]\ndenied_domains = ["b.example"]\nallow_unix_sockets = ["/run/x"]\nhttp_port = 1',
    {
      network: [
        {
          value: {
            ...CLOSED,
            domains: [
              { pattern: { host: "a.example", port: null }, says: "allow" },
              { pattern: { host: "b.example", port: null }, says: "deny" },
            ],
            unixSockets: [{ path: "/run/x", says: "allow" }],
          },
          ...at(1, 1),
        },
      ],
    },
  ],
  [
    "MCP servers",
    '[mcp_servers.docs.identity]\ncommand = "docs-mcp"\n[mcp_servers.web.identity]\nurl = "https://mcp.example/x"',
    {
      mcpServers: [
        {
          value: new Map([
            ["docs", { kind: "command", command: "docs-mcp" }],
            ["web", { kind: "url", url: "https://mcp.example/x" }],
          ]),
          ...at(1, 1),
        },
      ],
    },
  ],
  ["no MCP server at all", "[mcp_servers]", { mcpServers: [{ value: new Map(), ...at(1, 1) }] }],
  [
    "profiles",
    'default_permissions = ":read-only"\n[allowed_permission_profiles]\n":read-only" = true\n":workspace" = false',
    {
      profiles: [
        {
          value: new Map([
            [":read-only", true],
            [":workspace", false],
          ]),
          ...at(2, 1),
        },
      ],
      defaultProfiles: [{ value: { name: ":read-only", place: at(1, 23).place }, ...at(1, 23) }],
    },
  ],
  [
    "places that nobody reads",
    '[permissions.filesystem]\ndeny_read = ["/srv/keys", "~/x", "own", "/srv/**/*.pem"]',
    {
      denied: [
        {
          value: [
            { special: null, path: "/srv/keys", glob: null, access: "deny" },
            { special: null, path: "/home/u/x", glob: null, access: "deny" },
            { special: null, path: "/etc/codex/own", glob: null, access: "deny" },
            { special: null, path: "/srv", glob: "**/*.pem", access: "deny" },
          ],
          ...at(2, 13),
        },
      ],
    },
  ],
  ["what only Codex does", 'enforce_residency = "us"\nallowed_web_search_modes = ["cached"]\n[features]\nx = true', {}],
  [
    "a key that nobody knows",
    'allowed_sandbox_mode = ["read-only"]',
    {
      notices: [
        { kind: "unknown-key", place: at(1, 24).place, key: "allowed_sandbox_mode", meant: "allowed_sandbox_modes" },
      ],
    },
  ],
];
test.each(GOOD)("reads %s", (_name, text, expected) => {
  const sources = [{ layer: "system", file: FILE }] as const;
  expect(read(text)).toEqual({ ...NO_REQUIREMENTS, sources, ...expected });
});

const POLICIES = 'one of "untrusted", "on-request", "on-failure", "never"';
const TOKEN = 'a table with either token = "WORD" or any_of = ["WORD", …]';
const STRICT = "requirements only tighten, so a rule can ask or forbid and nothing else";
const DECISIONS = `"prompt", "prompt-user" or "forbidden": ${STRICT}`;
const BAD: readonly [text: string, expected: string | RegExp][] = [
  ["= bad", /^\/etc\/codex\/requirements\.toml:1:1: this is not TOML: /],
  ["allowed_approval_policies = []", /:1:29: allowed_approval_policies is empty, but must be a list that is not empty/],
  [
    'allowed_approval_policies = "never"',
    /:1:29: allowed_approval_policies is "never", but must be a list, each one of/,
  ],
  [
    'allowed_approval_policies = ["never", "always"]',
    /:1:39: allowed_approval_policies is "always", but must be one of/,
  ],
  [
    'allowed_approval_policies = ["granular"]',
    new RegExp(`:1:30: .* is "granular", but must be ${POLICIES} or \\{ granular`),
  ],
  [
    "allowed_approval_policies = [{ granular = { ruled = true } }]",
    /:1:\d+: .*ruled is no category, but must be one of/,
  ],
  ["allowed_approval_policies = [{ granular = { rules = 1 } }]", /granular.rules is 1, but must be true or false$/],
  ["allowed_sandbox_modes = []", /:1:25: allowed_sandbox_modes is empty/],
  [
    'allowed_sandbox_modes = ["workspace-write"]',
    /:1:25: allowed_sandbox_modes is without it, but must be a list with "read-only" in it/,
  ],
  [
    'allowed_sandbox_modes = ["read-only", "readonly"]',
    /:1:39: allowed_sandbox_modes is "readonly", but must be one of/,
  ],
  ["[[remote_sandbox_config]]\nhostname_patterns = []", /:1:1: remote_sandbox_config is without one of them/],
  ["allowed_approvals_reviewers = []", /:1:31: allowed_approvals_reviewers is empty/],
  [
    'allowed_approvals_reviewers = ["me"]',
    /:1:32: .* is "me", but must be one of "user", "auto_review", "guardian_subagent"$/,
  ],
  ["rules = 1", /:1:9: rules is 1, but must be a list of \[\[rules\]\], or a table with prefix_rules$/],
  ["rules = []", /:1:9: rules is empty/],
  ["[rules]", /:1:1: rules is a table without it/],
  ["[rules]\nprefix_rules = []", /:2:16: rules.prefix_rules is empty/],
  [
    '[[rules]]\npattern = ["curl"]\ndecision = "allow"',
    `${FILE}:3:12: rules.0.decision is "allow", but must be ${DECISIONS}`,
  ],
  ['[[rules]]\npattern = ["curl"]', `${FILE}:1:1: rules.0.decision is not there, but must be ${DECISIONS}`],
  ['[[rules]]\npattern = ["curl"]\ndecision = "human"', /:3:12: rules.0.decision is "human", but must be one of/],
  ['[[rules]]\ndecision = "prompt"', /:1:1: rules.0.pattern is not there/],
  ['[[rules]]\npattern = []\ndecision = "prompt"', /:2:11: rules.0.pattern is empty/],
  ['[[rules]]\npattern = ["a", []]\ndecision = "prompt"', /:2:17: rules.0.pattern is empty/],
  ['[[rules]]\npattern = [""]\ndecision = "prompt"', /:2:12: rules.0.pattern is ""/],
  ['[[rules]]\npattern = ["a"]\ndecision = "prompt"\njustification = ""', /:4:17: rules.0.justification is ""/],
  [
    '[rules]\nprefix_rules = [{ pattern = [{ token = "a" }], decision = "allow" }]',
    `${FILE}:2:59: rules.prefix_rules.0.decision is "allow", but must be ${DECISIONS}`,
  ],
  [
    '[rules]\nprefix_rules = [{ pattern = ["curl"], decision = "prompt" }]',
    `${FILE}:2:30: rules.prefix_rules.0.pattern is "curl", but must be ${TOKEN}`,
  ],
  [
    '[rules]\nprefix_rules = [{ pattern = [{}], decision = "prompt" }]',
    new RegExp("is a table, but must be a table with either"),
  ],
  [
    '[rules]\nprefix_rules = [{ pattern = [{ token = "a", any_of = ["b"] }], decision = "prompt" }]',
    /is a table, but must be a table with either/,
  ],
  [
    '[rules]\nprefix_rules = [{ pattern = [{ token = "" }], decision = "prompt" }]',
    /token is "", but must be a word in quotes$/,
  ],
  ['[rules]\nprefix_rules = [{ pattern = [{ any_of = [] }], decision = "prompt" }]', /any_of is empty/],
  [
    '[experimental_network]\nenabled = "yes"',
    /:2:11: experimental_network.enabled is "yes", but must be true or false$/,
  ],
  ['[experimental_network.domains]\n"a.example" = "none"', /:2:15: .* is "none", but must be one of "allow", "deny"$/],
  [
    '[experimental_network.domains]\n"*" = "allow"',
    /:1:1: experimental_network is there with it, but must be without "\*"/,
  ],
  [
    '[experimental_network]\nallowed_domains = ["a.example"]\n[experimental_network.domains]\n"a.example" = "allow"',
    /:2:19: experimental_network.allowed_domains is there, but must be left out beside domains/,
  ],
  [
    '[experimental_network]\nallow_unix_sockets = ["x"]',
    /:2:23: .* is "x", but must be the absolute path of a Unix socket$/,
  ],
  [
    "[network_proxy]\n[experimental_network]\n",
    /:1:1: network_proxy is there, but must be left out beside experimental_network/,
  ],
  ["mcp_servers = 3", /:1:15: mcp_servers is 3, but must be a table$/],
  ["[mcp_servers.a]", /:1:1: mcp_servers.a is without it, but must be a table with identity in it$/],
  [
    '[mcp_servers.a.identity]\nprogram = "x"',
    /mcp_servers.a.identity is a table, but must be a table with either command/,
  ],
  ['[mcp_servers.a.identity]\ncommand = ""', /mcp_servers.a.identity is a table, but/],
  ['default_permissions = ":read-only"', /:1:23: .* must be accompanied by allowed_permission_profiles/],
  ['[allowed_permission_profiles]\n":read-only" = true', /must be accompanied by default_permissions/],
  [
    'default_permissions = ":workspace"\n[allowed_permission_profiles]\n":read-only" = true\n":workspace" = false',
    /:1:23: default_permissions is ":workspace", but must be a profile that is true/,
  ],
  [
    '[allowed_permission_profiles]\n":read-only" = true\n":workspace" = true\n":all" = true',
    /:4:10: allowed_permission_profiles.":all" is no built-in profile/,
  ],
  ['allowed_permission_profiles = ["x"]', /:1:31: allowed_permission_profiles is a list, but must be a table$/],
  [
    '[permissions.filesystem]\ndeny_read = "/x"',
    /:2:13: permissions.filesystem.deny_read is "\/x", but must be a list/,
  ],
];
test.each(BAD)("refuses %j", (text, expected) => {
  expect(read(text)).toEqual(expect.stringMatching(patternOf(expected)));
});

function patternOf(expected: string | RegExp): RegExp {
  return typeof expected === "string" ? new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) : expected;
}

const LOCATED = /^(?:\[\[\],\[\],\[\]\]$|\/etc\/codex\/requirements\.toml:1:\d+: \S+ is .+, but must be )/;
const KEYS = [
  "allowed_approval_policies",
  "allowed_sandbox_modes",
  "allowed_approvals_reviewers",
  "rules",
  "experimental_network",
  "permissions",
  "mcp_servers",
  "allowed_permission_profiles",
  "remote_sandbox_config",
  "default_permissions",
];
const VALUES = ["1", '"x"', "[1]", "[[]]", '["x"]', "[{ }]", "{ x = 1 }", "{ x = { } }", "1979-05-27", "true", "-0.0"];
test("a value of no meaning is an error with its place, whatever the key", () => {
  const words = fc.record({ key: fc.constantFrom(...KEYS), value: fc.constantFrom(...VALUES) });
  fc.assert(
    fc.property(words, ({ key, value }) => {
      const found = read(`${key} = ${value}`);
      const shown = typeof found === "string" ? found : JSON.stringify([found.rules, found.policies, found.modes]);
      expect(shown).toMatch(LOCATED);
    }),
    { numRuns: 300 },
  );
});

const EXAMPLES = [...readFileSync("docs/requirements.md", "utf8").matchAll(/^```toml\n(.*?)^```/gmsu)].map(
  ([, example = ""]) => example,
);
const [bundle = "", ...others] = EXAMPLES.toSorted((a, b) => Number(b.startsWith("url")) - Number(a.startsWith("url")));

test.each(others.map((example) => [example.split("\n")[0] ?? "", example]))(
  "the page's example: %s",
  (_first, example) => {
    expect(read(example)).toEqual(expect.objectContaining({ notices: [] }));
  },
);

test("the page's bundle", () => {
  expect(readBundleConfig("/etc/codex/bundle.toml", bundle).ok).toBe(true);
});

test("no name of a profile is lost", () => {
  const found = read('[permissions.__proto__]\nextends = ":workspace"\n[permissions.constructor]\n');
  const names = typeof found === "string" ? found : found.definitions.map(({ value }) => [...value.keys()]);
  expect(names).toEqual([["__proto__", "constructor"]]);
});
