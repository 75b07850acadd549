/** Where each key and value of a TOML text stands, since the parser keeps no positions. */
import { parse } from "smol-toml";

/** Offsets in code units; `end` is behind the last. */
export type Span = { readonly start: number; readonly end: number };

/** One thing that a text says, in the order of the text. Paths count from the top; items of a list by their index. */
export type OutlineNode =
  /** `[a.b]` or `[[a.b]]`, whose path ends with the index of its item. `span`: with the brackets. */
  | { readonly kind: "header"; readonly path: readonly string[]; readonly isList: boolean; readonly span: Span }
  /**
   * `a.b = 1`. `table`: how many leading parts of the path are the table that it is written in, by a header or braces.
   * `span`: from the key to the end of the value.
   */
  | {
      readonly kind: "pair";
      readonly path: readonly string[];
      readonly table: number;
      readonly isInline: boolean;
      readonly span: Span;
      readonly value: Span;
    }
  /** One of a list in brackets; always inline. */
  | { readonly kind: "item"; readonly path: readonly string[]; readonly value: Span };

export type Outline = {
  readonly nodes: readonly OutlineNode[];
  /** From each `#` to the end of its line. */
  readonly comments: readonly Span[];
};

/** Tables in tables, lists in lists: a text that goes deeper is refused, and its outline ends with what does. */
export const NESTING_MAX = 128;

/** @param text TOML that the parser has accepted: what it refuses may be read wrongly here */
export function outlineOf(text: string): Outline {
  const scan: Scan = { text, at: 0, nodes: [], comments: [] };
  const lengths = new Map<string, number>();
  let table: readonly string[] = [];
  for (skipBlank(scan, true); scan.at < text.length; skipBlank(scan, true)) {
    if (text[scan.at] === "[") table = scanHeader(scan, lengths);
    else scanPair(scan, table, false);
  }
  return { nodes: scan.nodes, comments: scan.comments };
}

type Scan = { readonly text: string; at: number; readonly nodes: OutlineNode[]; readonly comments: Span[] };

function scanHeader(scan: Scan, lengths: Map<string, number>): readonly string[] {
  const isList = scan.text.startsWith("[[", scan.at);
  const start = scan.at;
  scan.at += isList ? 2 : 1;
  const named = scanKey(scan);
  scan.at += isList ? 2 : 1;
  const span = { start, end: scan.at };
  if (named.length > NESTING_MAX) return endWith(scan, { kind: "header", path: named, isList, span });
  const table = withIndexes(named, lengths);
  const name = JSON.stringify(table);
  const index = lengths.get(name) ?? 0;
  if (isList) lengths.set(name, index + 1);
  const path = isList ? [...table, String(index)] : table;
  scan.nodes.push({ kind: "header", path, isList, span });
  return path;
}

/** The last thing that is looked at. */
function endWith(scan: Scan, node: OutlineNode): readonly string[] {
  scan.nodes.push(node);
  scan.at = scan.text.length;
  return node.path;
}

/** Below a list of tables a header means its last item. */
function withIndexes(path: readonly string[], lengths: ReadonlyMap<string, number>): readonly string[] {
  const full: string[] = [];
  for (const [at, part] of path.entries()) {
    full.push(part);
    const length = lengths.get(JSON.stringify(full));
    if (length !== undefined && at < path.length - 1) full.push(String(length - 1));
  }
  return full;
}

function scanPair(scan: Scan, table: readonly string[], isInline: boolean): void {
  const start = scan.at;
  const path = [...table, ...scanKey(scan)];
  scan.at += 1;
  if (path.length > NESTING_MAX) {
    const end = { start, end: scan.at };
    endWith(scan, { kind: "pair", path, table: table.length, isInline, span: end, value: end });
    return;
  }
  // Before what stands inside its value, whose end is not known yet.
  const at = scan.nodes.length;
  const value = scanValue(scan, path);
  const span = { start, end: value.end };
  scan.nodes.splice(at, 0, { kind: "pair", path, table: table.length, isInline, span, value });
}

function scanValue(scan: Scan, path: readonly string[]): Span {
  skipBlank(scan, false);
  const start = scan.at;
  const first = scan.text[start];
  if (first === '"' || first === "'") skipString(scan, first);
  else if (first === "[") scanList(scan, path);
  else if (first === "{") scanInlineTable(scan, path);
  else while (scan.at < scan.text.length && !",]}#\r\n".includes(scan.text.charAt(scan.at))) scan.at += 1;
  const end = start + scan.text.slice(start, scan.at).trimEnd().length;
  return { start, end };
}

function scanList(scan: Scan, path: readonly string[]): void {
  for (let index = 0; openItem(scan, "]"); index += 1) {
    const full = [...path, String(index)];
    const at = scan.nodes.length;
    scan.nodes.splice(at, 0, { kind: "item", path: full, value: scanValue(scan, full) });
  }
}

function scanInlineTable(scan: Scan, path: readonly string[]): void {
  while (openItem(scan, "}")) scanPair(scan, path, true);
}

/** Moves over the bracket or comma before an item; false, and over the end, when there is none. */
function openItem(scan: Scan, end: "]" | "}"): boolean {
  skipBlank(scan, true);
  if (scan.text[scan.at] !== end) scan.at += 1;
  skipBlank(scan, true);
  if (scan.at < scan.text.length && scan.text[scan.at] !== end) return true;
  scan.at += 1;
  return false;
}

/** A key with its dots; stops before what follows it. */
function scanKey(scan: Scan): string[] {
  const parts: string[] = [];
  for (;;) {
    skipBlank(scan, false);
    parts.push(scanKeyPart(scan));
    skipBlank(scan, false);
    if (scan.text[scan.at] !== ".") return parts;
    scan.at += 1;
  }
}

function scanKeyPart(scan: Scan): string {
  const start = scan.at;
  const first = scan.text[start];
  if (first === '"' || first === "'") {
    skipString(scan, first);
    return Object.keys(parse(`${scan.text.slice(start, scan.at)} = 0`))[0] ?? "";
  }
  while (scan.at < scan.text.length && !". \t=]".includes(scan.text.charAt(scan.at))) scan.at += 1;
  return scan.text.slice(start, scan.at);
}

function skipString(scan: Scan, quote: '"' | "'"): void {
  const isLong = scan.text.startsWith(quote.repeat(3), scan.at);
  const end = isLong ? quote.repeat(3) : quote;
  scan.at += end.length;
  while (scan.at < scan.text.length && !scan.text.startsWith(end, scan.at)) {
    scan.at += quote === '"' && scan.text[scan.at] === "\\" ? 2 : 1;
  }
  scan.at += end.length;
  // Up to two quotes may stand right before the closing three.
  if (isLong) while (scan.text[scan.at] === quote) scan.at += 1;
}

function skipBlank(scan: Scan, overLines: boolean): void {
  while (scan.at < scan.text.length) {
    const char = scan.text.charAt(scan.at);
    if (overLines && char === "#") skipComment(scan);
    else if (char === " " || char === "\t" || (overLines && (char === "\n" || char === "\r"))) scan.at += 1;
    else return;
  }
}

function skipComment(scan: Scan): void {
  const start = scan.at;
  while (scan.at < scan.text.length && scan.text[scan.at] !== "\n") scan.at += 1;
  scan.comments.push({ start, end: start + scan.text.slice(start, scan.at).trimEnd().length });
}
