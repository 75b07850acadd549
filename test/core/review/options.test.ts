/** Options and operands of a command's words. */
import { expect, test } from "vitest";
import { readOptions } from "../../../src/core/review/options.ts";

type Expected = {
  readonly operands: readonly string[];
  readonly flags: readonly string[];
  readonly n: readonly string[];
};

const CASES: readonly [line: string, expected: Expected][] = [
  ["a b", { operands: ["a", "b"], flags: [], n: [] }],
  ["-n x a", { operands: ["a"], flags: [], n: ["x"] }],
  ["-nx a", { operands: ["a"], flags: [], n: ["x"] }],
  ["--name=x a", { operands: ["a"], flags: [], n: ["x"] }],
  ["--name x a", { operands: ["a"], flags: [], n: ["x"] }],
  ["-rfn x a", { operands: ["a"], flags: ["-r", "-f"], n: ["x"] }],
  ["-rf a", { operands: ["a"], flags: ["-r", "-f"], n: [] }],
  ["--force a", { operands: ["a"], flags: ["--force"], n: [] }],
  ["--unknown a", { operands: ["a"], flags: ["--unknown"], n: [] }],
  ["-- -n x", { operands: ["-n", "x"], flags: [], n: [] }],
  ["a - b", { operands: ["a", "-", "b"], flags: [], n: [] }],
  ["-n", { operands: [], flags: [], n: [""] }],
];

test.each(CASES)("%s", (line, { operands, flags, n }) => {
  const found = readOptions(line.split(" "), "-n --name");
  expect({
    operands: found.operands,
    flags: flags.filter((flag) => found.has(flag)),
    n: found.valuesOf("-n", "--name"),
  }).toEqual({
    operands,
    flags,
    n,
  });
});
