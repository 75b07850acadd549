/** Diffs of file changes: whole outputs, and that each leads from old text to new. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileChange } from "../../../src/core/patch/change.ts";
import { countsOf, diffOf, NO_LINE_FEED, type DiffLine } from "../../../src/core/patch/diff.ts";

const SIGNS = { hunk: "", context: " ", added: "+", removed: "-" } as const;
const edit = (before: string, after: string): FileChange => ({ kind: "edit", path: "/w/f", before, after });
const plain = (lines: readonly DiffLine[]): string => lines.map((line) => `${SIGNS[line.kind]}${line.text}\n`).join("");
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");

const CASES: readonly [name: string, change: FileChange, expected: string][] = [
  ["nothing for equal texts", edit("a\n", "a\n"), ""],
  ["a new file", { kind: "create", path: "/w/f", after: "a\nb\n" }, "@@ -0,0 +1,2 @@\n+a\n+b\n"],
  ["an empty new file", { kind: "create", path: "/w/f", after: "" }, ""],
  ["a deleted file", { kind: "delete", path: "/w/f", before: "a\n" }, "@@ -1,1 +0,0 @@\n-a\n"],
  ["a plain rename", { kind: "rename", path: "/w/f", to: "/w/g", before: "a\n", after: "a\n" }, ""],
  [
    "a rename with an edit",
    { kind: "rename", path: "/w/f", to: "/w/g", before: "a\nb\n", after: "a\nc\n" },
    "@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
  ],
  [
    "three lines around a change",
    edit(numbers(1, 9), numbers(1, 4) + "x\n" + numbers(6, 9)),
    "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n",
  ],
  [
    "changes six lines apart in one hunk",
    edit(`a\n${numbers(1, 6)}b\n`, `A\n${numbers(1, 6)}B\n`),
    "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n",
  ],
  [
    "changes seven lines apart in two hunks",
    edit(`a\n${numbers(1, 7)}b\n`, `A\n${numbers(1, 7)}\nb\n`),
    "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,5 @@\n 5\n 6\n 7\n+\n b\n",
  ],
  ["a lost last line feed", edit("a\nb\n", "a\nb"), `@@ -1,2 +1,2 @@\n a\n-b\n+b\n${NO_LINE_FEED}\n`],
  ["no last line feed on either side", edit("a\nb", "c\nb"), `@@ -1,2 +1,2 @@\n-a\n+c\n b\n${NO_LINE_FEED}\n`],
  ["another line ending", edit("a\r\n", "a\n"), "@@ -1,1 +1,1 @@\n-a\r\n+a\n"],
];

test.each(CASES)("shows %s", (_name, change, expected) => {
  expect(plain(diffOf(change))).toBe(expected);
});

test("counts what goes and what comes", () => {
  expect(countsOf(diffOf(edit("a\nb\nc\n", "x\nb\n")))).toEqual({ added: 1, removed: 2 });
});

/** The new text, from the old one and the diff alone; throws where the diff does not fit the old text. */
function follow(before: string, diff: readonly DiffLine[]): string {
  const old = before === "" ? [] : before.split(/(?<=\n)/);
  let at = 0;
  let after = "";
  diff.forEach((line, index) => {
    const [, start, count] = /^@@ -(\d+),(\d+) /.exec(line.kind === "hunk" ? line.text : "") ?? [];
    const isCut = diff[index + 1]?.text === NO_LINE_FEED && diff[index + 1]?.kind === "hunk";
    const whole = isCut ? line.text : `${line.text}\n`;
    if (start !== undefined) {
      const until = Number(start) - (count === "0" ? 0 : 1);
      after += old.slice(at, until).join("");
      at = until;
    } else if (line.kind === "context" || line.kind === "removed") {
      if (old[at] !== whole) throw new Error(`the diff does not fit at line ${at + 1}`);
      at += 1;
    }
    if (line.kind === "context" || line.kind === "added") after += whole;
  });
  return after + old.slice(at).join("");
}

const lines = fc
  .tuple(fc.array(fc.constantFrom("a\n", "b\n", "c\n", "\n", "d\r\n"), { maxLength: 40 }), fc.constantFrom("", "z"))
  .map(([all, last]) => all.join("") + last);

describe("properties", () => {
  test("a diff leads from the old text to the new one", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(follow(before, diffOf(edit(before, after)))).toBe(after);
      }),
    );
  });

  test("no shorter diff exists", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const { added, removed } = countsOf(diffOf(edit(before, after)));
        expect(added + removed).toBe(fewestEdits(before, after));
      }),
    );
  });
});

/** By the table of longest common subsequences. */
function fewestEdits(before: string, after: string): number {
  const [old, young] = [before, after].map((text) => (text === "" ? [] : text.split(/(?<=\n)/)));
  if (old === undefined || young === undefined) return 0;
  let row = Array.from({ length: young.length + 1 }, () => 0);
  for (const line of old) {
    const next = [0];
    young.forEach((other, index) => {
      next.push(line === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    });
    row = next;
  }
  return old.length + young.length - 2 * (row.at(-1) ?? 0);
}

test("texts without anything in common still give a true diff beyond the bound of the search", () => {
  const before = Array.from({ length: 3000 }, (_, index) => `old ${index}\n`).join("");
  const after = Array.from({ length: 3000 }, (_, index) => `new ${index}\n`).join("");
  const diff = diffOf(edit(`same\n${before}`, `same\n${after}`));
  expect(countsOf(diff)).toEqual({ added: 3000, removed: 3000 });
  expect(follow(`same\n${before}`, diff)).toBe(`same\n${after}`);
});
