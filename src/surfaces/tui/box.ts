/** A box with a title, a window into a long body, and the keys below; whatever it asks. */
import { widthOf, wrap, type Charset } from "../../kit/text.ts";
import type { Key } from "./keys.ts";
import { widthOfLine, type BodyLine } from "./layout.ts";
import type { Line, Span } from "./style.ts";
import type { Size } from "./view.ts";

/** Where the window into the body stands. `fits` is false if not even one line of the body has room. */
export type Window = { readonly top: number; readonly topMax: number; readonly room: number; readonly fits: boolean };

export type Picture = { readonly lines: readonly Line[]; readonly window: Window };

/** What stands in a box. */
export type Box = {
  readonly title: Span;
  /** At the right of the title, where it has room. */
  readonly label: Span;
  readonly body: readonly BodyLine[];
  /** The first line of the body that is wanted; it is brought into range. */
  readonly top: number;
  readonly footer: readonly Line[];
  /** How to move the window, in words: down and up. */
  readonly moves: readonly [forth: string, back: string];
};

/** A box wider than this is harder to read. */
const COLUMNS_MAX = 100;
/** Below this there are no sides, so that the text has the room. */
const SIDES_COLUMNS_MIN = 44;
const COLUMNS_MIN = 24;

/** The lines of the picture, none wider than the terminal, none more than it has rows. */
export function boxOf(box: Box, size: Size, charset: Charset): Picture {
  const sheet = sheetOf(size, charset);
  const { title, label, body, footer } = box;
  const room = size.rows - footer.length - 3;
  const window = windowOf(box.top, body.length, room);
  if (room < 1 || sheet.columns < COLUMNS_MIN) return { lines: tooSmall(size), window: { ...window, fits: false } };
  const shown = body.slice(window.top, window.top + room);
  const lines = [
    rule("top", title, label, sheet),
    ...shown.map((line) => side(line, sheet)),
    rule("middle", null, moreLabel(box, window, sheet), sheet),
    ...footer.map((spans) => side({ spans, continued: false }, sheet)),
    rule("bottom", null, null, sheet),
  ];
  return { lines, window };
}

/** The columns that text in the box has. */
export function columnsInside(size: Size, charset: Charset): number {
  return sheetOf(size, charset).inner;
}

/** True if a title has room in the upper border; else it belongs into the body. */
export function hasRoomAbove(title: Span, size: Size, charset: Charset): boolean {
  return hasRoom(title, sheetOf(size, charset).columns);
}

/**
 * The line that the window begins with after a key that scrolls; null for every other key.
 *
 * @param letters false where letters are typed into a field
 */
export function scrolled({ top, topMax, room }: Window, key: Key, letters: boolean): number | null {
  const name = key.kind === "named" ? key.name : key.kind === "text" && letters ? key.text : "";
  const tops: ReadonlyMap<string, number> = new Map([
    ["up", top - 1],
    ["k", top - 1],
    ["down", top + 1],
    ["j", top + 1],
    ["page-up", top - room],
    ["b", top - room],
    ["page-down", top + room],
    [" ", top + room],
    ["home", 0],
    ["end", topMax],
  ]);
  const wanted = tops.get(name);
  return wanted === undefined ? null : Math.min(Math.max(wanted, 0), topMax);
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

/** Says what is not on the screen; null when everything is. */
function moreLabel({ body, moves }: Box, { top, topMax, room }: Window, sheet: Sheet): Span | null {
  if (topMax === 0) return null;
  const below = body.length - top - room;
  const [forth, back] = moves;
  const dots = sheet.charset === "ascii" ? "..." : "…";
  const long =
    below === 0 ? `end of ${body.length} lines, ${back}` : `${dots} ${below} more ${plural(below, "line")}, ${forth}`;
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
