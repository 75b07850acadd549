/** Automatic reviews under requirements: what holds, who is named, what is refused. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { describeNotice } from "../../../src/core/config/notice.ts";
import type { RequirementLayer } from "../../../src/core/config/requirements.ts";
import { REVIEW_KEYS, reviewName } from "../../../src/core/config/review-keys.ts";
import type { AutoReviewSettings } from "../../../src/core/config/review-terms.ts";
import { isSame } from "../../../src/kit/same.ts";
import { shown } from "./layered.ts";
import { type Given, held } from "./required.ts";

/** What differs from the usual, as it is written; then what is told. Or the words for what is wrong. */
function chosen(given: Given): readonly unknown[] {
  const settings = held(given);
  if (typeof settings === "string") return [settings];
  return [inForce(settings.autoReview), ...settings.notices.map(describeNotice)];
}

const USUAL = new Map<string, unknown>([
  ["approve_up_to", "medium"],
  ["deny_from", "critical"],
  ["max_risk_score", 100],
  ["timeout_seconds", 90],
  ["budget", 500],
  ["max_lookups", 6],
]);

function inForce(settings: AutoReviewSettings): Readonly<Record<string, unknown>> {
  const all = REVIEW_KEYS.map((key) => [reviewName(key).replace("auto_review.", ""), key.shown(settings)] as const);
  return Object.fromEntries(all.filter(([name, value]) => value !== (USUAL.get(name) ?? null)));
}

const pins = (text: string): string => `[auto_review]\n${text}`;
const by = (text: string, layer: RequirementLayer = "system"): Given["by"] => ({ [layer]: pins(text) });

const CASES: readonly [name: string, given: Given, ...expected: readonly unknown[]][] = [
  ["nothing, where nothing is said", { by: by("") }, {}],
  [
    "every key, of which nobody wrote any: without a word",
    {
      by: by(
        'model = "m"\nmodel_provider = "p"\nmodel_reasoning_effort = "high"\npolicy = "P"\napprove_up_to = "low"\n' +
          'deny_from = "high"\nmax_risk_score = 40\ntimeout_seconds = 30\nbudget = 9\nmax_lookups = 2\n' +
          'categories = { network = "ask", hidden = "deny" }',
      ),
    },
    {
      model: "m",
      model_provider: "p",
      model_reasoning_effort: "high",
      policy: "P",
      approve_up_to: "low",
      deny_from: "high",
      max_risk_score: 40,
      timeout_seconds: 30,
      budget: 9,
      max_lookups: 2,
      "categories.network": "ask",
      "categories.hidden": "deny",
    },
  ],
  [
    "what is written looser gives way, what is stricter stays",
    {
      by: by('approve_up_to = "low"\ntimeout_seconds = 30\nbudget = 9\ncategories = { network = "deny" }'),
      user: pins('approve_up_to = "medium"\ntimeout_seconds = 20\nbudget = 10\ncategories = { network = "ask" }'),
    },
    { approve_up_to: "low", timeout_seconds: 20, budget: 9, "categories.network": "deny" },
    "auto_review.approve_up_to is low instead of medium, which /system:2:17 (system) does not allow",
    "auto_review.budget is 9 instead of 10, which /system:4:10 (system) does not allow",
    "auto_review.categories.network is deny instead of ask, which /system:5:26 (system) does not allow",
  ],
  [
    "who reviews, with which words",
    {
      by: by('model = "m"\nmodel_provider = "p"\npolicy = "P"'),
      user: pins('model = "n"\nmodel_provider = "q"\npolicy = "Q"'),
    },
    { model: "m", model_provider: "p", policy: "P" },
    "auto_review.model is m instead of n, which /system:2:9 (system) does not allow",
    "auto_review.model_provider is p instead of q, which /system:3:18 (system) does not allow",
    "auto_review.policy is the text that is required instead of another text, which /system:4:10 (system) does not allow",
  ],
  ["no model is stricter than any", { by: by('model = "m"'), user: pins('model = "none"') }, { model: "none" }],
  [
    "no model for anybody",
    { by: by('model = "none"'), user: pins('model = "m"') },
    { model: "none" },
    "auto_review.model is none instead of m, which /system:2:9 (system) does not allow",
  ],
  [
    "the strictest of several sources",
    {
      by: {
        ...by('timeout_seconds = 40\ndeny_from = "high"\ncategories = { network = "deny" }\nmodel = "m"', "cloud"),
        ...by('timeout_seconds = 30\ncategories = { network = "ask", hidden = "ask" }\nmodel = "none"', "system"),
        ...by('timeout_seconds = 35\ndeny_from = "medium"', "user"),
      },
    },
    {
      model: "none",
      deny_from: "medium",
      timeout_seconds: 30,
      "categories.network": "deny",
      "categories.hidden": "ask",
    },
  ],
  [
    "two models",
    { by: { ...by('model = "m"', "cloud"), ...by('model = "n"') } },
    "nothing may be chosen for auto_review.model: /cloud:2:9 (cloud) allows m, /system:2:9 (system) allows n; make them agree",
  ],
  [
    "two providers",
    { by: { ...by('model_provider = "p"', "cloud"), ...by('model_provider = "q"') } },
    "nothing may be chosen for auto_review.model_provider: /cloud:2:18 (cloud) allows p, /system:2:18 (system) allows q; make them agree",
  ],
  ["one model, named twice", { by: { ...by('model = "m"', "cloud"), ...by('model = "m"') } }, { model: "m" }],
  [
    "the policies of all, each once",
    { by: { ...by('policy = "P"', "cloud"), ...by('policy = "Q"'), ...by('policy = "P"', "user") } },
    { policy: "P\n\nQ" },
  ],
  [
    "the names that Codex has for it",
    { by: { system: 'guardian_policy_config = "P"\nguardian_extra_policy = "X"' }, user: pins('policy = "Q"') },
    { policy: "P\n\nX" },
    "auto_review.policy is the text that is required instead of another text, which /system:1:26 (system) does not allow",
  ],
  [
    "a text beside that of the settings",
    { by: { system: 'guardian_extra_policy = "X"' }, user: pins('policy = "Q"') },
    { policy: "Q\n\nX" },
  ],
  ["lists of Codex hold nothing", { by: by('required_on_models = ["m"]\nignore_rules = []') }, {}],
  [
    "a project asks for more care",
    {
      by: by('timeout_seconds = 5\nmodel = "none"\ncategories = { remote = "ask" }', "project"),
      user: pins('model = "m"'),
    },
    { timeout_seconds: 5, model: "none", "categories.remote": "ask" },
    "auto_review.model is none instead of m, which /project:3:9 (project) does not allow",
  ],
  [
    "and says nothing of who reviews, by which words, and what is seen",
    {
      by: {
        project: `guardian_policy_config = "X"\nguardian_extra_policy = "Y"\n${pins('model = "n"\nmodel_provider = "q"\nmax_lookups = 0\npolicy = "P"')}`,
        ...by('model = "m"\nmodel_provider = "p"'),
      },
    },
    { model: "m", model_provider: "p" },
  ],
  [
    "looser by a flag",
    { by: by('approve_up_to = "low"'), typed: ["auto_review.approve_up_to=medium"] },
    "-c auto_review.approve_up_to=medium: auto_review.approve_up_to medium is not allowed: /system:2:17 (system) allows low, none",
  ],
  [
    "looser by a client",
    { by: by("timeout_seconds = 30"), session: pins("timeout_seconds = 31") },
    "/session:2:19: auto_review.timeout_seconds 31 is not allowed: /system:2:19 (system) allows at most 30",
  ],
  [
    "another model by a flag",
    { by: by('model = "m"'), typed: ["auto_review.model=n"] },
    "-c auto_review.model=n: auto_review.model n is not allowed: /system:2:9 (system) allows m, none",
  ],
  [
    "another text by a flag",
    { by: by('policy = "P"'), typed: ["auto_review.policy=Q"] },
    "-c auto_review.policy=Q: auto_review.policy another text is not allowed: /system:2:10 (system) allows the text that is required",
  ],
  ["stricter by a flag", { by: by('deny_from = "high"'), typed: ["auto_review.deny_from=low"] }, { deny_from: "low" }],
  [
    "a threshold that would be looser than the usual",
    { by: by("timeout_seconds = 91") },
    "/system:2:19: auto_review.timeout_seconds is 91, but must be a whole number of seconds from 1 to 90",
  ],
  [
    "a category that is none",
    { by: by('categories = { net = "ask" }') },
    '/system:2:22: auto_review.categories.net is no key that is read, but must be one of "exfiltration", "credentials", "weakening", "destruction", "supply-chain", "privilege", "remote", "network", "hidden"',
  ],
  [
    "a policy that is none",
    { by: { system: "guardian_extra_policy = 1" } },
    "/system:1:25: guardian_extra_policy is 1, but must be a text in quotes",
  ],
  [
    "a list that is none",
    { by: by('ignore_rules = "a"') },
    '/system:2:16: auto_review.ignore_rules is "a", but must be a list of texts in quotes',
  ],
  [
    "a key that nobody knows",
    { by: by("timeout = 1") },
    {},
    "/system:2:11: auto_review.timeout is no key that is known, and sets nothing: did you mean auto_review.timeout_seconds?",
  ],
];

test("time in milliseconds gives way as well", () => {
  const given = { by: by("timeout_seconds = 30"), user: pins("timeout_ms = 40000") };
  expect(chosen(given)).toEqual([
    { timeout_seconds: 30 },
    "auto_review.timeout_seconds is 30 instead of 40, which /system:2:19 (system) does not allow",
  ]);
});
test.each(CASES)("%s", (_name, given, ...expected) => {
  expect(chosen(given)).toEqual(expected);
});

const REQUIREMENTS = '[auto_review]\ntimeout_seconds = 30\npolicy = "P"';
const ORIGINS: readonly [key: string, user: string, expected: readonly [unknown, string]][] = [
  ["auto_review.timeout_seconds", "", [30, "requirements /etc/codex/requirements.toml:2"]],
  ["auto_review.timeout_seconds", pins("timeout_seconds = 31"), [30, "requirements /etc/codex/requirements.toml:2"]],
  ["auto_review.timeout_seconds", pins("timeout_seconds = 30"), [30, "user /home/you/.codex/config.toml:2"]],
  ["auto_review.timeout_seconds", pins("timeout_seconds = 29"), [29, "user /home/you/.codex/config.toml:2"]],
  ["auto_review.policy", pins('policy = "Q"'), ["P", "requirements /etc/codex/requirements.toml:3"]],
  ["auto_review.timeout_seconds", pins("timeout_ms = 5500"), [5.5, "user /home/you/.codex/config.toml:2"]],
  ["auto_review.budget", "", [500, "default"]],
];
test.each(ORIGINS)("tells of %s under %s who said so", (key, user, expected) => {
  expect(shown({ user, requirements: REQUIREMENTS }, key)).toEqual(expected);
});

test("a text that is added to another one is told of as required", () => {
  const given = { user: pins('policy = "Q"'), requirements: 'guardian_extra_policy = "X"' };
  expect(shown(given, "auto_review.policy")).toEqual(["Q\n\nX", "requirements /etc/codex/requirements.toml:1"]);
});

const values = fc.record(
  {
    approve_up_to: fc.constantFrom('"medium"', '"low"', '"none"'),
    deny_from: fc.constantFrom('"critical"', '"high"', '"medium"', '"low"'),
    max_risk_score: fc.constantFrom("100", "50", "0"),
    timeout_seconds: fc.constantFrom("90", "10", "1"),
    budget: fc.constantFrom("500", "3", "0"),
    max_lookups: fc.constantFrom("6", "0"),
    "categories.network": fc.constantFrom('"ask"', '"deny"'),
  },
  { requiredKeys: [] },
);
const textOf = (said: object): string =>
  pins(
    Object.entries(said)
      .map(([key, value]) => `${key} = ${value}`)
      .join("\n"),
  );
/** Loosest first. */
const ORDER: Readonly<Record<string, readonly unknown[]>> = {
  approve_up_to: ["medium", "low", "none"],
  deny_from: ["critical", "high", "medium", "low"],
  max_risk_score: [100, 50, 0],
  timeout_seconds: [90, 10, 1],
  budget: [500, 3, 0],
  max_lookups: [6, 0],
  "categories.network": [undefined, "ask", "deny"],
};

test("whatever several sources require and settings say: each threshold is the strictest of all", () => {
  fc.assert(
    fc.property(values, values, values, (cloud, system, user) => {
      const settings = held({ by: { cloud: textOf(cloud), system: textOf(system) }, user: textOf(user) });
      if (typeof settings === "string") throw new Error(settings);
      const holds = { ...Object.fromEntries(USUAL), ...inForce(settings.autoReview) };
      const expected = Object.entries(ORDER).map(([key, order]) => {
        const said = [cloud, system, user].map((each) => Object.entries(each).find(([name]) => name === key)?.[1]);
        const places = said.map((text) => (text === undefined ? 0 : order.indexOf(JSON.parse(text))));
        return [key, order[Math.max(...places)]];
      });
      expect(Object.keys(ORDER).map((key) => [key, holds[key]])).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("a project's requirements, whatever they say, make nothing looser", () => {
  fc.assert(
    fc.property(values, values, (project, user) => {
      const [before, own] = [
        held({ by: {}, user: textOf(user) }),
        held({ by: { project: textOf(project) }, user: textOf(user) }),
      ];
      if (typeof before === "string" || typeof own === "string") throw new Error("both start");
      for (const { shown: show, care, isForProjects } of REVIEW_KEYS) {
        const [was, is] = [show(before.autoReview), show(own.autoReview)];
        expect([was, is, isSame(was, is) || (isForProjects(is) && (care?.(is) ?? 0) > (care?.(was) ?? 0))]).toEqual([
          was,
          is,
          true,
        ]);
      }
    }),
    { numRuns: 300 },
  );
});
