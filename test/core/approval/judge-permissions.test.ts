/** What is decided about permissions that an agent asks for. */
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { describeReason } from "../../../src/core/approval/describe.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import { type Extra, NO_EXTRA } from "../../../src/core/permissions/extra.ts";
import { MODE_ONLY, permissionsOf, type Workspace, withExtra } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";

const WORKSPACE: Workspace = {
  roots: ["/w"],
  keep: ["/home/you/.codex"],
  bounds: {
    ...MODE_ONLY,
    denied: {
      paths: ["/secret"],
      watched: ["/home/you/.ssh"],
      globs: [{ root: "/srv", pattern: "**/*.key", depthMax: null }],
    },
    guarded: { workspaceFiles: true, paths: ["/home/you/.bashrc"] },
  },
};
const BASIS: Basis = { ...PLAIN_BASIS, workspace: WORKSPACE };

function asks(wanted: Partial<Extra>): Action {
  return { kind: "permissions", wanted: { ...NO_EXTRA, ...wanted }, cwd: "/w", why: null };
}

function decide(wanted: Partial<Extra>, given: Partial<Basis> = {}): Requirement {
  return judge({ action: asks(wanted), mode: "judge" }, { ...BASIS, ...given }).requirement;
}

test("is asked about, with all that would be open", () => {
  const wanted = { read: ["/srv/a"], write: ["/srv/b"], network: true };
  expect(decide(wanted)).toEqual({
    kind: "ask",
    under: permissionsOf("workspace-write", withExtra(WORKSPACE, wanted)),
    reasons: [{ kind: "wants-more", extra: wanted }],
    amendment: null,
    opens: false,
  });
});

const KEYS = { sandbox_approval: false, rules: false, mcp_elicitations: false, skill_approval: false };

test.each<readonly [name: string, given: Partial<Basis>, expected: Requirement["kind"]]>([
  ["where little is asked", { approvalPolicy: "on-failure" }, "ask"],
  ["where all is asked", { approvalPolicy: "untrusted", sandboxMode: "read-only" }, "ask"],
  ["where nobody is asked", { approvalPolicy: "never" }, "forbid"],
  [
    "where its key is on, and no other",
    { approvalPolicy: { granular: { ...KEYS, request_permissions: true } } },
    "ask",
  ],
  ["where there is no sandbox", { sandboxMode: "danger-full-access", approvalPolicy: "never" }, "run"],
  ["where it was given before", { workspace: withExtra(WORKSPACE, { ...NO_EXTRA, write: ["/srv/a"] }) }, "ask"],
])("%s", (_name, given, expected) => {
  expect(decide({ write: ["/srv/a"] }, given).kind).toBe(expected);
});

test("is refused where its key is off, though all others are on, with the key's name", () => {
  const on = { sandbox_approval: true, rules: true, mcp_elicitations: true, skill_approval: true };
  const refused = decide({ network: true }, { approvalPolicy: { granular: { ...on, request_permissions: false } } });
  expect(refused.kind).toBe("forbid");
  expect(describeReason(refused.reasons[1] ?? { kind: "escalation" })).toBe(
    "approval_policy.granular.request_permissions is false: what it stands for is refused without asking",
  );
});

describe("what is never given", () => {
  const NEVER: readonly (readonly [why: string, wanted: Partial<Extra>, given: Partial<Basis>])[] = [
    ["it asks for nothing", {}, {}],
    ["/secret/a is denied to commands", { read: ["/secret/a"] }, {}],
    ["/secret is denied to commands", { write: ["/secret"] }, {}],
    ["/home/you/.ssh/id is denied to commands", { read: ["/home/you/.ssh/id"] }, {}],
    ["/srv/a/b.key is denied to commands", { write: ["/srv/a/b.key"] }, {}],
    ["/srv/a leads elsewhere: ask for /secret", { read: ["/srv/a"] }, link("/srv/a", "/secret")],
    ["/srv/a leads elsewhere: ask for the place itself", { write: ["/srv/a"] }, link("/srv/a", null)],
    [isProtected("/home/you/.codex"), { write: ["/home/you/.codex"] }, {}],
    [isProtected("/home/you/.codex/config.toml"), { write: ["/home/you/.codex/config.toml"] }, {}],
    [isProtected("/home/you/.bashrc"), { write: ["/home/you/.bashrc"] }, {}],
    [isProtected("/w/.git"), { write: ["/w/.git"] }, {}],
    [isProtected("/w/.git/hooks"), { write: ["/srv/a", "/w/.git/hooks"] }, {}],
  ];
  test.each(NEVER)("%s", (why, wanted, given) => {
    const refused = decide(wanted, given);
    expect(refused.kind).toBe("forbid");
    expect(refused.reasons.map((reason) => describeReason(reason))).toEqual([why]);
  });

  test.each<readonly [wanted: Partial<Extra>]>([
    // What is held in them stays held.
    [{ write: ["/home/you"] }],
    [{ write: ["/"] }],
    [{ read: ["/home/you/.codex"] }],
    [{ read: ["/w/.git"] }],
  ])("%j may be asked for", (wanted) => {
    expect(decide(wanted).kind).toBe("ask");
  });
});

function link(path: string, real: string | null): Partial<Basis> {
  return { links: [{ path, real }] };
}

function isProtected(path: string): string {
  return `${path} is protected: it steers git, other tools or the agent, or is kept from commands`;
}
