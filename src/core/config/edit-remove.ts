/** A TOML text without one of its keys or tables. */
import { linesOf, replaced, type Text } from "./edit-text.ts";
import type { OutlineNode, Span } from "./outline.ts";

type Pair = Extract<OutlineNode, { readonly kind: "pair" }>;

/** All that says something of `path` goes: whole lines with what stands behind them, tables with all that is in them. */
export function textWithout(text: Text, path: readonly string[]): string {
  const { nodes } = text.outline;
  const gone: Span[] = [];
  let until = 0;
  for (const [index, node] of nodes.entries()) {
    if (node.kind === "item" || !isBelow(path, node.path) || node.span.start < until) continue;
    const span = node.kind === "header" ? section(text, nodes.slice(index)) : pairSpan(text, node, gone);
    gone.push(span);
    until = span.end;
  }
  return replaced(
    text,
    gone.map((span) => ({ ...span, by: "" })),
  );
}

/** From the header's line to that of its last key, with the blank lines that would be too many. */
function section(text: Text, [header, ...rest]: readonly OutlineNode[]): Span {
  const until = rest.findIndex(({ kind }) => kind === "header");
  const inside = [header, ...(until === -1 ? rest : rest.slice(0, until))];
  const ends = inside.map((node) => (node === undefined || node.kind === "item" ? 0 : node.span.end));
  const lines = linesOf(text);
  const start = header === undefined || header.kind === "item" ? 0 : lines.startOf(header.span.start);
  return spread(text, { start, end: lines.endOf(ends.reduce((a, b) => Math.max(a, b), 0)) });
}

/** Where blank lines stand on both sides, or at an end of the text, those behind or before go too. */
function spread(text: Text, { start, end }: Span): Span {
  const blanksBefore = /(?:^|\n)((?:[ \t]*\r?\n)+)$/u.exec(text.source.slice(0, start))?.[1]?.length ?? 0;
  const blanksBehind = /^(?:[ \t]*\r?\n)+/u.exec(text.source.slice(end))?.[0].length ?? 0;
  if (end + blanksBehind === text.source.length) return { start: start - blanksBefore, end: end + blanksBehind };
  return { start, end: start === 0 || blanksBefore > 0 ? end + blanksBehind : end };
}

/** Between braces a comma goes along; @param gone loses what is joined with it */
function pairSpan(text: Text, { isInline, span }: Pair, gone: Span[]): Span {
  const lines = linesOf(text);
  if (!isInline) return { start: lines.startOf(span.start), end: lines.endOf(span.end) };
  const neighbour = gone.at(-1)?.end === span.start ? gone.pop() : undefined;
  const start = neighbour?.start ?? span.start;
  const [comma] = /^\s*,[ \t]*/u.exec(text.source.slice(span.end)) ?? [];
  if (comma !== undefined) return { start, end: span.end + comma.length };
  // The last one takes the comma before it.
  const lead = /,\s*$/u.exec(text.source.slice(0, start))?.[0].length ?? 0;
  return { start: start - lead, end: span.end };
}

/** True if `path` is `table` or lies below it. */
function isBelow(table: readonly string[], path: readonly string[]): boolean {
  return table.length <= path.length && table.every((part, at) => part === path[at]);
}
