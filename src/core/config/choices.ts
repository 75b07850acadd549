/** The names of policies, modes and reviewers as a person writes them. */
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { APPROVAL_POLICIES, type NamedPolicy } from "./approval-policy.ts";
import { type Reviewer, REVIEWERS } from "./settings.ts";
import { oneOf } from "./spot.ts";

/** The older word for `untrusted`. */
export const UNLESS_TRUSTED = "unless-trusted";
/** Codex's older word for `auto_review`. */
export const GUARDIAN = "guardian_subagent";

export const POLICY_EXPECTED = oneOf(APPROVAL_POLICIES);
export const MODE_EXPECTED = oneOf(SANDBOX_MODES);
export const REVIEWER_EXPECTED = oneOf([...REVIEWERS, GUARDIAN]);

/** Null for what is no approval policy by name. */
export function policyOf(value: unknown): NamedPolicy | null {
  if (value === UNLESS_TRUSTED) return "untrusted";
  return APPROVAL_POLICIES.find((policy) => policy === value) ?? null;
}

/** Null for what is no sandbox mode. */
export function modeOf(value: unknown): SandboxMode | null {
  return SANDBOX_MODES.find((mode) => mode === value) ?? null;
}

/** Null for what is no reviewer. */
export function reviewerOf(value: unknown): Reviewer | null {
  return value === GUARDIAN ? "auto_review" : (REVIEWERS.find((reviewer) => reviewer === value) ?? null);
}
