/** Programs that compare files, and that apply what was compared. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["diff -u a b", "read a, read b = anywhere"],
  ["diff -r a b", "read a, read b = anywhere"],
  ["diff --color=auto -U3 a b", "read a, read b = anywhere"],
  ["diff -l a b", "runs, read a, read b"],
  ["diff --paginate a b", "runs, read a, read b"],
  ["diff .env .env.example", "read .env, read .env.example ! reads a secret (.env)"],
  ["cmp -s a b", "read a, read b = anywhere"],
  ["cmp a b 10 20", "read a, read b = anywhere"],
  ["sdiff -s a b", "read a, read b = anywhere"],
  ["sdiff -o c a b", "write c, read a, read b"],
  ["diff3 a b c", "read a, read b, read c = anywhere"],
  ["diff3 --diff-program=./p a b c", "runs ./p, read a, read b, read c"],
  ["delta a b", "read a, read b"],
  ["patch -p1", "write"],
  ["patch -p1 -i a.patch", "write, read a.patch"],
  ["patch a b.patch", "write, write a, read b.patch"],
  ["patch -o c a b.patch", "write, write c, write a, read b.patch"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
