/** What is decided about connections and file changes: the other tables of docs/decisions.md. */
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { ApprovalPolicy } from "../../../src/core/config/approval-policy.ts";
import type { SandboxMode } from "../../../src/core/permissions/permissions.ts";
import { rulesOf } from "../../rules.ts";

const POLICIES: readonly ApprovalPolicy[] = ["untrusted", "on-request", "on-failure", "never"];

type Circumstances = {
  readonly rules?: string;
  readonly project?: string;
  readonly open?: boolean;
  readonly mode?: SandboxMode;
};

function decide(
  action: Action,
  { rules = "", project = "", open = false, mode = "workspace-write" }: Circumstances,
  path = "",
): readonly string[] {
  return POLICIES.map((approvalPolicy) => {
    const basis: Basis = {
      approvalPolicy,
      sandboxMode: mode,
      workspace: { roots: ["/w"], keep: [], network: open },
      rules: rulesOf({ user: rules, project }),
      allowRuns: "inside",
      home: "/home/you",
      hasFolder: true,
      programs: [],
      losses: [],
      repositories: [],
      links: [],
      remembered: new Set(),
      targets: path === "" ? [] : [{ path, change: { kind: "create", path, after: "" } }],
    };
    return judge({ action, mode: "run" }, basis).requirement.kind;
  });
}

const rule = (decision: string, protocol = "https"): string =>
  `network_rule(host="a.test", protocol="${protocol}", decision="${decision}")\n`;

describe("connections", () => {
  const CASES: readonly (readonly [name: string, host: string, around: Circumstances, decided: readonly string[]])[] = [
    ["denied", "a.test", { rules: rule("deny") }, ["forbid", "forbid", "forbid", "forbid"]],
    [
      "denied, spelled otherwise",
      "A.TEST.",
      { rules: rule("deny"), open: true },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    [
      "denied for another protocol",
      "a.test",
      { rules: rule("deny", "http"), open: true },
      ["forbid", "forbid", "forbid", "forbid"],
    ],
    ["a broken file", "a.test", { rules: "network_rule(", open: true }, ["ask", "ask", "ask", "forbid"]],
    ["asked about", "a.test", { rules: rule("prompt"), open: true }, ["ask", "ask", "ask", "forbid"]],
    ["allowed", "a.test", { rules: rule("allow") }, ["run", "run", "run", "run"]],
    ["allowed for another protocol", "a.test", { rules: rule("allow", "http") }, ["ask", "ask", "ask", "forbid"]],
    ["allowed by the project", "a.test", { project: rule("allow") }, ["ask", "ask", "ask", "forbid"]],
    ["the network is open", "b.test", { open: true }, ["ask", "run", "run", "run"]],
    ["open, and a host that no rule can name", "b .test", { open: true }, ["ask", "ask", "ask", "forbid"]],
    ["nothing is known", "b.test", {}, ["ask", "ask", "ask", "forbid"]],
  ];
  test.each(CASES)("%s", (_name, host, around, decided) => {
    const action = { kind: "network", host, port: 443, protocol: "https", command: null, why: null } as const;
    expect(decide(action, around)).toEqual(decided);
  });
});

describe("file changes", () => {
  const CASES: readonly (readonly [path: string, mode: SandboxMode, decided: readonly string[]])[] = [
    ["/w/a", "workspace-write", ["ask", "run", "run", "run"]],
    ["/w/a", "read-only", ["ask", "ask", "ask", "forbid"]],
    ["/other/a", "workspace-write", ["ask", "ask", "ask", "forbid"]],
    ["/w/.git/hooks/pre-commit", "workspace-write", ["ask", "ask", "ask", "forbid"]],
    ["/other/a", "danger-full-access", ["ask", "run", "run", "run"]],
  ];
  test.each(CASES)("%s in %s", (path, mode, decided) => {
    expect(decide({ kind: "patch", text: "", cwd: "/w", why: null }, { mode }, path)).toEqual(decided);
  });
});
