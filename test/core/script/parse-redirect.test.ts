/** Redirections and here-documents. */
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["in and out", "a <b >c >>d >|e <>f", "(a <:b >:c >>:d >|:e <>:f)"],
  ["with a number", "a 2>b 10<c 2>&1 >&- <&3-", "(a 2>:b 10<:c 2>&:1 >&:- <&:3-)"],
  ["with a name", "a {fd}>b {fd[1]}<c {fd}", "(a {fd} fd>:b fd[1]<:c)"],
  ["both", "a &>b &>>c >&d", "(a &>:b &>>:c >&:d)"],
  ["in front and between", "<a b >c d", "(b d <:a >:c)"],
  ["alone", "> a", "(>:a)"],
  ["a string", 'a <<<$b <<< "c d" <<<*', "(a <<<:$b <<<:'c d' <<<:*)"],
  [
    "here-documents",
    'cat <<E\na $b `c` $(d) \\$e "f"\nE\nnext',
    "(cat <<:'a '\"$b' '\"$[(c)]' '\"$[(d)]' $e \"f\"\n'); (next);",
  ],
  ["a quoted delimiter", "cat <<'E' <<\"F\" <<\\G\na $b\nE\n$c\nF\n`d`\nG\n", "(cat <<:'a $b\n' <<:'$c\n' <<:'`d`\n')"],
  ["tabs", "cat <<-E\n\ta\n\t\t$b\n\tE\nc", "(cat <<-:'a\n'\"$b'\n'); (c);"],
  ["the line goes on", "cat <<E | a && b\nc\nE\nd", "pipe[(cat <<:'c\n') | (a)]&& (b); (d);"],
  ["in a substitution", "x=$(cat <<E\na\nE\n)", "(x:=$[(cat <<:'a\n')])"],
  [
    "in a group and a loop",
    "{ cat <<A; while b <<B; do c; done; }\n1\nA\n2\nB\n",
    "group[(cat <<:'1\n'); while[(b <<:'2\n') -> (c)];]",
  ],
  ["no end", "cat <<E\na", "(cat <<:'a')"],
  ["no text", "cat <<E", "(cat <<:'')"],
  ["begun on the last line of a substitution", "$(cat <<E)\na\nE\n", "($[(cat <<:'')]); unknown[9: a syntax error];"],
  [
    "a line that the bracket closes",
    "$(cat <<E\na\nE)\n",
    "($[(cat <<:'a\nE)\n')]); unknown[12: a syntax that shells read differently];",
  ],
  ["a continued line", "cat <<E\na\\\nE\nb\nE\n", "(cat <<:'a'); unknown[11: a syntax that shells read differently];"],
  [
    "a mistake in a here-document stays there",
    "cat <<E\n$(a\nE\nb",
    '(cat <<:"$[(a)]"$[unknown[12: a quote or bracket that does not end]]); (b);',
  ],
  ["a delimiter that is a substitution", "cat <<$(a)\nb", "(cat <<:''); unknown[6: a syntax error];"],
  ["no target", "a > ; b", "(a >:''); unknown[4: a syntax error];"],
  ["an operator over two lines", "a >\\\n> b", "(a >:''); unknown[3: a syntax that shells read differently];"],
  ["two quoted words in a row", "cat <<E 'a\nb'\nc\nE\nd", "(cat 'a\nb' <<:'c\n'); (d);"],
];

test.each(CASES)("reads redirections: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});
