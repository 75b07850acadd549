/** A change of one file as lines to show: what goes, what comes, and three lines around it. */
import type { FileChange } from "./change.ts";
import { replacementsOf, type Replacement } from "./myers.ts";

/**
 * One line of a diff, without its line feed and without a leading sign. Nothing is escaped.
 * `hunk` lines tell about the file: `@@ -1,3 +1,4 @@`, or that the line above has no line feed at its end.
 */
export type DiffLine = { readonly kind: "hunk" | "context" | "added" | "removed"; readonly text: string };

/** Unchanged lines shown before and after each change. */
export const CONTEXT_LINES = 3;

/** Follows a last line without a line feed, as in git's diffs. */
export const NO_LINE_FEED = "\\ No newline at end of file";

/** The differences in order; empty where the content stays (a plain rename, an empty new file). */
export function diffOf(change: FileChange): readonly DiffLine[] {
  const before = linesOf("before" in change ? change.before : "");
  const after = linesOf("after" in change ? change.after : "");
  return hunksOf(replacementsOf(before, after)).flatMap((hunk) => hunkLines(hunk, before, after));
}

/** How many lines a change takes away and adds. */
export function countsOf(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  const count = (kind: DiffLine["kind"]): number => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}

/** Lines with their line feeds, so that a last line with and one without it differ. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

type Hunk = readonly [Replacement, ...Replacement[]];

/** Changes whose surroundings touch stand in one hunk. */
function hunksOf(replacements: readonly Replacement[]): readonly Hunk[] {
  const hunks: [Replacement, ...Replacement[]][] = [];
  for (const next of replacements) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (hunk !== undefined && last !== undefined && next.before[0] - last.before[1] <= 2 * CONTEXT_LINES)
      hunk.push(next);
    else hunks.push([next]);
  }
  return hunks;
}

function hunkLines(hunk: Hunk, before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const first = hunk[0];
  const last = hunk.at(-1) ?? first;
  const lead = Math.min(CONTEXT_LINES, first.before[0]);
  const trail = Math.min(CONTEXT_LINES, before.length - last.before[1]);
  const old = [first.before[0] - lead, last.before[1] + trail] as const;
  const young = [first.after[0] - lead, last.after[1] + trail] as const;
  const lines: DiffLine[] = [{ kind: "hunk", text: `@@ -${rangeText(old)} +${rangeText(young)} @@` }];
  let at = old[0];
  for (const { before: gone, after: come } of hunk) {
    lines.push(...shown("context", before.slice(at, gone[0])));
    lines.push(...shown("removed", before.slice(...gone)), ...shown("added", after.slice(...come)));
    at = gone[1];
  }
  return [...lines, ...shown("context", before.slice(at, old[1]))];
}

/** `start,count`, counted from 1; an empty range names the line before it, as in every unified diff. */
function rangeText([start, end]: readonly [number, number]): string {
  return `${start === end ? start : start + 1},${end - start}`;
}

function shown(kind: DiffLine["kind"], lines: readonly string[]): readonly DiffLine[] {
  return lines.flatMap((line): readonly DiffLine[] =>
    line.endsWith("\n")
      ? [{ kind, text: line.slice(0, -1) }]
      : [
          { kind, text: line },
          { kind: "hunk", text: NO_LINE_FEED },
        ],
  );
}
