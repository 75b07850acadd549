/** Reads what requirements say of automatic reviews: `[auto_review]` and keys of Codex. */
import type { Notice } from "./notice.ts";
import { AUTO_REVIEW, REVIEW_KEYS, reviewName } from "./review-keys.ts";
import type { ReviewPin } from "./requirements.ts";
import { check, listOf, type TableShape, text } from "./shapes.ts";
import { isTable, type Spot } from "./spot.ts";
import { valueAt } from "./tables.ts";

const NAMES = listOf(text("a text in quotes"), "a list of texts in quotes");
const ANY_TEXT = text("a text in quotes", { mayBeEmpty: true });

const { timeout_ms: _millis, ...KEYS } = AUTO_REVIEW.keys;

/** The same keys as in settings, by their own names, and two lists of Codex. */
const REQUIRED: TableShape = {
  ...AUTO_REVIEW,
  keys: { ...KEYS, required_on_models: NAMES, ignore_rules: NAMES },
  passed: [],
};

/** `found` gets each value with the place it stands at. Faults are noted, and then nothing of the source counts. */
export function readRequiredReviews(top: Spot, notices: Notice[], found: (spot: Spot, pin: ReviewPin) => void): void {
  const table = isTable(top.value) ? top.value : {};
  const at = (path: readonly string[]): Spot | null => {
    const value = valueAt(table, path);
    return value === undefined ? null : { ...top, value, path };
  };
  const whole = at(["auto_review"]);
  if (whole !== null) notices.push(...check(whole, REQUIRED, REQUIRED));
  for (const key of REVIEW_KEYS) {
    const spot = at(["auto_review", ...key.path]);
    const { value } = spot ?? {};
    const isSaid = value !== "" && (typeof value === "string" || typeof value === "number");
    if (spot !== null && isSaid) found(spot, { kind: "value", key: reviewName(key), value });
  }
  for (const key of ["required_on_models", "ignore_rules"] as const) {
    const spot = at(["auto_review", key]);
    if (spot !== null) found(spot, { kind: "list", key, items: textsOf(spot.value) });
  }
  // As Codex has them: one takes the place of a policy in settings, one stands beside it.
  const policy = wordsAt(at(["guardian_policy_config"]));
  if (policy !== null) found(policy.spot, { kind: "value", key: "auto_review.policy", value: policy.text });
  const more = wordsAt(at(["guardian_extra_policy"]));
  if (more !== null) found(more.spot, { kind: "more-policy", text: more.text });
}

/** Null where nothing is said; what is no text is noted. */
function wordsAt(spot: Spot | null): { readonly spot: Spot; readonly text: string } | null {
  if (spot === null) return null;
  check(spot, ANY_TEXT, REQUIRED);
  return typeof spot.value === "string" && spot.value !== "" ? { spot, text: spot.value } : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
