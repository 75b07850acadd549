/** What a script would run, and what stays unread. */
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PIECES_MAX } from "../../../src/core/shell/lex.ts";
import { printCommand } from "../../../src/core/shell/print.ts";
import { cutBefore, read, NESTING_MAX, SCRIPT_LENGTH_MAX } from "../../../src/core/shell/read.ts";
import type { Command, OpaqueReason, Reading } from "../../../src/core/shell/reading.ts";

type Case = {
  readonly id: string;
  readonly script?: string;
  readonly argv?: Command;
  readonly expect: {
    readonly kind: "commands" | "opaque";
    readonly commands?: readonly Command[];
    readonly alsoAccept?: readonly (readonly Command[])[];
    readonly mayBeOpaque?: boolean;
  };
};

const CASES: readonly Case[] = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));

function bash(script: string): Reading {
  return read(["bash", "-lc", script]);
}

/** Every reading that would be right. */
function acceptable({ expect: wanted }: Case): readonly (readonly Command[] | "opaque")[] {
  const readings = wanted.commands === undefined ? [] : [wanted.commands, ...(wanted.alsoAccept ?? [])];
  return wanted.kind === "opaque" || wanted.mayBeOpaque === true ? [...readings, "opaque"] : readings;
}

test.each(CASES.map((one): [string, Case] => [one.id, one]))("recorded script %s", (_id, one) => {
  const reading = read(one.argv ?? ["bash", "-c", one.script ?? ""]);
  expect(acceptable(one)).toContainEqual(reading.kind === "opaque" ? "opaque" : reading.commands);
});

const PLAIN: readonly [name: string, argv: Command, commands: readonly Command[]][] = [
  ["the shell by a system path", ["/usr/bin/bash", "-lc", "a; b"], [["a"], ["b"]]],
  ["a shell of the workspace is a program like any other", ["./bash", "-lc", "a"], [["./bash", "-lc", "a"]]],
  ["a shell in a shell", ["bash", "-lc", "a && sh -c 'b; c'"], [["a"], ["b"], ["c"]]],
  [
    "an inner shell that is opaque keeps its words",
    ["sh", "-c", "a; bash -c 'b > f'"],
    [["a"], ["bash", "-c", "b > f"]],
  ],
  ["a newline after a semicolon", ["bash", "-c", "a;\n\nb;\n"], [["a"], ["b"]]],
  ["an e-mail address and a reference", ["bash", "-c", "git log a@b @{u}"], [["git", "log", "a@b", "@{u}"]]],
  [
    "a reserved word with quotes anywhere is a program",
    ["bash", "-c", "ca''se a; 'if'; \\fi"],
    [["case", "a"], ["if"], ["fi"]],
  ],
  ["odd blanks, in quotes or escaped", ["bash", "-c", "a '\u00a0' \\\u2028\\\r"], [["a", "\u00a0", "\u2028\r"]]],
  ["marks of bash's own, in quotes", ["bash", "-c", "a '\x01' \"\x7f\""], [["a", "\x01", "\x7f"]]],
  ["a strict script", ["bash", "-c", "set -euo pipefail\nmake"], [["set", "-euo", "pipefail"], ["make"]]],
  ["asking for a program", ["bash", "-c", "command -v git"], [["command", "-v", "git"]]],
  [
    "names of object properties are names",
    ["bash", "-c", "constructor; toString a"],
    [["constructor"], ["toString", "a"]],
  ],
];

test.each(PLAIN)("reads %s", (_name, argv, commands) => {
  expect(read(argv)).toEqual({ kind: "plain", commands });
});

const OPAQUE: readonly [script: string, why: OpaqueReason, at: number][] = [
  ["echo $HOME", "expansion", 5],
  ["a && echo $(b)", "substitution", 10],
  ["ls *.c", "glob", 3],
  ["a > f", "redirection", 2],
  ["cat <<E\nx\nE", "here-document", 4],
  ["A=1 b", "assignment", 0],
  ["a; if b; then c; fi", "control-flow", 3],
  ["ti\\\nme a", "control-flow", 0],
  ["a &", "background", 2],
  ["a\neval b", "builtin", 2],
  ["a && ", "syntax", 5],
  ["a 'b", "syntax", 2],
  ["", "syntax", 0],
  ["a\rb", "syntax", 1],
  ["a\u202eb", "syntax", 1],
  ["a \ud800", "syntax", 2],
  ["a '\0'", "syntax", 3],
  ["a \x01", "syntax", 2],
  // Bash marks its own quoting with these: what stands around them is read in ways of its own.
  ['a "\\\x01\\$b"', "syntax", 4],
  ["a \\\x7f", "syntax", 2],
  ["a $'\x01'", "expansion", 2],
  ["jobs -x a", "builtin", 0],
  ["__proto__=1 a", "assignment", 0],
];

test.each(OPAQUE)("leaves %j unread", (script, why, at) => {
  expect(bash(script)).toEqual({ kind: "opaque", command: ["bash", "-lc", script], why, at });
});

function kinds(script: string): readonly string[] {
  return ["bash", "sh", "zsh"].map((shell) => read([shell, "-c", script]).kind);
}

test("what only some shells read is opaque in the others", () => {
  expect(kinds("a b")).toEqual(["plain", "plain", "plain"]);
  expect(kinds("echo $'x'")).toEqual(["plain", "opaque", "opaque"]);
  expect(kinds("a HEAD^")).toEqual(["plain", "plain", "opaque"]);
  expect(kinds("[ a -eq b ]")).toEqual(["plain", "plain", "opaque"]);
  expect(kinds("set -o pipefail")).toEqual(["plain", "opaque", "opaque"]);
  expect(kinds("exit 1")).toEqual(["plain", "plain", "plain"]);
  expect(kinds("exit x y")).toEqual(["plain", "opaque", "opaque"]);
});

test("shells are read through to a limit, and then their words stand", () => {
  const nest = (depth: number): Command => (depth === 0 ? ["a"] : ["bash", "-c", printCommand(nest(depth - 1))]);
  expect(read(nest(NESTING_MAX + 1))).toEqual({ kind: "plain", commands: [["a"]] });
  expect(read(nest(NESTING_MAX + 3))).toEqual({ kind: "plain", commands: [nest(2)] });
});

test("a script that is too long is not read", () => {
  const script = "a".repeat(SCRIPT_LENGTH_MAX + 1);
  expect(bash(script)).toEqual({
    kind: "opaque",
    command: ["bash", "-lc", script],
    why: "too-long",
    at: SCRIPT_LENGTH_MAX,
  });
});

const HOSTILE: readonly [name: string, script: string, why: OpaqueReason][] = [
  ["a quote that does not end", `a '${"b".repeat(1000)}`, "syntax"],
  ["quotes that do not pair", `a ${`"b" 'c' `.repeat(1000)}"`, "syntax"],
  ["a binary file", "\x7fELF\x02\x01\x01\0\0", "syntax"],
  [
    "every character there is below U+0100",
    Array.from({ length: 256 }, (_none, at) => String.fromCharCode(at)).join(""),
    "syntax",
  ],
  ["100,000 brackets, round", "(".repeat(100_000), "control-flow"],
  ["100,000 brackets, square", `a ${"[".repeat(100_000)}`, "glob"],
  ["100,000 brackets, curly", "{ ".repeat(100_000), "control-flow"],
  ["100,000 substitutions", "$(".repeat(100_000), "substitution"],
  ["100,000 substitutions in quotes", '"$('.repeat(100_000), "substitution"],
  ["100,000 arithmetic expansions", `a ${"$((".repeat(100_000)}`, "substitution"],
  ["100,000 here-documents", "a <<E ".repeat(100_000), "here-document"],
  ["100,000 backticks", "`".repeat(100_000), "substitution"],
  ["a line of 10 MB", "a".repeat(10_000_000), "too-long"],
  ["one word too many", "a ".repeat(PIECES_MAX + 1), "too-long"],
  ["one part of a word too many", `a ${"''".repeat(PIECES_MAX)}`, "too-long"],
  ["100,000 open braces in a word", `a ${"{".repeat(100_000)}`, "glob"],
];

test.each(HOSTILE)("%s: unread, with the reason", (_name, script, why) => {
  expect(bash(script)).toMatchObject({ kind: "opaque", why });
});

test("a script of the greatest length is read", () => {
  const word = "b".repeat(SCRIPT_LENGTH_MAX - 4);
  expect(bash(`a '${word}'`)).toEqual({ kind: "plain", commands: [["a", word]] });
  const commands = Array.from({ length: PIECES_MAX / 2 }, (): Command => ["a"]);
  expect(bash("a;".repeat(commands.length))).toEqual({ kind: "plain", commands });
});

/** All that can be handed to a process. */
const word = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.constantFrom("if", "a=b", "~", "{a,b}", "it's", "-n", "", "#", "=x"),
  )
  .filter((text) => !/\0|\p{Cs}/u.test(text));

describe("printCommand", () => {
  test.each([
    [["git", "status", "-s"], "git status -s"],
    [["echo", "it's", ""], "echo 'it'\\''s' ''"],
    [["A=1", "B=2"], "'A=1' B=2"],
    [["if", "if"], "'if' if"],
    [["ls", "~", "*.c", "a b"], "ls '~' '*.c' 'a b'"],
  ])("prints %j", (argv, line) => {
    expect(printCommand(argv)).toBe(line);
  });

  test("reads back to the same words in every shell", () => {
    const shells = fc.constantFrom("bash", "sh", "zsh");
    fc.assert(
      fc.property(shells, fc.array(word), (shell, args) => {
        expect(read([shell, "-c", printCommand(["prog", ...args])])).toEqual({
          kind: "plain",
          commands: [["prog", ...args]],
        });
      }),
    );
  });

  test("a program of any name reads back, or is opaque for what it does, never for how it is spelled", () => {
    fc.assert(
      fc.property(word, (program) => {
        const reading = read(["bash", "-c", printCommand([program])]);
        const accepted = program === "" ? ["syntax"] : [[[program]], "builtin"];
        expect(accepted).toContainEqual(reading.kind === "plain" ? reading.commands : reading.why);
      }),
    );
  });
});

function isSane(script: string): boolean {
  const reading = bash(script);
  return reading.kind === "opaque"
    ? reading.at <= script.length
    : reading.commands.every(([program]) => program !== "");
}

test("any text is read without a fault", () => {
  const fragment = fc.constantFrom(
    ..."'\"\\$`&|;<>(){}[]*?~#!= \t\n\rax=".split(""),
    "é",
    "$'\\x41'",
    "bash -c ",
    "eval",
  );
  fc.assert(
    fc.property(fc.array(fragment), (parts) => {
      expect(isSane(parts.join(""))).toBe(true);
    }),
  );
});

test("any bytes are read without a fault, as whatever text they are taken for", () => {
  const encodings = fc.constantFrom<BufferEncoding>("utf8", "latin1", "utf16le");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), encodings, (bytes, encoding) => {
      expect(isSane(Buffer.from(bytes).toString(encoding))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test.each<[argv: Command, command: Command, expected: Command | null]>([
  [["bash", "-lc", "a 'b c' && d && e"], ["d"], ["bash", "-lc", "a 'b c' && exit 126"]],
  [["sh", "-c", "a &&\\\n  b && c"], ["c"], ["sh", "-c", "a &&\\\n  b && exit 126"]],
  [["bash", "-c", "a && b && a"], ["a"], null],
  [["bash", "-c", "a && b"], ["c"], null],
  [["bash", "-c", "a; b && c"], ["c"], null],
  [["bash", "-c", "a && b || c"], ["b"], null],
  [["bash", "-c", "a && b > c"], ["b"], null],
  [["a", "&&", "b"], ["b"], null],
])("%j without %j and what is behind it", (argv, command, expected) => {
  expect(cutBefore(argv, command)).toEqual(expected);
});
