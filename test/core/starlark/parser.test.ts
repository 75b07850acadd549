/** The trees that files make, and the words and places of what is refused. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseFile } from "../../../src/core/starlark/parser.ts";
import { PARSE_LIMITS } from "../../../src/core/starlark/parser-state.ts";
import { resolve } from "../../../src/core/starlark/resolver.ts";
import type { File } from "../../../src/core/starlark/syntax.ts";
import { BUILTINS } from "./builtins.ts";
import { showSpan, showStatements } from "./show.ts";

/** The tree of a file as text, or `line:column message`. */
function treeOf(source: string): string {
  const parsed = parseFile(source);
  if (parsed.ok) return showStatements(parsed.value.statements);
  const at = parsed.error.span?.start;
  return `${at?.line}:${at?.column} ${parsed.error.message}`;
}

const TREES: readonly [name: string, source: string, expected: string][] = [
  [
    "the order of operators",
    "a or b and not c < d | e ^ f & g << h + i * -j",
    "(or a (and b (not (< c (| d (^ e (& f (<< g (+ h (* i (- j)))))))))))",
  ],
  ["equal operators from the left", "a - b + c - d\na // b % c / d", "(- (+ (- a b) c) d) (/ (% (// a b) c) d)"],
  ["parentheses first", "(a + b) * (c)", "(* (+ a b) c)"],
  ["signs closer than anything but suffixes", "-a.b(c)[d] * ~+e", "(* (- a.b(c)[d]) (~ (+ e)))"],
  ["`not` around a comparison", "not a == b\nnot not a in b", "(not (== a b)) (not (not (in a b)))"],
  ["`not in`", "a not in b and c", "(and (not in a b) c)"],
  ["conditionals to the right", "a if b else c if d else e", "(? b a (? d c e))"],
  ["conditionals around operators", "a + b if c or d else e + f", "(? (or c d) (+ a b) (+ e f))"],
  [
    "lambdas",
    "lambda: 1\nlambda a, b=1 if x else 2, *c, d, **e: a if b else c",
    "(lambda [] {(return 1)}) (lambda [a b=(? x 1 2) *c d **e] {(return (? b a c))})",
  ],
  [
    "lambdas within lambdas",
    "lambda a=lambda b: b: lambda: a",
    "(lambda [a=(lambda [b] {(return b)})] {(return (lambda [] {(return a)}))})",
  ],
  ["a lone star", "lambda *, a: a\ndef f(a, *, b): pass", "(lambda [* a] {(return a)}) (def f [a * b] {(pass)})"],
  ["a comma at the end of a lambda's parameters", "lambda a,: a", "(lambda [a] {(return a)})"],
  ["arguments of all kinds", "f(a, b.c, d + e, g=1, *h, **i)", "f(a, b.c, (+ d e), g=1, *h, **i)"],
  [
    "arguments that begin with a name",
    "f(a if b else c, d[0], e(1)(2), g not in h,)",
    "f((? b a c), d[0], e(1)(2), (not in g h))",
  ],
  ["calls of calls", "f()()(a)", "f()()(a)"],
  ["indexes and slices", "a[b][c, d][:][e:][:f][::g][e:f:g]", "a[b][c, d][::][e::][:f:][::g][e:f:g]"],
  ["tuples", "()\n(a,)\n(a, b)\n((a), (b,))", "() (a,) (a, b,) (a, (b,),)"],
  [
    "tuples without parentheses",
    "x = a, b\na, (b, [c, d.e]), f[0] = g",
    "(= x (a, b,)) (= (a, (b, (c, d.e)), f[0]) g)",
  ],
  ["lists and dicts", "[]\n[a]\n[a, b,]\n{}\n{a: b, c: d,}", "[] [a] [a, b] {} {a: b, c: d}"],
  [
    "comprehensions",
    "[a for b in c]\n[a for b, (c, d) in e if f if g for h in i]\n{a: b for c in d}",
    "[a for b in c] [a for (b, (c, d)) in e if f if g for h in i] {a: b for c in d}",
  ],
  [
    "`if` in a comprehension as a clause",
    "[a for b in c if d or e]\n[a for b in (c if d else e)]",
    "[a for b in c if (or d e)] [a for b in (? d c e)]",
  ],
  [
    "f-strings with expressions",
    `f"{a if b else c}{[d]}{ {1: 2} }{f'{e}'!r}"`,
    "(f (? b a c)!s [d]!s {1: 2}!s (f e!s)!r)",
  ],
  ["an ellipsis", "...\nx = ...", "... (= x ...)"],
  ["every assignment", "a = 1\na.b = 2\na[b] = 3\na: int = 4", "(= a 1) (= a.b 2) (= a[b] 3) (=:int a 4)"],
  [
    "every augmented assignment",
    "a += b\na -= b\na *= b\na /= b\na //= b\na %= b\na &= b\na |= b\na ^= b\na <<= b\na >>= b",
    "(+= a b) (-= a b) (*= a b) (/= a b) (//= a b) (%= a b) (&= a b) (|= a b) (^= a b) (<<= a b) (>>= a b)",
  ],
  ["statements on one line", "a; b = 1; pass;\nc", "a (= b 1) (pass) c"],
  [
    "functions",
    "def f(a: int, b: str = x, *c: tuple[int, ...], d, **e: dict[str, int]) -> int | None:\n  return a, b\n",
    "(def f [a:int b:str=x *c:tuple[int, ...] d **e:dict[str, int]] ->(| int None) {(return (a, b,))})",
  ],
  [
    "functions within functions",
    "def f():\n  def g():\n    return\n  return g\nf",
    "(def f [] {(def g [] {(return)}) (return g)}) f",
  ],
  ["`elif` and `else`", "if a: b\nelif c:\n  d\n\nelif e: f\nelse:\n  g\nh", "(if a {b} c {d} e {f} else {g}) h"],
  ["`else` of the nearest `if`", "if a:\n  if b:\n    c\n  else:\n    d\n", "(if a {(if b {c} else {d})})"],
  [
    "loops",
    "for a, b in c:\n  if d: continue\n  break\nfor e[0] in f: pass",
    "(for (a, b) c {(if d {(continue)}) (break)}) (for e[0] f {(pass)})",
  ],
  ["load", 'load("m", "a", b = "c",)', "(load m a=a b=c)"],
  [
    "blocks that end together",
    "if a:\n  for b in c:\n    def d():\n      e\nf",
    "(if a {(for b c {(def d [] {e})})}) f",
  ],
  ["nothing but comments and blank lines", "# a\n\n   # b\n\n", ""],
];
test.each(TREES)("reads %s", (_name, source, expected) => {
  expect(treeOf(source)).toBe(expected);
});

function spansOf({ lines, statements: [statement] }: File): readonly string[] {
  if (statement?.kind !== "expression") return [];
  const { value } = statement;
  const inner = value.kind === "binary" ? [value.left, value.right] : value.kind === "call" ? value.args : [];
  return [value, ...inner].map((node) => showSpan(lines.span(node)));
}

const SPANS: readonly [name: string, source: string, expected: readonly string[]][] = [
  ["an operation from its left to its right side", "a  +  bc", ["1:1-1:9", "1:1-1:2", "1:7-1:9"]],
  ["parentheses left out, whatever they hold", "((a) + (b, c))", ["1:3-1:13", "1:3-1:4", "1:9-1:13"]],
  ["a call over several lines", "f(a,\n  b = 1,\n  *c)", ["1:1-3:6", "1:3-1:4", "2:3-2:8", "3:3-3:5"]],
  ["columns in code points", 'f("😀", a)', ["1:1-1:10", "1:3-1:6", "1:8-1:9"]],
];
test.each(SPANS)("places %s", (_name, source, expected) => {
  const parsed = parseFile(source);
  expect(parsed.ok && spansOf(parsed.value)).toEqual(expected);
});

/** Recorded from the reference; names are looked up too, for an unknown one is found before anything runs. */
function verdictOn(source: string): readonly string[] {
  const parsed = parseFile(source);
  const resolved = parsed.ok ? resolve(parsed.value, BUILTINS) : parsed;
  if (resolved.ok) return ["accepted"];
  const at = resolved.error.span?.start;
  return [`${at?.line}:${at?.column}`, resolved.error.message];
}

const REFUSED: readonly [source: string, at: string, message: string][] = JSON.parse(readRecorded("refused.json"));
const ACCEPTED: readonly string[] = JSON.parse(readRecorded("accepted.json"));

function readRecorded(name: string): string {
  return readFileSync(join(import.meta.dirname, name), "utf8");
}

test.each(REFUSED)("refuses %j", (source, ...expected) => {
  expect(verdictOn(source)).toEqual(expected);
});

test.each(ACCEPTED)("accepts %j", (source) => {
  expect(verdictOn(source)).toEqual(["accepted"]);
});

const nested = (open: string, middle: string, close: string, depth: number): string =>
  `x = ${open.repeat(depth)}${middle}${close.repeat(depth)}\n`;

function blocks(depth: number): string {
  const heads = Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}if True:\n`);
  return `${heads.join("")}${" ".repeat(depth)}pass\n`;
}

const DEEP: readonly [name: string, source: string, expected: string][] = [
  ["10000 parentheses", nested("(", "1", ")", 10_000), "accepted"],
  ["2000 lists", nested("[", "", "]", 2_000), "accepted"],
  ["2000 dicts", nested("{1: ", "1", "}", 2_000), "accepted"],
  ["2000 comprehensions", nested("[", "1", " for _ in [1]]", 2_000), "accepted"],
  ["2000 calls", nested("str(", "1", ")", 2_000), "accepted"],
  ["2000 lambdas", nested("lambda: ", "1", "", 2_000), "accepted"],
  ["2000 terms", nested("1 + ", "1", "", 2_000), "accepted"],
  ["1000 blocks", blocks(1_000), "accepted"],
  ["60000 branches", `if 1: pass\n${"elif 1: pass\n".repeat(60_000)}`, "accepted"],
  ["1000000 parentheses", nested("(", "1", ")", 1_000_000), "nested too deeply"],
  ["100000 lists never closed", nested("[", "", "", 100_000), "nested too deeply"],
  ["10000 dicts", nested("{1: ", "1", "}", 10_000), "nested too deeply"],
  ["100000 terms", nested("1 + ", "1", "", 100_000), "nested too deeply"],
  ["100000 calls of calls", `str${"()".repeat(100_000)}\n`, "nested too deeply"],
  ["100000 times `not`", nested("not ", "1", "", 100_000), "nested too deeply"],
  ["10000 conditionals", nested("1 if 1 else ", "1", "", 10_000), "nested too deeply"],
  ["2000 targets", `${"[".repeat(2_000)}x${"]".repeat(2_000)} = 1\n`, "nested too deeply"],
  ["2300 blocks", blocks(2_300), "accepted"],
  [
    "blocks and lists that are too deep together",
    `${blocks(2_000)}${" ".repeat(2_000)}${nested("[", "", "]", 2_500)}`,
    "nested too deeply",
  ],
];
test.each(DEEP)("%s: neither a crash nor a guess", (_name, source, expected) => {
  expect(verdictOn(source).at(-1)).toBe(expected);
});

test("limits are inclusive and have their own kind of error", () => {
  const limits = { ...PARSE_LIMITS, sourceMax: 5, depthMax: 3 };
  expect(parseFile("[[1]]", limits).ok).toBe(true);
  expect(parseFile("[[1]] ", limits)).toMatchObject({
    ok: false,
    error: { kind: "limit", message: "file is longer than 5 characters" },
  });
  expect(parseFile("[[1]]", { ...limits, depthMax: 2 })).toMatchObject({
    ok: false,
    error: { kind: "limit", message: "nested too deeply" },
  });
});

const SOURCES = [...ACCEPTED, ...TREES.map(([, source]) => source)];

/** Where the error of a file lies, unless it lies in the file; null also where there is none. */
function placeOutside(source: string): string | null {
  const parsed = parseFile(source);
  if (parsed.ok) return null;
  const { line, column } = parsed.error.span?.start ?? { line: 0, column: 0 };
  const width = Array.from(source.split("\n")[line - 1] ?? "").length;
  return line >= 1 && column >= 1 && column <= width + 1 ? null : `${line}:${column}`;
}

test("a file cut anywhere or spoilt anywhere still ends in a tree or in an error inside the file", () => {
  const edit = fc.record({
    source: fc.constantFrom(...SOURCES),
    at: fc.nat(200),
    drop: fc.nat(5),
    insert: fc.constantFrom(
      "",
      "(",
      "]",
      "'",
      '"""',
      "\n",
      "\n  ",
      "\t",
      "f'{",
      "}",
      "if ",
      "lambda ",
      ":",
      ",",
      "=",
      "$",
      "\\",
      "*",
    ),
  });
  fc.assert(
    fc.property(edit, ({ source, at, drop, insert }) => {
      const spoilt = source.slice(0, at) + insert + source.slice(at + drop);
      expect(placeOutside(spoilt)).toBeNull();
    }),
    { numRuns: 1_000 },
  );
});

const MARKED: readonly [name: string, source: string, expected: string][] = [
  ["the token that is not expected", "x = 1 yyy", "1:7-1:10"],
  ["a character without meaning", "x = 😀", "1:5-1:6"],
  ["a reserved word", "while x: pass", "1:1-1:6"],
  ["a string up to where it breaks off", 'x = "abc\ny', "1:5-1:9"],
  ["an escape with what spoils it", String.raw`"a\xzz"`, "1:3-1:6"],
  ["a line that fits no block, from the end of the line before", "if x:\n    y\n  z", "2:6-3:3"],
  ["the end of a file with an empty last line, as its beginning", "x = (\n", "1:1-1:1"],
  ["a type that is none", 'x: "foo" = 1', "1:4-1:9"],
  ["a parameter", "def f(aa, aa = 1): pass", "1:11-1:17"],
  ["an argument", "f(a = 1, *b, c)", "1:14-1:15"],
  ["what cannot be assigned to", "(a + b) = 3", "1:2-1:7"],
  ["a comma too many with its tuple", "x = 1, 2,", "1:5-1:10"],
  ["a statement out of place", "return 1 + 2", "1:1-1:13"],
  ["a conversion", "f'{1!xyz}'", "1:5-1:9"],
];
test.each(MARKED)("marks %s", (_name, source, expected) => {
  const parsed = parseFile(source);
  expect(!parsed.ok && parsed.error.span !== null && showSpan(parsed.error.span)).toBe(expected);
});
