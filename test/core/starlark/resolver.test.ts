/** What names stand for: `@` own slot, `^` one further out, `!` global, `#` built in. */
import { expect, test } from "vitest";
import { parseFile } from "../../../src/core/starlark/parser.ts";
import { resolve } from "../../../src/core/starlark/resolver.ts";
import { BUILTINS } from "./builtins.ts";
import { showStatements } from "./show.ts";

/** The tree with bindings, the names of the globals, the slots of the file's own frame; or the error. */
function resolved(source: string): string {
  const parsed = parseFile(source);
  const file = parsed.ok ? resolve(parsed.value, BUILTINS) : parsed;
  if (!file.ok) {
    const { kind, message, span } = file.error;
    return `${kind} ${span?.start.line}:${span?.start.column} ${message}`;
  }
  const { statements, globals, slots } = file.value;
  return `${showStatements(statements)} | ${globals.join(" ")} | ${slots}`;
}

const CASES: readonly [name: string, source: string, expected: string][] = [
  [
    "globals by the order of their first assignment",
    "b = 1\na = b\nb = a",
    "(= b!0 1) (= a!1 b!0) (= b!0 a!1) | b a | 0",
  ],
  ["a global used before it is assigned", "x\nx = 1", "x!0 (= x!0 1) | x | 0"],
  [
    "globals assigned in blocks, by loops and by `def`",
    "if True:\n  a = 1\nelse:\n  for b, c in []: d = 1\ndef e(): pass",
    "(if True# {(= a!0 1)} else {(for (b!1, c!2) [] {(= d!3 1)})}) (def e!4 [] {(pass)}) | a b c d e | 0",
  ],
  ["what the host gives", "len(None)", "len#(None#) |  | 0"],
  ["a name of the host assigned", "len = 1\nlen", "(= len!0 1) len!0 | len | 0"],
  ["names loaded, though loading fails", 'load("m", "a", b = "c")\na\nb', "(load m a=a b=c) a!0 b!1 | a b | 0"],
  [
    "parameters first, then the names a function assigns",
    "def f(a, *, b, **c):\n  d = a\n  return [b, c, d]",
    "(def f!0 [a * b **c] /4 {(= d@3 a@0) (return [b@1, c@2, d@3])}) | f | 0",
  ],
  [
    "a name assigned anywhere in a function as its own",
    "x = 1\ndef f():\n  x\n  x += 1",
    "(= x!0 1) (def f!1 [] /1 {x@0 (+= x@0 1)}) | x f | 0",
  ],
  ["a global read in a function", "def f(): return x\nx = 1", "(def f!0 [] {(return x!1)}) (= x!1 1) | f x | 0"],
  [
    "names of the functions around",
    "def f(a):\n  def g(b):\n    return lambda c: [a, b, c, f]",
    "(def f!0 [a] /2 {(def g@1 [b] /1 {(return (lambda [c] /1 {(return [a^2@0, b^1@0, c@0, f!0])}))})}) | f | 0",
  ],
  [
    "defaults and types outside the function",
    "a = int\ndef f(a: a, b=a) -> a: return a",
    "(= a!0 int#) (def f!1 [a:a!0 b=a!0] ->a!0 /2 {(return a@0)}) | a f | 0",
  ],
  [
    "the variables of a comprehension in the frame around it",
    "[x for x in [1] if x]\ndef f(a):\n  return [a for b in a for c in b]",
    "[x@0 for x@0 in [1] if x@0] (def f!0 [a] /3 {(return [a@0 for b@1 in a@0 for c@2 in b@1])}) | f | 1",
  ],
  [
    "a variable of a comprehension hiding a name only inside",
    "x = [1]\n[x for x in x]\nx",
    "(= x!0 [1]) [x@0 for x@0 in x!0] x!0 | x | 1",
  ],
  [
    "later loops of a comprehension inside it",
    "x = []\n[1 for a in x for x in x]",
    "(= x!0 []) [1 for a@0 in x!0 for x@1 in x@1] | x | 2",
  ],
  [
    "comprehensions within comprehensions",
    "[[a for a in a] for a in [[1]]]",
    "[[a@1 for a@1 in a@0] for a@0 in [[1]]] |  | 2",
  ],
  [
    "a comprehension's variable in a lambda",
    "[lambda: i for i in [1]]",
    "[(lambda [] {(return i^1@0)}) for i@0 in [1]] |  | 1",
  ],
  ["a dict comprehension", "{k: v for k, v in []}", "{k@0: v@1 for (k@0, v@1) in []} |  | 2"],
  [
    "objects and indexes of targets",
    "a = {}\na[len] = 1\na.b += a\n[1 for a[0] in []]",
    "(= a!0 {}) (= a!0[len#] 1) (+= a!0.b a!0) [1 for a!0[0] in []] | a | 0",
  ],
  ["the holes of f-strings", "x = 1\nf'{x}{len!r}'", "(= x!0 1) (f x!0!s len#!r) | x | 0"],
  ["unions of types", "x: list[int] | None = None", "(=:(| list#[int#] None#) x!0 None#) | x | 0"],
  [
    "the first target of a comprehension outside it, later ones inside",
    "x = [0]\n[1 for x[0] in [] for x[1], x in []]",
    "(= x!0 [0]) [1 for x!0[0] in [] for (x@0[1], x@0) in []] | x | 1",
  ],
];
test.each(CASES)("finds %s", (_name, source, expected) => {
  expect(resolved(source)).toBe(expected);
});

const UNKNOWN: readonly [name: string, source: string, expected: string][] = [
  ["a name nobody defines", "x = nowhere", "resolve 1:5 Variable `nowhere` not found"],
  [
    "a name in code that never runs",
    "def f():\n  if False:\n    return nowhere",
    "resolve 3:12 Variable `nowhere` not found",
  ],
  ["a comprehension's variable outside of it", "x = [q for q in []]\nqq", "resolve 2:1 Variable `qq` not found"],
  ["a local name outside of its function", "def f():\n  local = 1\nlocal", "resolve 3:1 Variable `local` not found"],
  ["the first of several", "a if bb else cc", "resolve 1:6 Variable `bb` not found"],
  [
    "a near name of the host, in alphabetical order",
    "mix",
    "resolve 1:1 Variable `mix` not found, did you mean `max`?",
  ],
  [
    "a near name of the innermost function first",
    "aaac = 1\ndef f(aaaa):\n  def g(aaad): return aaab",
    "resolve 3:23 Variable `aaab` not found, did you mean `aaad`?",
  ],
  [
    "a near global before the host's names",
    "mip = 1\nmix",
    "resolve 2:1 Variable `mix` not found, did you mean `mip`?",
  ],
  [
    "a local name as a type",
    "def f():\n  t = int\n  x: t = 1",
    "resolve 3:6 Identifiers in type expressions can only refer globals or builtins: `t`",
  ],
  [
    "a parameter as the type of an inner function",
    "def f(t):\n  def g(x: t): pass",
    "resolve 2:12 Identifiers in type expressions can only refer globals or builtins: `t`",
  ],
];
test.each(UNKNOWN)("refuses %s", (_name, source, expected) => {
  expect(resolved(source)).toBe(expected);
});

test("functions within functions within functions keep their steps apart", () => {
  const depth = 200;
  const heads = Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}def f${level}(a${level}):\n`);
  const text = resolved(`${heads.join("")}${" ".repeat(depth)}return [a0, a198, a199]\n`);
  expect(text).toContain(`{(return [a0^199@0, a198^1@0, a199@0])}`);
});
