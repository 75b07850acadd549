/** What is decided about patches, by the path that they write. */
import { describe, expect, test } from "vitest";
import type { Basis } from "../../../src/core/approval/basis.ts";
import type { Target } from "../../../src/core/approval/facts.ts";
import { coversOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import { type Bounds, MODE_ONLY, permissionsOf } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";

const BOUNDS: Bounds = {
  ...MODE_ONLY,
  guarded: { workspaceFiles: true, paths: ["/w/.bashrc"] },
  denied: { paths: ["/w/keys"], watched: ["/w/.netrc"], globs: [{ root: "/w", pattern: "**/.env", depthMax: null }] },
};

function decide(path: string, bounds: Bounds, over: Partial<Basis> = {}): string {
  const basis: Basis = {
    ...PLAIN_BASIS,
    workspace: { roots: ["/w"], keep: [], bounds },
    targets: [{ path, change: { kind: "create", path, after: "" } }],
    ...over,
  };
  const { requirement } = judge({ action: { kind: "patch", text: "", cwd: "/w", why: null }, mode: "run" }, basis);
  return `${requirement.kind}: ${requirement.reasons.map(({ kind }) => kind).join(" ")}`;
}

const ASKED = "ask: protected";
const CASES: readonly [path: string, guarded: string, open: string][] = [
  ["/w/src/a.ts", "run: sandbox", "run: sandbox"],
  ["/w/AGENTS.md", ASKED, "run: sandbox"],
  ["/w/packages/a/CLAUDE.md", ASKED, "run: sandbox"],
  ["/w/.vscode/tasks.json", ASKED, "run: sandbox"],
  ["/w/.github/workflows/ci.yml", ASKED, "run: sandbox"],
  ["/w/sub/.git/hooks/pre-commit", ASKED, "run: sandbox"],
  ["/w/.bashrc", ASKED, "run: sandbox"],
  ["/w/keys/a", ASKED, "run: sandbox"],
  ["/w/.netrc", ASKED, "run: sandbox"],
  ["/w/app/.env", ASKED, "run: sandbox"],
  ["/w/.git/config", ASKED, ASKED],
  ["/elsewhere", "ask: outside", "ask: outside"],
];
test.each(CASES)("%s", (path, guarded, open) => {
  expect([decide(path, BOUNDS), decide(path, MODE_ONLY)]).toEqual([guarded, open]);
});

test("where nobody is asked it is refused", () => {
  expect(decide("/w/AGENTS.md", BOUNDS, { approvalPolicy: "never" })).toBe("forbid: protected policy");
});

test.each(["danger-full-access", "workspace-write"] as const)(
  "what assent goes by is asked about in %s",
  (sandboxMode) => {
    const workspace = { roots: ["/w"], keep: ["/srv/home", "/srv/own.rules"], bounds: MODE_ONLY };
    const files = ["config.toml", "rules/a.rules", "assent/trust/w.json", "requirements.toml"];
    const asked = [...files.map((name) => `/srv/home/${name}`), "/srv/own.rules"].map((path) => {
      return decide(path, MODE_ONLY, { sandboxMode, workspace });
    });
    expect(asked).toEqual(asked.map(() => ASKED));
    expect(decide("/srv/home/config.toml", MODE_ONLY, { sandboxMode, workspace, approvalPolicy: "never" })).toBe(
      "forbid: protected policy",
    );
  },
);

function targets(path: string): readonly Target[] {
  return [{ path, change: { kind: "create", path, after: "" } }];
}

describe("a patch of files that were accepted for the session", () => {
  const workspace = { roots: ["/w"], keep: ["/srv/home"], bounds: MODE_ONLY };
  const box = permissionsOf("workspace-write", workspace);
  const patch = { kind: "patch", text: "other", cwd: "/w", why: null } as const;
  const remembered = (path: string): Partial<Basis> => ({
    workspace,
    remembered: new Set(coversOf(patch, box, targets(path))),
  });

  const SESSION: readonly [path: string, accepted: string, expected: string][] = [
    ["/srv/a", "/srv/a", "run: session-grant"],
    ["/srv/b", "/srv/a", "ask: outside"],
    ["/w/.git/config", "/w/.git/config", "run: session-grant"],
    // What assent goes by is asked about each time.
    ["/srv/home/config.toml", "/srv/home/config.toml", ASKED],
  ];
  test.each(SESSION)("%s, after %s", (path, accepted, expected) => {
    expect(decide(path, MODE_ONLY, remembered(accepted))).toBe(expected);
  });
});
