/** What the doctor says of settings, rules, requirements, what comes of them, and trust. */
import { expect, test } from "vitest";
import type { Place } from "../../../src/core/config/error.ts";
import type { Origin } from "../../../src/core/config/layers.ts";
import { NO_REQUIREMENTS, type Requirements } from "../../../src/core/config/requirements.ts";
import { USUAL_AUTO_REVIEW } from "../../../src/core/config/review-terms.ts";
import type { Trust } from "../../../src/core/config/trust.ts";
import {
  checkConfiguration,
  checkPolicy,
  checkRequirements,
  checkRules,
  checkTrust,
} from "../../../src/core/doctor/check-settings.ts";
import type { ConfigurationFacts, PolicyFacts, RulesFacts } from "../../../src/core/doctor/facts.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { shown } from "./shown.ts";

const at = (file: string, line: number, column: number): Place => ({ kind: "file", file, line, column });

const BROKEN = { kind: "syntax", place: at("/h/config.toml", 3, 7), message: "expected a value" } as const;
const TYPED = { kind: "bad-override", place: { kind: "flag", text: "-c x" }, why: "no-equals-sign" } as const;
const MEND = "mend it: nothing is run before";
const CONFIGURATIONS: readonly [name: string, facts: ConfigurationFacts, expected: readonly string[]][] = [
  ["nothing at all", { files: [], error: null, notices: [] }, []],
  [
    "files that are there, absent and broken, and the fault once",
    {
      files: [
        { layer: "project", file: "/w/.codex/config.toml", state: "there" },
        { layer: "user", file: "/h/config.toml", state: { error: BROKEN } },
        { layer: "system", file: "/etc/codex/config.toml", state: "absent" },
      ],
      error: BROKEN,
      notices: [],
    },
    [
      "ok configuration.project | project: /w/.codex/config.toml",
      `problem configuration.user | user: /h/config.toml:3:7: this is not TOML: expected a value -> ${MEND}`,
      "ok configuration.system | system: /etc/codex/config.toml is not there",
    ],
  ],
  [
    "two that are broken are both told of",
    {
      files: [
        { layer: "user", file: "/h/config.toml", state: { error: BROKEN } },
        {
          layer: "system",
          file: "/etc/codex/config.toml",
          state: { error: { kind: "unreadable", file: "/etc/codex/config.toml", why: "it is a folder" } },
        },
      ],
      error: BROKEN,
      notices: [],
    },
    [
      `problem configuration.user | user: /h/config.toml:3:7: this is not TOML: expected a value -> ${MEND}`,
      `problem configuration.system | system: cannot read /etc/codex/config.toml: it is a folder; mend it or move it away -> ${MEND}`,
    ],
  ],
  [
    "what was typed, and what should be known",
    { files: [], error: TYPED, notices: ['the key "aproval" is not known'] },
    [
      'problem configuration.together | settings in force: -c x: there is no "="; write -c KEY=VALUE, for example ' +
        "-c sandbox_mode=read-only -> nothing is run before this is mended",
      'warning configuration.notice | note: the key "aproval" is not known',
    ],
  ],
];
test.each(CONFIGURATIONS)("configuration: %s", (_name, facts, expected) => {
  expect(shown(checkConfiguration(facts))).toEqual(expected);
});

const BAD_RULES = { layer: "user", message: "expected `)`", line: 2, column: 5, help: "Mend this place." } as const;
const RULES: readonly [name: string, facts: RulesFacts, expected: readonly string[]][] = [
  ["none", { files: [], broken: [] }, ["ok rules.file | files: none: commands are judged without rules"]],
  [
    "several",
    {
      files: [
        { file: "/h/rules/a.rules", layer: "user", rules: 1 },
        { file: "/w/.codex/rules/b.rules", layer: "project", rules: 12 },
      ],
      broken: [],
    },
    ["ok rules.file | user: /h/rules/a.rules: 1 rule", "ok rules.file | project: /w/.codex/rules/b.rules: 12 rules"],
  ],
  [
    "a broken one",
    { files: [], broken: [{ file: "/h/rules/a.rules", ...BAD_RULES }] },
    [
      "problem rules.broken | user: /h/rules/a.rules:2:5: expected `)` -> Mend this place. Until then every command asks.",
    ],
  ],
  [
    "one that cannot be read",
    { files: [], broken: [{ file: "/h/rules/a.rules", ...BAD_RULES, line: null, column: null }] },
    ["problem rules.broken | user: /h/rules/a.rules: expected `)` -> Mend this place. Until then every command asks."],
  ],
];
test.each(RULES)("rules: %s", (_name, facts, expected) => {
  expect(shown(checkRules(facts))).toEqual(expected);
});

const SYSTEM = { layer: "system", place: at("/etc/codex/requirements.toml", 1, 28) } as const;
const REQUIRED: Requirements = {
  ...NO_REQUIREMENTS,
  policies: [{ value: ["untrusted", "on-request"], ...SYSTEM }],
  modes: [{ value: ["read-only"], ...SYSTEM }],
  reviewers: [{ value: ["user"], ...SYSTEM }],
  reviews: [
    { value: { kind: "value", key: "auto_review.timeout_seconds", value: 30 }, ...SYSTEM },
    { value: { kind: "value", key: "auto_review.policy", value: "Be strict." }, ...SYSTEM },
    { value: { kind: "more-policy", text: "Be stricter." }, ...SYSTEM },
    { value: { kind: "list", key: "ignore_rules", items: ["a"] }, ...SYSTEM },
  ],
  profiles: [{ value: new Map([["ours", true]]), ...SYSTEM }],
  rules: [{ value: { pattern: ["curl"], decision: "prompt", justification: null, isCaseless: false }, ...SYSTEM }],
  network: [
    {
      value: {
        enabled: true,
        domains: [],
        managedAllowedDomainsOnly: true,
        unixSockets: [],
        allowLocalBinding: null,
      },
      ...SYSTEM,
    },
  ],
  denied: [{ value: [{ access: "deny", special: null, path: "/srv/keys", glob: null }], ...SYSTEM }],
  mcpServers: [{ value: new Map(), ...SYSTEM }],
  sources: [{ layer: "system", file: "/etc/codex/requirements.toml" }],
};
const BY = "(system, /etc/codex/requirements.toml:1:28)";
test("requirements: each with who made it", () => {
  expect(shown(checkRequirements(ok(REQUIRED)))).toEqual([
    "ok requirements.sources | system: /etc/codex/requirements.toml",
    `ok requirements.allowed | approval policies: only untrusted, on-request ${BY}`,
    `ok requirements.allowed | sandbox modes: only read-only ${BY}`,
    `ok requirements.allowed | reviewers: only user ${BY}`,
    `ok requirements.reviews | automatic reviews: auto_review.policy: the text that is required ${BY}`,
    `ok requirements.reviews | automatic reviews: auto_review.timeout_seconds: 30 ${BY}`,
    `ok requirements.reviews | automatic reviews: a text beside the policy ${BY}`,
    `ok requirements.allowed | permission profiles: ours ${BY}`,
    "ok requirements.rules | rules: 1 that nobody can soften",
    `ok requirements.network | network: 0 hosts named, and no others ${BY}`,
    `ok requirements.denied | not readable: 1 place ${BY}`,
    `ok requirements.mcp | MCP servers: none ${BY}`,
  ]);
});
test("requirements: none, and broken ones", () => {
  expect(shown([...checkRequirements(ok(NO_REQUIREMENTS)), ...checkRequirements(err(BROKEN))])).toEqual([
    "ok requirements.sources | requirements: none: no administrator requires anything here",
    `problem requirements.sources | requirements: /h/config.toml:3:7: this is not TOML: expected a value -> ${MEND}`,
  ]);
});
test("requirements: broken ones are told once", () => {
  const facts: ConfigurationFacts = { files: [], error: BROKEN, notices: [] };
  expect([checkConfiguration(facts, BROKEN), checkConfiguration(facts).length]).toEqual([[], 1]);
});

const POLICY: PolicyFacts = {
  settings: {
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
    reviewer: "user",
    autoReview: USUAL_AUTO_REVIEW,
    smartApprovals: true,
  },
  origins: new Map(),
  permissions: "workspace-write: may write /w",
};
const USER: Origin = { layer: "user", place: at("/h/config.toml", 3, 1) };
const TYPED_MODE: Origin = { layer: "command-line", place: { kind: "flag", text: "-s danger-full-access" } };
const BACK = "`assent preset default` brings the sandbox and the questions back";
const REVIEWED = 'approval_policy = "on-request" has reviews, approvals_reviewer = "user" does without';
const GRANULAR = {
  granular: {
    sandbox_approval: true,
    rules: false,
    mcp_elicitations: true,
    request_permissions: false,
    skill_approval: true,
  },
};
const POLICIES: readonly [name: string, facts: PolicyFacts | null, expected: readonly string[]][] = [
  [
    "the defaults",
    POLICY,
    [
      "ok policy.approval | asks: on-request (default)",
      "ok policy.sandbox | sandbox: workspace-write: may write /w (default)",
      "ok policy.reviewer | answers: a person (default)",
    ],
  ],
  [
    "no sandbox and no questions, with who said so",
    {
      ...POLICY,
      settings: {
        approvalPolicy: "never",
        sandboxMode: "danger-full-access",
        reviewer: "auto_review",
        autoReview: { ...USUAL_AUTO_REVIEW, model: { kind: "named", name: "m" }, provider: "p" },
        smartApprovals: false,
      },
      origins: new Map([
        ["approval_policy", USER],
        ["sandbox_mode", TYPED_MODE],
        ["approvals_reviewer", USER],
      ]),
      permissions: "no sandbox",
    },
    [
      "ok policy.approval | asks: never (user, /h/config.toml:3:1)",
      "warning policy.sandbox | sandbox: no sandbox (command-line, -s danger-full-access); " +
        `and nobody is asked -> ${BACK}`,
      "warning policy.reviewer | answers: auto_review: the checks and the model m at p (user, /h/config.toml:3:1); " +
        `but under never nobody is asked, and nothing is reviewed -> ${REVIEWED}`,
      "ok policy.proposals | proposals: no rules are proposed (default)",
    ],
  ],
  [
    "reviews under a policy that has none",
    { ...POLICY, settings: { ...POLICY.settings, reviewer: "auto_review", approvalPolicy: "untrusted" } },
    [
      "ok policy.approval | asks: untrusted (default)",
      "ok policy.sandbox | sandbox: workspace-write: may write /w (default)",
      "warning policy.reviewer | answers: auto_review: the checks and the agent's own model (default); " +
        `but under untrusted a person is asked, and nothing is reviewed -> ${REVIEWED}`,
    ],
  ],
  [
    "reviews without a model",
    {
      ...POLICY,
      settings: {
        ...POLICY.settings,
        reviewer: "auto_review",
        autoReview: { ...USUAL_AUTO_REVIEW, model: { kind: "none" } },
      },
    },
    [
      "ok policy.approval | asks: on-request (default)",
      "ok policy.sandbox | sandbox: workspace-write: may write /w (default)",
      "ok policy.reviewer | answers: auto_review: the checks alone, for no model reviews (default)",
    ],
  ],
  [
    "a granular policy",
    { ...POLICY, settings: { ...POLICY.settings, approvalPolicy: GRANULAR } },
    [
      "ok policy.approval | asks: granular; refused without asking: rules, request_permissions (default)",
      "ok policy.sandbox | sandbox: workspace-write: may write /w (default)",
      "ok policy.reviewer | answers: a person (default)",
    ],
  ],
  [
    "broken settings",
    null,
    ["problem policy.approval | nothing: the settings cannot be loaded -> mend what is wrong above"],
  ],
];
test.each(POLICIES)("policy: %s", (_name, facts, expected) => {
  expect(shown(checkPolicy(facts))).toEqual(expected);
});

const PLACE = at("/h/config.toml", 9, 1);
const TRUSTED = { level: "trusted", key: "/w", place: PLACE } as const;
const UNTRUSTED = { level: "untrusted", key: "/w", place: PLACE } as const;
const FILE = ".codex/config.toml";
const CHANGE = { path: FILE, before: "a = 1\n", now: "a = 2\n" };
const LET = "`assent trust show` shows them, `assent trust add` lets them count";
const TRUSTS: readonly [name: string, trust: Trust, expected: readonly string[]][] = [
  [
    "no files, no mark",
    { marked: null, content: "none", changes: [] },
    ["ok trust.mark | this folder: /w: nobody has marked it", "ok trust.content | its files: none that steer assent"],
  ],
  [
    "trusted as it is",
    { marked: TRUSTED, content: "same", changes: [] },
    [
      "ok trust.mark | this folder: /w: marked trusted (/h/config.toml:9:1)",
      `ok trust.content | its files: ${FILE}: count, as they were trusted`,
    ],
  ],
  [
    "trusted elsewhere",
    { marked: TRUSTED, content: "unrecorded", changes: [] },
    [
      "ok trust.mark | this folder: /w: marked trusted (/h/config.toml:9:1)",
      `ok trust.content | its files: ${FILE}: count, recorded when something is run`,
    ],
  ],
  [
    "changed since",
    { marked: TRUSTED, content: "changed", changes: [CHANGE] },
    [
      "ok trust.mark | this folder: /w: marked trusted (/h/config.toml:9:1)",
      `warning trust.content | its files: changed since they were trusted: ${FILE}; they can only tighten -> ${LET}`,
    ],
  ],
  [
    "nobody's",
    { marked: null, content: "changed", changes: [CHANGE] },
    [
      "ok trust.mark | this folder: /w: nobody has marked it",
      `warning trust.content | its files: ${FILE}; they can only tighten -> ${LET}`,
    ],
  ],
  [
    "marked untrusted",
    { marked: UNTRUSTED, content: "changed", changes: [CHANGE] },
    [
      "ok trust.mark | this folder: /w: marked untrusted (/h/config.toml:9:1)",
      `ok trust.content | its files: ${FILE}: can only tighten, for the folder is marked untrusted`,
    ],
  ],
];
test.each(TRUSTS)("trust: %s", (_name, trust, expected) => {
  const files = trust.content === "none" ? [] : [FILE];
  expect(shown(checkTrust({ root: "/w", trust, files, wouldLoosen: true }))).toEqual(expected);
});
test("trust: what only tightens is well as it is", () => {
  const trust: Trust = { marked: null, content: "changed", changes: [CHANGE] };
  expect(shown(checkTrust({ root: "/w", trust, files: [FILE], wouldLoosen: false }))).toEqual([
    "ok trust.mark | this folder: /w: nobody has marked it",
    `ok trust.content | its files: ${FILE}: only tighten, which needs no trust`,
  ]);
});
test("trust: not known where the settings are broken", () => {
  expect(shown(checkTrust(null))).toEqual([
    "warning trust.mark | this folder: not known: the settings cannot be loaded",
  ]);
});
