/** A rules file that does not load, with its place in the source, as the Codex CLI shows it. */
import { referenceWords, type RulesError } from "../../core/policy/rules-error.ts";
import type { Frame, StarlarkError } from "../../core/starlark/error.ts";
import type { Span } from "../../core/starlark/extent.ts";
import { widthOf } from "../../kit/text.ts";

/** Characters of a source line in a traceback; more are cut. */
const TRACE_LINE_MAX = 80;

/** Characters of source that are shown with their marks; of a longer place only the position is told. */
const SOURCE_MAX = 20_000;

/** The whole report for stderr, ending in a newline. */
export function reportRulesError(error: RulesError, source: string): string {
  const cause =
    error.kind === "starlark" ? showStarlark(error.error, error.file, source) : (referenceWords(error) ?? "");
  const indented = cause.split("\n").map((line) => `    ${line}`);
  return `Error: failed to parse policy at ${error.file}\n\nCaused by:\n${indented.join("\n")}\n`;
}

function showStarlark({ message, span, trace }: StarlarkError, file: string, source: string): string {
  const isPlaced = span !== null || trace.length > 0;
  const lines = (isPlaced ? source : "").split("\n").map((line) => line.replace(/\r$/, ""));
  const frames = trace.map((frame) => showFrame(frame, file, lines)).join("");
  const traceback = trace.length === 0 ? "" : `Traceback (most recent call last):\n${frames}`;
  const place = span === null ? "" : `\n${showPlace(span, file, lines)}`;
  return `starlark error: ${traceback}error: ${message}${place}`;
}

function showFrame({ name, span }: Frame, file: string, lines: readonly string[]): string {
  if (span === null) return `  File <builtin>, in ${name}\n`;
  const { line } = span.start;
  const text = (lines[line - 1] ?? "").trim();
  const characters = Array.from(text);
  const shown = characters.length > TRACE_LINE_MAX ? `${characters.slice(0, TRACE_LINE_MAX - 3).join("")}...` : text;
  return `  * ${file}:${line}, in ${name}\n      ${shown}\n`;
}

/** `--> FILE:LINE:COLUMN` and the lines of the source, marked. Ends in a newline. */
function showPlace(span: Span, file: string, lines: readonly string[]): string {
  const { start, end } = span;
  const last = end.line > start.line && end.column === 1 ? end.line - 1 : end.line;
  const digits = String(last).length;
  const header = `${" ".repeat(digits)}--> ${file}:${start.line}:${start.column}\n`;
  const length = lines.slice(start.line - 1, last).reduce((sum, line) => sum + line.length, 0);
  if (length > SOURCE_MAX) return header;
  const gutter = `${" ".repeat(digits)} |`;
  const isOneLine = end.line === start.line || isLineEnd(span, lines);
  const marked = isOneLine ? markLine(span, lines, digits) : markLines(span, last, lines, digits);
  const body = marked.map((line) => `${line}\n`).join("");
  return `${header}${gutter}\n${body}${gutter}\n`;
}

/** The span is nothing but the end of its line. */
function isLineEnd({ start, end }: Span, lines: readonly string[]): boolean {
  const width = Array.from(lines[start.line - 1] ?? "").length;
  return end.line === start.line + 1 && end.column === 1 && start.column > width;
}

function markLine({ start, end }: Span, lines: readonly string[], digits: number): readonly string[] {
  const text = lines[start.line - 1] ?? "";
  const before = widthBefore(text, start.column);
  const marks = end.line > start.line ? "^" : "^".repeat(widthBefore(text, end.column) - before);
  return [`${start.line} | ${text}`, `${" ".repeat(digits)} | ${" ".repeat(before)}${marks}`];
}

/** A span that ends with its last line's end has no mark there. */
function markLines({ start, end }: Span, last: number, lines: readonly string[], digits: number): readonly string[] {
  const label = (line: number): string => `${String(line).padStart(digits)} |`;
  const blank = `${" ".repeat(digits)} |`;
  const first = lines[start.line - 1] ?? "";
  const shown =
    start.column === 1
      ? [`${label(start.line)} / ${first}`]
      : [`${label(start.line)}   ${first}`, `${blank}  ${"_".repeat(widthBefore(first, start.column) + 1)}^`];
  for (let line = start.line + 1; line <= last; line++) shown.push(`${label(line)} | ${lines[line - 1] ?? ""}`);
  if (last < end.line) return shown;
  shown.push(`${blank} |${"_".repeat(widthBefore(lines[last - 1] ?? "", end.column))}^`);
  return shown;
}

/** Cells that the text takes up left of a column; columns count code points from 1. */
function widthBefore(text: string, column: number): number {
  return widthOf(
    Array.from(text)
      .slice(0, column - 1)
      .join(""),
  );
}
