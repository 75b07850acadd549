/** What a client set for a thread, written and read again. */
import { expect, test } from "vitest";
import { chosenShape, readChosen } from "../../../src/effects/threads/chosen.ts";
import type { Chosen } from "../../../src/engine/agent/history.ts";

const ALL = { sandbox_approval: true, rules: false, mcp_elicitations: true } as const;
const GRANULAR = { granular: { ...ALL, request_permissions: false, skill_approval: true } } as const;

const KEPT: readonly Chosen[] = [
  {},
  { approvalPolicy: "on-failure", sandboxMode: "danger-full-access", reviewer: "auto_review" },
  { approvalPolicy: GRANULAR, permissions: "mine" },
];
test.each(KEPT)("keeps %j", (chosen) => {
  expect(readChosen(chosenShape(chosen))).toEqual(chosen);
});

test("what there is none of counts as not set", () => {
  expect(readChosen({ approval_policy: "always", sandbox_mode: "none", default_permissions: 5 })).toEqual({});
  expect(readChosen({ approval_policy: { granular: { rules: true } }, approvals_reviewer: "me" })).toEqual({});
});
