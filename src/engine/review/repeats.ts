/** Verdicts of a thread's reviews, so that the very same action is not reviewed twice. */
import type { Opinion, ReviewId } from "../../core/approval/review.ts";

/** What an action is known by. */
export type Seen = {
  /** Of the action, what it leads to and runs, what the person said, what the checks find, and what is set. */
  readonly key: string;
  /** Of what was changed or refused before, but by the action itself. */
  readonly before: string;
};

export type Repeats = {
  /** Null where it has to be reviewed. */
  readonly find: (seen: Seen) => { readonly opinion: Opinion; readonly first: ReviewId } | null;
  readonly keep: (seen: Seen, opinion: Opinion, review: ReviewId) => void;
};

/** The oldest one goes for the newest. */
const KEPT_MAX = 200;

/** For the life of one thread. */
export function newRepeats(): Repeats {
  const known = new Map<string, { readonly before: string; readonly opinion: Opinion; readonly first: ReviewId }>();
  return {
    find(seen) {
      const found = known.get(seen.key);
      if (found === undefined) return null;
      // What was changed since may be what it runs, or the first half of what it is the second of.
      if (found.opinion.outcome === "allow" && found.before !== seen.before) return null;
      return { opinion: found.opinion, first: found.first };
    },
    keep({ key, before }, opinion, first) {
      known.delete(key);
      known.set(key, { before, opinion, first });
      const [oldest] = known.keys();
      if (known.size > KEPT_MAX && oldest !== undefined) known.delete(oldest);
    },
  };
}
