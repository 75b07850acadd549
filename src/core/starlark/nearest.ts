/** Finds the name that somebody may have meant. */

/**
 * The first of the candidates with the fewest edits (a letter more, less or other) from `word`: at most two,
 * one for words of up to two letters; null if there is none.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  // One more than is allowed; a later candidate must be strictly nearer.
  let least = word.length > 2 ? 3 : word.length > 0 ? 2 : 0;
  for (const candidate of candidates) {
    while (least > 0 && isWithin(word, candidate, least - 1)) {
      best = candidate;
      least--;
    }
  }
  return best;
}

/** Whether `edits` letters inserted, removed or replaced are enough to make `right` of `left`. */
function isWithin(left: string, right: string, edits: number): boolean {
  if (Math.abs(left.length - right.length) > edits) return false;
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  if (same === left.length || same === right.length) return true;
  if (edits === 0) return false;
  const [leftRest, rightRest] = [left.slice(same), right.slice(same)];
  return (
    isWithin(leftRest.slice(1), rightRest.slice(1), edits - 1) ||
    isWithin(leftRest, rightRest.slice(1), edits - 1) ||
    isWithin(leftRest.slice(1), rightRest, edits - 1)
  );
}
