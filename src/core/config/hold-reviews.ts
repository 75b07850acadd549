/** Holds automatic reviews to requirements: wishes are refused, all else gives way. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError } from "./error.ts";
import { describeSource } from "./join-requirements.ts";
import { isAsked, type ReadLayer } from "./layers.ts";
import type { Notice } from "./notice.ts";
import type { Requirements, Stated } from "./requirements.ts";
import { REVIEW_KEYS, type ReviewKey, reviewName, reviewPath, reviewPaths, type ReviewValue } from "./review-keys.ts";
import {
  describeAllowedBy,
  describeChosen,
  describePinned,
  isHeldBy,
  joinTexts,
  morePolicyIn,
  pinOf,
} from "./review-pins.ts";
import { type AutoReviewSettings, autoReviewOf, joinAutoReview } from "./review-terms.ts";
import { valueAt } from "./tables.ts";

type Held = { readonly autoReview: AutoReviewSettings; readonly notices: readonly Notice[] };

/** @param layers that made the settings; strongest first */
export function heldReviews(
  settings: AutoReviewSettings,
  { reviews }: Requirements,
  layers: readonly ReadLayer[],
): Result<Held, ConfigError> {
  let autoReview = settings;
  const notices: Notice[] = [];
  for (const key of REVIEW_KEYS) {
    const pin = pinOf(reviews, key);
    if (pin === null) continue;
    const refused = refusedWish(key, pin, layers);
    if (refused !== null) return err(refused);
    const held = key.shown(settings);
    if (isHeldBy(pin.value, held, key)) continue;
    autoReview = withValue(autoReview, key, pin.value);
    // What nobody wrote gives way unseen.
    if (isWritten(key, layers)) notices.push(gaveWay(key, held, pin));
  }
  const more = morePolicyIn(reviews);
  if (more === null) return ok({ autoReview, notices });
  const policy = joinTexts([...(autoReview.policy === null ? [] : [autoReview.policy]), more.value]);
  return ok({ autoReview: { ...autoReview, policy }, notices });
}

/** Who made the value that is in force; null where settings did. */
export function pinnedBy(
  key: ReviewKey,
  { reviews }: Requirements,
  value: unknown,
  layers: readonly ReadLayer[],
): Stated<unknown> | null {
  const pin = pinOf(reviews, key);
  const written = layers.map(({ table }) => valueAt(table, reviewPath(key))).find((each) => each !== undefined);
  if (pin !== null && pin.value === value) return written === value ? null : pin;
  const more = reviewName(key) === "auto_review.policy" ? morePolicyIn(reviews) : null;
  return more === null || written === value ? null : (pin ?? more);
}

function withValue(settings: AutoReviewSettings, key: ReviewKey, value: ReviewValue): AutoReviewSettings {
  const { terms, ...others } = settings;
  return autoReviewOf(joinAutoReview({ ...others, ...terms }, key.read(value)));
}

/** What a person set for this run, whether or not something stronger sets another value. */
function refusedWish(key: ReviewKey, pin: Stated<ReviewValue>, layers: readonly ReadLayer[]): ConfigError | null {
  const path = reviewPath(key);
  for (const layer of layers.filter(isAsked)) {
    const wish = valueAt(layer.table, path);
    if (wish === undefined || isHeldBy(pin.value, wish, key)) continue;
    return {
      kind: "required",
      place: layer.placeOf(path),
      key: reviewName(key),
      found: describeChosen(key, wish),
      allowed: describeAllowedBy(key, pin.value),
      source: describeSource(pin),
    };
  }
  return null;
}

function isWritten(key: ReviewKey, layers: readonly ReadLayer[]): boolean {
  return layers.some(({ table }) => reviewPaths(key).some((path) => valueAt(table, path) !== undefined));
}

function gaveWay(key: ReviewKey, from: unknown, to: Stated<ReviewValue>): Notice {
  const [was, is] = [describeChosen(key, from), describePinned(key, to.value)];
  return { kind: "required", key: reviewName(key), from: was, to: is, source: describeSource(to) };
}
