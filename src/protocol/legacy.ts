/** The first form of the questions, which some clients still read. */
import * as z from "zod/mini";
import { NetworkPolicyAmendment } from "./amendments.ts";
import { define, maybe } from "./define.ts";
import { ThreadId } from "./scalars.ts";

export const ApplyPatchApprovalParams = define("ApplyPatchApprovalParams", () =>
  z.object({
    conversationId: ThreadId(),
    callId: z.string(),
    fileChanges: z.record(z.string(), FileChange()),
    reason: maybe(z.string()),
    grantRoot: maybe(z.string()),
  }),
);

export const FileChange = define("FileChange", () =>
  z.discriminatedUnion("type", [
    z.object({ content: z.string(), type: z.literal("add") }),
    z.object({ content: z.string(), type: z.literal("delete") }),
    z.object({ move_path: maybe(z.string()), type: z.literal("update"), unified_diff: z.string() }),
  ]),
);

export const ApplyPatchApprovalResponse = define("ApplyPatchApprovalResponse", () =>
  z.object({ decision: ReviewDecision() }),
);

export const ReviewDecision = define("ReviewDecision", () =>
  z.union([
    z.enum(["approved", "approved_for_session", "approved_mcp_policy_amendment", "timed_out", "abort"]),
    z.object({ approved_execpolicy_amendment: z.object({ proposed_execpolicy_amendment: z.array(z.string()) }) }),
    z.object({ network_policy_amendment: z.object({ network_policy_amendment: NetworkPolicyAmendment() }) }),
    z.object({ denied: z.object({ rejection: z.string() }) }),
  ]),
);

export const ExecCommandApprovalParams = define("ExecCommandApprovalParams", () =>
  z.object({
    conversationId: ThreadId(),
    callId: z.string(),
    approvalId: maybe(z.string()),
    command: z.array(z.string()),
    cwd: z.string(),
    reason: maybe(z.string()),
    parsedCmd: z.array(ParsedCommand()),
  }),
);

export const ParsedCommand = define("ParsedCommand", () =>
  z.discriminatedUnion("type", [
    z.object({ cmd: z.string(), name: z.string(), path: z.string(), type: z.literal("read") }),
    z.object({ cmd: z.string(), path: maybe(z.string()), type: z.literal("list_files") }),
    z.object({ cmd: z.string(), path: maybe(z.string()), query: maybe(z.string()), type: z.literal("search") }),
    z.object({ cmd: z.string(), type: z.literal("unknown") }),
  ]),
);

export const ExecCommandApprovalResponse = define("ExecCommandApprovalResponse", () =>
  z.object({ decision: ReviewDecision() }),
);
