/** Whole files against recorded verdicts, and the seam to the host's functions. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { execute } from "../../../src/core/starlark/execute.ts";
import type { HostFunction } from "../../../src/core/starlark/host.ts";
import type { Position } from "../../../src/core/starlark/extent.ts";
import type { Value } from "../../../src/core/starlark/values.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { readData, runFile } from "./run-file.ts";

type Case = {
  readonly id: string;
  readonly source: string;
  readonly ok: boolean;
  readonly at?: string;
  readonly errorContains?: string;
};

/** Programs that check themselves, with the verdict of the Codex CLI 0.169.0. */
const CASES: readonly Case[] = readData("cases.json");
test.each(CASES)("$id", (one) => {
  const outcome = runFile(one.source);
  const at = outcome.says === null ? undefined : outcome.at;
  expect({ ok: outcome.says === null, at }).toEqual({ ok: one.ok, at: one.at });
  expect(outcome.says ?? "").toContain(one.errorContains ?? "");
});

type Recorded = {
  readonly source: string;
  readonly says: string | null;
  readonly at?: string;
  readonly calls?: readonly string[];
};

/** Small programs and what the Codex CLI 0.169.0 says of them: message, place and calls that led there. */
const RECORDED: readonly Recorded[] = readData("reference.json");
test.each(RECORDED)("$source", ({ source, ...expected }) => {
  const outcome = runFile(source);
  const { says, at, calls } = { at: undefined, calls: undefined, ...outcome };
  expect({ says, at, calls }).toEqual({ at: undefined, calls: undefined, ...expected });
});

describe("functions of the host", () => {
  type Call = { readonly args: readonly (Value | undefined)[]; readonly site: Position };

  function noting(calls: Call[], fault: string | null): HostFunction {
    return {
      name: "note",
      parameters: [
        { name: "word", required: true, type: "str" },
        { name: "more", required: false, type: "list" },
        { name: "flag", required: false, type: "bool" },
      ],
      call: (args, site) => {
        calls.push({ args, site });
        return fault === null ? ok(7) : err(fault);
      },
    };
  }

  test("get their arguments in the order of their parameters, and the place of the call", () => {
    const calls: Call[] = [];
    const source = 'x = note("a")\n[note(word = w, flag = True) for w in ["b"]]\nif x != 7:\n    fail(x)\n';
    expect(execute({ file: "F", source }, [noting(calls, null)])).toEqual(ok(undefined));
    expect(calls).toEqual([
      {
        args: ["a", undefined, undefined],
        site: { line: 1, column: 5 },
      },
      {
        args: ["b", undefined, true],
        site: { line: 2, column: 2 },
      },
    ]);
  });

  test("fail at the call, with the words of the host", () => {
    expect(runFile('def f():\n    note("a")\nf()\n', [noting([], "no such word")])).toEqual({
      kind: "run",
      says: "no such word",
      at: "2:5",
      calls: ["3, in <module>", "2, in f"],
    });
  });

  test("are not called with what does not fit", () => {
    const calls: Call[] = [];
    for (const args of ["", "1", '"a", "b"', '"a", x = 1', '"a", [], True, 4', '"a", flag = 1']) {
      expect(runFile(`note(${args})\n`, [noting(calls, null)]).says).not.toBe(null);
    }
    expect(calls).toEqual([]);
  });

  test("of other names than given are unknown", () => {
    expect(runFile('prefix_rule(pattern = ["a"])\n', [])).toMatchObject({ kind: "resolve", at: "1:1" });
  });
});

/** Text that often comes near to a program. */
const FRAGMENTS =
  "x y f 1 0 -1 1.5 'a' \"b\" [ ] ( ) { } , : = == + - * / % | in not and or if else for def return lambda : \n \n    " +
  "pass . append pop sorted len range str repr int list dict tuple None True fail * ** 99999999999999999999";

test("execute never throws", () => {
  const words = FRAGMENTS.split(" ");
  const programs = fc.oneof(
    fc.array(fc.constantFrom(...words)).map((list) => list.join(" ")),
    fc.array(fc.constantFrom(...words)).map((list) => `x = [1, "a"]\ny = {1: x}\nprobe = ${list.join(" ")}\n`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(programs, (source) => {
      const outcome = runFile(source);
      expect(outcome.says === null || outcome.says.length > 0).toBe(true);
    }),
    { numRuns: 2000, seed: 7 },
  );
});
