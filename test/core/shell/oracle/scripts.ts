/** Makes scripts from a seed: plain ones of known reading, wild ones, and mutants. */
import * as fc from "fast-check";
import type { Command } from "../../../../src/core/shell/reading.ts";

/** `commands`: what the script runs, where that is known because it was made from them. */
export type Made = { readonly script: string; readonly commands: readonly Command[] | null };

const NAMES = "git ls npm cat rm grep make node echo cd a b c /bin/ls ./x xargs env true".split(" ");
const WORDS = [
  "status -la --x=y a.txt src/main.ts - -- 0 42 a=b a:b HEAD~1 a@b %s é 日本 😀 it's -v if done e\u0301",
  "$HOME `x` $(y) ${z} * ? [a] {a,b} {} ~ #c ! && || ; | & > < ( ) \\ \\n a\\ = == ] [ } ' \" @(x) 1>2 <<E",
]
  .flatMap((words) => words.split(" "))
  .concat("", " ", "a b", 'say "hi"', "a\nb", "\t", "\u00a0", "\r", "\u2028", "a;rm b");
const SPECIAL = Array.from("'\"\\$`&|;<>(){}[]*?~#!=^%@:,-+./ \t\n\r01ax\u00a0é😀\u200b\v");
/** With `·` for a blank and `¶` for the end of a line. */
const FRAGMENTS = [
  "git ls rm echo a b -v status cd é \u0001 \u007f \u00a0 true false : set·-e exit·1 x·y 'a·b' \"a·b\" $'a\\nb' '' \"\" ' \" · · · ·",
  "; && || | & |& ;; ¶ ¶ ¶ \r¶ \t \\ \\¶ \\· \\' \\\" # ·#·c &> >& 2>&1 >/dev/null 2>/dev/null </dev/null >f >>f 2>f >·f <·f",
  '<<<x <<E¶x¶E¶ 3>&1 {fd}>f >| <(a) >(b) $x ${x} $(rm) `rm` $((1)) $[1] $ $\' $"a" * ? [a] [ ] {a,b} {1..3} {} { } ~ ~/x',
  "! !· time· if· then· fi for·x·in·a;·do· done while·a;·do· case·a·in·a)· esac function·f·{· f()·{· ( ) ((1)) [[·a·]]",
  "FOO=1· a=(1) a[0]=1 = a=~/x --x=~ coproc· [·-f·x·] return wait exec· eval·'rm·z' eval· command· builtin· .·f source·f",
  "alias·ls='rm·z'¶ set·-k¶ let·'q=1' shopt·-s·expand_aliases¶ trap·'rm·z'·EXIT export·A=1 declare·a unset·x read·x",
  "hash·-p·/x·ls printf·-v·y·z test·-v·'q[$(rm·z)]' enable·-n·echo compgen·-C·'rm·z' bash·-lc·'git·x' sh·-c·\"ls\"",
  "mapfile·-C·'rm·z'·-c·1·q·</dev/null",
].flatMap((line) => line.split(" ").map(expanded));
const SEPARATORS = "&& ·&&· || ·||· ; ;· | ·|· ¶ ¶¶ ·;¶ ·&&¶ ·|¶#·c¶· ·\\¶·&&· ·#·it's¶".split(" ").map(expanded);
const BLANKS = "· · · ·· \t ·\\¶·".split(" ").map(expanded);

function expanded(fragment: string): string {
  return fragment.replaceAll("·", " ").replaceAll("¶", "\n");
}

/** Ways to write a word so that it stays what it is; null where the word does not allow it. */
const QUOTINGS: readonly ((word: string) => string | null)[] = [
  (word) => (/^[\w./:@%+,-]+$/.test(word) ? word : null),
  (word) => (word.includes("'") ? null : `'${word}'`),
  inDouble,
  (word) => (word === "" || word.includes("\n") ? null : word.replace(/[^\w./-]/gu, "\\$&")),
  (word) => `$'${word.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n")}'`,
  (word) => {
    const [first = "", ...rest] = Array.from(word);
    return inDouble(first) + inDouble(rest.join(""));
  },
];

function inDouble(text: string): string {
  return `"${text.replace(/[$`"\\]/g, "\\$&")}"`;
}

const quoting = fc.constantFrom(...QUOTINGS);
const laterWord = fc.tuple(fc.constantFrom(...BLANKS), fc.constantFrom(...WORDS), quoting);
const command = fc.tuple(fc.constantFrom(...NAMES), quoting, fc.array(laterWord, { maxLength: 3 }));
const nextCommand = fc.tuple(fc.constantFrom(...SEPARATORS), command);

/** Commands in all manners of quoting, joined by all that joins plain ones. */
const plain: fc.Arbitrary<Made> = fc
  .record({
    before: fc.constantFrom("", "", " ", "\n", "# c\n", "\t"),
    first: command,
    others: fc.array(nextCommand, { maxLength: 4 }),
    after: fc.constantFrom("", "", " ", "\n", ";", " # end", "\n# end"),
  })
  .map(({ before, first, others, after }) => ({
    script: before + textOf(first) + others.map(([separator, one]) => separator + textOf(one)).join("") + after,
    commands: [first, ...others.map(([, one]) => one)].map(([name, , words]): Command => [
      name,
      ...words.map(([, word]) => word),
    ]),
  }));

type Parts = typeof command extends fc.Arbitrary<infer T> ? T : never;

function textOf([name, quoting, words]: Parts): string {
  const write = (word: string, how: typeof quoting): string => how(word) ?? inDouble(word);
  return [write(name, quoting), ...words.map(([blank, word, how]) => blank + write(word, how))].join("");
}

const fragment = fc.tuple(fc.constantFrom("", " "), fc.constantFrom(...FRAGMENTS)).map((parts) => parts.join(""));
const wild: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "git", "ls ", "echo a", "a b"), fc.array(fragment, { minLength: 1, maxLength: 7 }))
  .map(([start, fragments]) => start + fragments.join(""));

/** Puts something in, takes something out, or says something twice, somewhere. */
const mutation = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.constantFrom(0, 0, 1, 1, 5),
  added: fc.oneof(fc.constant(""), fc.constantFrom(...SPECIAL), fc.constantFrom(...SPECIAL), fragment),
  repeated: fc.constantFrom(0, 0, 0, 4),
});
const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });

function mutate(
  script: string,
  changes: readonly { where: number; removed: number; added: string; repeated: number }[],
): string {
  const chars = Array.from(script);
  for (const { where, removed, added, repeated } of changes) {
    const at = Math.floor(where * chars.length);
    chars.splice(at, removed, added, ...chars.slice(at, at + repeated));
  }
  return chars.join("");
}

/** Plain, wild and mutated scripts in about equal parts; the same ones for the same seed. */
export function makeScripts(seed: number, count: number, corpus: readonly string[]): readonly Made[] {
  const base = fc.oneof(
    plain.map(({ script }) => script),
    wild,
    fc.constantFrom(...corpus),
  );
  const unknown = fc.oneof(
    wild,
    fc.tuple(base, mutations).map(([script, changes]) => mutate(script, changes)),
  );
  const any = fc.oneof(
    plain,
    unknown.map((script): Made => ({ script, commands: null })),
    unknown.map((script): Made => ({ script, commands: null })),
  );
  return fc.sample(any, { seed, numRuns: count });
}
