/** `request_permissions`: more for the commands and patches that follow. */
import { absoluteExtra, permissionsArguments } from "../../core/agent/exec-arguments.ts";
import { type Extra, NO_EXTRA } from "../../core/permissions/extra.ts";
import { describeReason } from "../../core/approval/describe.ts";
import type { Reason } from "../../core/approval/requirement.ts";
import type { GrantScope } from "../../core/approval/session-grant.ts";
import type { CallEnd, ToolCall } from "./thread-ports.ts";
import { endsTurn, type ToolContext } from "./tool.ts";

export async function requestPermissions(call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const read = permissionsArguments(call.input);
  if (!read.ok) return { output: read.error };
  const { cwd } = context.standing.settings;
  const outcome = await context.submit({
    action: { kind: "permissions", wanted: absoluteExtra(read.value.wanted, cwd), cwd, why: read.value.reason },
    mode: "judge",
    item: call.id,
  });
  const granted = outcome.kind === "allowed" ? outcome.granted : undefined;
  const reasons = outcome.kind === "forbidden" ? outcome.reasons : [];
  const output = grantText(granted?.extra ?? NO_EXTRA, granted?.scope ?? "turn", reasons.filter(isForAgent));
  return endsTurn(outcome, context) ? { output, endsTurn: true } : { output };
}

/** What it can do something about: another path, or none of this at all under these settings. */
function isForAgent({ kind }: Reason): boolean {
  return kind === "never-granted" || kind === "protected" || kind === "granular";
}

/** As JSON, in the form of Codex: what was refused is null or left out. */
function grantText({ read, write, network }: Extra, scope: GrantScope, why: readonly Reason[]): string {
  const files = { ...(read.length > 0 ? { read } : {}), ...(write.length > 0 ? { write } : {}) };
  const permissions = {
    network: network ? { enabled: true } : null,
    file_system: read.length + write.length > 0 ? files : null,
  };
  const reason = why.map((one) => describeReason(one)).join("; ");
  return JSON.stringify({ permissions, scope, ...(reason === "" ? {} : { reason }) });
}
