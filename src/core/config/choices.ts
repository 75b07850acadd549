/** The names of policies and modes as a person writes them, in a file or behind a flag. */
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { APPROVAL_POLICIES, type NamedPolicy } from "./approval-policy.ts";
import { oneOf } from "./spot.ts";

export const POLICY_EXPECTED = oneOf(APPROVAL_POLICIES);
export const MODE_EXPECTED = oneOf(SANDBOX_MODES);

/** Null for what is no approval policy by name. */
export function policyOf(value: unknown): NamedPolicy | null {
  if (value === "unless-trusted") return "untrusted";
  return APPROVAL_POLICIES.find((policy) => policy === value) ?? null;
}

/** Null for what is no sandbox mode. */
export function modeOf(value: unknown): SandboxMode | null {
  return SANDBOX_MODES.find((mode) => mode === value) ?? null;
}
