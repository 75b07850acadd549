/** Which lines of two lists differ: Myers' greedy algorithm with a bound on its work. */

/** Steps before the search gives up; at some nanoseconds each well under a tenth of a second. */
export const DIFF_STEPS_MAX = 4_000_000;
/** Edits before the search gives up; its memory grows with the square of this. */
export const DIFF_EDITS_MAX = 1_000;

/** Half-open ranges of lines: `before` lines are replaced by `after` lines. At least one of them is not empty. */
export type Replacement = {
  readonly before: readonly [start: number, end: number];
  readonly after: readonly [start: number, end: number];
};

/**
 * Replacements in ascending order that turn `before` into `after`; what lies between them is equal.
 * Fewest lines, unless a bound is hit: then all between the common start and end is one replacement.
 *
 * Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
 */
export function replacementsOf(before: readonly string[], after: readonly string[]): readonly Replacement[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const old = before.slice(start, before.length - end);
  const young = after.slice(start, after.length - end);
  if (old.length === 0 && young.length === 0) return [];
  const whole = { before: [0, old.length], after: [0, young.length] } as const;
  const found = old.length === 0 || young.length === 0 ? [whole] : (shortest(old, young) ?? [whole]);
  return found.map((one) => ({
    before: [one.before[0] + start, one.before[1] + start],
    after: [one.after[0] + start, one.after[1] + start],
  }));
}

/** The fewest replacements, or null when a bound was hit. */
function shortest(before: readonly string[], after: readonly string[]): readonly Replacement[] | null {
  const [old, young] = numbered(before, after);
  const size = Math.min(DIFF_EDITS_MAX, old.length + young.length);
  /** Furthest line of `old` reached on each diagonal (`old` line minus `young` line), offset by `size + 1`. */
  const furthest = new Int32Array(2 * size + 3);
  const history: Int32Array[] = [];
  let stepsLeft = DIFF_STEPS_MAX;
  for (let edits = 0; edits <= size; edits++) {
    history.push(furthest.slice(size + 1 - edits, size + 2 + edits));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = diagonal + size + 1;
      const left = furthest[at - 1] ?? 0;
      const right = furthest[at + 1] ?? 0;
      const from = diagonal === -edits || (diagonal !== edits && left < right) ? right : left + 1;
      const to = slide({ old, young, from, diagonal });
      stepsLeft -= to - from + 1;
      furthest[at] = to;
      if (to >= old.length && to - diagonal >= young.length) return walkBack(history, old.length, young.length);
    }
    if (stepsLeft < 0) return null;
  }
  return null;
}

/** Equal lines get equal numbers, so that the search compares numbers. */
function numbered(before: readonly string[], after: readonly string[]): readonly [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, numbers.size);
    return numbers.size - 1;
  };
  return [Int32Array.from(before, numberOf), Int32Array.from(after, numberOf)];
}

type Place = { readonly old: Int32Array; readonly young: Int32Array; readonly from: number; readonly diagonal: number };

function slide({ old, young, from, diagonal }: Place): number {
  let to = from;
  while (to < old.length && to - diagonal < young.length && old[to] === young[to - diagonal]) to++;
  return to;
}

/** Follows the path from its end to its start; `history[n]` holds the diagonals -n…n before the n-th edit. */
function walkBack(history: readonly Int32Array[], oldLength: number, youngLength: number): readonly Replacement[] {
  const found: Replacement[] = [];
  let x = oldLength;
  let y = youngLength;
  for (let edits = history.length - 1; edits > 0; edits--) {
    const reached = history[edits];
    if (reached === undefined) throw new Error("a step of the search is missing");
    const at = x - y + edits;
    const left = reached[at - 1] ?? 0;
    const right = reached[at + 1] ?? 0;
    const isInsertion = at === 0 || (at !== 2 * edits && left < right);
    const fromX = isInsertion ? right : left;
    const fromY = isInsertion ? fromX - (x - y + 1) : fromX - (x - y - 1);
    const last = found.at(-1);
    const edit = {
      before: [fromX, fromX + (isInsertion ? 0 : 1)],
      after: [fromY, fromY + (isInsertion ? 1 : 0)],
    } as const;
    if (last !== undefined && last.before[0] === edit.before[1] && last.after[0] === edit.after[1]) {
      found[found.length - 1] = { before: [fromX, last.before[1]], after: [fromY, last.after[1]] };
    } else found.push(edit);
    x = fromX;
    y = fromY;
  }
  return found.toReversed();
}
