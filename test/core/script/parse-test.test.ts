/** Conditions in double brackets. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["operators are words", "[[ -f $a && ! ( b == c* || d < e ) ]]", "test[-f $a && ! ( b == c<*> || d < e )]"],
  ["regular expressions", "[[ $a =~ ^(b|c d)+\\.[e]$ ]]", "test[$a =~ ^<(b|c d)>+'.'<[e]>$]"],
  ["a substitution in one", "[[ $a =~ (x$(b)) ]] >c", "test[$a =~ <(x>$[(b)]<)>] >:c"],
  ["over lines", "[[ a &&\n b ]]", "test[a && b]"],
  ["no braces in it", "[[ {a,b} == @(c|d) ]]", "test[{a,b} == <@(c|d)>]"],
  ["no end", "[[ a && b", "test[a && b]; unknown[9: a syntax error];"],
  ["an argument behind it", "[[ a ]] b", "test[a]; unknown[8: a syntax error];"],
];

test.each(CASES)("reads a condition: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
