/** What requirements hold of automatic reviews: of each threshold the strictest. */
import { NO_MODEL, REVIEW_KEYS, type ReviewKey, reviewName, type ReviewValue } from "./review-keys.ts";
import type { ReviewPin, Stated } from "./requirements.ts";

const POLICY = "auto_review.policy";

/** What holds of `key`, and who of several is named for it; null where nothing is required. */
export function pinOf(reviews: readonly Stated<ReviewPin>[], key: ReviewKey): Stated<ReviewValue> | null {
  const pins = pinsOf(reviews, key);
  const [first] = pins;
  if (first === undefined) return null;
  if (reviewName(key) === POLICY) return { ...first, value: joinTexts(pins.map(({ value }) => String(value))) };
  const { care } = key;
  if (care === null) return first;
  // Of equals the strongest source, which comes first.
  return pins.reduce((strictest, pin) => (care(pin.value) > care(strictest.value) ? pin : strictest));
}

/** What is to be added to whichever policy holds; null where nothing is. */
export function morePolicyIn(reviews: readonly Stated<ReviewPin>[]): Stated<string> | null {
  const pins = reviews.flatMap((one) =>
    one.value.kind === "more-policy" && one.layer !== "project" ? [{ ...one, value: one.value.text }] : [],
  );
  const [first] = pins;
  return first === undefined ? null : { ...first, value: joinTexts(pins.map(({ value }) => value)) };
}

/** Each text once, with a line between them. */
export function joinTexts(texts: readonly string[]): string {
  return [...new Set(texts)].join("\n\n");
}

/** The first key of which sources name different values, none of them stricter, as lists of one. */
export function contradictionIn(
  reviews: readonly Stated<ReviewPin>[],
): { readonly key: string; readonly lists: readonly Stated<readonly string[]>[] } | null {
  for (const key of REVIEW_KEYS) {
    const name = reviewName(key);
    const pin = name === POLICY ? null : pinOf(reviews, key);
    if (pin === null) continue;
    const rivals = pinsOf(reviews, key).filter(
      ({ value }) => key.care === null || key.care(value) === key.care(pin.value),
    );
    if (rivals.every(({ value }) => value === pin.value)) continue;
    return { key: name, lists: rivals.map((rival) => ({ ...rival, value: [String(rival.value)] })) };
  }
  return null;
}

function pinsOf(reviews: readonly Stated<ReviewPin>[], key: ReviewKey): readonly Stated<ReviewValue>[] {
  const name = reviewName(key);
  return reviews.flatMap((one) => {
    const { value: pin, layer } = one;
    if (pin.kind !== "value" || pin.key !== name) return [];
    return layer !== "project" || key.isForProjects(pin.value) ? [{ ...one, value: pin.value }] : [];
  });
}

/** True if `value` may hold where `pin` is required. */
export function isHeldBy(pin: ReviewValue, value: unknown, { care }: ReviewKey): boolean {
  return value === pin || (care !== null && care(value) > care(pin));
}

/** What somebody chose, for people. */
export function describeChosen(key: ReviewKey, value: unknown): string {
  if (reviewName(key) === POLICY) return "another text";
  return typeof value === "string" || typeof value === "number" ? String(value) : "what nobody set";
}

/** What holds in its place. */
export function describePinned(key: ReviewKey, pin: ReviewValue): string {
  return reviewName(key) === POLICY ? "the text that is required" : String(pin);
}

/** What may be chosen. */
export function describeAllowedBy(key: ReviewKey, pin: ReviewValue): string {
  if (typeof pin === "number") return `at most ${pin}`;
  const { shape, care } = key;
  const values = shape.kind === "choice" ? shape.values : care === null ? [] : [pin, NO_MODEL];
  const allowed = values.filter((value) => isHeldBy(pin, value, key));
  return allowed.length === 0 ? describePinned(key, pin) : [...new Set(allowed)].join(", ");
}
