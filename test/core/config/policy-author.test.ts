/** Who chose the approval policy, in words. */
import { expect, test } from "vitest";
import { policyBy } from "../../../src/core/config/policy-author.ts";
import { markedLayer } from "../../../src/core/config/project-marks.ts";
import { FILES, heldOf, type Layered, PROJECT_FILES } from "./layered.ts";

const { user, requirements } = FILES;
const [near] = PROJECT_FILES;

const BY: readonly [name: string, given: Layered, expected: string | null][] = [
  ["nobody of a default", {}, null],
  ["nobody of what was typed", { flags: { approvalPolicy: "never" }, user: 'approval_policy = "untrusted"' }, null],
  ["the line of a file", { user: '\napproval_policy = "never"' }, `set in ${user}:2`],
  ["the line of a project's file", { project: ['approval_policy = "never"'] }, `set in ${near}:1`],
  ["the line of a preset", { user: 'preset = "full-access"' }, `set in ${user}:1`],
  [
    "the requirement that it gave way to",
    { user: 'approval_policy = "never"', requirements: '\nallowed_approval_policies = ["untrusted"]' },
    `required by ${requirements}:2`,
  ],
];
test.each(BY)("of the policy's author tells %s", (_name, given, expected) => {
  expect(policyBy({ ...heldOf(given), trust: { marked: null, content: "none", changes: [] } })).toBe(expected);
});

test("a mark is told as the author of the policy that comes of it", () => {
  const joined = heldOf({ user: "" });
  const place = { kind: "file", file: user, line: 9, column: 1 } as const;
  const marked = { level: "untrusted", key: "/w", place } as const;
  const layers = [...markedLayer(marked, joined.layers), ...joined.layers];
  const trust = { marked, content: "none", changes: [] } as const;
  expect(policyBy({ ...joined, layers, trust })).toBe(`this project is marked as untrusted in ${user}:9`);
});
