/** What reviews come to, as data for the tests and for docs/reviews-table.md. */
import type { ReviewStatus } from "../../../src/core/approval/review.ts";

/** What the checks say, in the order of the columns. `asked`: that exactly this was asked for. */
export const CHECKS = [
  "low, asked",
  "low",
  "medium, asked",
  "medium",
  "high, asked",
  "high",
  "critical",
  "contrary",
  "none",
] as const;
export type ChecksColumn = (typeof CHECKS)[number];

const A = "approved";
const P = "escalated";
const D = "denied";
const F = "failed";
const T = "timed_out";

type Row = readonly [
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
  ReviewStatus,
];

/** Under the usual terms, by what the model says. */
export const USUAL = {
  "allows, low, asked": [A, A, A, A, A, P, D, P, F],
  "allows, low": [A, A, A, A, P, P, D, P, F],
  "allows, medium, asked": [A, A, A, A, A, P, D, P, F],
  "allows, medium": [A, A, A, A, P, P, D, P, F],
  "allows, high, asked": [A, P, A, P, A, P, D, P, F],
  "allows, high": [P, P, P, P, P, P, D, P, F],
  "allows, critical": [D, D, D, D, D, D, D, D, D],
  denies: [D, D, D, D, D, D, D, D, D],
  "is not asked, the checks clear it": [A, A, A, A, P, P, D, P, F],
  "is not asked": [P, P, P, P, P, P, D, P, F],
  "gives no answer that counts": [F, F, F, F, F, F, D, F, F],
  "takes too long": [T, T, T, T, T, T, D, T, T],
} as const satisfies Readonly<Record<string, Row>>;
export type ModelRow = keyof typeof USUAL;

/** The levels of the strictest of both, in the order of the columns. */
export const LEVELS = ["low", "medium", "high, asked", "high", "critical"] as const;

type TermsRow = readonly [ReviewStatus, ReviewStatus, ReviewStatus, ReviewStatus, ReviewStatus];

/** By `approve_up_to` and `deny_from`: the least strict that it can come to. */
export const TERMS = {
  medium: {
    critical: [A, A, A, P, D],
    high: [A, A, D, D, D],
    medium: [A, D, D, D, D],
    low: [D, D, D, D, D],
  },
  low: {
    critical: [A, P, P, P, D],
    high: [A, P, D, D, D],
    medium: [A, D, D, D, D],
    low: [D, D, D, D, D],
  },
  none: {
    critical: [P, P, P, P, D],
    high: [P, P, D, D, D],
    medium: [P, D, D, D, D],
    low: [D, D, D, D, D],
  },
} as const satisfies Readonly<Record<"medium" | "low" | "none", Readonly<Record<string, TermsRow>>>>;

/** By the setting for the category of a finding. */
export const CATEGORY = { unset: A, ask: P, deny: D } as const;

/** The lowest score of each level; and what a score above `max_risk_score` comes to. */
export const SCORES = { low: 0, medium: 30, high: 60, critical: 85 } as const;
export const ABOVE_SCORE_MAX = P;

const WORDS: Readonly<Record<ReviewStatus, string>> = {
  approved: "approved",
  escalated: "person",
  denied: "**denied**",
  failed: "failed",
  timed_out: "timed out",
};

function wordsOf(status: ReviewStatus): string {
  return WORDS[status];
}

/** The tables as the Markdown that stands in docs/reviews-table.md. */
export function renderRulings(): string {
  const usual = Object.entries<Row>(USUAL).map(([model, cells]) => [model, ...cells.map(wordsOf)]);
  const terms = Object.entries(TERMS).flatMap(([upTo, rows]) =>
    Object.entries<TermsRow>(rows).map(([from, cells]) => [upTo, from, ...cells.map(wordsOf)]),
  );
  const settings = Object.entries(CATEGORY).map(([setting, status]) => [setting, wordsOf(status)]);
  const scores = Object.entries(SCORES).map(([level, from]) => [level, String(from)]);
  return [
    "## Under the usual terms",
    "",
    tableOf(["the model \\ the checks", ...CHECKS], usual),
    "## Under other terms",
    "",
    tableOf(["`approve_up_to`", "`deny_from`", ...LEVELS], terms),
    "## By the category of a finding",
    "",
    tableOf(["its setting", "at least"], settings),
    "## By the score",
    "",
    tableOf(["level", "from"], scores),
  ].join("\n");
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}
