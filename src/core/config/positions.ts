/** Finds where in a TOML text a value stands. */
import { NESTING_MAX, type OutlineNode, outlineOf } from "./outline.ts";

export type Position = { readonly line: number; readonly column: number };

/** What stands at a path and below it; `at`: an offset in the text, null where only something below it stands. */
type Place = { at: number | null; readonly below: Map<string, Place> };

/**
 * Gives the place of the value at a path; for a table, of its header; for what is not found, the start of the text. The
 * text is looked through at the first question, and once.
 *
 * @param text TOML that the parser has accepted: what it refuses may be read wrongly here
 */
export function positionsIn(text: string): (path: readonly string[]) => Position {
  let places: Place | null = null;
  const position = pointsIn(text);
  return (path) => {
    places ??= placesOf(outlineOf(text).nodes);
    let place: Place | undefined = places;
    for (const part of path) place = place?.below.get(part);
    return position(place?.at ?? 0);
  };
}

/** Of what is said twice the first counts: `a.b = 1` is where `a` stands. */
function placesOf(nodes: readonly OutlineNode[]): Place {
  const top: Place = { at: null, below: new Map() };
  for (const node of nodes) {
    let place = top;
    if (node.kind === "header") place.at ??= node.span.start;
    for (const [depth, part] of node.path.slice(0, NESTING_MAX + 1).entries()) {
      const inner: Place = place.below.get(part) ?? { at: null, below: new Map() };
      place.below.set(part, inner);
      inner.at ??= offsetAt(node, depth + 1);
      place = inner;
    }
  }
  return top;
}

/** Where the first `length` parts of its path stand by this node; null where it does not say them. */
function offsetAt(node: OutlineNode, length: number): number | null {
  if (node.kind === "header") return node.span.start;
  if (node.path.length === length) return node.value.start;
  return node.kind === "pair" && node.table < length ? node.span.start : null;
}

/** The first thing that lies deeper than `NESTING_MAX`. */
export function deepestIn(text: string): Position {
  const node = outlineOf(text).nodes.find(({ path }) => path.length > NESTING_MAX);
  return pointsIn(text)(node === undefined || node.kind === "item" ? 0 : node.span.start);
}

/** Line and column of an offset; both count from 1, columns in characters. */
export function positionAt(text: string, offset: number): Position {
  return pointsIn(text)(offset);
}

/** The same for many offsets of one text: no text is so long or has such lines that it took long. */
function pointsIn(text: string): (offset: number) => Position {
  let known: { readonly lines: readonly number[]; readonly halves: readonly number[] } | null = null;
  return (offset) => {
    known ??= {
      lines: [0, ...offsetsOf(text, /\n/g).map((at) => at + 1)],
      halves: offsetsOf(text, /[\ud800-\udbff]/g),
    };
    const { lines, halves } = known;
    const line = countUpTo(lines, offset + 1);
    const start = lines[line - 1] ?? 0;
    // A character beyond the first 65,536 takes two places in the text.
    const doubled = countUpTo(halves, offset) - countUpTo(halves, start);
    return { line, column: offset - start - doubled + 1 };
  };
}

function offsetsOf(text: string, pattern: RegExp): readonly number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}

/** How many of `offsets`, which ascend, are below `limit`. */
function countUpTo(offsets: readonly number[], limit: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
