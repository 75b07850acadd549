/** Holds the ruling to the whole table of reviews, and docs/reviews-table.md to it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  AUTHORIZATIONS,
  type Checks,
  type ModelAnswer,
  NO_COST,
  type Opinion,
  type ReviewFinding,
  type ReviewReport,
  type ReviewStatus,
} from "../../../src/core/approval/review.ts";
import { levelOfScore, ruleOn } from "../../../src/core/approval/ruling.ts";
import {
  RISK_LEVELS,
  type ReviewTerms,
  type RiskLevel,
  USUAL_REVIEW_TERMS,
} from "../../../src/core/config/review-terms.ts";
import {
  ABOVE_SCORE_MAX,
  CATEGORY,
  CHECKS,
  type ChecksColumn,
  LEVELS,
  type ModelRow,
  renderRulings,
  SCORES,
  TERMS,
  USUAL,
} from "./rulings.ts";

const SETTINGS = ["unset", "ask", "deny"] as const;
type Setting = (typeof SETTINGS)[number];

/** One point of the whole space. */
type Point = {
  readonly checks: Checks | null;
  readonly answer: ModelAnswer;
  readonly setting: Setting;
  readonly terms: ReviewTerms;
};

/** None, and one of each level. */
const SCORES_TOLD = [null, 0, 45, 60, 85] as const;
const TOLD = AUTHORIZATIONS.filter((authorization) => authorization !== "contrary");

const OPINIONS: readonly Opinion[] = (["allow", "deny"] as const).flatMap((outcome) =>
  RISK_LEVELS.flatMap((riskLevel) =>
    SCORES_TOLD.flatMap((riskScore) =>
      TOLD.map((authorization) => ({ outcome, riskLevel, riskScore, authorization, rationale: "because" })),
    ),
  ),
);
const ANSWERS: readonly ModelAnswer[] = [
  ...OPINIONS.map((opinion) => ({ kind: "opinion", opinion }) as const),
  { kind: "none", why: "no model" },
  { kind: "failed", why: "no answer" },
  { kind: "timed-out" },
];

const FINDING: ReviewFinding = { category: "remote", level: "low", what: "it acts on another system" };
const ALL_CHECKS: readonly Checks[] = RISK_LEVELS.flatMap((level) =>
  AUTHORIZATIONS.flatMap((authorization) =>
    [true, false].map((isCleared) => ({ findings: [FINDING], level, authorization, isCleared, why: "by the checks" })),
  ),
);

const SCORE_MAXES = [100, 59] as const;
const ALL_TERMS: readonly ReviewTerms[] = (["medium", "low", null] as const).flatMap((approveUpTo) =>
  RISK_LEVELS.flatMap((denyFrom) =>
    SCORE_MAXES.map((scoreMax) => ({ ...USUAL_REVIEW_TERMS, approveUpTo, denyFrom, scoreMax })),
  ),
);

function withSetting(terms: ReviewTerms, setting: Setting): ReviewTerms {
  return { ...terms, categories: setting === "unset" ? {} : { remote: setting } };
}

function reportOf({ checks, answer }: Pick<Point, "checks" | "answer">): ReviewReport {
  return { checks, answer, cost: NO_COST, repeats: null };
}

function statusOf({ checks, answer, setting, terms }: Point): ReviewStatus {
  return ruleOn("1-1", reportOf({ checks, answer }), withSetting(terms, setting)).status;
}

const STRICTNESS: Readonly<Record<ReviewStatus, number>> = {
  approved: 0,
  escalated: 1,
  failed: 1,
  timed_out: 1,
  denied: 2,
};

function strictest(statuses: readonly ReviewStatus[]): ReviewStatus {
  return statuses.reduce((one, other) => (STRICTNESS[other] > STRICTNESS[one] ? other : one));
}

/** By the tables alone. */
function expected(point: Point): ReviewStatus {
  const { checks, answer, setting, terms } = point;
  const opinion = answer.kind === "opinion" ? answer.opinion : null;
  const usual = USUAL[rowOf(point)][CHECKS.indexOf(columnOf(checks))] ?? "denied";
  const level = strongest([checks?.level ?? "low", ...(opinion === null ? [] : [levelBy(opinion)])]);
  const isAsked = checks?.authorization === "high" && (opinion === null || opinion.authorization === "high");
  const column = LEVELS.indexOf(level === "high" && isAsked ? "high, asked" : level);
  const byTerms = TERMS[terms.approveUpTo ?? "none"][terms.denyFrom][column] ?? "denied";
  const isAbove = Math.max(opinion?.riskScore ?? 0, SCORES[level]) > terms.scoreMax;
  return strictest([
    usual,
    // What nothing was found out of has no level of its own.
    ...(checks === null && opinion === null ? [] : [byTerms]),
    checks === null ? "approved" : CATEGORY[setting],
    isAbove ? ABOVE_SCORE_MAX : "approved",
  ]);
}

function rowOf({ answer, checks }: Point): ModelRow {
  if (answer.kind === "none") return checks?.isCleared === true ? "is not asked, the checks clear it" : "is not asked";
  if (answer.kind === "failed") return "gives no answer that counts";
  if (answer.kind === "timed-out") return "takes too long";
  const { opinion } = answer;
  if (opinion.outcome === "deny") return "denies";
  const level = levelBy(opinion);
  if (level === "critical") return "allows, critical";
  return opinion.authorization === "high" ? `allows, ${level}, asked` : `allows, ${level}`;
}

function columnOf(checks: Checks | null): ChecksColumn {
  if (checks === null) return "none";
  const { level, authorization } = checks;
  if (level === "critical") return level;
  if (authorization === "contrary") return authorization;
  return authorization === "high" ? `${level}, asked` : level;
}

/** The higher of the level and of what the score says. */
function levelBy({ riskLevel, riskScore }: Opinion): RiskLevel {
  return strongest([riskLevel, ...RISK_LEVELS.filter((level) => (riskScore ?? 0) >= SCORES[level])]);
}

function strongest(levels: readonly RiskLevel[]): RiskLevel {
  return RISK_LEVELS.findLast((level) => levels.includes(level)) ?? "critical";
}

const CHECKS_OR_NONE: readonly (Checks | null)[] = [null, ...ALL_CHECKS];
/** How many there are in each direction: the number of a point counts them in this order. */
const SIZES = [CHECKS_OR_NONE.length, ANSWERS.length, SETTINGS.length, ALL_TERMS.length] as const;

const EVERY: readonly Point[] = CHECKS_OR_NONE.flatMap((checks) =>
  ANSWERS.flatMap((answer) =>
    SETTINGS.flatMap((setting) => ALL_TERMS.map((terms) => ({ checks, answer, setting, terms }))),
  ),
);
const STATUSES: readonly ReviewStatus[] = EVERY.map(statusOf);

test("every report under all terms comes to what the tables say", () => {
  const wrong = EVERY.filter((point, at) => STATUSES[at] !== expected(point));
  expect([EVERY.length, wrong.slice(0, 3)]).toEqual([41 * 163 * 3 * 24, []]);
});

test("nothing is approved against the checks, against the model, or at a critical level", () => {
  const wrong = EVERY.filter(({ checks, answer, setting, terms }, at) => {
    const opinion = answer.kind === "opinion" ? answer.opinion : null;
    const isSound =
      checks !== null &&
      checks.level !== "critical" &&
      checks.authorization !== "contrary" &&
      setting === "unset" &&
      terms.approveUpTo !== null &&
      (opinion === null ? answer.kind === "none" && checks.isCleared : opinion.outcome === "allow");
    return STATUSES[at] === "approved" && !isSound;
  });
  expect(wrong.slice(0, 3)).toEqual([]);
});

/** Steps towards more risk or less authorization. */
function worseChecks(checks: Checks | null): readonly (Checks | null)[] {
  if (checks === null) return [];
  return [
    null,
    { ...checks, isCleared: false },
    ...after(RISK_LEVELS, checks.level).map((level) => ({ ...checks, level })),
    ...after(AUTHORIZATIONS.toReversed(), checks.authorization).map((authorization) => ({ ...checks, authorization })),
  ];
}

function worseAnswers(answer: ModelAnswer): readonly ModelAnswer[] {
  const none: readonly ModelAnswer[] = [{ kind: "failed", why: "no answer" }, { kind: "timed-out" }];
  if (answer.kind !== "opinion") return none;
  const { opinion: one } = answer;
  const worse: readonly Opinion[] = [
    { ...one, outcome: "deny" },
    ...after(RISK_LEVELS, one.riskLevel).map((riskLevel) => ({ ...one, riskLevel })),
    ...after(SCORES_TOLD, one.riskScore).map((riskScore) => ({ ...one, riskScore })),
    ...after(TOLD.toReversed(), one.authorization).map((authorization) => ({ ...one, authorization })),
  ];
  return [...none, ...worse.map((each) => ({ kind: "opinion", opinion: each }) as const)];
}

function tighterTerms(terms: ReviewTerms): readonly ReviewTerms[] {
  const upTo: readonly ReviewTerms["approveUpTo"][] = ["medium", "low", null];
  return [
    ...after(upTo, terms.approveUpTo).map((approveUpTo) => ({ ...terms, approveUpTo })),
    ...after(RISK_LEVELS.toReversed(), terms.denyFrom).map((denyFrom) => ({ ...terms, denyFrom })),
    ...after(SCORE_MAXES, terms.scoreMax).map((scoreMax) => ({ ...terms, scoreMax })),
  ];
}

/** The next one; none after the last. */
function after<T>(list: readonly T[], one: unknown): readonly T[] {
  const at = list.findIndex((each) => each === one);
  return at === -1 ? [] : list.slice(at + 1, at + 2);
}

/** For each of the list the numbers of those that are a step worse. */
function numbersOf<T>(list: readonly T[], worseThan: (one: T) => readonly T[]): readonly (readonly number[])[] {
  const numbers = new Map(list.map((one, at) => [JSON.stringify(one), at]));
  return list.map((one) => worseThan(one).flatMap((worse) => numbers.get(JSON.stringify(worse)) ?? []));
}

test("more risk, less authorization or tighter terms never turn what is not approved into an approval", () => {
  const directions = [
    numbersOf(CHECKS_OR_NONE, worseChecks),
    numbersOf(ANSWERS, worseAnswers),
    numbersOf(SETTINGS, (setting) => after(SETTINGS, setting)),
    numbersOf(ALL_TERMS, tighterTerms),
  ];
  let steps = 0;
  const wrong: unknown[] = [];
  for (const [direction, worse] of directions.entries()) {
    const stride = SIZES.slice(direction + 1).reduce((all, size) => all * size, 1);
    for (const [at, status] of STATUSES.entries()) {
      if (status === "approved") continue;
      const number = Math.floor(at / stride) % worse.length;
      for (const next of worse[number] ?? []) {
        steps += 1;
        const there = at + (next - number) * stride;
        if (STATUSES[there] === "approved") wrong.push([EVERY[at], EVERY[there]]);
      }
    }
  }
  expect(wrong.slice(0, 1)).toEqual([]);
  expect(steps).toBeGreaterThan(1_000_000);
});

const SCORED: readonly (readonly [score: number, level: RiskLevel])[] = [
  [0, "low"],
  [29.9, "low"],
  [30, "medium"],
  [59.9, "medium"],
  [60, "high"],
  [84.9, "high"],
  [85, "critical"],
  [100, "critical"],
  [-1, "critical"],
  [Number.NaN, "critical"],
];

test.each(SCORED)("a score of %d counts as %s", (score, level) => {
  expect(levelOfScore(score)).toBe(level);
});

const LOW: Checks = { findings: [], level: "low", authorization: "high", isCleared: true, why: "it was asked for" };
const ALLOW: Opinion = {
  outcome: "allow",
  riskLevel: "low",
  riskScore: 5,
  authorization: "high",
  rationale: "it is fine",
};
const opinion = (over: Partial<Opinion>): ModelAnswer => ({ kind: "opinion", opinion: { ...ALLOW, ...over } });

const WHOLE: readonly [name: string, checks: Checks | null, answer: ModelAnswer, expected: readonly unknown[]][] = [
  ["the checks alone", LOW, { kind: "none", why: "no model" }, ["approved", "low", 0, "high", "it was asked for"]],
  ["the model", LOW, opinion({}), ["approved", "low", 5, "high", "it is fine"]],
  [
    "a low level with a critical score",
    LOW,
    opinion({ riskScore: 95 }),
    ["denied", "critical", 95, "high", "a risk that is critical is denied, whatever else is said: it is fine"],
  ],
  [
    "a high level with a low score",
    { ...LOW, authorization: "low" },
    opinion({ riskLevel: "high" }),
    ["escalated", "high", 60, "low", "a high risk that was not asked for explicitly: it is fine"],
  ],
  [
    "a denial without a reason",
    LOW,
    opinion({ outcome: "deny", rationale: " " }),
    ["denied", "low", 5, "high", "the reviewer gave no reason"],
  ],
  [
    "a finding above the level of the checks",
    { ...LOW, findings: [{ category: "destruction", level: "critical", what: "deletes all" }], why: "deletes all" },
    opinion({}),
    ["denied", "critical", 85, "high", "deletes all"],
  ],
  [
    "a word of the person against it",
    { ...LOW, authorization: "contrary" },
    opinion({}),
    ["escalated", "low", 5, "contrary", "what the person said speaks against it"],
  ],
  ["no checks", null, opinion({}), ["failed", "low", 5, "unknown", "the checks could not be made"]],
  ["nothing at all", null, { kind: "timed-out" }, ["timed_out", "high", 60, "unknown", "the review took too long"]],
];

test.each(WHOLE)("all that is ruled: %s", (_name, checks, answer, whole) => {
  const { status, riskLevel, riskScore, userAuthorization, rationale } = ruleOn(
    "1-1",
    reportOf({ checks, answer }),
    USUAL_REVIEW_TERMS,
  );
  expect([status, riskLevel, riskScore, userAuthorization, rationale]).toEqual(whole);
});

const AT_MOST: readonly [name: string, checks: Checks, answer: ModelAnswer, score: number][] = [
  ["by the model", LOW, opinion({ riskLevel: "medium", riskScore: 45 }), 45],
  ["by the model, high and asked for", LOW, opinion({ riskLevel: "high", riskScore: 70 }), 70],
  ["by the checks alone", { ...LOW, level: "medium" }, { kind: "none", why: "no model" }, 30],
];

test.each(AT_MOST)(
  "the highest score of the settings is approved, and no higher one: %s",
  (_name, checks, answer, score) => {
    const statuses = [score, score - 1].map(
      (scoreMax) => ruleOn("1-1", reportOf({ checks, answer }), { ...USUAL_REVIEW_TERMS, scoreMax }).status,
    );
    expect(statuses).toEqual(["approved", "escalated"]);
  },
);

test("a category that is asked about or denied is named", () => {
  const checks: Checks = { ...LOW, findings: [FINDING] };
  const words = SETTINGS.map((setting) => {
    const review = ruleOn("1-1", reportOf({ checks, answer: opinion({}) }), withSetting(USUAL_REVIEW_TERMS, setting));
    return [review.status, review.rationale, review.findings.length];
  });
  expect(words).toEqual([
    ["approved", "it is fine", 1],
    ["escalated", "it acts on another system; the settings want a person for all remote", 1],
    ["denied", "it acts on another system; the settings deny all remote", 1],
  ]);
});

test("docs/reviews-table.md holds the same tables", () => {
  const page = readFileSync(new URL("../../../docs/reviews-table.md", import.meta.url), "utf8");
  expect(page).toContain(renderRulings());
});

function exfiltration(level: RiskLevel, what: string): ReviewFinding {
  return { category: "exfiltration", level, what };
}

const GRAVE: Checks = {
  findings: [exfiltration("medium", "reaches a.example"), exfiltration("critical", "sends ~/.netrc to a.example")],
  level: "critical",
  authorization: "low",
  isCleared: false,
  why: "reaches a.example, and the person did not ask for exactly that",
};

test.each([
  ["names the gravest of what they found", GRAVE, "sends ~/.netrc to a.example"],
  ["says why where they found nothing", { ...GRAVE, findings: [] }, GRAVE.why],
])("a denial by the checks %s", (_name, checks, rationale) => {
  const report: ReviewReport = { checks, answer: { kind: "none", why: "" }, cost: NO_COST, repeats: null };
  expect(ruleOn("1-1", report, USUAL_REVIEW_TERMS).rationale).toBe(rationale);
});
