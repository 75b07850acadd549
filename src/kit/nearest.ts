/** Finds the word that somebody who mistyped it most likely meant. */

/** Longer words are compared with nothing: nobody types such a key or command. */
const CHARS_MAX = 64;
/** So many letters tell what is begun. */
const BEGUN_MIN = 3;

/**
 * The one of `candidates` that `word` is nearest to, or null where none is near. Typing faults are letters that are
 * missing, too many, others, or swapped with their neighbour; case and `-` for `_` are none. A word that is begun and
 * not finished has one fault. Of equally near ones the first.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = plainly(word);
  if (wanted.length === 0 || wanted.length > CHARS_MAX) return null;
  let best: string | null = null;
  let bestFaults = faultsMax(wanted.length) + 1;
  for (const candidate of candidates) {
    const isBegun = wanted.length >= BEGUN_MIN && plainly(candidate).startsWith(wanted);
    const faults = Math.min(faultsBetween(wanted, plainly(candidate), bestFaults), isBegun ? 1 : bestFaults);
    if (faults < bestFaults) [best, bestFaults] = [candidate, faults];
  }
  return best;
}

/** More faults than these make another word. */
function faultsMax(length: number): number {
  return length < 3 ? 0 : length < 6 ? 1 : length < 12 ? 2 : 3;
}

function plainly(word: string): string {
  return word.trim().toLowerCase().replaceAll("-", "_");
}

/** Damerau and Levenshtein's distance, where no letter is touched twice; `limit` for all that is not below it. */
function faultsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: readonly number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const other = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwapped ? (before[column - 2] ?? limit) + 1 : limit;
      next.push(Math.min(other, (last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, swapped));
    }
    if (Math.min(...next) >= limit) return limit;
    [before, last] = [last, next];
  }
  return last[b.length] ?? limit;
}
