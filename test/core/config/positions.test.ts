/** Places of values in TOML texts. */
import * as fc from "fast-check";
import { stringify } from "smol-toml";
import { expect, test } from "vitest";
import { positionsIn } from "../../../src/core/config/positions.ts";

/** `@` marks the place that is looked for and is taken out of the text. */
const CASES: readonly [name: string, marked: string, path: readonly string[]][] = [
  ["a value", "a = @1", ["a"]],
  ["a value after other lines", "x = 1\r\n\n\ta\t=\t@'b'", ["a"]],
  ["a value in a table", "a = 0\n[t]\na = @1", ["t", "a"]],
  ["a table by its header", "x = 1\n@[ t ] # [t]\na = 1", ["t"]],
  ["a table by a header below it", "@[t.u]\na = 1", ["t"]],
  ["a table by its dotted key", "@t . a = 1", ["t"]],
  ["a dotted key", "t . a = @1", ["t", "a"]],
  ["a dotted key in a table", "[s]\nt.a=@1", ["s", "t", "a"]],
  ["a quoted key", "\"t\".'a' = @1", ["t", "a"]],
  ["a key with escapes", '"\\u0061\\"" = @1', ['a"']],
  ["a key with a dot in it", '"t.a" = 0\nt.a = @1', ["t", "a"]],
  ["a value in an inline table", "t = { b = [1, {a = 2}], a = @1 }", ["t", "a"]],
  ["an item of a list", "l = [ 0, # no ]\n 'x,y', @1 ]", ["l", "2"]],
  ["an item of a list of lists", "l = [[0, 1], [2, @3]]", ["l", "1", "1"]],
  ["the second table of a list", "[[l]]\na = 1\n[[l]]\na = @2", ["l", "1", "a"]],
  ["an item of a list of tables", "[[l]]\n[m]\n@[[l]]", ["l", "1"]],
  ["a table in an item of a list of tables", "[[l]]\n[[l]]\n[l.t]\na = @1", ["l", "1", "t", "a"]],
  ["past a string that looks like TOML", 'x = "a = 1 # \\" a = 2"\na = @1', ["a"]],
  ["past a literal string with a backslash", "x = 'C:\\'\na = @1", ["a"]],
  ["past a long string", 'x = """\na = 1\n\\""" a = 2\n"""""\na = @1', ["a"]],
  ["past a long literal string", "x = '''\na = 1''\n'''\na = @1", ["a"]],
  ["past a date with a blank", "x = 2026-11-21 07:32:00Z # a\na = @1", ["a"]],
  ["past an empty string", 'x = ""\na = @1', ["a"]],
  ["past empty brackets", "x = []\ny = {}\nz = [ ]\na = @1", ["a"]],
  ["past a list with a last comma", "x = [1, 2,\n]\na = @1", ["a"]],
  ["columns count characters, not code units", 'x = {b = "😀", a = @1}', ["x", "a"]],
  ["what is not there: the start", "@b = 1", ["a"]],
];

test.each(CASES)("finds %s", (_name, marked, path) => {
  const before = marked.slice(0, marked.indexOf("@")).split("\n");
  const expected = { line: before.length, column: Array.from(before.at(-1) ?? "").length + 1 };
  expect(positionsIn(marked.replace("@", ""))(path)).toEqual(expected);
});

test("finds the marked value in any document", () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
  const table = fc.dictionary(fc.string({ minLength: 1 }), leaf, { maxKeys: 4 });
  const document = fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.oneof(leaf, table, fc.array(table, { maxLength: 2 })),
    {
      maxKeys: 5,
    },
  );
  fc.assert(
    fc.property(document, document, (around, inside) => {
      const text = stringify({ ...around, wanted: { ...inside, mark: 12_345_678_987 } });
      const offset = text.lastIndexOf("12345678987");
      const lines = text.slice(0, offset).split("\n");
      const expected = { line: lines.length, column: Array.from(lines.at(-1) ?? "").length + 1 };
      expect(positionsIn(text)(["wanted", "mark"])).toEqual(expected);
    }),
    { seed: 3, numRuns: 300 },
  );
});
