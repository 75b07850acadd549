/** How a program that starts is named, and what led to it. */
import { expect, test } from "vitest";
import { chainText, execCommand } from "../../../src/core/approval/exec-words.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

const RM: Command = ["rm", "-rf", "dist"];

const CHAINS: readonly (readonly [name: string, chain: readonly Command[], expected: string])[] = [
  ["nothing above it", [], "rm -rf dist"],
  [
    "scripts are left out",
    [
      ["npm", "run", "build"],
      ["/bin/sh", "-c", "rm -rf dist && tsc"],
    ],
    "npm run build > sh -c … > rm -rf dist",
  ],
  ["a process of its own for each part", [["bash"], ["bash"]], "bash > rm -rf dist"],
  ["words that a program wrote over its own", [["npm run build", "", ""]], "npm run build > rm -rf dist"],
  ["many words", [["cc", "a".repeat(60)]], `cc ${"a".repeat(37)}… > rm -rf dist`],
  [
    "many processes: the first and the nearest",
    ["a", "b", "c", "d", "e", "f", "g", "h"].map((name): Command => [name]),
    "a > … > e > f > g > h > rm -rf dist",
  ],
];

test.each(CHAINS)("shows %s", (_name, chain, expected) => {
  expect(chainText(chain, RM)).toBe(expected);
});

const WORDS: readonly (readonly [argv: Command, path: string | null, expected: Command])[] = [
  [["rm", "x"], "/usr/bin/rm", ["rm", "x"]],
  [["/usr/bin/rm", "x"], "/usr/bin/rm", ["/usr/bin/rm", "x"]],
  [["ls", "x"], "/usr/bin/rm", ["/usr/bin/rm", "x"]],
  [["-bash"], "/bin/bash", ["/bin/bash"]],
  [["ls", "x"], null, ["(a program without a file name)", "x"]],
];

test.each(WORDS)("calls %j at %s by the name of its file", (argv, path, expected) => {
  expect(execCommand({ argv, path })).toEqual(expected);
});
