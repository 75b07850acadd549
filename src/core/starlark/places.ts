/** Lines and columns of a source text, worked out only where somebody wants to know them. */
import type { Extent, Place, Position, Span } from "./extent.ts";

export class Lines {
  private readonly source: string;
  /** Where each line begins, ascending; empty until it is needed. */
  private readonly starts: Place[] = [];
  /** Where the characters of two units stand, ascending. */
  private readonly pairs: Place[] = [];

  constructor(source: string) {
    this.source = source;
  }

  position(place: Place): Position {
    if (this.starts.length === 0) this.read();
    const line = countUpTo(this.starts, place);
    const start = this.starts[line - 1] ?? 0;
    const pairs = this.pairs.length === 0 ? 0 : countUpTo(this.pairs, place - 1) - countUpTo(this.pairs, start - 1);
    return { line, column: place - start - pairs + 1 };
  }

  span({ start, end }: Extent): Span {
    return { start: this.position(start), end: this.position(end) };
  }

  private read(): void {
    const { source, starts, pairs } = this;
    starts.push(0);
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
    for (const { index } of source.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) pairs.push(index);
  }
}

/** How many of the ascending places are not beyond `limit`. */
function countUpTo(places: readonly Place[], limit: Place): number {
  let from = 0;
  let to = places.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((places[middle] ?? limit) <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
