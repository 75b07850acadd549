/** What the second reader sees, asked without the first. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { agrees } from "../../../src/core/shell/agree.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

const SAME: readonly [script: string, commands: readonly Command[]][] = [
  ["", []],
  ["git status -s", [["git", "status", "-s"]]],
  ["a;b\nc && d | e || f;", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]],
  [" # c\na # d\n\n", [["a"]]],
  ["a '' \"\" 'x'y\"z\"", [["a", "", "", "xyz"]]],
  ['a b\\ c "\\"\\n\\\n" $\'\\x41\\n\'', [["a", "b c", '"\\n', "A\n"]]],
  ["a \\~ '~' b~ {} @{u} x=1 ] $ %1", [["a", "~", "~", "b~", "{}", "@{u}", "x=1", "]", "$", "%1"]]],
  ["'if' x", [["if", "x"]]],
  ["a é 😀 \u00a0", [["a", "é", "😀", "\u00a0"]]],
];

test.each(SAME)("agrees on %j", (script, commands) => {
  expect(agrees(script, commands)).toBe(true);
});

const OTHER: readonly [name: string, script: string, commands: readonly Command[]][] = [
  ["a command less", "a; b", [["a"]]],
  ["a command more", "a", [["a"], ["b"]]],
  ["a word less", "a b", [["a"]]],
  ["a word more", "a", [["a", "b"]]],
  ["another word", "a b", [["a", "c"]]],
  ["another order", "a; b", [["b"], ["a"]]],
];

test.each(OTHER)("does not agree on %s", (_name, script, commands) => {
  expect(agrees(script, commands)).toBe(false);
});

/** Each with the words that a careless reader might find in it. */
const NOT_LITERAL: readonly [script: string, commands: readonly Command[]][] = [
  ["a &", [["a"]]],
  ["a & b", [["a"], ["b"]]],
  ["! a", [["a"]]],
  ["time a", [["a"]]],
  ["a |& b", [["a"], ["b"]]],
  ["a > f", [["a"]]],
  [">f a", [["a"]]],
  ["a 2>&1", [["a"]]],
  ["a <<E\nE", [["a"]]],
  ["A=1 b", [["b"]]],
  ["A=1", []],
  ["export A=1", [["export", "A=1"]]],
  ["a $x", [["a", "$x"]]],
  ['a "$x"', [["a", "$x"]]],
  ['a "$(b)"', [["a", "$(b)"]]],
  ["a `b`", [["a", "`b`"]]],
  ['a $"b"', [["a", "b"]]],
  ["a $((1))", [["a", "$((1))"]]],
  ["a <(b)", [["a", "<(b)"]]],
  ["a *", [["a", "*"]]],
  ["a b?", [["a", "b?"]]],
  ["a [b]", [["a", "[b]"]]],
  ["a +(b)", [["a", "+(b)"]]],
  ["a {b,c}", [["a", "{b,c}"]]],
  ["a {1..3}", [["a", "{1..3}"]]],
  ["a ~", [["a", "~"]]],
  ["a ~/b", [["a", "~/b"]]],
  ["a ~'b'", [["a", "~b"]]],
  ["a b=~", [["a", "b=~"]]],
  ["a b=c:~'d'", [["a", "b=c:~d"]]],
  ["( a )", [["a"]]],
  ["{ a; }", [["a"]]],
  ["if a; then b; fi", [["a"], ["b"]]],
  ["for x in a; do b; done", [["b"]]],
  ["f() { a; }", [["a"]]],
  ["coproc a", [["a"]]],
  ["[[ a ]]", [["[[", "a", "]]"]]],
  ["a 'b", [["a", "b"]]],
  ["a ;; b", [["a"], ["b"]]],
  ["; a", [["a"]]],
  ["} a", [["a"]]],
  ["in a", [["in", "a"]]],
];

test.each(NOT_LITERAL)("finds no literal commands in %j", (script, commands) => {
  expect(agrees(script, commands)).toBe(false);
});

test("never throws, whatever the text", () => {
  const fragment = fc.constantFrom(
    ..."'\"\\$`&|;<>(){}[]*?~#!= \t\n\rax=".split(""),
    "$(",
    "${",
    "<<E",
    "\0",
    "\ud800",
  );
  const text = fc.oneof(
    fc.array(fragment).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(text, (script) => {
      expect(agrees(script, [["a word that is not in the text"]])).toBe(false);
    }),
  );
});
