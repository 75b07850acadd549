/** A TOML text that is being edited, and pieces of it replaced. */
import { withoutByteOrderMark } from "../../kit/text.ts";
import { type Outline, outlineOf, type Span } from "./outline.ts";

export type Text = {
  /** Without a byte order mark. */
  readonly source: string;
  readonly outline: Outline;
  readonly lineEnd: "\n" | "\r\n";
};

export function textOf(text: string): Text {
  const source = withoutByteOrderMark(text);
  return { source, outline: outlineOf(source), lineEnd: /^[^\n]*\r\n/u.test(source) ? "\r\n" : "\n" };
}

/** A piece and what takes its place; where pieces start at one place, in their order. */
export type Piece = Span & { readonly by: string };

/** @param pieces none overlaps another */
export function replaced({ source }: Text, pieces: readonly Piece[]): string {
  let made = "";
  let from = 0;
  for (const { start, end, by } of pieces.toSorted((a, b) => a.start - b.start)) {
    made += source.slice(from, start) + by;
    from = end;
  }
  return made + source.slice(from);
}

export type Lines = {
  /** Of the line that the offset lies in. */
  readonly startOf: (offset: number) => number;
  /** Behind its line break; the length of the text for the last line. */
  readonly endOf: (offset: number) => number;
};

export function linesOf({ source }: Text): Lines {
  return {
    startOf: (offset) => (offset === 0 ? 0 : source.lastIndexOf("\n", offset - 1) + 1),
    endOf: (offset) => {
      const at = source.indexOf("\n", offset);
      return at === -1 ? source.length : at + 1;
    },
  };
}

/** The blanks that the line begins with in which the offset lies. */
export function indentAt(text: Text, offset: number): string {
  return /^[ \t]*/u.exec(text.source.slice(linesOf(text).startOf(offset)))?.[0] ?? "";
}
