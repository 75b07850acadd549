/** Granular policies in short. */
import type { Granular } from "../../../src/core/config/approval-policy.ts";

type Five = [sandbox: boolean, rules: boolean, mcp: boolean, permissions?: boolean, skills?: boolean];

export function policyOf(...[sandbox, rules, mcp, permissions = false, skills = false]: Five): Granular {
  return {
    granular: {
      sandbox_approval: sandbox,
      rules,
      mcp_elicitations: mcp,
      request_permissions: permissions,
      skill_approval: skills,
    },
  };
}
