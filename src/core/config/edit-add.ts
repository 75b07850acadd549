/** Where a key that is not there yet may be added to a TOML text. */
import { isSame } from "../../kit/same.ts";
import { indentAt, linesOf, replaced, type Text } from "./edit-text.ts";
import type { OutlineNode } from "./outline.ts";
import { printKey } from "./spot.ts";

type Header = Extract<OutlineNode, { readonly kind: "header" }>;
type Pair = Extract<OutlineNode, { readonly kind: "pair" }>;

/**
 * Texts of which one should do, the usual one first: in the table that holds the key, whichever way it is written;
 * below a header of its own; or dotted, in a table further up.
 *
 * @param print the value as TOML
 */
export function* additions(text: Text, path: readonly string[], print: string): Generator<string> {
  const parent = path.slice(0, -1);
  yield* within(text, parent, path, print);
  if (parent.length > 0) yield* underHeader(text, parent, `${printKey(path.slice(-1))} = ${print}`);
  for (let length = parent.length - 1; length >= 0; length -= 1) {
    yield* within(text, parent.slice(0, length), path, print);
  }
}

/** In the table at `holder`: below its header, between its braces, or beside the dotted keys that make it. */
function* within(text: Text, holder: readonly string[], path: readonly string[], print: string): Generator<string> {
  const { nodes } = text.outline;
  const pairFor = (table: readonly string[]): string => `${printKey(path.slice(table.length))} = ${print}`;
  if (holder.length === 0) yield atTop(text, pairFor([]));
  for (const node of nodes) {
    if (node.kind === "header" && isSame(node.path, holder)) yield inSection(text, node, pairFor(holder));
    if (node.kind === "pair" && isSame(node.path, holder)) yield inBraces(text, node, pairFor(holder));
  }
  const beside = nodes.findLast(
    (node): node is Pair => node.kind === "pair" && node.table < holder.length && isBelow(holder, node.path),
  );
  if (beside === undefined || beside.path.length === holder.length) return;
  const pair = pairFor(holder.slice(0, beside.table));
  yield beside.isInline ? behind(text, beside.span.end, `, ${pair}`) : newLine(text, beside, pair);
}

/** Below the last key before the first header; where there is none, before that header and what is said above it. */
function atTop(text: Text, pair: string): string {
  const { nodes } = text.outline;
  const first = nodes.find((node): node is Header => node.kind === "header");
  const last = nodes.findLast((node): node is Pair => isLine(node) && node.table === 0 && isBefore(node, first));
  if (last !== undefined) return newLine(text, last, pair);
  const at = first === undefined ? text.source.length : startOfBlock(text, first);
  const gap = at < text.source.length ? text.lineEnd : "";
  return lineAt(text, at, `${pair}${text.lineEnd}${gap}`);
}

function inSection(text: Text, header: Header, pair: string): string {
  const last = lastOf(text, header);
  if (last !== null) return newLine(text, last, pair);
  const indent = indentAt(text, header.span.start);
  return lineAt(text, linesOf(text).endOf(header.span.end), `${indent}${pair}${text.lineEnd}`);
}

/** The last key below a header; null where there is none. */
function lastOf(text: Text, header: Header): Pair | null {
  const { nodes } = text.outline;
  const inside = nodes.slice(nodes.indexOf(header) + 1);
  const until = inside.findIndex(({ kind }) => kind === "header");
  return (until === -1 ? inside : inside.slice(0, until)).findLast(isLine) ?? null;
}

/** Behind the last key between the braces. */
function inBraces(text: Text, table: Pair, pair: string): string {
  const { start, end } = table.value;
  const last = text.outline.nodes.findLast(
    (node): node is Pair => node.kind === "pair" && node.isInline && node.span.start > start && node.span.end < end,
  );
  if (last === undefined) return replaced(text, [{ start: start + 1, end: end - 1, by: ` ${pair} ` }]);
  return behind(text, directEnd(text, table, last), `, ${pair}`);
}

/** The last key may stand in a table inside: the end of what holds it directly in `table`. */
function directEnd(text: Text, table: Pair, last: Pair): number {
  const ends = text.outline.nodes.flatMap((node) =>
    node.kind === "pair" && node.table === table.path.length && node.span.start > table.value.start
      ? [node.span.end].filter((end) => end >= last.span.end && end < table.value.end)
      : [],
  );
  return Math.max(last.span.end, ...ends);
}

/** Behind the last table that shares the most of the beginning; before one that lies inside; else at the end. */
function* underHeader(text: Text, table: readonly string[], pair: string): Generator<string> {
  const { nodes } = text.outline;
  const headers = nodes.filter((node): node is Header => node.kind === "header");
  const { lineEnd } = text;
  const made = `[${printKey(table)}]${lineEnd}${pair}${lineEnd}`;
  const inner = headers.find(({ path }) => isBelow(table, path));
  if (inner !== undefined) yield lineAt(text, startOfBlock(text, inner), `${made}${lineEnd}`);
  const shared = Math.max(0, ...headers.map(({ path }) => sharedBy(path, table)));
  const like = headers.findLast(({ path }) => shared > 0 && sharedBy(path, table) === shared);
  if (like !== undefined) {
    const { span } = lastOf(text, like) ?? like;
    yield lineAt(text, linesOf(text).endOf(span.end), `${lineEnd}${made}`);
  }
  yield lineAt(text, text.source.length, `${text.source === "" ? "" : lineEnd}${made}`);
}

/** What is said right above a header belongs to it. */
function startOfBlock(text: Text, header: Header): number {
  const lines = linesOf(text);
  let start = lines.startOf(header.span.start);
  for (;;) {
    const above = start === 0 ? 0 : lines.startOf(start - 1);
    if (above === start || !text.source.slice(above, start).trimStart().startsWith("#")) return start;
    start = above;
  }
}

function newLine(text: Text, beside: Pair, pair: string): string {
  const indent = indentAt(text, beside.span.start);
  return lineAt(text, linesOf(text).endOf(beside.span.end), `${indent}${pair}${text.lineEnd}`);
}

/** @param lines whole ones; the last line of the text may lack its end */
function lineAt(text: Text, at: number, lines: string): string {
  const isTorn = at === text.source.length && text.source !== "" && !text.source.endsWith("\n");
  return replaced(text, [{ start: at, end: at, by: isTorn ? `${text.lineEnd}${lines}` : lines }]);
}

function behind(text: Text, at: number, what: string): string {
  return replaced(text, [{ start: at, end: at, by: what }]);
}

function isLine(node: OutlineNode): node is Pair {
  return node.kind === "pair" && !node.isInline;
}

function isBefore(node: Pair, header: Header | undefined): boolean {
  return header === undefined || node.span.start < header.span.start;
}

/** True if `path` is `table` or lies below it. */
function isBelow(table: readonly string[], path: readonly string[]): boolean {
  return sharedBy(table, path) === table.length;
}

function sharedBy(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((part, at) => part !== b[at]);
  return differs === -1 ? a.length : differs;
}
