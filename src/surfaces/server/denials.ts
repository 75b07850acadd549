/** What was denied in an open thread, as clients name it when they have it overruled. */
import type { ReviewId } from "../../core/approval/review.ts";
import type { ThreadEvent, UnderReview } from "../../engine/agent/thread.ts";
import { asObject, canonical, type Json } from "../../kit/json.ts";
import { jsonOf } from "./answer.ts";
import { showReviewed } from "./show-review.ts";

export interface Denials {
  /** Takes up what happened. */
  follow(event: ThreadEvent): void;
  /** Why `action` is not what that review denied, in one line; null where it is. */
  whyNot(review: ReviewId, action: unknown): string | null;
}

/** Denials that are known at a time; later ones take the place of the oldest. */
const DENIALS_MAX = 50;

export function denialsOf(): Denials {
  const denied = new Map<ReviewId, UnderReview>();
  return {
    follow(event) {
      if (event.kind !== "review-ended" || event.end === "aborted" || event.end.status !== "denied") return;
      denied.set(event.review, event);
      const [oldest] = denied.keys();
      if (denied.size > DENIALS_MAX && oldest !== undefined) denied.delete(oldest);
    },
    whyNot(review, action) {
      const about = denied.get(review);
      if (about === undefined) return "no denial of that id is known here";
      const isSame = canonical(stored(showReviewed(about))) === canonical(stored(jsonOf(action)));
      return isSame ? null : "the action is not the one that was denied";
    },
  };
}

/** Words of the protocol that are written otherwise where they are stored; all other texts are a person's or an agent's. */
const TOLD = new Set(["type", "source", "protocol", "access"]);

/** As it is stored: names in the other spelling, and nothing that is null. */
function stored(value: Json, key = ""): Json {
  if (Array.isArray(value)) return value.map((each: Json) => stored(each));
  const fields = asObject(value);
  if (fields === null) return typeof value === "string" && TOLD.has(key) ? snake(value) : value;
  const given = Object.entries(fields).filter(([, each]) => each !== null);
  return Object.fromEntries(given.map(([name, each]) => [snake(name), stored(each, name)]));
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
