/** What a client set for a thread, as a line of its file has it. */
import { APPROVAL_POLICIES, type ApprovalPolicy, CATEGORIES, wholeOf } from "../../core/config/approval-policy.ts";
import { REVIEWERS } from "../../core/config/settings.ts";
import { SANDBOX_MODES } from "../../core/permissions/permissions.ts";
import type { Chosen } from "../../engine/agent/history.ts";
import { asObject, asText, type Json, type JsonObject } from "../../kit/json.ts";

/** Null where nothing was set. */
export function chosenShape({ approvalPolicy, sandboxMode, permissions, reviewer }: Chosen): JsonObject | null {
  const shape = {
    ...(approvalPolicy === undefined ? {} : { approval_policy: approvalPolicy }),
    ...(sandboxMode === undefined ? {} : { sandbox_mode: sandboxMode }),
    ...(permissions === undefined ? {} : { default_permissions: permissions }),
    ...(reviewer === undefined ? {} : { approvals_reviewer: reviewer }),
  };
  return Object.keys(shape).length === 0 ? null : shape;
}

/** What is none of the values that there are counts as not set. */
export function readChosen(shape: JsonObject | null): Chosen {
  if (shape === null) return {};
  const approvalPolicy = policyIn(shape["approval_policy"]);
  const sandboxMode = SANDBOX_MODES.find((mode) => mode === shape["sandbox_mode"]);
  const permissions = asText(shape["default_permissions"]);
  const reviewer = REVIEWERS.find((each) => each === shape["approvals_reviewer"]);
  return {
    ...(approvalPolicy === null ? {} : { approvalPolicy }),
    ...(sandboxMode === undefined ? {} : { sandboxMode }),
    ...(permissions === null ? {} : { permissions }),
    ...(reviewer === undefined ? {} : { reviewer }),
  };
}

function policyIn(value: Json | undefined): ApprovalPolicy | null {
  const keys = asObject(asObject(value)?.["granular"]);
  if (keys === null) return APPROVAL_POLICIES.find((policy) => policy === value) ?? null;
  const said = CATEGORIES.flatMap((key) => {
    const is = keys[key];
    return typeof is === "boolean" ? [[key, is] as const] : [];
  });
  return wholeOf(Object.fromEntries(said));
}
