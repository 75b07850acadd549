/** `request_permissions`: more for the commands and patches that follow. */
import { absoluteExtra, permissionsArguments } from "../../core/agent/exec-arguments.ts";
import { type Extra, NO_EXTRA } from "../../core/permissions/extra.ts";
import { reviewWords } from "../../core/agent/refusal.ts";
import { describeReason } from "../../core/approval/describe.ts";
import type { Outcome } from "../../core/approval/record.ts";
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
  const given = granted ?? { extra: NO_EXTRA, scope: "turn" as const };
  const output = grantText(given, reasonOf(outcome));
  return endsTurn(outcome, context) ? { output, endsTurn: true } : { output };
}

/** Empty where there is nothing that it has to know. */
function reasonOf(outcome: Outcome): string {
  if (outcome.kind === "declined" && outcome.verdict.by === "guardian") return reviewWords(outcome.verdict.note);
  const reasons = outcome.kind === "forbidden" ? outcome.reasons : [];
  return reasons
    .filter(isForAgent)
    .map((one) => describeReason(one))
    .join("; ");
}

/** What it can do something about: another path, or none of this at all under these settings. */
function isForAgent({ kind }: Reason): boolean {
  return kind === "never-granted" || kind === "protected" || kind === "granular";
}

type Given = { readonly extra: Extra; readonly scope: GrantScope; readonly strict?: true };

/** As JSON, in the form of Codex: what was refused is null or left out. */
function grantText({ extra, scope, strict }: Given, reason: string): string {
  const { read, write, network } = extra;
  const files = { ...(read.length > 0 ? { read } : {}), ...(write.length > 0 ? { write } : {}) };
  const permissions = {
    network: network ? { enabled: true } : null,
    file_system: read.length + write.length > 0 ? files : null,
  };
  const reviewed = strict === true ? { strict_auto_review: true } : {};
  return JSON.stringify({ permissions, scope, ...reviewed, ...(reason === "" ? {} : { reason }) });
}
