/** What holds for commands outside the sandbox where administrators hold everybody. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { identityOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import {
  type Bounds,
  MODE_ONLY,
  outsideOf,
  type Permissions,
  permissionsOf,
  UNRESTRICTED,
  type Workspace,
} from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";

const DENIED: Bounds = { ...MODE_ONLY, denied: { paths: ["/srv/secret"], watched: [], globs: [] }, network: "open" };
const FREE: Workspace = { roots: ["/w"], keep: [], bounds: MODE_ONLY };
const HELD: Workspace = { ...FREE, outside: DENIED };
const EVERYWHERE: Permissions = {
  kind: "restricted",
  writable: [{ path: "/", protected: ["/.git", "/.agents", "/.codex", "/.aws"] }],
  ...DENIED,
};
const PROGRAM = systemProgram("jot");

function underOf(workspace: Workspace, escalate: boolean, basis: Partial<Basis> = {}): Permissions | null {
  const action: Action = { kind: "command", argv: ["jot", "x"], cwd: "/w", escalate, why: null };
  const judged = judge({ action, mode: "run" }, { ...PLAIN_BASIS, workspace, programs: [PROGRAM], ...basis });
  return judged.requirement.kind === "forbid" ? null : judged.requirement.under;
}

const ALLOWED = { rules: rulesOf({ user: 'prefix_rule(pattern=["jot"], decision="allow")' }) };
const REMEMBERED = (workspace: Workspace): Partial<Basis> => {
  const action: Action = { kind: "command", argv: ["jot", "x"], cwd: "/w", escalate: true, why: null };
  return { remembered: new Set([identityOf(action, outsideOf(workspace))]) };
};

const CASES: readonly (readonly [
  name: string,
  workspace: Workspace,
  escalate: boolean,
  basis: Partial<Basis>,
  under: Permissions,
])[] = [
  ["a rule that allows lets it out", FREE, false, ALLOWED, UNRESTRICTED],
  ["a rule that allows opens nothing that is denied to everybody", HELD, false, ALLOWED, EVERYWHERE],
  ["a person is asked about leaving", FREE, true, {}, UNRESTRICTED],
  ["a person is asked about all but what is denied to everybody", HELD, true, {}, EVERYWHERE],
  ["what a person accepted for the session holds", FREE, true, REMEMBERED(FREE), UNRESTRICTED],
  ["what a person accepted for the session is no more than that", HELD, true, REMEMBERED(HELD), EVERYWHERE],
  ["what runs inside stays inside", HELD, false, {}, permissionsOf("workspace-write", HELD)],
];
test.each(CASES)("%s", (_name, workspace, escalate, basis, under) => {
  expect(underOf(workspace, escalate, basis)).toEqual(under);
});

test("what a person accepted for the session before administrators held it does not count", () => {
  const action: Action = { kind: "command", argv: ["jot", "x"], cwd: "/w", escalate: true, why: null };
  const basis = { ...PLAIN_BASIS, workspace: HELD, programs: [PROGRAM], ...REMEMBERED(FREE) };
  expect(judge({ action, mode: "run" }, basis).requirement.kind).toBe("ask");
});
