/** Hostile files end, and the words name the limit. */
import { describe, expect, test } from "vitest";
import { execute } from "../../../src/core/starlark/execute.ts";
import { LIMITS } from "../../../src/core/starlark/limits.ts";
import { readData, RULE_FUNCTIONS, runFile } from "./run-file.ts";

type Hostile = {
  readonly id: string;
  /** Texts with how often each is repeated, to be joined. */
  readonly parts: readonly (readonly [text: string, times: number])[];
  readonly allowed: readonly string[];
};

/** Files that would run without end or exhaust memory: each must end with a verdict. */
const HOSTILE: readonly Hostile[] = readData("limits.json");
test.each(HOSTILE)("$id", ({ parts, allowed }) => {
  const { says } = runFile(parts.map(([text, times]) => text.repeat(times)).join(""));
  expect(allowed).toContain(says === null ? "accepted" : "refused");
});

function nested(levels: number, line: (level: number) => string, last: string): string {
  const lines = Array.from({ length: levels }, (_, level) => " ".repeat(level) + line(level));
  return `${lines.join("\n")}\n${" ".repeat(levels)}${last}\n`;
}

test("a thousand blocks within blocks run", () => {
  expect(runFile(nested(1000, () => "if True:", "x = 1"))).toEqual({ says: null });
});

test("two hundred functions within functions run", () => {
  expect(runFile(nested(200, (level) => `def f${level}():`, "pass"))).toEqual({ says: null });
});

/** What is near a limit on both sides: `n` of it is accepted, more is refused with words that name the limit. */
const BOUNDS: readonly [name: string, accepted: string, refused: string, says: string][] = [
  ["loops", "for i in range(300000): pass", "for i in range(3000000): pass", "limit of 6000000 steps reached"],
  ["strings", 'x = "a" * 1000000', 'x = "a" * 100000000', "limit of 64 MiB of memory reached"],
  ["growing strings", "x = 'a' * 1000", "x = 'a'\nfor i in range(99): x += x", "limit of 64 MiB of memory reached"],
  ["lists", "x = [0] * 1000000", "x = [0] * 10000000", "limit of 64 MiB of memory reached"],
  ["integers", "x = 1 << 200000", "x = 1 << 300000", "limit of 262144 bits of an integer reached"],
  ["integers from text", "x = int('9' * 70000)", "x = int('9' * 80000)", "limit of 262144 bits of an integer reached"],
  ["joining", "','.join(['a' * 100] * 1000)", "','.join(['a' * 100000] * 1000)", "limit of 64 MiB of memory reached"],
  ["searching", "x = 'b' in 'a' * 1000000", "x = 'a' * 999 + 'b' in 'a' * 1000000", "limit of 6000000 steps reached"],
  [
    "types within types",
    "x = int\nfor i in range(60): x = list[x]",
    "x = int\nfor i in range(99): x = list[x]",
    "limit of 64 types within types reached",
  ],
  [
    "membership",
    "x = list(range(1000))\nfor i in x: i in x",
    "x = list(range(10000))\nfor i in x: i in x",
    "limit of 6000000 steps reached",
  ],
];

/** Wraps a value 50,000 times and uses it. */
function deep(start: string, wrap: string, use: string): string {
  return `x = ${start}\nfor _ in range(50000):\n    x = ${wrap}\n${use}\n`;
}

describe("bounds", () => {
  test.each(BOUNDS)("%s", (_name, accepted, refused, says) => {
    expect(runFile(`${accepted}\n`)).toEqual({ says: null });
    expect(runFile(`${refused}\n`)).toMatchObject({ kind: "limit", says });
  });

  test("a deep expression in a deep recursion is refused before the native stack ends", () => {
    const body = `${"[".repeat(400)}f(n - 1)${"]".repeat(400)}`;
    const file = (depth: number): string => `def f(n):\n    return n if n == 0 else ${body}\nf(${depth})\n`;
    expect(runFile(file(5))).toEqual({ says: null });
    expect(runFile(file(40))).toMatchObject({
      kind: "limit",
      says: "limit of 5000 expressions within expressions reached",
    });
  });

  test("values of any depth are printed and hashed", () => {
    expect(runFile(deep("[]", "[x]", "if len(str(x)) != 100002: fail(len(str(x)))"))).toEqual({ says: null });
    expect(runFile(deep("()", "(x,)", "if {x: 1}[x] != 1: fail()"))).toEqual({ says: null });
  });

  test("are the caller's to choose", () => {
    const source = "for i in range(1000): pass\n";
    expect(execute({ file: "F", source }, RULE_FUNCTIONS, LIMITS).ok).toBe(true);
    expect(execute({ file: "F", source }, RULE_FUNCTIONS, { ...LIMITS, stepsMax: 500 })).toMatchObject({
      ok: false,
      error: { kind: "limit", message: "limit of 500 steps reached" },
    });
  });
});
