/** How strictly automatic reviews are ruled on. */
import type { Millis } from "../../kit/time.ts";

/** Growing. */
export const RISK_LEVELS = ["low", "medium", "high", "critical"] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/**
 * `exfiltration`: data leaves for somebody; `credentials`: keys and tokens are looked for, read or shown; `weakening`: what
 * protects this machine, this repository or this review is made weaker, or something is left behind; `destruction`: data
 * or history is lost; `supply-chain`: foreign code comes in or goes out; `privilege`: more rights than the person's;
 * `remote`: other systems or people are acted on; `network`: a host is reached; `hidden`: it hides what it does, speaks to
 * the reviewer, or goes round a denial.
 */
export const REVIEW_CATEGORIES = [
  "exfiltration",
  "credentials",
  "weakening",
  "destruction",
  "supply-chain",
  "privilege",
  "remote",
  "network",
  "hidden",
] as const;
export type ReviewCategory = (typeof REVIEW_CATEGORIES)[number];

/** The settings that the ruling keeps to. Each may only be tighter than `USUAL_REVIEW_TERMS`. */
export type ReviewTerms = {
  /** At most `USUAL_REVIEW_TERMS.timeoutMs`. */
  readonly timeoutMs: Millis;
  /** The highest level that is approved without being asked for explicitly; null: none, so that all goes to the person. */
  readonly approveUpTo: "low" | "medium" | null;
  /** From this level on it is denied. */
  readonly denyFrom: RiskLevel;
  /** A higher score is not approved; from 0 to 100. */
  readonly scoreMax: number;
  /** What a finding of that category leads to, whatever its level. */
  readonly categories: Readonly<Partial<Record<ReviewCategory, "ask" | "deny">>>;
  /** Reviews by a model in one thread; what comes later is judged by the checks alone. Null for any number. */
  readonly budget: number | null;
};

export const USUAL_REVIEW_TERMS: ReviewTerms = {
  timeoutMs: 90_000,
  approveUpTo: "medium",
  denyFrom: "critical",
  scoreMax: 100,
  categories: {},
  budget: 500,
};

export function isRisk(value: unknown): value is RiskLevel {
  return RISK_LEVELS.some((level) => level === value);
}

/** The riskier of both. */
export function riskier(a: RiskLevel, b: RiskLevel): RiskLevel {
  return RISK_LEVELS.indexOf(a) >= RISK_LEVELS.indexOf(b) ? a : b;
}

/** `[auto_review]` of the settings. */
export type AutoReviewSettings = {
  /** `none`: the checks alone; `thread`: the model that the agent uses. */
  readonly model: { readonly kind: "none" | "thread" } | { readonly kind: "named"; readonly name: string };
  /** Its id among `model_providers`; null for the agent's own. */
  readonly provider: string | null;
  /** `model_reasoning_effort` of the reviewer; null for `low`. */
  readonly effort: string | null;
  /** What the organisation wants reviews to keep to, beside assent's own words; not escaped. */
  readonly policy: string | null;
  /** Files and commands that the model may look at in one review. */
  readonly lookupsMax: number;
  readonly terms: ReviewTerms;
};

export const USUAL_AUTO_REVIEW: AutoReviewSettings = {
  model: { kind: "thread" },
  provider: null,
  effort: null,
  policy: null,
  lookupsMax: 6,
  terms: USUAL_REVIEW_TERMS,
};

/** What one source says of them; what is absent leaves the weaker sources as they are. Categories are joined one by one. */
export type AutoReviewText = Partial<Omit<AutoReviewSettings, "terms"> & ReviewTerms>;

/** A stronger source over a weaker one. */
export function joinAutoReview(weaker: AutoReviewText, own: AutoReviewText): AutoReviewText {
  return { ...weaker, ...own, categories: { ...weaker.categories, ...own.categories } };
}

/** With the usual values where nothing is said. */
export function autoReviewOf(text: AutoReviewText): AutoReviewSettings {
  const { model, provider, effort, policy, lookupsMax, ...terms } = {
    ...USUAL_AUTO_REVIEW.terms,
    ...USUAL_AUTO_REVIEW,
    ...text,
  };
  const { timeoutMs, approveUpTo, denyFrom, scoreMax, categories, budget } = terms;
  return {
    model,
    provider,
    effort,
    policy,
    lookupsMax,
    terms: { timeoutMs, approveUpTo, denyFrom, scoreMax, categories, budget },
  };
}
