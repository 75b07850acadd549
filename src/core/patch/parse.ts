/**
 * Reads the `*** Begin Patch` format.
 *
 * Sections add, delete, update and move files; an update has hunks of lines that start with ` `, `-` or `+`. Where a
 * section starts, its header may be indented; inside a hunk every line that starts with a space is context, also one
 * that looks like a header. Carriage returns at the end of a patch line do not count: line endings are the file's.
 *
 * Source: behaviour of `apply_patch` of the Codex CLI 0.169.0, recorded in test/core/patch/recorded.json.
 */
import { err, ok, type Result } from "../../kit/result.ts";
import type { PatchError } from "./error.ts";

/** `line` counts from 1 in the patch text; paths are as written. */
export type Section =
  | { readonly kind: "add"; readonly line: number; readonly path: string; readonly text: string }
  | { readonly kind: "delete"; readonly line: number; readonly path: string }
  | {
      readonly kind: "update";
      readonly line: number;
      readonly path: string;
      /** The new place, for a move. */
      readonly to: string | null;
      readonly hunks: readonly Hunk[];
    };

export type Hunk = {
  readonly line: number;
  /** The words after `@@`: the hunk lies below a line like that. */
  readonly context: string | null;
  readonly lines: readonly HunkLine[];
  /** True if the hunk must end where the file ends. */
  readonly isAtEnd: boolean;
};

export type HunkLine = { readonly kind: "context" | "added" | "removed"; readonly text: string };

export type Patch = { readonly sections: readonly [Section, ...Section[]] };

/** Longest patch text that is read, in UTF-16 units. */
export const PATCH_CHARACTERS_MAX = 4 * 1024 * 1024;

const BEGIN = "*** Begin Patch";
const END = "*** End Patch";
const END_OF_FILE = "*** End of File";
const ENVIRONMENT = "*** Environment ID:";
const MOVE = "*** Move to: ";
const HEADERS = [
  ["*** Add File: ", "add"],
  ["*** Delete File: ", "delete"],
  ["*** Update File: ", "update"],
] as const;

export function parsePatch(text: string): Result<Patch, PatchError> {
  if (text.length > PATCH_CHARACTERS_MAX) return err({ kind: "too-large", charactersMax: PATCH_CHARACTERS_MAX });
  const lines = text.split("\n").map((line) => line.replace(/\r+$/, ""));
  const body = bodyOf(lines);
  if (!body.ok) return body;
  const inner = lines.slice(0, body.value.end);
  const sections: Section[] = [];
  let at = body.value.start;
  while (at < inner.length) {
    const section = readSection(inner, at);
    if (!section.ok) return section;
    sections.push(section.value.item);
    at = section.value.next;
  }
  const [first, ...rest] = sections;
  return first === undefined ? err({ kind: "empty" }) : ok({ sections: [first, ...rest] });
}

type Range = { readonly start: number; readonly end: number };

/** What stands between the first and the last line; blank lines around them and a shell's here-document are dropped. */
function bodyOf(lines: readonly string[]): Result<Range, PatchError> {
  let { start, end } = withoutBlanks(lines, { start: 0, end: lines.length });
  if (/^<<(EOF|'EOF'|"EOF")$/.test(lines[start] ?? "") && (lines[end - 1] ?? "").endsWith("EOF")) {
    ({ start, end } = withoutBlanks(lines, { start: start + 1, end: end - 1 }));
  }
  if (lines[start]?.trim() !== BEGIN) return syntax(start, `a patch starts with "${BEGIN}"`);
  if (end - start < 2 || lines[end - 1]?.trim() !== END) {
    return syntax(end - 1, `a patch ends with "${END}" and nothing after it`);
  }
  const next = lines[start + 1]?.trim() ?? "";
  if (!next.startsWith(ENVIRONMENT)) return ok({ start: start + 1, end: end - 1 });
  const name = next.slice(ENVIRONMENT.length).trim();
  if (name === "local") return ok({ start: start + 2, end: end - 1 });
  return syntax(start + 1, `there is no environment "${name}" here, only "local"`);
}

function withoutBlanks(lines: readonly string[], { start, end }: Range): Range {
  let first = start;
  let last = end;
  while (first < last - 1 && lines[first]?.trim() === "") first++;
  while (last - 1 > first && lines[last - 1]?.trim() === "") last--;
  return { start: first, end: last };
}

/** Something read, and the index of the line after it. */
type Read<T> = Result<{ readonly item: T; readonly next: number }, PatchError>;

function readSection(lines: readonly string[], at: number): Read<Section> {
  const header = headerOf((lines[at] ?? "").trim());
  if (header === null) return syntax(at, wantedHeader(lines[at] ?? ""));
  const { kind, path } = header;
  switch (kind) {
    case "add":
      return readAdd(lines, at, path);
    case "delete":
      return ok({ item: { kind, line: at + 1, path }, next: at + 1 });
    case "update":
      return readUpdate(lines, at, path);
    default:
      return kind satisfies never;
  }
}

type Header = { readonly kind: (typeof HEADERS)[number][1]; readonly path: string };

function headerOf(line: string): Header | null {
  const found = HEADERS.find(([start]) => line.startsWith(start) && line.length > start.length);
  return found === undefined ? null : { kind: found[1], path: line.slice(found[0].length).trimEnd() };
}

function wantedHeader(line: string): string {
  const wanted = HEADERS.map(([start]) => `"${start}PATH"`).join(", ");
  return line === END ? `text after "${END}"` : `expected ${wanted} or "${END}", found "${line}"`;
}

function readAdd(lines: readonly string[], at: number, path: string): Read<Section> {
  let next = at + 1;
  while (lines[next]?.startsWith("+") === true) next++;
  const text = lines.slice(at + 1, next).map((line) => `${line.slice(1)}\n`);
  return ok({ item: { kind: "add", line: at + 1, path, text: text.join("") }, next });
}

function readUpdate(lines: readonly string[], at: number, path: string): Read<Section> {
  const move = lines[at + 1]?.startsWith(MOVE) === true ? (lines[at + 1] ?? "").slice(MOVE.length).trimEnd() : null;
  if (move === "") return syntax(at + 1, `"${MOVE.trimEnd()}" needs a path`);
  let next = move === null ? at + 1 : at + 2;
  const hunks: Hunk[] = [];
  while (next < lines.length && !endsUpdate(lines[next] ?? "")) {
    const isIdle = hunks.length > 0 ? lines[next]?.trim() === "" : lines[next] === END_OF_FILE;
    if (isIdle) next += 1;
    else {
      const hunk = readHunk(lines, next, hunks.length === 0);
      if (!hunk.ok) return hunk;
      hunks.push(hunk.value.item);
      next = hunk.value.next;
    }
  }
  if (hunks.length === 0) return syntax(at, `nothing is changed in "${path}": give at least one hunk`);
  return ok({ item: { kind: "update", line: at + 1, path, to: move, hunks }, next });
}

/** A header of the next section, or the end of the patch too early. Both at the very start of the line. */
function endsUpdate(line: string): boolean {
  return headerOf(line) !== null || line === END;
}

function readHunk(lines: readonly string[], at: number, isFirst: boolean): Read<Hunk> {
  const marker = lines[at] ?? "";
  const hasMarker = marker === "@@" || marker.startsWith("@@ ");
  if (!hasMarker && !isFirst) return syntax(at, `a hunk starts with "@@", found "${marker}"`);
  const words = hasMarker ? marker.slice("@@ ".length) : "";
  const context = words.trim() === "" ? null : words;
  const found: HunkLine[] = [];
  let next = hasMarker ? at + 1 : at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? "";
    const hunkLine = hunkLineOf(line);
    if (hunkLine !== null) found.push(hunkLine);
    else if (line.startsWith("***") || (found.length > 0 && /^@@( |$)/.test(line))) break;
    else return syntax(next, `a line of a hunk starts with " ", "-" or "+", found "${line}"`);
  }
  if (found.length === 0) return syntax(next, "the hunk has no lines");
  const isAtEnd = lines[next] === END_OF_FILE;
  return ok({ item: { line: at + 1, context, lines: found, isAtEnd }, next: isAtEnd ? next + 1 : next });
}

function hunkLineOf(line: string): HunkLine | null {
  if (line === "") return { kind: "context", text: "" };
  const kind = ({ " ": "context", "+": "added", "-": "removed" } as const)[line.slice(0, 1)];
  return kind === undefined ? null : { kind, text: line.slice(1) };
}

function syntax(index: number, message: string): Result<never, PatchError> {
  return err({ kind: "syntax", line: index + 1, message });
}
