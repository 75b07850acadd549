/** Which files of a workspace steer tools and agents. */
import { expect, test } from "vitest";
import { startFilesIn, WORKSPACE_FILES, workspaceFileAt } from "../../../src/core/permissions/workspace-files.ts";

const CASES: readonly [path: string, name: string | null][] = [
  ["/w/AGENTS.md", "agents.md"],
  ["/w/packages/a/Claude.MD", "claude.md"],
  ["/w/.vscode/tasks.json", ".vscode"],
  ["/w/a/.github/workflows/ci.yml", ".github/workflows"],
  ["/w/.github/copilot-instructions.md", ".github/copilot-instructions.md"],
  ["/w/.github/ISSUE_TEMPLATE/bug.md", null],
  ["/w/sub/.git/hooks/pre-commit", ".git"],
  ["/w/.gitignore", null],
  ["/w/src/agents.md.ts", null],
  ["/w", null],
  ["/AGENTS.md", null],
];
test.each(CASES)("%s is %s", (path, name) => {
  expect(workspaceFileAt("/w", path)?.name ?? null).toEqual(name);
});

test("the root folder as a workspace", () => {
  expect(workspaceFileAt("/", "/.mcp.json")?.name).toBe(".mcp.json");
});

test("each is named once, in lower case, and says why", () => {
  const names = WORKSPACE_FILES.map(({ name }) => name);
  expect(names.filter((name) => name !== name.toLowerCase())).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(WORKSPACE_FILES.filter(({ why }) => why === "")).toEqual([]);
});

test("start files lie in the home", () => {
  expect([startFilesIn("/home/you")[0], startFilesIn("/")[0]]).toEqual(["/home/you/.bashrc", "/.bashrc"]);
});
