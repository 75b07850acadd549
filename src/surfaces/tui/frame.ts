/** One picture of the prompt: a box with as much as fits, and the keys that answer. */
import { widthOf, wrap, type Charset } from "../../kit/text.ts";
import type { Question } from "../../core/approval/question.ts";
import { contentOf, titleOf } from "./content.ts";
import { explanationOf } from "./explain.ts";
import { footerOf } from "./footer.ts";
import { layOut, widthOfLine, type Block, type BodyLine } from "./layout.ts";
import type { Line, Span } from "./style.ts";
import { pageOf, type Page, type Scene, type Size, type View } from "./view.ts";

/** Where the window into the body stands. `fits` is false if not even one line of the body has room. */
export type Window = { readonly top: number; readonly topMax: number; readonly room: number; readonly fits: boolean };

export type Picture = { readonly lines: readonly Line[]; readonly window: Window };

/** A box wider than this is harder to read. */
const COLUMNS_MAX = 100;
/** Below this there are no sides, so that the text has the room. */
const SIDES_COLUMNS_MIN = 44;
const COLUMNS_MIN = 24;

/** The lines of the picture, none wider than the terminal, none more than it has rows. */
export function frame(scene: Scene, size: Size, charset: Charset): Picture {
  const sheet = sheetOf(size, charset);
  const { body } = scene;
  const footer = footerOf(scene.question, scene.view, sheet.inner, charset);
  const room = size.rows - footer.length - 3;
  const window = windowOf(scene.view.top, body.length, room);
  if (room < 1 || sheet.columns < COLUMNS_MIN) return { lines: tooSmall(size), window: { ...window, fits: false } };
  const shown = body.slice(window.top, window.top + room);
  const lines = [
    rule("top", titleSpan(scene.question, pageOf(scene.view)), rightLabel(scene, charset), sheet),
    ...shown.map((line) => side(line, sheet)),
    rule("middle", null, moreLabel(scene.view, window, body.length, sheet), sheet),
    ...footer.map((spans) => side({ spans, continued: false }, sheet)),
    rule("bottom", null, null, sheet),
  ];
  return { lines, window };
}

function windowOf(wanted: number, total: number, room: number): Window {
  const topMax = Math.max(0, total - Math.max(room, 1));
  return { top: Math.min(Math.max(wanted, 0), topMax), topMax, room, fits: true };
}

/** Measures of one box; `inner` is the width of its text. */
type Sheet = {
  readonly columns: number;
  readonly inner: number;
  readonly hasSides: boolean;
  readonly charset: Charset;
};

function sheetOf(size: Size, charset: Charset): Sheet {
  const columns = Math.min(size.columns, COLUMNS_MAX);
  const hasSides = columns >= SIDES_COLUMNS_MIN;
  return { columns, inner: hasSides ? columns - 6 : columns - 1, hasSides, charset };
}

/**
 * The whole body for a terminal of this width; the window into it is another matter, so that paging through a long
 * diff does not lay it out again.
 */
export function bodyOf(question: Question, page: Page, size: Size, charset: Charset): readonly BodyLine[] {
  const { columns, inner } = sheetOf(size, charset);
  const blocks = page === "explain" ? explanationOf(question) : contentOf(question);
  const title = titleSpan(question, page);
  const heading: readonly Block[] = hasRoom(title, columns) ? [] : [{ kind: "text", ...title }, { kind: "gap" }];
  return layOut([{ kind: "gap" }, ...heading, ...blocks, { kind: "gap" }], { columns: inner, charset });
}

function titleSpan(question: Question, page: Page): Span {
  return { text: page === "explain" ? "Explained" : titleOf(question), style: "title" };
}

function rightLabel({ waiting }: Scene, charset: Charset): Span {
  const dot = charset === "ascii" ? ", " : " · ";
  return { text: waiting === 0 ? "assent" : `${waiting} more waiting${dot}assent`, style: "dim" };
}

/** Says what is not on the screen; null when everything is. */
function moreLabel(view: View, { top, topMax, room }: Window, total: number, sheet: Sheet): Span | null {
  if (topMax === 0) return null;
  const below = total - top - room;
  const isTyping = view.kind === "feedback" || view.kind === "rule";
  const [forth, back] = isTyping ? ["[down]", "[up]"] : ["[space] to page", "[b] to go back"];
  const dots = sheet.charset === "ascii" ? "..." : "…";
  const long =
    below === 0 ? `end of ${total} lines, ${back}` : `${dots} ${below} more ${plural(below, "line")}, ${forth}`;
  const span: Span = { text: long, style: "warning" };
  return hasRoom(span, sheet.columns) ? span : { ...span, text: below === 0 ? "the end" : `${dots} ${below} more` };
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

type Corners = readonly [left: string, right: string, line: string];
const CORNERS: Readonly<Record<Charset, Readonly<Record<"top" | "middle" | "bottom", Corners>>>> = {
  unicode: { top: ["╭", "╮", "─"], middle: ["├", "┤", "─"], bottom: ["╰", "╯", "─"] },
  ascii: { top: ["+", "+", "-"], middle: ["+", "+", "-"], bottom: ["+", "+", "-"] },
};

/** A horizontal line with a title on the left and a label on the right; the title goes before the label. */
function rule(place: "top" | "middle" | "bottom", left: Span | null, right: Span | null, sheet: Sheet): Line {
  const [first, last, line] = CORNERS[sheet.charset][place];
  const room = sheet.columns - 4 - boxed(left).width - boxed(right).width;
  if (room < 0) return rule(place, left !== null && right !== null ? left : null, null, sheet);
  const [start, end] = sheet.hasSides ? [first, last] : [line, line];
  return [
    border(start + line),
    ...boxed(left).spans,
    border(line.repeat(room)),
    ...boxed(right).spans,
    border(line + end),
  ];
}

function border(text: string): Span {
  return { text, style: "border" };
}

/** A span with a blank on either side. */
function boxed(span: Span | null): { readonly spans: Line; readonly width: number } {
  if (span === null) return { spans: [], width: 0 };
  const blank: Span = { text: " ", style: "plain" };
  return { spans: [blank, span, blank], width: widthOf(span.text) + 2 };
}

/** True if a title or label has room in a horizontal line. */
function hasRoom(span: Span, columns: number): boolean {
  return boxed(span).width + 4 <= columns;
}

/** A line of text between the sides; a mark stands where the text goes on without a break. */
function side({ spans, continued }: BodyLine, sheet: Sheet): Line {
  const mark: Span = { text: continued ? "\\" : " ", style: "dim" };
  if (!sheet.hasSides) return continued ? [...spans, pad(spans, sheet), mark] : spans;
  const bar = sheet.charset === "ascii" ? "|" : "│";
  return [border(`${bar}  `), ...spans, pad(spans, sheet), mark, border(` ${bar}`)];
}

function pad(spans: Line, sheet: Sheet): Span {
  return { text: " ".repeat(Math.max(sheet.inner - widthOfLine(spans), 0)), style: "plain" };
}

/** What stands instead of a box that has no room; keys that accept do nothing then. */
function tooSmall({ columns, rows }: Size): readonly Line[] {
  const text = "assent asks: make this window larger to see what";
  const lines = wrap(text, Math.max(columns - 1, 2)).slice(0, Math.max(rows, 1));
  return lines.map((line) => [{ text: line, style: "warning" }]);
}
