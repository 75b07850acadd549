/** What is decided about text that is typed into a running command. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { coversOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";

type Input = Action & { readonly kind: "stdin" };

const INPUT: Input = {
  kind: "stdin",
  text: "y\n",
  process: "1",
  argv: ["psql"],
  cwd: "/w",
  isSandboxed: false,
  why: null,
};

function decide(action: Input, given: Partial<Basis> = {}): Requirement {
  return judge({ action, mode: "judge" }, { ...PLAIN_BASIS, ...given }).requirement;
}

const OFF = { rules: true, mcp_elicitations: true, request_permissions: true, skill_approval: true };

test.each<readonly [name: string, action: Partial<Input>, given: Partial<Basis>, expected: Requirement["kind"]]>([
  ["outside the sandbox", {}, {}, "ask"],
  ["outside the sandbox, everything asked", {}, { approvalPolicy: "untrusted" }, "ask"],
  ["outside the sandbox, nobody asked", {}, { approvalPolicy: "never" }, "forbid"],
  ["not asked about", {}, { approvalPolicy: { granular: { ...OFF, sandbox_approval: false } } }, "forbid"],
  ["nothing is typed", { text: "" }, { approvalPolicy: "never" }, "run"],
  ["inside the sandbox", { isSandboxed: true }, {}, "run"],
  ["inside the sandbox, everything asked", { isSandboxed: true }, { approvalPolicy: "untrusted" }, "run"],
  ["inside the sandbox, nobody asked", { isSandboxed: true }, { approvalPolicy: "never" }, "run"],
  ["there is no sandbox", {}, { sandboxMode: "danger-full-access" }, "run"],
  ["no sandbox, everything asked", {}, { sandboxMode: "danger-full-access", approvalPolicy: "untrusted" }, "ask"],
  ["no sandbox, nobody asked", {}, { sandboxMode: "danger-full-access", approvalPolicy: "never" }, "run"],
])("%s", (_name, action, given, expected) => {
  expect(decide({ ...INPUT, ...action }, given).kind).toBe(expected);
});

test("is asked about each time, without a rule", () => {
  expect(coversOf(INPUT, UNRESTRICTED)).toEqual([]);
  expect(decide(INPUT)).toEqual({
    kind: "ask",
    under: UNRESTRICTED,
    reasons: [{ kind: "input-outside" }],
    amendment: null,
    opens: false,
  });
});
