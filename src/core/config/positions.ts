/** Finds where in a TOML text a value stands. */
import { type Outline, outlineOf, type OutlineNode } from "./outline.ts";

export type Position = { readonly line: number; readonly column: number };

/**
 * The place of the value at `path`; for a table, of its header; for what is not found, the start of the text.
 *
 * @param text TOML that the parser has accepted: what it refuses may be read wrongly here
 * @param path keys from the top; items of a list by their index
 */
export function positionOf(text: string, path: readonly string[], outline: Outline = outlineOf(text)): Position {
  const node = outline.nodes.find((each) => says(each, path));
  return positionAt(text, node === undefined ? 0 : offsetOf(node, path));
}

/** Line and column of an offset; both count from 1, columns in characters. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1 };
}

/** True for what stands at `path`, and for a header or a dotted key that goes below it: `a.b = 1` is where `a` stands. */
function says(node: OutlineNode, path: readonly string[]): boolean {
  if (node.path.length < path.length || !path.every((part, at) => node.path[at] === part)) return false;
  if (node.kind === "header" || node.path.length === path.length) return true;
  return node.kind === "pair" && node.table < path.length;
}

function offsetOf(node: OutlineNode, path: readonly string[]): number {
  if (node.kind === "header") return node.span.start;
  return node.kind === "pair" && node.path.length > path.length ? node.span.start : node.value.start;
}
