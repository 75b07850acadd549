/** Words: quotes, patterns, tildes. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["single quotes", "a'b $c'd''", "(a'b $c'd'')"],
  ["double quotes", '"a $b \\$c \\d \\""', "('a '\"$b' $c \\d \"')"],
  ["empty words", "'' \"\" a''", "('' '' a'')"],
  ["backslashes", "r\\m \\\\ \\  a\\\nb", "(r'm' '\\' ' ' ab)"],
  ["letters beyond the plane", "\\😀a é", "('😀'a é)"],
  ["globs", "*.ts a?b [a-z]x **/c", "(<*>.ts a<?>b <[a-z]>x <**>/c)"],
  ["brackets that are none", "[ a[ ]a [[ a]", "([ a[ ]a [[ a])"],
  ["a bracket with a quote in it", '[a"b"] []a] [[:alpha:]!]', "(<[>a'b'] <[]a]> <[[:alpha:]!]>)"],
  ["extended globs", '@(a|b)c !(x) *("y"|$z) a+(b(c))', "(<@(a|b)>c <!(x)> <*(>'y'<|>$z<)> a<+(b(c))>)"],
  ["an extended glob of nothing", "f@() { a; }", "(f<@>); unknown[2: a syntax that shells read differently];"],
  ["tildes", "~ ~/a ~b/c a~ '~' \\~ ~\"a\" ~$x", "(~[] ~[]/a ~[b]/c a~ '~' '~' ~'a' ~$x)"],
  ["tildes in what looks like an assignment", "make a=~/x b=c:~ --d=~ e=\\~", "(make a=~[]/x b=c:~[] --d=~ e='~')"],
  ["a colon ends a user only in assignments", "~a:b", "(~a:b)"],
  ["only the first sign and colons", "a b=c=~ b+=~ b=~c:~d", "(a b=c=~ b+=~[] b=~[c]:~[d])"],
  ["a redirection in the middle of digits", "a2>b 2>c", "(a2 >:b 2>:c)"],
  ["processes in a word", "a<(b)c >(d)", "(a<[(b)]c >[(d)])"],
  ["a carriage return is a letter", "a\r\nb\r", "(a\r); (b\r);"],
  ["a quote that does not end", "a 'b", "(a ''); unknown[2: a quote or bracket that does not end];"],
  ["a double quote that does not end", 'a "b', "(a 'b'); unknown[4: a quote or bracket that does not end];"],
  ["a backslash at the end", "a \\", "(a '\\')"],
];

test.each(CASES)("reads a word: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
