/** All approval policies against each other. */
import { expect, test } from "vitest";
import { type ApprovalPolicy, CATEGORIES } from "../../../src/core/config/approval-policy.ts";
import { isStricterPolicy } from "../../../src/core/config/policy-order.ts";

const granular = (...asked: readonly string[]): ApprovalPolicy => {
  const [sandbox_approval, rules, mcp_elicitations, request_permissions, skill_approval] = CATEGORIES.map((name) =>
    asked.includes(name),
  );
  return {
    granular: {
      sandbox_approval: sandbox_approval === true,
      rules: rules === true,
      mcp_elicitations: mcp_elicitations === true,
      request_permissions: request_permissions === true,
      skill_approval: skill_approval === true,
    },
  };
};

const POLICIES: readonly (readonly [string, ApprovalPolicy])[] = [
  ["untrusted", "untrusted"],
  ["on-request", "on-request"],
  ["on-failure", "on-failure"],
  ["never", "never"],
  ["asking all", granular(...CATEGORIES)],
  ["asking rules", granular("rules")],
  ["asking nothing", granular()],
];

test("what is as strict as what", () => {
  const stricter = POLICIES.map(([below, held]) => [
    below,
    POLICIES.filter(([, own]) => isStricterPolicy(own, held)).map(([name]) => name),
  ]);
  expect(Object.fromEntries(stricter)).toEqual({
    untrusted: ["untrusted"],
    "on-request": ["untrusted", "on-request", "never", "asking all", "asking rules", "asking nothing"],
    "on-failure": ["untrusted", "on-request", "on-failure", "never", "asking all", "asking rules", "asking nothing"],
    never: ["never"],
    "asking all": ["never", "asking all", "asking rules", "asking nothing"],
    "asking rules": ["never", "asking rules", "asking nothing"],
    "asking nothing": ["never", "asking nothing"],
  });
});
