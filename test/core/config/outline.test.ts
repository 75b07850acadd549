/** Where keys, values and comments stand in TOML texts. */
import { expect, test } from "vitest";
import { outlineOf, type OutlineNode, type Span } from "../../../src/core/config/outline.ts";

const TEXT = `# first
a . "b c" = 'x # y'  # behind
[t.u] # t
c = [ 1, # one
  { d = """
"]""" },
]
[[l]]
e = 2026-11-21 07:32:00Z # when
[[l]]
[l.m]
`;

function piece({ start, end }: Span): string {
  return TEXT.slice(start, end);
}

/** The piece of the text that it stands on, under its path. */
function told(node: OutlineNode): readonly [string, string, ...string[]] {
  const path = node.path.join("/");
  if (node.kind === "header") return [node.isList ? "list" : "header", path, piece(node.span)];
  if (node.kind === "item") return ["item", path, piece(node.value)];
  return [node.isInline ? "inline" : "line", path, String(node.table), piece(node.span), piece(node.value)];
}

test("tells of each thing in order, with where it begins and ends", () => {
  const list = '[ 1, # one\n  { d = """\n"]""" },\n]';
  const { nodes, comments } = outlineOf(TEXT);
  expect(nodes.map(told)).toEqual([
    ["line", "a/b c", "0", `a . "b c" = 'x # y'`, "'x # y'"],
    ["header", "t/u", "[t.u]"],
    ["line", "t/u/c", "2", `c = ${list}`, list],
    ["item", "t/u/c/0", "1"],
    ["item", "t/u/c/1", '{ d = """\n"]""" }'],
    ["inline", "t/u/c/1/d", "4", 'd = """\n"]"""', '"""\n"]"""'],
    ["list", "l/0", "[[l]]"],
    ["line", "l/0/e", "2", "e = 2026-11-21 07:32:00Z", "2026-11-21 07:32:00Z"],
    ["list", "l/1", "[[l]]"],
    ["header", "l/1/m", "[l.m]"],
  ]);
  expect(comments.map(piece)).toEqual(["# first", "# behind", "# t", "# one", "# when"]);
});
