/** Assignments, arrays, functions by name. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["assignments", "a=1 b= c=$d e='f' g", "(a:=1 b:='' c:=$d e:='f' g)"],
  ["only assignments", "a=1; b+=2", "(a:=1); (b+:=2);"],
  ["a value without globs", "a=*{b,c}[d] e=~:~/f:g", "(a:=*{b,c}[d] e:=~[]:~[]/f:g)"],
  ["behind the name it is a word", "a b=c", "(a b=c)"],
  ["arrays", 'a=(1 "b" $(c) [d]=e *) f+=(\n# g\nh\n)', "(a:=(1 'b' $[(c)] <[d]>=e <*>) f+:=(h))"],
  ["subscripts", "a[0]=1 a[$(b)]+=2 a[b c]=3 a[b[1]]=4", "(a[0]:=1 a[$[(b)]]+:=2 a[b c]:=3 a[b[1]]:=4)"],
  ["a pattern, no subscript", "a[0-9] b; a[12]b=c", "(a<[0-9]> b); (a<[12]>b=c);"],
  ["blanks in what is no subscript", "a[b c] d", "(''); unknown[0: a syntax that shells read differently];"],
  ["an array as a word of a builtin", "declare -a a=(b $(c)) d", '(declare -a a="${ ( b $[(c)]} d)'],
  ["an array as a word of others", "echo a=(b)", "(echo a=); unknown[7: a syntax error];"],
  ["an array with more behind it", "a=(b)c", "(a:=(b)); unknown[5: a syntax that shells read differently];"],
  ["a name that is broken in two", "a\\\nb=c d", "(ab=c); unknown[6: a syntax that shells read differently];"],
  [
    "functions",
    "f() { a; }; f-g ( ) ( b )\nh()\nif c; then d; fi >e",
    "function f[group[(a)]]; function f-g[subshell[(b)]]; function h[if[(c) -> (d)] >:e];",
  ],
  ["a function of one command", "f() a", "function f[(a)]; unknown[5: a syntax error];"],
  ["a function whose name is not clear", "f$x() { a; }", "(f$x); unknown[4: a syntax error];"],
  ["a bracket behind words", "a b (c)", "(a b); unknown[4: a syntax error];"],
];

test.each(CASES)("reads a simple command: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
