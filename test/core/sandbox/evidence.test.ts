/** What is the command's own by what the supervisor has told of it. */
import { expect, test } from "vitest";
import { isMadeBy, type Made, namesToTell, type Trace } from "../../../src/core/sandbox/evidence.ts";

const made = (names: readonly string[], links: readonly string[] | null = []): Made => ({
  names: new Set(names),
  links: links === null ? null : new Set(links),
});

const CASES: readonly [name: string, by: Made | null, trace: Trace, expected: boolean][] = [
  ["a name that was told", made(["config"]), { names: ["config"] }, true],
  ["one of its names, in another case", made(["agents.md"]), { names: ["docs", "AGENTS.md"] }, true],
  ["no name that was told", made(["config"]), { names: [".vscode", "tasks.json"] }, false],
  ["a link that says the same", made([], ["../x"]), { link: "../x" }, true],
  ["a link that says something else", made([], ["../x"]), { link: "../X" }, false],
  ["any link, where there were too many to tell", made([], null), { link: "../x" }, true],
  ["a name, where there were too many links", made([], null), { names: ["x"] }, false],
  ["anything, where nobody watched", null, { names: ["x"] }, false],
];
test.each(CASES)("%s", (_name, by, trace, expected) => {
  expect(isMadeBy(by, trace)).toBe(expected);
});

test("the names to tell of are in lower case, each once, and all that workspaces and repositories are looked through for", () => {
  const names = namesToTell([".ZshEnv", "config", "activate"]);
  expect(names.filter((name, at) => names.indexOf(name) !== at || name !== name.toLowerCase())).toEqual([]);
  const wanted = [".git", "config", "head", "pre-commit", "tasks.json", ".vscode", ".mcp.json", ".claude", ".github"];
  expect([...wanted, ".zshenv", "activate"].filter((name) => !names.includes(name))).toEqual([]);
});
