/** Which allow rules say too little for their commands to leave the sandbox. */
import { describe, expect, test } from "vitest";
import { speaksOfNoProgram } from "../../../src/core/policy/broad.ts";
import type { PrefixRule } from "../../../src/core/policy/rules.ts";

const CASES: readonly [pattern: PrefixRule["pattern"], broad: boolean][] = [
  [["tar"], true],
  [["zip"], true],
  [["rsync"], true],
  [["sqlite3"], true],
  [["sqlite3", "app.db"], true],
  [["docker"], true],
  [["docker", "ps"], false],
  [["docker", ["ps", "images"]], false],
  [["docker", ["ps", "run"]], true],
  [["docker", "run", "alpine"], true],
  [["find"], true],
  [["xargs"], true],
  [["env"], true],
  [["/usr/bin/env"], true],
  [["bash"], true],
  [["bash", "-c"], true],
  [["bash", "tools/x.sh"], false],
  [["python3"], true],
  [["python3", "-c"], true],
  [["python3", "tools/x.py"], false],
  [["ssh"], true],
  [["gdb"], true],
  [["sudo", "ls"], true],
  [["git"], true],
  [["git", "-c"], true],
  [["git", "status"], false],
  [["git", ["status", "log"], "--oneline"], false],
  [["git", "rebase"], true],
  [["npm"], true],
  [["npm", "run"], true],
  [["npm", "run", "build"], false],
  [["npx", "eslint"], true],
  [["ls"], false],
  [["curl"], false],
  [["sort"], true],
  [["make", "all"], false],
];

describe("allow rules that name no program", () => {
  test.each(CASES)("%j: %s", (pattern, expected) => {
    expect(speaksOfNoProgram(pattern)).toBe(expected);
  });

  test("a pattern with very many alternatives is not taken at its word", () => {
    const many = Array.from({ length: 9 }, (_, at) => `sub${at}`);
    expect(speaksOfNoProgram(["git", many, many])).toBe(true);
    expect(speaksOfNoProgram(["git", many])).toBe(false);
  });
});
