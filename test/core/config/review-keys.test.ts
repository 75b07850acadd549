/** `[auto_review]`: what each key sets, what is wrong with it, what is stricter. */
import { expect, test } from "vitest";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { settingsOf } from "../../../src/core/config/join-layers.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { REVIEW_KEYS, reviewName } from "../../../src/core/config/review-keys.ts";
import {
  autoReviewOf,
  type AutoReviewSettings,
  type ReviewTerms,
  USUAL_AUTO_REVIEW,
} from "../../../src/core/config/review-terms.ts";
import { readConfigText, readOverrides } from "../../../src/core/config/toml.ts";

const FILE = "/h/config.toml";

function reviewFor(text: string, typed: readonly string[] = []): AutoReviewSettings | string {
  const file = readConfigText({ name: "user", file: FILE, text, base: "/h", userHome: "/home/u" });
  if (!file.ok) return describeConfigError(file.error);
  const over = readOverrides(typed, "/w", "/home/u");
  if (!over.ok) return describeConfigError(over.error);
  const settings = settingsOf([file.value.layer, over.value.layer]);
  return settings.ok ? settings.value.autoReview : describeConfigError(settings.error);
}

const usual = (more: Partial<Omit<AutoReviewSettings, "terms">>): AutoReviewSettings => ({
  ...USUAL_AUTO_REVIEW,
  ...more,
});
const terms = (more: Partial<ReviewTerms>): AutoReviewSettings => ({
  ...USUAL_AUTO_REVIEW,
  terms: { ...USUAL_AUTO_REVIEW.terms, ...more },
});

const RIGHT: readonly [text: string, expected: AutoReviewSettings][] = [
  ["", USUAL_AUTO_REVIEW],
  ["auto_review = {}", USUAL_AUTO_REVIEW],
  ['auto_review.model = "none"', usual({ model: { kind: "none" } })],
  ['auto_review.model = "m"', usual({ model: { kind: "named", name: "m" } })],
  ['auto_review.model = "None"', usual({ model: { kind: "named", name: "None" } })],
  ['auto_review.model_provider = "p"', usual({ provider: "p" })],
  ['auto_review.model_reasoning_effort = "high"', usual({ effort: "high" })],
  ['auto_review.policy = "No pushes.\\nAsk."', usual({ policy: "No pushes.\nAsk." })],
  ['auto_review.policy = ""', USUAL_AUTO_REVIEW],
  ["auto_review.max_lookups = 0", usual({ lookupsMax: 0 })],
  ['auto_review.approve_up_to = "none"', terms({ approveUpTo: null })],
  ['auto_review.approve_up_to = "low"', terms({ approveUpTo: "low" })],
  ['auto_review.approve_up_to = "medium"', USUAL_AUTO_REVIEW],
  ['auto_review.deny_from = "low"', terms({ denyFrom: "low" })],
  ["auto_review.max_risk_score = 0", terms({ scoreMax: 0 })],
  ["auto_review.timeout_seconds = 1", terms({ timeoutMs: 1000 })],
  ["auto_review.timeout_seconds = 90", USUAL_AUTO_REVIEW],
  ["auto_review.timeout_ms = 1500", terms({ timeoutMs: 1500 })],
  ["auto_review.timeout_ms = 600000", USUAL_AUTO_REVIEW],
  ["auto_review.timeout_ms = 0", terms({ timeoutMs: 1 })],
  ["auto_review = { timeout_ms = 5000, timeout_seconds = 9 }", terms({ timeoutMs: 9000 })],
  ["auto_review.budget = 0", terms({ budget: 0 })],
  [
    '[auto_review.categories]\nsupply-chain = "deny"\nnetwork = "ask"',
    terms({ categories: { "supply-chain": "deny", network: "ask" } }),
  ],
  ['auto_review.circuit_break_action = "strict"', USUAL_AUTO_REVIEW],
];
test.each(RIGHT)("reads %s", (text, expected) => {
  expect(reviewFor(text)).toEqual(expected);
});

test("what is typed is over the file, category by category", () => {
  const text =
    '[auto_review]\nmodel = "m"\npolicy = "P"\ntimeout_seconds = 5\ncategories = { network = "ask", remote = "ask" }';
  const typed = [
    "auto_review.model=none",
    'auto_review.policy=""',
    'auto_review={ approve_up_to = "low" }',
    "auto_review.categories.network=deny",
    'auto_review.categories={ hidden = "deny" }',
  ];
  expect(reviewFor(text, typed)).toEqual({
    ...USUAL_AUTO_REVIEW,
    model: { kind: "none" },
    terms: {
      ...USUAL_AUTO_REVIEW.terms,
      timeoutMs: 5000,
      approveUpTo: "low",
      categories: { network: "deny", remote: "ask", hidden: "deny" },
    },
  });
});

const WRONG: readonly [text: string, expected: string][] = [
  ["auto_review = true", "1:15: auto_review is true, but must be a table"],
  ["auto_review.model = true", '1:21: auto_review.model is true, but must be "none", or the name of a model in quotes'],
  ['auto_review.model = ""', '1:21: auto_review.model is "", but must be "none", or the name of a model in quotes'],
  ['auto_review.model_provider = ""', '1:30: auto_review.model_provider is "", but must be a text in quotes'],
  ['auto_review.policy = ["a"]', "1:22: auto_review.policy is a list, but must be a text in quotes"],
  [
    'auto_review.approve_up_to = "high"',
    '1:29: auto_review.approve_up_to is "high", but must be one of "medium", "low", "none"',
  ],
  [
    'auto_review.deny_from = "none"',
    '1:25: auto_review.deny_from is "none", but must be one of "critical", "high", "medium", "low"',
  ],
  [
    "auto_review.max_risk_score = 101",
    "1:30: auto_review.max_risk_score is 101, but must be a whole number from 0 to 100",
  ],
  [
    "[auto_review]\ntimeout_seconds = 91",
    "2:19: auto_review.timeout_seconds is 91, but must be a whole number of seconds from 1 to 90",
  ],
  [
    "auto_review.timeout_seconds = 0",
    "1:31: auto_review.timeout_seconds is 0, but must be a whole number of seconds from 1 to 90",
  ],
  [
    "auto_review.timeout_seconds = 1.5",
    "1:31: auto_review.timeout_seconds is 1.5, but must be a whole number of seconds from 1 to 90",
  ],
  [
    "auto_review.timeout_seconds = nan",
    "1:31: auto_review.timeout_seconds is NaN, but must be a whole number of seconds from 1 to 90",
  ],
  [
    "auto_review.timeout_ms = -1",
    "1:26: auto_review.timeout_ms is -1, but must be a whole number of milliseconds, not below 0",
  ],
  ["auto_review.budget = 501", "1:22: auto_review.budget is 501, but must be a whole number from 0 to 500"],
  ["auto_review.budget = -1", "1:22: auto_review.budget is -1, but must be a whole number from 0 to 500"],
  ["auto_review.max_lookups = 7", "1:27: auto_review.max_lookups is 7, but must be a whole number from 0 to 6"],
  [
    'auto_review.categories.network = "allow"',
    '1:34: auto_review.categories.network is "allow", but must be one of "ask", "deny"',
  ],
  [
    'auto_review.categories.networks = "deny"',
    '1:35: auto_review.categories.networks is no key that is read, but must be one of "exfiltration", "credentials", "weakening", "destruction", "supply-chain", "privilege", "remote", "network", "hidden"',
  ],
  [
    "auto_review.timeout-seconds = 5",
    "1:31: auto_review.timeout-seconds is no key that is read, but must be written timeout_seconds",
  ],
];
test.each(WRONG)("refuses %s", (text, expected) => {
  expect(reviewFor(text)).toBe(`${FILE}:${expected}`);
});

test("a key that nobody knows is told with what was meant", () => {
  const text = 'auto_review.aprove_up_to = "none"';
  const read = readConfigText({ name: "user", file: FILE, text, base: "/h", userHome: "/home/u" });
  expect(read.ok && read.value.layer.notices?.map(describeNotice)).toEqual([
    "/h/config.toml:1:28: auto_review.aprove_up_to is no key that is known, and sets nothing: did you mean auto_review.approve_up_to?",
  ]);
});

/** By the name of the key: values, the loosest first. */
const ORDER: Readonly<Record<string, readonly unknown[]>> = {
  "auto_review.model": ["m", "none"],
  "auto_review.approve_up_to": ["medium", "low", "none"],
  "auto_review.deny_from": ["critical", "high", "medium", "low"],
  "auto_review.max_risk_score": [100, 99, 0],
  "auto_review.timeout_seconds": [90, 1],
  "auto_review.budget": [500, 0],
  "auto_review.max_lookups": [6, 0],
};

test("each threshold knows which value is stricter, and begins with the loosest", () => {
  for (const key of REVIEW_KEYS.filter(({ care }) => care !== null)) {
    const name = reviewName(key);
    const values = ORDER[name] ?? [null, "ask", "deny"];
    const cares = values.map((value) => key.care?.(value) ?? Number.NaN);
    expect([name, cares]).toEqual([name, cares.toSorted((a, b) => a - b)]);
    expect([name, new Set(cares).size]).toEqual([name, values.length]);
    // The agent's own model is written by no name.
    expect([name, key.shown(USUAL_AUTO_REVIEW) ?? values[0]]).toEqual([name, values[0]]);
  }
});

test("what is shown of a key reads back as the same", () => {
  const values: readonly unknown[] = ["none", "m", "low", "ask", "deny", 0, 1, 5, 90];
  for (const { read, shown } of REVIEW_KEYS) {
    for (const settings of values.map((value) => autoReviewOf(read(value)))) {
      expect(autoReviewOf(read(shown(settings)))).toEqual(settings);
    }
  }
});
