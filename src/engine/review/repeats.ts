/** Verdicts of a thread's reviews, so that the very same action is not reviewed twice. */
import type { Checks, Opinion, ReviewId } from "../../core/approval/review.ts";

/** What an action is known by. */
export type Seen = {
  /** Of the action, what it leads to and runs, what the person said, what the checks find, and what is set. */
  readonly key: string;
  /** Of what was carried out or refused before, but for the action itself. */
  readonly before: string;
};

export type Repeats = {
  /** Null where it has to be reviewed. */
  readonly find: (seen: Seen, checks: Checks) => { readonly opinion: Opinion; readonly first: ReviewId } | null;
  readonly keep: (seen: Seen, opinion: Opinion, review: ReviewId) => void;
};

/** The oldest one goes for the newest. */
const KEPT_MAX = 200;

/** For the life of one thread. */
export function newRepeats(): Repeats {
  const known = new Map<string, { readonly before: string; readonly opinion: Opinion; readonly first: ReviewId }>();
  return {
    find(seen, checks) {
      const found = known.get(seen.key);
      if (found === undefined) return null;
      // What was done since may be what a step before it waits for: only where nothing speaks against it that is nothing.
      const isAsBefore = found.before === seen.before || checks.findings.length === 0;
      if (found.opinion.outcome === "allow" && !isAsBefore) return null;
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
