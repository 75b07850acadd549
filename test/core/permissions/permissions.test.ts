/** What permissions let a patch write. */
import { expect, test } from "vitest";
import {
  type Bounds,
  mayWrite,
  MODE_ONLY,
  permissionsOf,
  UNRESTRICTED,
} from "../../../src/core/permissions/permissions.ts";

const DENIED: Bounds["denied"] = {
  paths: ["/w/keys", "/home/you"],
  watched: ["/w/.netrc"],
  globs: [{ root: "/w", pattern: "**/.env", depthMax: null }],
};

const CASES: readonly [name: string, bounds: Partial<Bounds>, yes: readonly string[], no: readonly string[]][] = [
  [
    "roots and their protected names",
    {},
    ["/w/a", "/w/sub/.git/x", "/w/AGENTS.md"],
    ["/elsewhere", "/w/.git/config", "/w/.aws"],
  ],
  [
    "what is denied; a root in a denied folder is the exception",
    { denied: DENIED },
    ["/w/a", "/w/.envrc", "/home/you/w/a"],
    ["/w/keys", "/w/keys/a", "/w/.netrc", "/w/.env", "/w/a/b/.env", "/w/.env/x", "/home/you/a"],
  ],
  [
    "guarded paths",
    { guarded: { workspaceFiles: false, paths: ["/w/.bashrc", "/w/.config/fish"] } },
    ["/w/a", "/w/.config/x", "/w/AGENTS.md"],
    ["/w/.bashrc", "/w/.config/fish/config.fish"],
  ],
  [
    "workspace files, wherever they lie below the deepest root",
    { guarded: { workspaceFiles: true, paths: [] } },
    ["/w/a", "/w/agents.mdx", "/w/.github/x", "/home/you/w/a", "/w/.claude/w/a"],
    [
      "/w/AGENTS.md",
      "/w/sub/agents.md",
      "/w/.vscode/x",
      "/w/sub/.git/config",
      "/w/.github/workflows/ci.yml",
      "/w/.claude/x",
    ],
  ],
];
test.each(CASES)("%s", (_name, bounds, yes, no) => {
  const roots = ["/w", "/home/you/w", "/w/.claude/w"];
  const permissions = permissionsOf("workspace-write", { roots, keep: [], bounds: { ...MODE_ONLY, ...bounds } });
  const isWritable = (path: string): boolean => mayWrite(permissions, path);
  expect({ yes: yes.filter(isWritable), no: no.filter(isWritable) }).toEqual({ yes, no: [] });
});

test("nothing is held back without a sandbox", () => {
  expect(mayWrite(UNRESTRICTED, "/w/.git/config")).toBe(true);
});
