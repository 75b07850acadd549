/** Which commands, scripts and files are seen behind programs that run others. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyWord, anyWords, join, showValue, textOf, textValue, type Value } from "../../../src/core/script/value.ts";
import type { Inner } from "../../../src/core/script/wrapper.ts";
import { seeThrough } from "../../../src/core/script/wrappers.ts";
import { splitLine } from "../../../src/core/script/wrappers-split.ts";
import cases from "./wrappers.json" with { type: "json" };

/** `@` stands for a word of which nothing is known, `@@` for any number of them; a last `…` for an open end. */
function wordsOf(line: string): readonly Value[] {
  const words = splitLine(textValue(line));
  if (words === null) throw new Error(`not one plain command: ${line}`);
  return words.map((word) => unknownIn(showValue(word)));
}

function unknownIn(word: string): Value {
  if (word === "@@") return anyWords("$@");
  if (/\w@\w/.test(word)) return textValue(word);
  const parts = word.split("@").flatMap((part, at) => (at === 0 ? [textValue(part)] : [anyWord("@"), textValue(part)]));
  return join(parts);
}

function seen(line: string): readonly string[] {
  const isOpen = line.endsWith(" …");
  const [program, ...args] = wordsOf(isOpen ? line.slice(0, -2) : line);
  if (program === undefined) throw new Error("no program");
  return seeThrough(textOf(program) ?? "?", args, isOpen).map(show);
}

function show(inner: Inner): string {
  switch (inner.kind) {
    case "words": {
      const around = inner.settings.map(({ name, value }) => `${name}=${showValue(value)} `).join("");
      const place = inner.cwd === null ? "" : `in ${showValue(inner.cwd)}: `;
      return `${place}${around}${inner.words.map(showWord).join(" ")}${inner.open ? " …" : ""}`;
    }
    case "script": {
      const positional = inner.positional.map((value) => ` [${showValue(value)}]`).join("");
      return `${inner.shell}: ${showValue(inner.text)}${positional}`;
    }
    case "input":
      return `${inner.shell} < input`;
    case "file":
      return `file ${showValue(inner.path)}`;
    case "unknown":
      return "?";
    default:
      return inner satisfies never;
  }
}

function showWord(word: Value): string {
  const text = showValue(word);
  return /[\s'"]/.test(text) || text === "" ? `<${text}>` : text;
}

for (const [group, table] of Object.entries(cases)) {
  describe(`behind ${group}`, () => {
    test.each(Object.entries(table))("%s", (line, expected) => {
      expect(seen(line)).toEqual(expected);
    });
  });
}

const WORD = fc.oneof(
  fc.constantFrom(
    "-c",
    "-x",
    "--",
    "-exec",
    ";",
    "+",
    "{}",
    ":::",
    "-I{}",
    "-S",
    "run",
    "exec",
    "-",
    "-u",
    "rm",
    "A=1",
    "sh",
    "git",
    "alias.x=!y",
  ),
  fc.string(),
);
const VALUE = fc.oneof(WORD.map(textValue), fc.constant(anyWord("$x")), fc.constant(anyWords("$@")));

test("no words make it throw", () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.array(VALUE, { maxLength: 8 }), fc.boolean(), (name, args, open) => {
      expect(Array.isArray(seeThrough(name, args, open))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

const NAMES =
  "env sudo xargs find fd parallel git bash ssh su docker npx npm tmux screen gdb tar vim flock script watch make rsync at".split(
    " ",
  );

test("an unknown word in front of a command never hides it: the command or a doubt is told", () => {
  for (const name of ["env", "nice", "timeout", "sudo", "stdbuf", "xargs", "setsid", "nohup", "strace"]) {
    for (const word of [anyWord("$x"), anyWords("$x")]) {
      const inner = seeThrough(name, [word, textValue("5"), textValue("rm"), textValue("x")], false);
      expect([name, inner.length > 0]).toEqual([name, true]);
    }
  }
});

test("the words of a long command are read in one go", () => {
  const args = Array.from({ length: 200_000 }, (_, at) => textValue(at % 2 === 0 ? "-z" : "x"));
  expect(seeThrough("env", args, false).length).toBeLessThan(5);
  expect(seeThrough("find", args, false)).toEqual([]);
});
