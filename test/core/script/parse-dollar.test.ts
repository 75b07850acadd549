/** Parameters, substitutions, arithmetic. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["parameters", "$a $1 $10 $@ $? $$ $- $_b", "($a $1 $10 $@ $? $$ $- $_b)"],
  ["in double quotes", '"$a $1b $"', "(\"$a' '\"$1'b $')"],
  ["a dollar that is itself", '$ a$ $% "$" $/', "($ a$ $% '$' $/)"],
  ["braces", "${a} ${a_b}c ${10}", "($a $a_bc $10)"],
  [
    "defaults",
    '${a:-b c} ${a-$(d)} ${a:="e"} ${a:?f} ${a:+~/g}',
    "(${a :- b c} ${a - $[(d)]} ${a := 'e'} ${a :? f} ${a :+ ~[]/g})",
  ],
  ["patterns", "${a#*/} ${a##x} ${a%.*} ${a%%y}", "(${a # <*>/} ${a ## x} ${a % .<*>} ${a %% y})"],
  [
    "replacements",
    "${a/b/c} ${a//\\//$d} ${a/#e} ${a^^} ${a,}",
    "(${a / b/c} ${a // '/'/$d} ${a /# e} ${a ^^ ''} ${a , ''})",
  ],
  [
    "lengths and names",
    "${#a} ${#a[@]} ${#} ${!a} ${!a*} ${!a[@]} ${##}",
    "(${a #} ${a #[@] @} $# ${a !} ${a !*} ${a ![@] @} ${# #})",
  ],
  ["subscripts", "${a[0]} ${a[$(b)]} ${a[@]:1:2} ${a[*]}", "(${a [] 0} ${a [] $[(b)]} ${a [@]: @ 1:2} ${a [*] *})"],
  ["parts and forms", "${a:1:2} ${a: -1} ${a@Q}", "(${a : 1:2} ${a :  -1} ${a @ Q})"],
  [
    "quotes in a default",
    '"${a:-"b c"}" ${a:-\'}\'} "${a:-\'b\'}" "${a:-\\}}"',
    "(\"${a :- 'b c'} ${a :- '}'} \"${a :- ''b''} \"${a :- '}'})",
  ],
  [
    "a brace in quotes that are none",
    "\"${a:-'}'}\"",
    "(\"${a :- ''}); unknown[6: a syntax that shells read differently];",
  ],
  ["a parameter that is none", "${} ; a", "(''); unknown[2: a parameter that is not understood];"],
  ["substitutions", '$(a; b) "$(c "d")" $( ) $(<e)', "($[(a); (b);] \"$[(c 'd')] $[] $[(<:e)])"],
  ["a case in a substitution", "$(case a in b) c;; esac)", "($[case[a: b -> (c)]])"],
  ["a bracket in a comment", "$(a # )\n)", "($[(a)])"],
  ["backticks", '`a` "`b \\"c\\"`" `d \\`e\\`` `f \\$g`', "($[(a)] \"$[(b 'c')] $[(d $[(e)])] $[(f $g)])"],
  ["a mistake in backticks stays there", "a `b )` c; d", "(a $[(b); unknown[5: a syntax error];] c); (d);"],
  ["a mistake in a substitution does not", "a $(b ;; ) c; d", "(a $[(b)]); unknown[6: a syntax error];"],
  ["as a function", "${ a; b; } ${| c; }", "($[(a); (b);] $[(c)])"],
  ["arithmetic", '$((1 + $a * (2))) "$((b[$(c)]))" $[d + `e`]', '($((1 + $a * (2))) "$((b[$[(c)]])) $((d + "$[(e)])))'],
  ["two brackets", "$((a); b) $( (c) )", "($[subshell[(a)]; (b);] $[subshell[(c)]])"],
  [
    "a quote in arithmetic",
    "$((a == 'b')) $((a['$(c)']))",
    "($((a == 'b')) $((a[$[unknown[19: a quote in an expression]]])))",
  ],
  ["special quotes", "$'a\\tb\\'' $'\\u00e9' $\"a $b\"", "('a\tb'' \"${ $'} \"${ $\" 'a '\"$b})"],
  ["a substitution that does not end", "a $(b", "(a $[(b)]); unknown[5: a quote or bracket that does not end];"],
  ["backticks that do not end", "a `b", "(a ''); unknown[2: a quote or bracket that does not end];"],
  [
    "a dollar and a bracket in two lines",
    "$\\\n(a) $(\\\n(b))",
    "($[(a)] $[]); unknown[11: a syntax that shells read differently];",
  ],
];

test.each(CASES)("reads an expansion: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
