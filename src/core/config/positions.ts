/** Finds where in a TOML text a value stands, since the parser keeps no positions. */
import { parse } from "smol-toml";

export type Position = { readonly line: number; readonly column: number };

/**
 * The place of the value at `path`; for a table, of its header; for what is not found, the start of the text.
 *
 * @param text TOML that the parser has accepted: what it refuses may be read wrongly here
 * @param path keys from the top; items of a list by their index
 */
export function positionOf(text: string, path: readonly string[]): Position {
  const scan: Scan = { text, wanted: path, at: 0, found: null };
  scanDocument(scan);
  return positionAt(text, scan.found ?? 0);
}

/** Line and column of an offset; both count from 1, columns in characters. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1 };
}

/** `matched` below counts the leading parts of `wanted` that the place at hand agrees with; null: another branch. */
type Scan = { readonly text: string; readonly wanted: readonly string[]; at: number; found: number | null };
type Matched = number | null;

function scanDocument(scan: Scan): void {
  let table: Matched = 0;
  const lengths = new Map<string, number>();
  for (skipBlank(scan, true); scan.at < scan.text.length; skipBlank(scan, true)) {
    if (scan.text[scan.at] === "[") table = scanHeader(scan, lengths);
    else scanPair(scan, table);
  }
}

function scanHeader(scan: Scan, lengths: Map<string, number>): Matched {
  const isList = scan.text.startsWith("[[", scan.at);
  const start = scan.at;
  scan.at += isList ? 2 : 1;
  const path = scanKey(scan);
  scan.at += isList ? 2 : 1;
  const matched = advance(scan, 0, withIndexes(path, lengths));
  if (matched === scan.wanted.length) note(scan, start);
  if (!isList) return matched;
  const name = JSON.stringify(withIndexes(path, lengths));
  const index = lengths.get(name) ?? 0;
  lengths.set(name, index + 1);
  const item = advance(scan, matched, [String(index)]);
  if (item === scan.wanted.length) note(scan, start);
  return item;
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

function scanPair(scan: Scan, table: Matched): void {
  const start = scan.at;
  const key = scanKey(scan);
  scan.at += 1;
  const matched = advance(scan, table, key);
  // A dotted key that goes below what is wanted: `a.b = 1` is where the table `a` stands.
  if (matched === scan.wanted.length && (table ?? 0) + key.length > matched) note(scan, start);
  scanValue(scan, matched);
}

function scanValue(scan: Scan, matched: Matched): void {
  skipBlank(scan, false);
  if (matched === scan.wanted.length) note(scan, scan.at);
  const first = scan.text[scan.at];
  if (first === '"' || first === "'") skipString(scan, first);
  else if (first === "[") scanList(scan, matched);
  else if (first === "{") scanInlineTable(scan, matched);
  else while (scan.at < scan.text.length && !",]}#\r\n".includes(scan.text.charAt(scan.at))) scan.at += 1;
}

function scanList(scan: Scan, matched: Matched): void {
  for (let index = 0; openItem(scan, "]"); index += 1) scanValue(scan, advance(scan, matched, [String(index)]));
}

function scanInlineTable(scan: Scan, matched: Matched): void {
  while (openItem(scan, "}")) scanPair(scan, matched);
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
    if (overLines && char === "#") while (scan.at < scan.text.length && scan.text[scan.at] !== "\n") scan.at += 1;
    else if (char === " " || char === "\t" || (overLines && (char === "\n" || char === "\r"))) scan.at += 1;
    else return;
  }
}

function advance(scan: Scan, matched: Matched, path: readonly string[]): Matched {
  let next = matched;
  for (const part of path) {
    if (next === null || next === scan.wanted.length) return next;
    next = scan.wanted[next] === part ? next + 1 : null;
  }
  return next;
}

function note(scan: Scan, offset: number): void {
  scan.found ??= offset;
}
