/** Groups, conditions, loops. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["groups", "{ a; b; } >c; ( d ) 2>&1", "group[(a); (b);] >:c; subshell[(d)] 2>&:1;"],
  ["if", "if a; then b; elif c; then d; else e; fi", "if[(a) -> (b) | (c) -> (d) | (e)]"],
  ["a list as a condition", "if a; b\nthen c & fi", "if[(a); (b); -> (c)&]"],
  ["loops", "while a; do b; done <c; until d\ndo e\ndone | f", "while[(a) -> (b)] <:c; pipe[until[(d) -> (e)] | (f)];"],
  [
    "for",
    "for a in b $c *; do d; done; for e do f; done; for g; do h; done; for i in\ndo j; done",
    "for[a in b $c <*> -> (d)]; for[e in $@ -> (f)]; for[g in $@ -> (h)]; for[i in  -> (j)];",
  ],
  ["for in braces", "for a in b; { c; }", "for[a in b -> (c)]"],
  ["select", "select a in b c; do d; break; done", "select[a in b c -> (d); (break);]"],
  [
    "for with arithmetic",
    "for ((i=0; i<$(a); i++)); do b; done; for ((;;)) { c; }",
    "for((i=0 ;  i<$[(a)] ;  i++))[(b)]; for(('' ; '' ; ''))[(c)];",
  ],
  [
    "case",
    'case $a in b|c) d;; (e) ;; "f"*) g;& h) i;;& *) j\nesac >k',
    "case[$a: b or c -> (d) | e -> nothing | 'f'<*> -> (g) | h -> (i) | <*> -> (j)] >:k",
  ],
  ["case without branches", "case a in esac", "case[a: ]"],
  [
    "functions with a keyword",
    "function f { a; }; function g() ( b ); function h\n{ c; } >d",
    "function f[group[(a)]]; function g[subshell[(b)]]; function h[group[(c)] >:d];",
  ],
  [
    "coproc",
    "coproc a b; coproc C { d; } >e; coproc { f; }; coproc G h",
    "coproc COPROC[(a b)]; coproc C[group[(d)] >:e]; coproc COPROC[group[(f)]]; coproc COPROC[(G h)];",
  ],
  ["arithmetic", "((a = b + $(c))) && ((d)) >e", "((a = b + $[(c)]))&& ((d)) >:e;"],
  ["brackets, no arithmetic", "((a); b); ( (c) )", "subshell[subshell[(a)]; (b);]; subshell[subshell[(c)]];"],
  ["empty ones", "{ }", "group[]; unknown[2: a syntax error];"],
  ["an if without then", "if a; fi", "if[(a) -> ]; unknown[6: a syntax error];"],
  ["a loop without done", "while a; do b", "while[(a) -> (b)]; unknown[13: a quote or bracket that does not end];"],
  ["words behind a construct", "{ a; } b", "group[(a)]; unknown[7: a syntax error];"],
  ["two brackets over two lines", "(\\\n(a))", "subshell[]; unknown[3: a syntax that shells read differently];"],
  ["a brace that is a word", "echo { a }", "(echo { a })"],
  ["a brace that closes nothing", "a }; }", "(a }); unknown[5: a syntax error];"],
];

test.each(CASES)("reads a construct: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
