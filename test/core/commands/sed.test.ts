/** What a sed script reads, writes and runs. */
import { expect, test } from "vitest";
import { readSed, type SedReading } from "../../../src/core/commands/sed.ts";

const PRINTS: readonly string[] = [
  "",
  "5p",
  "1,20p;30p",
  "10,$p",
  "$=",
  "/a/,/b/p",
  "/func open/,/^}/p",
  "\\,a/b,p",
  "0~4d",
  "2,+3!d",
  "/x/I,~4p",
  "s/a/b/",
  "s/a/b/gp",
  "s|/usr/w|e w|2",
  "s/[/]*$//;t",
  "s/[[:space:]]*$//",
  "s/a\\/b/c\\/w/g",
  "y/abc/xyz/",
  "/a/{s/b/c/;p}",
  "/a/ { n; d; }",
  ":a;N;$!ba;s/\\n/ /g",
  "1i\\\nw x\np",
  "a w x",
  "$!N;P;D",
  "# w x\np",
  "q5",
  "l 3",
  "w /dev/stdout",
];

const ONLY_PRINTS: SedReading = { understood: true, reads: [], writes: [], runs: false };

test.each(PRINTS)("only prints: %s", (script) => {
  expect(readSed(script)).toEqual(ONLY_PRINTS);
});

test.each([
  ["w out", { ...ONLY_PRINTS, writes: ["out"] }],
  ["1,2w out", { ...ONLY_PRINTS, writes: ["out"] }],
  ["1,5p;w out", { ...ONLY_PRINTS, writes: ["out"] }],
  ["/a/W out", { ...ONLY_PRINTS, writes: ["out"] }],
  ["s/x/y/w out", { ...ONLY_PRINTS, writes: ["out"] }],
  ["s/x/y/gw out;p", { ...ONLY_PRINTS, writes: ["out;p"] }],
  ["/a/{w out\np}", { ...ONLY_PRINTS, writes: ["out"] }],
  ["r in", { ...ONLY_PRINTS, reads: ["in"] }],
  ["$R in\nr b", { ...ONLY_PRINTS, reads: ["in", "b"] }],
  ["1e ls", { ...ONLY_PRINTS, runs: true }],
  ["e", { ...ONLY_PRINTS, runs: true }],
  ["s/.*/ls/e", { ...ONLY_PRINTS, runs: true }],
  ["s/.*/ls/pe", { ...ONLY_PRINTS, runs: true }],
])("%j", (script, expected) => {
  expect(readSed(script)).toEqual(expected);
});

test.each(["k", "s/a", "s/a/b", "s/a/b/x", "p p", "/a", "w", "y/a/b", "1,", "s/[/w x/p", "s\n"])(
  "is not understood: %j",
  (script) => {
    expect(readSed(script).understood).toBe(false);
  },
);
