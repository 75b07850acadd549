/** Plain files: read call by call they are what the parser gives, and all else is left to it. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseFile } from "../../../src/core/starlark/parser.ts";
import { isPlainFile, PlainFile, type Callees } from "../../../src/core/starlark/plain-file.ts";
import { resolve } from "../../../src/core/starlark/resolver.ts";
import type { Statement } from "../../../src/core/starlark/syntax.ts";

const CALLEES: Callees = new Map([
  ["prefix_rule", new Set(["pattern", "decision", "match", "justification"])],
  ["f", new Set(["a"])],
]);

function callsOf(source: string): readonly Statement[] {
  const file = new PlainFile(source, CALLEES);
  const calls: Statement[] = [];
  for (let call = file.next(); call !== null; call = file.next()) calls.push(call);
  return calls;
}

/** The statements of the whole interpreter, or null where it refuses the file. */
function parsedOf(source: string): readonly Statement[] | null {
  const parsed = parseFile(source);
  if (!parsed.ok) return null;
  const resolved = resolve(parsed.value, new Set(CALLEES.keys()));
  return resolved.ok ? resolved.value.statements : null;
}

const PLAIN: readonly string[] = [
  "",
  "# nothing\n",
  "f()",
  'f("x")\n\n# between\nf(a = "y")  # behind\n',
  'prefix_rule(pattern=["git", ["push", \'pull\'],], decision="allow",)\n',
  'prefix_rule(\n    pattern = ["a"],  # the words\n    match = [\n        "a b",\n    ],\n)\n',
];

test.each(PLAIN)("%j is plain", (source) => {
  expect(isPlainFile(source, CALLEES)).toBe(true);
  expect(callsOf(source)).toEqual(parsedOf(source));
});

const OTHERS: readonly string[] = [
  "g()",
  " f()",
  "f ()",
  "f(1)",
  "f(True)",
  "f(x)",
  'f("a" "b")',
  'f("a" + "b")',
  'f(a="x", a="y")',
  'f(b="x")',
  'f(a="x", "y")',
  'f(r"x")',
  'f("""x""")',
  'f("\\n")',
  'f("\u00e9")',
  'f("a\tb")',
  'f([[["x"]]])',
  "f(,)",
  'f(["x",,])',
  'f("x"); f("y")',
  'f("x").y',
  'f("x',
  "f(",
  'f()\r\nf("x")\n',
  'f = "x"',
  'f("x")\n  # indented\n',
  "f() # \u00e9\n",
];

test.each(OTHERS)("%j is left to the parser", (source) => {
  expect(isPlainFile(source, CALLEES)).toBe(false);
});

const pieces = fc.constantFrom(
  'f("x")',
  "prefix_rule(",
  "pattern",
  "decision",
  "=",
  "[",
  "]",
  "(",
  ")",
  ",",
  '"a b"',
  "'c'",
  '""',
  " ",
  "\n",
  "# note",
  "#",
  "\\",
  "\t",
  "for",
  "a",
  ";",
);

test("whatever counts as plain is what the parser gives, place by place", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 24 }), (parts) => {
      const source = parts.join("");
      fc.pre(isPlainFile(source, CALLEES));
      expect(callsOf(source)).toEqual(parsedOf(source));
    }),
    { numRuns: 5_000 },
  );
});

test("one changed character in a plain file is read as the parser reads it, or left to it", () => {
  const characters = fc.constantFrom(..." \n\t\"'()[],=#\\;ax\u00e9".split(""));
  fc.assert(
    fc.property(fc.constantFrom(...PLAIN), fc.nat(), characters, fc.boolean(), (plain, place, character, isExtra) => {
      const at = place % (plain.length + 1);
      const source = plain.slice(0, at) + character + plain.slice(isExtra ? at : at + 1);
      expect(isPlainFile(source, CALLEES) ? callsOf(source) : null).toEqual(
        isPlainFile(source, CALLEES) ? parsedOf(source) : null,
      );
    }),
    { numRuns: 5_000 },
  );
});
