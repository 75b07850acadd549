/** TOML at random as people write it: headers, dotted keys, braces, comments. */
import * as fc from "fast-check";

type Leaf = { readonly kind: "leaf"; readonly text: string };
type Branch = {
  readonly kind: "branch";
  readonly style: "header" | "dotted" | "braces";
  /** The own header stands behind those of the tables inside. */
  readonly isLate: boolean;
  readonly entries: readonly Entry[];
};
type Items = { readonly kind: "items"; readonly items: readonly Branch[] };
type Entry = { readonly key: string; readonly node: Leaf | Branch | Items; readonly looks: Looks };
type Looks = { readonly above: string; readonly behind: string; readonly equals: string; readonly indent: string };

const KEYS = ["a", "b", "c", "long-key_1", "1", '"a b"', "'/x.y'", '"\\u0061a"', '""', "__proto__", '"ä"'];

const LEAVES = [
  "1",
  "0x1F",
  "1_000",
  "-0.5",
  "inf",
  "true",
  '"x # y"',
  "'C:\\'",
  '"""\na = 1 # no\n[t]\\\n"""',
  "'''x''''",
  "2026-11-21 07:32:00Z",
  "2026-11-21",
  "[]",
  "[ 1, 'a' ]",
  "['a','b',]",
  "[ # first\n  'a', # a\n\n  # of b\n  \"b\"\n  , 'c' # c\n  # last\n]",
  "[ { a = 1 }, [ 2, [] ] ]",
  "{}",
];

const looks: fc.Arbitrary<Looks> = fc.record({
  above: fc.constantFrom("", "", "", "\n", "# above\n", "\n# above [a]\n# b = 1\n\n", "#\n"),
  behind: fc.constantFrom("", "", " # behind", "\t", "# 'close'"),
  equals: fc.constantFrom(" = ", "=", "\t=  "),
  indent: fc.constantFrom("", "", "  ", "\t"),
});

const { branch } = fc.letrec<{ branch: Branch; items: Items; node: Leaf | Branch | Items }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...LEAVES).map((text): Leaf => ({ kind: "leaf", text })),
    tie("branch"),
    tie("items"),
  ),
  branch: fc.record({
    kind: fc.constant("branch" as const),
    style: fc.constantFrom("header" as const, "header" as const, "dotted" as const, "braces" as const),
    isLate: fc.boolean(),
    entries: fc.uniqueArray(fc.record({ key: fc.constantFrom(...KEYS), node: tie("node"), looks }), {
      maxLength: 4,
      selector: ({ key }) => key,
    }),
  }),
  items: fc.record({
    kind: fc.constant("items" as const),
    items: fc.array(tie("branch"), { minLength: 1, maxLength: 2 }),
  }),
}));

/** Whole documents; some with the line ends of other systems, a byte order mark, or no last line end. */
export const tomlText: fc.Arbitrary<string> = fc
  .record({
    top: branch,
    lineEnd: fc.constantFrom("\n", "\n", "\r\n"),
    mark: fc.constantFrom("", "", "\ufeff"),
    end: fc.constantFrom("\n", "\n", "", "\n# end", "\n\n"),
  })
  .map(({ top, lineEnd, mark, end }) => {
    const text = section([], top).trimEnd() + end;
    return mark + text.replaceAll("\n", lineEnd);
  });

/** The lines of a table without its header, and then those of the tables inside. */
function section(path: readonly string[], { entries }: Branch): string {
  const own = entries.filter((entry) => !hasHeader(entry)).map((entry) => lines([], entry));
  return (
    own.join("") +
    entries
      .filter(hasHeader)
      .map((entry) => below(path, entry))
      .join("")
  );
}

function hasHeader({ node }: Entry): boolean {
  return node.kind === "items" || (node.kind === "branch" && node.style === "header");
}

function lines(prefix: readonly string[], { key, node, looks: { above, behind, equals, indent } }: Entry): string {
  const full = [...prefix, key];
  if (node.kind === "branch" && node.style === "dotted" && node.entries.length > 0) {
    return node.entries.map((entry) => lines(full, entry)).join("");
  }
  return `${above}${indent}${full.join(equals === "=" ? "." : " . ")}${equals}${valueText(node)}${behind}\n`;
}

/** Whatever it is, on the right of an equals sign. */
function valueText(node: Leaf | Branch | Items): string {
  if (node.kind === "leaf") return node.text;
  if (node.kind === "items") return `[${node.items.map(valueText).join(", ")}]`;
  const inside = node.entries.map(({ key, node: inner, looks: { equals } }) => `${key}${equals}${valueText(inner)}`);
  return inside.length === 0 ? "{ }" : `{ ${inside.join(", ")} }`;
}

function below(path: readonly string[], { key, node, looks: { above, behind, indent } }: Entry): string {
  const full = [...path, key];
  const name = full.join(".");
  if (node.kind === "items") {
    return node.items.map((item) => `${above}${indent}[[ ${name} ]]${behind}\n${section(full, item)}`).join("");
  }
  if (node.kind === "leaf") return "";
  const header = `${above}${indent}[${name}]${behind}\n`;
  if (!node.isLate) return `${header}${section(full, node)}`;
  const own = { ...node, entries: node.entries.filter((entry) => !hasHeader(entry)) };
  const inner = node.entries.filter(hasHeader).map((entry) => below(full, entry));
  return `${inner.join("")}${header}${section(full, own)}`;
}
