/** Applies the hunks of one update to the text of one file. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { PatchError } from "./error.ts";
import type { Hunk, HunkLine, Section } from "./parse.ts";
import { COMPARISONS_MAX, haystackOf, seek, type Haystack } from "./seek.ts";

/**
 * The new text. Hunks apply in order, each below the one before. Untouched and context lines keep their spelling and
 * line ending; added lines get the ending of the file's first line. A file without a line ending at its end stays so
 * (Codex adds one).
 *
 * A hunk that only adds lines adds them at the end of the file, wherever its context is: so does Codex.
 */
export function applyHunks(text: string, section: Section & { readonly kind: "update" }): Result<string, PatchError> {
  const lines = linesOf(text);
  const haystack = haystackOf(lines.map((line) => line.text));
  const ending = lines[0] === undefined || lines[0].ending === "" ? "\n" : lines[0].ending;
  const edits: Edit[] = [];
  let from = 0;
  for (const hunk of section.hunks) {
    const place = placeOf(hunk, haystack, from);
    if (!place.ok) return err(withPath(place.error, section.path));
    from = place.value.next;
    edits.push(place.value.edit);
  }
  return ok(joined(replaced(lines, edits, ending), ending));
}

type Line = { readonly text: string; readonly ending: string };

/** A lone carriage return ends a line too, as with Codex. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const found of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ text: text.slice(start, found.index), ending: found[0] });
    start = found.index + found[0].length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), ending: "" });
  return lines;
}

/** From line `at` on, the file's lines are kept and dropped, and new ones added, as `lines` say. */
type Edit = { readonly at: number; readonly lines: readonly HunkLine[] };

type Misplaced = {
  readonly kind: "mismatch" | "too-much-work";
  readonly line: number;
  readonly what: "context" | "lines";
  readonly wanted: string;
};

/** Where a hunk applies, and from which line on the next one may. */
function placeOf(
  hunk: Hunk,
  haystack: Haystack,
  start: number,
): Result<{ readonly edit: Edit; readonly next: number }, Misplaced> {
  let from = start;
  if (hunk.context !== null) {
    const wanted = { line: hunk.line, what: "context", wanted: hunk.context } as const;
    const found = seek(haystack, { lines: [hunk.context], from, isAtEnd: false });
    if (found === "too-much-work") return err({ kind: found, ...wanted });
    if (found === null) return err({ kind: "mismatch", ...wanted });
    from = found + 1;
  }
  if (oldLines(hunk.lines).length === 0) {
    return ok({ edit: { at: haystack.lines.length, lines: hunk.lines }, next: from });
  }
  // An empty line at the end of a hunk often only stands for the end of the file: then it is left out.
  for (const lines of [hunk.lines, withoutLastEmpty(hunk.lines)]) {
    const old = oldLines(lines);
    const found = seek(haystack, { lines: old, from, isAtEnd: hunk.isAtEnd });
    const wanted = { line: hunk.line, what: "lines", wanted: oldLines(hunk.lines).join("\n") } as const;
    if (found === "too-much-work") return err({ kind: found, ...wanted });
    if (found !== null) return ok({ edit: { at: found, lines }, next: found + old.length });
  }
  return err({ kind: "mismatch", line: hunk.line, what: "lines", wanted: oldLines(hunk.lines).join("\n") });
}

function oldLines(lines: readonly HunkLine[]): readonly string[] {
  return lines.filter((line) => line.kind !== "added").map((line) => line.text);
}

/**
 * Without an empty last line among the old lines, and without one among the new: each on its own, so that a context
 * line may stay on one side only. The same lines if the last old one is not empty.
 */
function withoutLastEmpty(lines: readonly HunkLine[]): readonly HunkLine[] {
  const lastOld = lines.findLastIndex((line) => line.kind !== "added");
  if (lines[lastOld]?.text !== "") return lines;
  const lastNew = lines.findLastIndex((line) => line.kind !== "removed");
  return lines.flatMap((line, index): readonly HunkLine[] => {
    const isOld = line.kind !== "added" && index !== lastOld;
    const isNew = line.kind !== "removed" && !(index === lastNew && line.text === "");
    if (isOld && isNew) return [line];
    if (isOld) return [{ kind: "removed", text: line.text }];
    return isNew ? [{ kind: "added", text: line.text }] : [];
  });
}

function withPath(error: Misplaced, path: string): PatchError {
  return error.kind === "too-much-work"
    ? { kind: error.kind, path, comparisonsMax: COMPARISONS_MAX }
    : { ...error, kind: error.kind, path };
}

/** One place of the file: `dropped` lines go, `added` ones come. */
type Splice = { readonly at: number; dropped: number; readonly added: string[] };

/** What a hunk changes between its context lines. */
function splicesOf(edit: Edit): readonly Splice[] {
  const splices: Splice[] = [];
  let at = edit.at;
  let open: Splice | null = null;
  for (const line of edit.lines) {
    if (line.kind === "context") open = null;
    else {
      if (open === null) splices.push((open = { at, dropped: 0, added: [] }));
      if (line.kind === "added") open.added.push(line.text);
      else open.dropped += 1;
    }
    if (line.kind !== "added") at += 1;
  }
  return splices;
}

/** Splices ascend but for those at the end of the file; of several there, the one given first comes first. */
function replaced(lines: readonly Line[], edits: readonly Edit[], ending: string): readonly Line[] {
  const result: Line[] = [];
  let at = 0;
  for (const splice of edits.flatMap(splicesOf).toSorted((a, b) => a.at - b.at)) {
    for (const line of lines.slice(at, splice.at)) result.push(line);
    for (const text of splice.added) result.push({ text, ending });
    at = splice.at + splice.dropped;
  }
  return [...result, ...lines.slice(at)];
}

/** A last line without an ending gets one, as with Codex. */
function joined(lines: readonly Line[], ending: string): string {
  return lines.map((line) => line.text + (line.ending === "" ? ending : line.ending)).join("");
}
