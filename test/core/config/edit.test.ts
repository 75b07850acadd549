/** Keys set and removed in settings that a person wrote: where they go, what stays. */
import * as fc from "fast-check";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { removeKey, setKey } from "../../../src/core/config/edit.ts";
import type { TomlValue } from "../../../src/core/config/edit-print.ts";
import { outlineOf } from "../../../src/core/config/outline.ts";
import { tomlText } from "./toml-texts.ts";

const SETS: readonly [name: string, before: string, path: readonly string[], value: TomlValue, after: string | null][] =
  [
    ["in nothing", "", ["a"], 1, "a = 1\n"],
    ["a value, and keeps what is said behind it", "a = 'x'  # mine\nb = 2", ["a"], "y", 'a = "y"  # mine\nb = 2'],
    ["a value that is the same already", "a = 0x10\n", ["a"], 16, null],
    ["a value between blanks", "\ta\t=\t1\t\n", ["a"], true, "\ta\t=\ttrue\t\n"],
    ["a value in a table", "[t] # t\na = 1\n\n[u]\na = 2\n", ["u", "a"], 3, "[t] # t\na = 1\n\n[u]\na = 3\n"],
    ["a value by its dotted key", "t . a = 1", ["t", "a"], 2, "t . a = 2"],
    [
      "a value by its quoted key",
      "[projects.'/a b']\ntrust_level = 'x'",
      ["projects", "/a b", "trust_level"],
      "y",
      "[projects.'/a b']\ntrust_level = \"y\"",
    ],
    ["a value between braces", "t = { a = 1, b = 2 } # t", ["t", "a"], 3, "t = { a = 3, b = 2 } # t"],
    ["a text over lines", 'a = """\nx = 1 # no\n"""\nb = 1', ["a"], "x", 'a = "x"\nb = 1'],
    ["a text as another, over lines", "a = 1", ["a"], 'x\n"\u007f', 'a = "x\\n\\"\\u007f"'],
    ["a value over a table between braces", "p = { g = { a = 1 } }\n", ["p"], "never", 'p = "never"\n'],
    [
      "a value over a table with headers",
      "x = 1\n[p]\na = 1\n[p.g]\nb = 1\n\n[u]\n",
      ["p"],
      "n",
      'x = 1\np = "n"\n\n[u]\n',
    ],
    ["a table over a value", "p = 'n'\n", ["p"], { g: { a: true } }, "p = { g = { a = true } }\n"],
    [
      "a table over a table, key by key",
      "[p]\n# one\na = 1\nb = 2 # two\nc = 3\n",
      ["p"],
      { a: 1, c: 4, d: 5 },
      "[p]\n# one\na = 1\nc = 4\nd = 5\n",
    ],
    [
      "a key below the others at the top",
      "# all\na = 1 # a\n\n# t\n[t]\nb = 1\n",
      ["c"],
      1,
      "# all\na = 1 # a\nc = 1\n\n# t\n[t]\nb = 1\n",
    ],
    ["a key above the first header", "# all\n\n# t\n[t]\nb = 1\n", ["c"], 1, "# all\n\nc = 1\n\n# t\n[t]\nb = 1\n"],
    ["a key below comments only", "# all", ["c"], 1, "# all\nc = 1\n"],
    ["a key in a table", "[t]\na = 1\n\n# u\n[u]\n", ["t", "b"], 2, "[t]\na = 1\nb = 2\n\n# u\n[u]\n"],
    ["a key in an empty table", "[t] # t\n\n[u]\n", ["t", "b"], 2, "[t] # t\nb = 2\n\n[u]\n"],
    ["a key in a table at the end", "[t]", ["t", "b"], 2, "[t]\nb = 2\n"],
    ["a key with the indent of the others", "[t]\n  a = 1\n", ["t", "b"], 2, "[t]\n  a = 1\n  b = 2\n"],
    ["a key between braces", "t = {a = 1}", ["t", "b"], 2, "t = {a = 1, b = 2}"],
    ["a key between empty braces", "t = {}", ["t", "b"], 2, "t = { b = 2 }"],
    ["a key behind a table between braces", "t = { a = { b = 1 } }", ["t", "c"], 2, "t = { a = { b = 1 }, c = 2 }"],
    [
      "a key in a table between braces inside",
      "t = { a = { b = 1 }, c = 1 }",
      ["t", "a", "d"],
      2,
      "t = { a = { b = 1, d = 2 }, c = 1 }",
    ],
    ["a key beside dotted ones", "t.a = 1\nx = 1\n", ["t", "b"], 2, "t.a = 1\nt.b = 2\nx = 1\n"],
    ["a key beside dotted ones in a table", "[s]\nt.a = 1\n[x]\n", ["s", "t", "b"], 2, "[s]\nt.a = 1\nt.b = 2\n[x]\n"],
    ["a key beside dotted ones between braces", "s = { t.a = 1 }", ["s", "t", "b"], 2, "s = { t.a = 1, t.b = 2 }"],
    ["a key in a table of its own", "a = 1\n", ["t", "b"], 2, "a = 1\n\n[t]\nb = 2\n"],
    [
      "a key in a table below its like",
      '[p."/a"]\nx = 1\n\n[q]\n',
      ["p", "/b", "x"],
      2,
      '[p."/a"]\nx = 1\n\n[p."/b"]\nx = 2\n\n[q]\n',
    ],
    [
      "a key in a table that has only tables",
      "a = 1\n\n# b\n[t.u]\nx = 1\n",
      ["t", "b"],
      2,
      "a = 1\n\n[t]\nb = 2\n\n# b\n[t.u]\nx = 1\n",
    ],
    ["a key far below a table between braces", "t = { a = 1 }", ["t", "b", "c"], 2, "t = { a = 1, b.c = 2 }"],
    ["a quoted key", "", ["p", "/a b", 'x"y', ""], 2, '[p."/a b"."x\\"y"]\n"" = 2\n'],
    ["with the line ends of the text", "a = 1\r\n[t]\r\nb = 1", ["t", "c"], 2, "a = 1\r\n[t]\r\nb = 1\r\nc = 2\r\n"],
    ["behind a byte order mark", "\ufeffa = 1\n", ["b"], 2, "\ufeffa = 1\nb = 2\n"],
    ["a list, adding to it", "l = ['a', \"b\"] # l", ["l"], ["a", "b", "c"], 'l = [\'a\', "b", "c"] # l'],
    ["a list, adding before", "l = [ 'a' ]", ["l"], ["c", "a"], "l = [ \"c\", 'a' ]"],
    ["a list, taking from it", "l = [ 'a', 'b', 'c' ]", ["l"], ["b"], "l = [ 'b' ]"],
    [
      "a list over lines, adding to it",
      "l = [ # l\n  'a', # a\n  'b' # b\n  # end\n]\n",
      ["l"],
      ["a", "b", "c"],
      "l = [ # l\n  'a', # a\n  'b', # b\n  \"c\"\n  # end\n]\n",
    ],
    ["a list over lines with a last comma", "l = [\n  'a',\n]\n", ["l"], ["a", "c"], "l = [\n  'a',\n  \"c\",\n]\n"],
    [
      "a list over lines, taking from it",
      "l = [\n  # of a, b\n  'a', # a\n  'b',\n  'c'\n]\n",
      ["l"],
      ["c"],
      "l = [\n  # of a, b\n  # a\n  'c'\n]\n",
    ],
    [
      "a list over lines, adding before",
      "l = [ # l\n  'a', # a\n]\n",
      ["l"],
      ["b", "a"],
      "l = [ # l\n  \"b\",\n  'a', # a\n]\n",
    ],
    ["an empty list", "l = []", ["l"], [1, [2], { a: 3 }], "l = [1, [2], { a = 3 }]"],
    [
      "a value over a list with comments",
      "[t]\n  l = [\n    1, # one\n  ] # l\n",
      ["t", "l"],
      false,
      "[t]\n  # one\n  l = false # l\n",
    ],
    ["a list in one line over lines with comments", "l = [ # x\n 1 ]", ["l"], [], "# x\nl = []"],
    [
      "other kinds of values",
      "",
      ["a"],
      [1.5, 1e21, -0, Number.NaN, 9_007_199_254_740_993n, new Date(0)],
      "a = [1.5, 1e+21, -0.0, nan, 9007199254740993, 1970-01-01T00:00:00.000Z]\n",
    ],
  ];
test.each(SETS)("sets %s", (_name, before, path, value, after) => {
  expect(setKey(before, path, value)).toEqual({ ok: true, value: after });
});

const REFUSED: readonly [name: string, before: string, path: readonly string[], value: TomlValue, error: string][] = [
  ["broken text", "a = ", ["b"], 1, "it is no TOML"],
  ["no key", "", [], 1, "there is no key"],
  ["a key below a value", "a = 1", ["a", "b"], 1, "a is no table, so that it has no key inside"],
  ["a key in a list of tables", "[[l]]\na = 1", ["l", "0", "a"], 2, "l is a list: what is in it is not edited by key"],
  ["half of a character", "", ["a"], "\ud800", "half of a character cannot be written in TOML"],
  ["half of a character in a key", "", ["a\udc00"], 1, "half of a character cannot be written in TOML"],
];
test.each(REFUSED)("leaves alone %s", (_name, before, path, value, error) => {
  expect(setKey(before, path, value)).toEqual({ ok: false, error });
});

const REMOVES: readonly [name: string, before: string, path: readonly string[], after: string | null][] = [
  ["what is not there", "a = 1\n", ["b"], null],
  ["a key with what is said behind it", "# a\na = 1 # one\nb = 2\n", ["a"], "# a\nb = 2\n"],
  ["a list over lines", "a = [\n 1, # one\n]\nb = 2\n", ["a"], "b = 2\n"],
  ["the last key of a table", "[t]\na = 1\n\n[u]\n", ["t", "a"], "[t]\n\n[u]\n"],
  ["a dotted key", "t.a = 1\nt.b = 2\n", ["t", "a"], "t.b = 2\n"],
  ["all dotted keys of a table", "x = 1\nt.a = 1\nt.b = 2", ["t"], "x = 1\n"],
  ["the first between braces", "t = { a = 1, b = 2 }", ["t", "a"], "t = { b = 2 }"],
  ["the last between braces", "t = { a = 1, b = 2 }", ["t", "b"], "t = { a = 1 }"],
  ["two of three between braces", "t = { a = 1, b.c = 2, b.d = 3 }", ["t", "b"], "t = { a = 1 }"],
  ["all between braces", "t = { b.c = 2, b.d = 3 }", ["t", "b"], "t = {  }"],
  ["a table", "a = 1\n\n# t\n[t]\na = 1\n# in\nb = 1 # b\n\n# u\n[u]\n", ["t"], "a = 1\n\n# t\n\n# u\n[u]\n"],
  ["a table at the end", "a = 1\n\n[t]\na = 1\n", ["t"], "a = 1\n"],
  ["a table and those below it", "[t]\na = 1\n[u]\n[t.v]\n[[t.w]]\nx = 1\n[y]\n", ["t"], "[u]\n[y]\n"],
  ["a list of tables", "[[l]]\na = 1\n[[l]]\n[l.b]\n[y]\n", ["l"], "[y]\n"],
  ["a table in one line ends", "a = 1\r\n\r\n[t]\r\nb = 1\r\n", ["t"], "a = 1\r\n"],
];
test.each(REMOVES)("removes %s", (_name, before, path, after) => {
  expect(removeKey(before, path)).toEqual({ ok: true, value: after });
});

type Tree = { readonly [key: string]: unknown };

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Every path in the document that leads into no list, and what stands there. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], unknown])[] {
  const inner = isTree(value) ? Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key])) : [];
  return path.length === 0 ? inner : [[path, value], ...inner];
}

const read = (text: string): Tree => parse(text, { integersAsBigInt: true });

/** The text of each leaf by its path, whatever the order. */
function leavesOf(text: string): ReadonlyMap<string, unknown> {
  return new Map(
    placesIn(read(text))
      .filter(([, value]) => !isTree(value) || Object.keys(value).length === 0)
      .map(([path, value]) => [JSON.stringify(path), value]),
  );
}

function commentsOf(text: string): readonly string[] {
  const source = text.replace(/^\ufeff/u, "");
  return outlineOf(source)
    .comments.map(({ start, end }) => source.slice(start, end))
    .toSorted();
}

const key = fc.constantFrom("a", "b", "new", "a b", "/x.y", "aa", "", "__proto__");
const leaf: fc.Arbitrary<TomlValue> = fc.oneof(
  fc.constantFrom<TomlValue>("x", 'say "no" # \n', 5n, true, 0.5, ["a", "b"], ["b", "z", "c"], []),
  fc.string({ unit: "grapheme" }),
);
const value: fc.Arbitrary<TomlValue> = fc.oneof(
  leaf,
  fc.dictionary(key, leaf, { maxKeys: 2 }),
  fc.array(leaf, { maxLength: 3 }),
);

/** A document, and a path that it has or, mostly below one of its tables, has not. */
const situation = tomlText.chain((text) => {
  const places = placesIn(read(text)).map(([path]) => path);
  const tables = placesIn(read(text)).flatMap(([path, each]) => (isTree(each) ? [path] : []));
  const old = fc.constantFrom<readonly string[]>(...(places.length === 0 ? [["a"]] : places));
  const fresh = fc
    .tuple(fc.constantFrom<readonly string[]>([], ...tables), fc.array(key, { minLength: 1, maxLength: 3 }))
    .map(([table, more]) => [...table, ...more]);
  return fc.record({ text: fc.constant(text), path: fc.oneof(old, fresh), value });
});

function valueAt({ text, path }: { readonly text: string; readonly path: readonly string[] }): unknown {
  return path.reduce<unknown>((tree, part) => (isTree(tree) ? tree[part] : undefined), read(text));
}

/** The leaves that lie elsewhere; an empty table on the way to `path` is none of them. */
function besides(path: readonly string[], leaves: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  const own = JSON.stringify(path).slice(0, -1);
  const isOwn = (name: string): boolean =>
    name === `${own}]` || name.startsWith(`${own},`) || own.startsWith(`${name.slice(0, -1)},`);
  return new Map([...leaves].filter(([name]) => !isOwn(name)));
}

/** True if all of `few` stand in `many`, in this order. */
function areIn(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  return few.every((line) => {
    at = many.indexOf(line, at) + 1;
    return at > 0;
  });
}

test("a key that is set in any document changes what it holds and nothing else", () => {
  fc.assert(
    fc.property(situation, (each) => {
      const set = setKey(each.text, each.path, each.value);
      expect(set.ok || /is a list|is no table/u.test(set.error)).toBe(true);
      if (!set.ok || set.value === null) return;
      const before = valueAt(each);
      const [was, is] = [leavesOf(each.text), leavesOf(set.value)];
      expect(besides(each.path, is)).toEqual(besides(each.path, was));
      expect(setKey(set.value, each.path, each.value)).toEqual({ ok: true, value: null });
      if (isTree(before) || (Array.isArray(before) && before.some(isTree))) return;
      expect(commentsOf(set.value)).toEqual(commentsOf(each.text));
      if (before === undefined) return;
      const back = setKey(set.value, each.path, before as TomlValue);
      expect(back.ok && leavesOf(back.value ?? set.value)).toEqual(was);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

test("a key that is added leaves every line as it was, and can be taken away again", () => {
  fc.assert(
    fc.property(situation, ({ text, path, value: wanted }) => {
      const set = setKey(text, path, wanted);
      if (!set.ok || set.value === null || valueAt({ text, path }) !== undefined) return;
      // A line that has braces may hold the new key between them.
      const lines = text
        .replace(/^\ufeff/u, "")
        .split(/\r?\n/u)
        .filter((line) => !/[{}]/u.test(line));
      expect(areIn(lines, set.value.replace(/^\ufeff/u, "").split(/\r?\n/u))).toBe(true);
      expect(/(?<!\r)\n/u.test(set.value) && text.includes("\r\n")).toBe(false);
      expect(set.value.startsWith("\ufeff")).toBe(text.startsWith("\ufeff"));
      const removed = removeKey(set.value, path);
      expect(removed.ok && besides(path, leavesOf(removed.value ?? ""))).toEqual(besides(path, leavesOf(text)));
    }),
    { seed: 8, numRuns: 700 },
  );
});

test("a key that is removed from any document leaves the others as they were", () => {
  fc.assert(
    fc.property(situation, ({ text, path }) => {
      const removed = removeKey(text, path);
      expect(removed.ok || /is a list|is no table/u.test(removed.error)).toBe(true);
      if (!removed.ok || removed.value === null) return;
      expect(besides(path, leavesOf(removed.value))).toEqual(besides(path, leavesOf(text)));
      expect(valueAt({ text: removed.value, path })).toBe(undefined);
      expect(removeKey(removed.value, path)).toEqual({ ok: true, value: null });
    }),
    { seed: 9, numRuns: 700 },
  );
});
