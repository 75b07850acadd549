/** Braces in words. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["choices", "{a,b}", "({a|b})"],
  ["with text around", "x{a,'b c',$d}y", "(x{a|'b c'|$d}y)"],
  ["within each other", "{a,b{c,d}}", "({a|b{c|d}})"],
  ["side by side", "{a,b}{c,d}", "({a|b}{c|d})"],
  ["empty choices", "{,a}", "({''|a})"],
  ["a sequence", "{1..3} {a..e..2} {-1..-3}", "({1..3} {a..e..2} {-1..-3})"],
  ["no choice", "{} {a} {a\\,b} '{a,b}' {1..x}", "({} {a} {a','b} '{a,b}' {1..x})"],
  ["not closed", "{a,b {a,{b} {a,b,{c,d}", "({a,b {a,{b} {a,b,{c|d})"],
  ["closed too often", "{a,b}} a}", "({a|b}} a})"],
  ["a substitution with commas", "{a,$(b c,d)}", "({a|$[(b c,d)]})"],
  ["tildes in choices", "{~/a,b} x{~,a} a={~,b}", "({~[]/a|b} x{~|a} a={~|b})"],
  ["a name that may go on behind the braces", "{~,a}", "({~); unknown[2: a syntax that shells read differently];"],
  ["not in an assignment", "a={b,c} d", "(a:={b,c} d)"],
  ["not in a pattern", "case {a,b} in {a,b}) c;; esac", "case[{a,b}: {a,b} -> (c)]"],
];

test.each(CASES)("reads braces: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
