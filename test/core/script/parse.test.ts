/** Lists, pipelines, mistakes, and what holds for any text. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseScript } from "../../../src/core/script/parse.ts";
import type { Node } from "../../../src/core/script/tree.ts";
import { SCRIPT_LENGTH_MAX } from "../../../src/core/shell/read.ts";
import type { ShellName } from "../../../src/core/shell/reading.ts";
import { showTree } from "./show-tree.ts";

const CASES: readonly [name: string, script: string, tree: string][] = [
  ["one command", "ls -l src", "(ls -l src)"],
  ["a list", "a && b || c; d\ne", "(a)&& (b)|| (c); (d); (e);"],
  ["the background", "a & b &", "(a)& (b)&"],
  ["a pipeline, errors too", "a | b |& c", "pipe[(a) | (b) | (c)]"],
  ["negation and timing", "! a | b; time -p c; ! ! d", "not[(a) | (b)]; pipe[(c)]; pipe[(d)];"],
  ["blank lines, comments, continuations", "\n# x\n a \\\n b # c\n\n&", "(a b); unknown[18: a syntax error];"],
  ["lines end commands, operators go on", "a &&\n\n b |\n# c\n c", "(a)&& pipe[(b) | (c)];"],
  ["an operator over two lines", "a &\\\n& b |\\\n| c", "(a)&& (b)|| (c);"],
  ["a comment only at the start of a word", "a#b #c\n#d", "(a#b)"],
  ["nothing at all", "", ""],
  ["only a comment", "# a", ""],
  ["what was read before a mistake stays", "a\nb )\nc", "(a); (b); unknown[4: a syntax error];"],
  [
    "and of the construct in which it is",
    "if a; then rm $(b",
    "if[(a) -> (rm $[(b)])]; unknown[17: a quote or bracket that does not end];",
  ],
  ["a keyword out of place", "a; done", "(a); unknown[3: a syntax error];"],
  ["an operator without a command", "a && ;", "(a)&& unknown[5: a syntax error];"],
  ["two operators", "a && || b", "(a)&& unknown[5: a syntax error];"],
  ["a case end outside of a case", "a ;; b", "(a); unknown[2: a syntax error];"],
  ["a bar at the end", "a |", "pipe[(a) | ]; unknown[3: a syntax error];"],
  ["a NUL", "a\nb\u0000c", "(a); (b); unknown[3: a NUL];"],
  ["a NUL behind a mistake", "a )\u0000b", "(a); unknown[2: a syntax error];"],
  ["a keyword broken in two", "i\\\nf a", "(if a); unknown[6: a syntax that shells read differently];"],
  [
    "an extended glob or a subshell",
    "shopt -s extglob\n!(a)",
    "(shopt -s extglob); not[]; unknown[18: a syntax that shells read differently];",
  ],
  ["no extended glob", "!(a)", "not[subshell[(a)]]"],
  [
    "words that only look like keywords",
    "echo if then; \\if; 'if' a; x=1 if",
    "(echo if then); ('i'f); ('if' a); (x:=1 if);",
  ],
];

test.each(CASES)("reads: %s", (_name, script, tree) => {
  expect(showTree(parseScript(script, "bash"))).toEqual(tree);
});

const ELSEWHERE: readonly [name: string, script: string, shell: ShellName, tree: string][] = [
  ["arithmetic", "((a))", "sh", "subshell[]; unknown[0: a syntax that shells read differently];"],
  ["a condition", "[[ a || rm b ]]", "sh", "test[]; unknown[2: a syntax that shells read differently];"],
  ["both outputs", "a &>b", "sh", "(a &>:''); unknown[4: a syntax that shells read differently];"],
  ["a special quote", "a $'b'", "sh", "(a ''); unknown[3: a syntax that shells read differently];"],
  ["a translated one", 'a $"b"', "sh", "(a ''); unknown[3: a syntax that shells read differently];"],
  ["a subscript", "a[0]=1 b", "sh", "(''); unknown[1: a syntax that shells read differently];"],
  ["appending", "a+=b c", "sh", "(a+:=''); unknown[3: a syntax that shells read differently];"],
  ["an array", "a=(b)", "sh", "(a:=()); unknown[2: a syntax that shells read differently];"],
  ["the keyword", "function f { a; }", "sh", "function []; unknown[8: a syntax that shells read differently];"],
  ["choices", "a {b,c}", "sh", "(a {b|c}); unknown[7: a syntax that shells read differently];"],
  ["a sequence", "a {1..3}", "sh", "(a {1..3}); unknown[8: a syntax that shells read differently];"],
  ["old arithmetic", "a $[1]", "sh", "(a $((''))); unknown[3: a syntax that shells read differently];"],
  ["a named descriptor", "a {b}>c", "sh", "(a b>:''); unknown[6: a syntax that shells read differently];"],
  [
    "select",
    "select a in b; do c; done",
    "sh",
    "select[ in $@ -> ]; unknown[6: a syntax that shells read differently];",
  ],
  ["coproc", "coproc a", "sh", "coproc COPROC[]; unknown[6: a syntax that shells read differently];"],
  ["two brackets", "a $((b); c)", "sh", "(a $[]); unknown[3: a syntax that shells read differently];"],
  ["a tilde behind =", "a b=~", "sh", "(a b=~)"],
  [
    "what all shells have",
    "for a in b; do c=~ d <<E; done\n$((1 + $x))\nE",
    "sh",
    "for[a in b -> (c:=~[] d <<:\"$((1 + $x))'\n')]",
  ],
  ["a path of a program", "=ls a", "zsh", "(=ls); unknown[3: a syntax that shells read differently];"],
  ["a process in a file", "a =(b)", "zsh", "(a =); unknown[3: a syntax that shells read differently];"],
  ["qualifiers", "a *(e:b:)", "zsh", "(a <*>); unknown[3: a syntax that shells read differently];"],
  ["other keywords", "repeat 3 a", "zsh", "(repeat 3 a); unknown[10: a syntax that shells read differently];"],
  ["noglob", "noglob a", "zsh", "(noglob a); unknown[8: a syntax that shells read differently];"],
  ["short loops", "for a (b c) d", "zsh", "for[a in $@ -> ]; unknown[6: a syntax error];"],
  ["a group without blanks", "{a}", "zsh", "({a}); unknown[3: a syntax that shells read differently];"],
  ["a brace at the end", "{ a b}", "zsh", "group[(a b})]; unknown[6: a syntax that shells read differently];"],
  ["modifiers", "a $b:h", "zsh", "(a $b); unknown[4: a syntax that shells read differently];"],
  ["a path", "a $b:/c", "zsh", "(a $b:/c)"],
  ["a subscript", "a $b[1]", "zsh", "(a $b); unknown[4: a syntax that shells read differently];"],
  ["flags", "a ${(e)b}", "zsh", "(a ''); unknown[4: a parameter that is not understood];"],
  ["other expansions", "a $=b", "zsh", "(a $); unknown[3: a syntax that shells read differently];"],
  ["numbers as a pattern", "a <1-3>", "zsh", "(a <:''); unknown[3: a syntax that shells read differently];"],
  ["forced output", "a >! b", "zsh", "(a >:''); unknown[3: a syntax that shells read differently];"],
  ["leaving a job", "a &! b", "zsh", "(a)& unknown[3: a syntax that shells read differently];"],
  ["a redirection alone", "> a", "zsh", "(>:a); unknown[3: a syntax that shells read differently];"],
  ["an element", "a[1]=b", "zsh", "(''); unknown[1: a syntax that shells read differently];"],
  ["a translated quote", 'a $"b"', "zsh", "(a ''); unknown[3: a syntax that shells read differently];"],
  ["patterns of its settings", "a HEAD^ b~c 'd^'", "zsh", "(a <HEAD^> <b~c> 'd^')"],
  ["a name in braces", "find {}", "zsh", "(find {})"],
  ["choices", "a {b,c}", "zsh", "(a {b|c})"],
  ["what all shells have", 'if [ -f a ]; then b "$c" | d; fi', "zsh", 'if[([ -f a ]) -> pipe[(b "$c) | (d)]]'],
];

test.each(ELSEWHERE)("does not read what another shell reads otherwise: %s (%s, %s)", (_name, script, shell, tree) => {
  expect(showTree(parseScript(script, shell))).toEqual(tree);
});

test("a parameter keeps what stands around its name, a word where it starts", () => {
  expect(parseScript('a "${b[@]:-c}"', "bash")).toEqual({
    kind: "command",
    at: 0,
    assignments: [],
    words: [
      { at: 0, parts: [{ kind: "literal", text: "a", quoted: false }] },
      {
        at: 2,
        parts: [
          {
            kind: "parameter",
            name: "b",
            form: "[@]:-",
            words: [
              { at: 7, parts: [{ kind: "literal", text: "@", quoted: false }] },
              { at: 11, parts: [{ kind: "literal", text: "c", quoted: true }] },
            ],
            quoted: true,
          },
        ],
      },
    ],
    redirects: [],
  });
});

test("what is too long is not read", () => {
  const longest = "a".repeat(SCRIPT_LENGTH_MAX);
  expect(parseScript(longest, "bash").kind).toBe("command");
  expect(parseScript(`${longest}b`, "bash")).toEqual({ kind: "unknown", at: 0, why: "a script that is too long" });
});

const NESTED: readonly [open: string, inner: string, close: string][] = [
  ["( ", "a", " )"],
  ["{ ", "a", "; }"],
  ["$(", "a", ")"],
  ['"$(', "a", ')"'],
  ["${a:-", "b", "}"],
  ["if ", "a", "; then b; fi"],
  ["while ", "a", "; do b; done"],
  ["f() { ", "a", "; }"],
  ["$((", "1", "))"],
  ["{a,", "b", "}"],
];

test.each(NESTED)("%s … is read so deep and no deeper", (open, inner, close) => {
  const nested = (depth: number): Node => parseScript(`${open.repeat(depth)}${inner}${close.repeat(depth)}`, "bash");
  expect(unknownsIn(nested(40))).toEqual([]);
  expect(unknownsIn(nested(10_000))).not.toEqual([]);
});

test.each(["(", "((", "$((", "{ ", "[", "`", "$(", "${a:-", '"$(', "if a; then ", "f() ", "@(", "a[", "<(", "((1);"])(
  "a hundred thousand of %s are answered",
  (open) => {
    expect(unknownsIn(parseScript(open.repeat(100_000), "bash")).length).toBeLessThanOrEqual(1);
  },
);

/** Scripts that bash accepts, with the number of commands in them. */
const { script: valid } = fc.letrec<{ script: Counted; command: Counted; word: Counted }>((tie) => ({
  script: fc
    .array(fc.tuple(tie("command"), fc.constantFrom(";", " && ", "\n", " | ", " ||\n", " & ", " # c\n")), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) =>
      join(parts.map(([command, next], index) => [command, index < parts.length - 1 ? next : ""]).flat()),
    ),
  command: fc.oneof(
    { maxDepth: 2 },
    fc.array(tie("word"), { maxLength: 3 }).map((words) => join(["a", ...words.flatMap((word) => [" ", word])], 1)),
    holding(tie, "{ ", "; }"),
    holding(tie, "( ", " ) 2>&1"),
    holding(tie, "if ", "; then :; else\n:\nfi", 2),
    holding(tie, "while ", "\ndo :; done <f", 1),
    holding(tie, "for i in a $b *; do ", "\ndone"),
    holding(tie, "case $a in (b|c*) ", "\n;; d) ;; esac"),
    holding(tie, "f() { ", "\n}"),
    holding(tie, "for ((i = 0; i < $((2 * 3)); i++)) { ", "; } >>f"),
    holding(tie, "{ ! time -p { ", "; }; }"),
    holding(tie, "[[ -f $a && b =~ ^(c|d)$ ]] && { ", "; }"),
  ),
  word: fc.oneof(
    { maxDepth: 2 },
    fc
      .constantFrom(
        "b",
        "'c d'",
        '"e $f ${g:-h}"',
        "*.i",
        "{j,k}",
        "~/l",
        "$'m\\n'",
        "r\\s",
        "2>f",
        "<g",
        "<<<w",
        "$((1 + 2))",
        "$#",
        "${x%%.*}",
      )
      .map((text) => join([text])),
    holding(tie, "$(", ")"),
    holding(tie, '"$(', ')"'),
    holding(tie, "<(", ")"),
    holding(tie, "${a:-$(", "\n)}"),
    holding(tie, "$((b[$(", ")]))"),
  ),
}));

test("what bash accepts is read, every command once", () => {
  fc.assert(
    fc.property(valid, ({ text, count }) => {
      const tree = parseScript(text, "bash");
      expect(unknownsIn(tree)).toEqual([]);
      expect(nodesIn(tree).filter(({ kind }) => kind === "command")).toHaveLength(count);
    }),
    { numRuns: 300 },
  );
});

const FRAGMENTS = fc.constantFrom(
  ..."a;b;1;$;${;$((;$(;`;(;((;);));{;};[;[[;];]];<;>;<<E\nc\nE\n;<<;<(;&;&&;|;||;;;;';\";\\;\\\n;\n;#; ;~;=;+=;!;*;@(;,;..;:-;if ;then ;fi;".split(
    ";",
  ),
  "for a in ",
  "do ",
  "done",
  "case a in ",
  "esac",
  ";;",
  ";",
  "function f ",
  "f() ",
  "time ",
  "coproc ",
  "$'",
  '$"',
  "a=(",
  "a[",
  "\r",
  "é",
  "\0",
  "😀",
);
const ANY = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(FRAGMENTS, { maxLength: 30 }).map((parts) => parts.join("")),
);
const SHELLS = fc.constantFrom("bash", "sh", "zsh");

test("any text at all is read, and no place lies outside of it", () => {
  fc.assert(
    fc.property(ANY, SHELLS, (script, shell) => {
      const places = [...nodesIn(parseScript(script, shell))].map(({ at }) => at);
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...places)).toBeLessThanOrEqual(script.length);
    }),
    { numRuns: 2000 },
  );
});

test("what was understood stays, whatever the next line is", () => {
  fc.assert(
    fc.property(valid, ANY, ({ text }, next) => {
      const before = partsOf(parseScript(text, "bash"));
      expect(partsOf(parseScript(`${text}\n${next}`, "bash")).slice(0, before.length)).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

type Counted = { readonly text: string; readonly count: number };

function join(parts: readonly (Counted | string)[], own = 0): Counted {
  const text = parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
  return { text, count: parts.reduce((sum, part) => sum + (typeof part === "string" ? 0 : part.count), own) };
}

function holding(
  tie: (key: "script") => fc.Arbitrary<Counted>,
  before: string,
  after: string,
  own = 0,
): fc.Arbitrary<Counted> {
  return tie("script").map((script) => join([before, script, after], own));
}

function partsOf(node: Node): readonly { readonly node: Node; readonly next: string }[] {
  return node.kind === "list" ? node.parts : [{ node, next: ";" }];
}

/** All nodes of a tree, those in words too. */
function nodesIn(tree: unknown): readonly Node[] {
  if (typeof tree !== "object" || tree === null) return [];
  const inner = Object.values(tree).flatMap(nodesIn);
  return "kind" in tree && "at" in tree ? [tree as Node, ...inner] : inner;
}

function unknownsIn(tree: Node): readonly Node[] {
  return nodesIn(tree).filter(({ kind }) => kind === "unknown");
}
