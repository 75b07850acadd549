/** The keys of `[auto_review]`: what each holds and sets, and which value is stricter. */
import {
  type AutoReviewSettings,
  type AutoReviewText,
  joinAutoReview,
  REVIEW_CATEGORIES,
  type ReviewCategory,
  type RiskLevel,
  USUAL_AUTO_REVIEW,
} from "./review-terms.ts";
import { choice, type Shape, type TableShape, text } from "./shapes.ts";
import { isTable, printKey, type Table } from "./spot.ts";
import { valueAt } from "./tables.ts";

export type ReviewValue = string | number;

export type ReviewKey = {
  /** Below `auto_review`. */
  readonly path: readonly [string, ...string[]];
  readonly shape: Shape;
  /** What a value sets; nothing where it does not fit the shape. */
  readonly read: (value: unknown) => AutoReviewText;
  /** What is in force, as it is written; null where nothing is. */
  readonly shown: (settings: AutoReviewSettings) => ReviewValue | null;
  /** The greater, the stricter; null where no value is stricter than another. */
  readonly care: ((value: unknown) => number) | null;
  /**
   * Whether a project may say it. If not, it never may, whoever trusts it: who reviews, and by which words. Nor how much
   * the reviewer may look at, for a project would blind it to its own scripts.
   */
  readonly isForProjects: (value: unknown) => boolean;
};

const TABLE = "auto_review";
/** In the place of a model's name: the checks alone. */
export const NO_MODEL = "none";
const TEXT = text("a text in quotes");

/** Strictest last. */
const APPROVE_UP_TO = ["medium", "low", "none"] as const;
const DENY_FROM = ["critical", "high", "medium", "low"] as const satisfies readonly RiskLevel[];
const CATEGORY_LEADS_TO = ["ask", "deny"] as const;

export const REVIEW_KEYS: readonly ReviewKey[] = [
  {
    path: ["model"],
    shape: text(`"${NO_MODEL}", or the name of a model in quotes`),
    read: (value) =>
      isText(value) ? { model: value === NO_MODEL ? { kind: NO_MODEL } : { kind: "named", name: value } } : {},
    shown: ({ model }) => (model.kind === "named" ? model.name : model.kind === NO_MODEL ? NO_MODEL : null),
    // Without a model nothing passes but what the checks clear.
    care: (value) => (value === NO_MODEL ? 1 : 0),
    isForProjects: (value) => value === NO_MODEL,
  },
  words(
    "model_provider",
    TEXT,
    (provider) => ({ provider }),
    ({ provider }) => provider,
  ),
  words(
    "model_reasoning_effort",
    TEXT,
    (effort) => ({ effort }),
    ({ effort }) => effort,
  ),
  words(
    "policy",
    text("a text in quotes", { mayBeEmpty: true }),
    // An empty one takes back what a weaker source says.
    (policy) => ({ policy: policy === "" ? null : policy }),
    ({ policy }) => policy,
  ),
  {
    ...levels("approve_up_to", APPROVE_UP_TO),
    read(value) {
      const approveUpTo = APPROVE_UP_TO.find((level) => level === value);
      return approveUpTo === undefined ? {} : { approveUpTo: approveUpTo === "none" ? null : approveUpTo };
    },
    shown: ({ terms }) => terms.approveUpTo ?? "none",
  },
  {
    ...levels("deny_from", DENY_FROM),
    read(value) {
      const denyFrom = DENY_FROM.find((level) => level === value);
      return denyFrom === undefined ? {} : { denyFrom };
    },
    shown: ({ terms }) => terms.denyFrom,
  },
  {
    ...atMost("max_risk_score", { min: 0, max: USUAL_AUTO_REVIEW.terms.scoreMax }),
    read: (value) => (typeof value === "number" ? { scoreMax: value } : {}),
    shown: ({ terms }) => terms.scoreMax,
  },
  {
    ...atMost("timeout_seconds", { min: 1, max: USUAL_AUTO_REVIEW.terms.timeoutMs / 1000 }, " of seconds"),
    read: (value) => (typeof value === "number" ? { timeoutMs: value * 1000 } : {}),
    shown: ({ terms }) => terms.timeoutMs / 1000,
  },
  {
    ...atMost("budget", { min: 0, max: USUAL_AUTO_REVIEW.terms.budget ?? Number.MAX_SAFE_INTEGER }),
    read: (value) => (typeof value === "number" ? { budget: value } : {}),
    shown: ({ terms }) => terms.budget,
  },
  {
    ...atMost("max_lookups", { min: 0, max: USUAL_AUTO_REVIEW.lookupsMax }),
    read: (value) => (typeof value === "number" ? { lookupsMax: value } : {}),
    shown: ({ lookupsMax }) => lookupsMax,
    isForProjects: () => false,
  },
  ...REVIEW_CATEGORIES.map(category),
];

/** As Codex has it; `timeout_seconds` beside it wins. More than there may be at most is no more than that. */
const TIMEOUT_MS = "timeout_ms";

/** `[auto_review]` in a file of settings. A key of Codex's own that only steers its prompt or its pauses is let pass. */
export const AUTO_REVIEW: TableShape = {
  kind: "table",
  keys: {
    ...Object.fromEntries(
      REVIEW_KEYS.flatMap(({ path: [key, inner], shape }) => (inner === undefined ? [[key, shape]] : [])),
    ),
    categories: {
      kind: "table",
      keys: Object.fromEntries(REVIEW_CATEGORIES.map((name) => [name, choice(CATEGORY_LEADS_TO)])),
      // One that is mistyped would hold nothing back.
      others: "error",
    },
    [TIMEOUT_MS]: {
      kind: "number",
      expected: "a whole number of milliseconds, not below 0",
      whole: true,
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    },
  },
  passed: [
    "circuit_break_action",
    "conversation_history_max_output_tokens",
    "experimental_conversation_history_prompt",
    "experimental_denial_reconsideration_prompt",
    "experimental_policy_template",
  ],
};

/** From the top of a file. */
export function reviewPath({ path }: ReviewKey): readonly string[] {
  return [TABLE, ...path];
}

/** Every key that sets it, from the top of a file; its own first. */
export function reviewPaths(key: ReviewKey): readonly (readonly string[])[] {
  const own = reviewPath(key);
  return key.path[0] === "timeout_seconds" ? [own, [TABLE, TIMEOUT_MS]] : [own];
}

/** `auto_review.categories.network`. */
export function reviewName(key: ReviewKey): string {
  return printKey(reviewPath(key));
}

/** What a table `[auto_review]` sets, as far as it fits. */
export function readAutoReview(value: unknown): AutoReviewText {
  const table = isTable(value) ? value : {};
  return REVIEW_KEYS.map(({ path, read }) => read(valueAt(table, path))).reduce(joinAutoReview, inMillis(table));
}

function inMillis({ [TIMEOUT_MS]: value }: Table): AutoReviewText {
  // None at all would be no review at all.
  const timeoutMs = Math.min(Math.max(Number(value), 1), USUAL_AUTO_REVIEW.terms.timeoutMs);
  return typeof value === "number" ? { timeoutMs } : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function words(
  name: string,
  shape: Shape,
  set: (value: string) => AutoReviewText,
  shown: ReviewKey["shown"],
): ReviewKey {
  const read = (value: unknown): AutoReviewText => (typeof value === "string" ? set(value) : {});
  return { path: [name], shape, read, shown, care: null, isForProjects: () => false };
}

type Bound = Pick<ReviewKey, "path" | "shape" | "care" | "isForProjects">;

/** @param values strictest last */
function levels(name: string, values: readonly [string, ...string[]]): Bound {
  const care = (value: unknown): number => values.findIndex((level) => level === value);
  return { path: [name], shape: choice(values), care, isForProjects: () => true };
}

/** A whole number, the smaller the stricter. */
function atMost(name: string, { min, max }: { readonly min: number; readonly max: number }, of = ""): Bound {
  return {
    path: [name],
    shape: { kind: "number", expected: `a whole number${of} from ${min} to ${max}`, whole: true, min, max },
    care: (value) => (typeof value === "number" ? -value : Number.NEGATIVE_INFINITY),
    isForProjects: () => true,
  };
}

function category(name: ReviewCategory): ReviewKey {
  return {
    ...levels(name, CATEGORY_LEADS_TO),
    path: ["categories", name],
    read(value) {
      const leadsTo = CATEGORY_LEADS_TO.find((each) => each === value);
      return leadsTo === undefined ? {} : { categories: { [name]: leadsTo } };
    },
    shown: ({ terms }) => terms.categories[name] ?? null,
  };
}
