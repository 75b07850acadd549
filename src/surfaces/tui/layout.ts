/** Raw text laid out as lines of a given width; the one place that escapes it. */
import { never } from "../../kit/never.ts";
import { segments, widthOf, wrap, type Charset } from "../../kit/text.ts";
import type { DiffLine } from "../../core/patch/diff.ts";
import type { Line, Span, Style } from "./style.ts";

/** A piece of the body. All text in it is raw. */
export type Block =
  | { readonly kind: "gap" }
  | { readonly kind: "text"; readonly text: string; readonly style: Style }
  /** Lines of the matter itself; they stand behind a bar that nothing else has. */
  | { readonly kind: "matter"; readonly lines: readonly string[] }
  /** Values below each other behind a label. */
  | { readonly kind: "field"; readonly label: string; readonly values: readonly string[]; readonly style: Style }
  | { readonly kind: "diff"; readonly lines: readonly DiffLine[] };

/** `continued`: the next line goes on without a break in the text. */
export type BodyLine = { readonly spans: Line; readonly continued: boolean };

export type Paper = { readonly columns: number; readonly charset: Charset };

const LABEL_COLUMNS = 11;
/** Below this width a label stands on a line of its own. */
const BESIDE_COLUMNS_MIN = 40;

export function layOut(blocks: readonly Block[], paper: Paper): readonly BodyLine[] {
  return blocks.flatMap((block) => layOutBlock(block, paper));
}

function layOutBlock(block: Block, paper: Paper): readonly BodyLine[] {
  switch (block.kind) {
    case "gap":
      return [{ spans: [], continued: false }];
    case "text":
      return prose(escaped(block.text, block.style, paper.charset), paper.columns);
    case "matter":
      return block.lines.flatMap((text) => {
        const bar: Span = { text: paper.charset === "ascii" ? "| " : "▌ ", style: "gutter" };
        return indent(bar, bar, flow(escaped(text, "strong", paper.charset), paper.columns - 2));
      });
    case "field":
      return layOutField(block, paper);
    case "diff":
      return block.lines.flatMap((line) => layOutDiff(line, paper));
    default:
      return never(block);
  }
}

function layOutField({ label, values, style }: Block & { readonly kind: "field" }, paper: Paper): readonly BodyLine[] {
  const name: Span = { text: label.padEnd(LABEL_COLUMNS), style: "dim" };
  const isBeside = paper.columns >= BESIDE_COLUMNS_MIN;
  const blank: Span = { text: " ".repeat(isBeside ? LABEL_COLUMNS : 2), style: "plain" };
  const lines = values.flatMap((value, index) => {
    const flowed = prose(escaped(value, style, paper.charset), paper.columns - blank.text.length);
    return indent(isBeside && index === 0 ? name : blank, blank, flowed);
  });
  return isBeside ? lines : [{ spans: [{ ...name, text: label }], continued: false }, ...lines];
}

const SIGN: Readonly<Record<DiffLine["kind"], string>> = { hunk: "", context: "  ", added: "+ ", removed: "- " };
const SHADE: Readonly<Record<DiffLine["kind"], Style>> = {
  hunk: "hunk",
  context: "plain",
  added: "good",
  removed: "bad",
};

function layOutDiff({ kind, text }: DiffLine, paper: Paper): readonly BodyLine[] {
  const style = SHADE[kind];
  const sign: Span = { text: SIGN[kind], style };
  const blank: Span = { text: " ".repeat(sign.text.length), style };
  return indent(sign, blank, flow(withTabs(text, style, paper.charset), paper.columns - sign.text.length));
}

/** Tabs are ordinary in files: they are shown as what they are and need no alarm. */
function withTabs(text: string, style: Style, charset: Charset): Line {
  const tab: Span = { text: charset === "ascii" ? "\\t  " : "→   ", style: "dim" };
  const [first = "", ...rest] = text.split("\t");
  return [...escaped(first, style, charset), ...rest.flatMap((part) => [tab, ...escaped(part, style, charset)])];
}

/** Raw text as spans: escapes look different from the same letters written out. */
export function escaped(text: string, style: Style, charset: Charset): Line {
  return segments(text, charset).map((segment) => ({
    text: segment.text,
    style: segment.escaped ? "escape" : style,
  }));
}

/** Spans broken into lines; joined they give the same text again. */
export function flow(spans: Line, columns: number): readonly BodyLine[] {
  const lengths = wrap(spans.map((span) => span.text).join(""), Math.max(columns, 2)).map((line) => line.length);
  const cutter = new Cutter(spans);
  return lengths.map((length, index) => ({ spans: cutter.take(length), continued: index < lengths.length - 1 }));
}

/** Hands out spans piece by piece, each looked at once: a script may have a hundred thousand of them. */
class Cutter {
  readonly #spans: Line;
  #index = 0;
  /** Units of the current span that were handed out. */
  #offset = 0;

  constructor(spans: Line) {
    this.#spans = spans;
  }

  /** The next `length` UTF-16 units of the joined text. */
  take(length: number): Line {
    const parts: Span[] = [];
    let left = length;
    for (let span = this.#spans[this.#index]; left > 0 && span !== undefined; span = this.#spans[this.#index]) {
      const text = span.text.slice(this.#offset, this.#offset + left);
      parts.push({ text, style: span.style });
      left -= text.length;
      this.#offset += text.length;
      if (this.#offset < span.text.length) break;
      this.#index += 1;
      this.#offset = 0;
    }
    return parts;
  }
}

/** As `flow`; a break after a space is no news in prose. */
function prose(spans: Line, columns: number): readonly BodyLine[] {
  return flow(spans, columns).map((line) => ({
    ...line,
    continued: line.continued && line.spans.at(-1)?.text.endsWith(" ") !== true,
  }));
}

function indent(first: Span, rest: Span, lines: readonly BodyLine[]): readonly BodyLine[] {
  return lines.map((line, index) => ({ ...line, spans: [index === 0 ? first : rest, ...line.spans] }));
}

export function widthOfLine(line: Line): number {
  return line.reduce((width, span) => width + widthOf(span.text), 0);
}
