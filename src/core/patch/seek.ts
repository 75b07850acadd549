/** Finds the lines of a hunk in a file: first exactly, then ever less strictly. */
import { never } from "../../kit/never.ts";

/** Comparisons of two lines that one update may cost; a repetitive file with repetitive hunks could cost billions. */
export const COMPARISONS_MAX = 20_000_000;

/** How lines are compared, strictest first. The whole file is searched in one way before the next is tried. */
const WAYS = ["exact", "without-trailing-space", "trimmed", "plain-punctuation"] as const;
type Way = (typeof WAYS)[number];

/** Lines of one file as they are compared, made when first needed, and the comparisons it may still cost. */
export type Haystack = {
  readonly lines: readonly string[];
  comparisonsLeft: number;
  readonly seen: Map<Way, readonly string[]>;
};

export function haystackOf(lines: readonly string[]): Haystack {
  return { lines, comparisonsLeft: COMPARISONS_MAX, seen: new Map() };
}

export type Wanted = {
  readonly lines: readonly string[];
  /** The first line of the file that may match. */
  readonly from: number;
  /** True if the last wanted line must be the last of the file. */
  readonly isAtEnd: boolean;
};

/** The index where all wanted lines stand, null where they do not, or that the bound was hit. */
export function seek(haystack: Haystack, wanted: Wanted): number | null | "too-much-work" {
  // No lines stand anywhere, also where the end of the file was wanted.
  if (wanted.lines.length === 0) return wanted.from;
  const last = haystack.lines.length - wanted.lines.length;
  const first = wanted.isAtEnd ? Math.max(last, wanted.from) : wanted.from;
  if (first > last) return null;
  for (const way of WAYS) {
    const lines = linesIn(haystack, way);
    const pattern = wanted.lines.map((line) => seenAs(way, line));
    for (let at = first; at <= last; at++) {
      const equal = equalLines(lines, pattern, at);
      haystack.comparisonsLeft -= equal + 1;
      if (haystack.comparisonsLeft < 0) return "too-much-work";
      if (equal === pattern.length) return at;
    }
  }
  return null;
}

function equalLines(lines: readonly string[], pattern: readonly string[], at: number): number {
  let equal = 0;
  while (equal < pattern.length && lines[at + equal] === pattern[equal]) equal++;
  return equal;
}

function linesIn(haystack: Haystack, way: Way): readonly string[] {
  const known = haystack.seen.get(way);
  if (known !== undefined) return known;
  const lines = haystack.lines.map((line) => seenAs(way, line));
  haystack.seen.set(way, lines);
  return lines;
}

function seenAs(way: Way, line: string): string {
  switch (way) {
    case "exact":
      return line;
    case "without-trailing-space":
      return withoutTrailingSpace(line);
    case "trimmed":
      return trimmed(line);
    case "plain-punctuation":
      return trimmed(line)
        .replace(/[\u2010-\u2015\u2212]/g, "-")
        .replace(/[\u2018-\u201b]/g, "'")
        .replace(/[\u201c-\u201f]/g, '"')
        .replace(/[\u00a0\u2002-\u200a\u202f\u205f\u3000]/g, " ");
    default:
      return never(way);
  }
}

/** Unlike `trim`, leaves a byte order mark where it is: it is no white space to Unicode. */
function trimmed(line: string): string {
  return withoutTrailingSpace(line).replace(/^\p{White_Space}+/u, "");
}

/** Walks back by hand: a regular expression would try every run of spaces inside the line. */
function withoutTrailingSpace(line: string): string {
  let end = line.length;
  while (end > 0 && /\p{White_Space}/u.test(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}
