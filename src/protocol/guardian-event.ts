/** A denial that clients hand back to have it overruled, in the words that it is stored in. */
import * as z from "zod/mini";
import type { Result } from "../kit/result.ts";
import { count, define, type Of } from "./define.ts";
import { findFault } from "./fault.ts";

const GuardianAssessmentEvent = define("GuardianAssessmentEvent", () =>
  z.object({
    id: z.string(),
    status: z.enum(["in_progress", "approved", "denied", "timed_out", "aborted"]),
    action: GuardianAssessmentAction(),
  }),
);

const GuardianAssessmentAction = define("GuardianAssessmentAction", () =>
  z.discriminatedUnion("type", [
    z.looseObject({ type: z.literal("command"), source: source(), command: z.string(), cwd: z.string() }),
    z.looseObject({
      type: z.literal("execve"),
      source: source(),
      program: z.string(),
      argv: z.array(z.string()),
      cwd: z.string(),
    }),
    z.looseObject({ type: z.literal("write_stdin"), process_id: z.string(), stdin: z.string(), cwd: z.string() }),
    z.looseObject({ type: z.literal("apply_patch"), cwd: z.string(), files: z.array(z.string()) }),
    z.looseObject({
      type: z.literal("network_access"),
      target: z.string(),
      host: z.string(),
      protocol: z.enum(["http", "https", "socks5_tcp", "socks5_udp"]),
      port: count(),
    }),
    z.looseObject({ type: z.literal("mcp_tool_call"), server: z.string(), tool_name: z.string() }),
    z.looseObject({ type: z.literal("request_permissions"), permissions: z.looseObject({}) }),
  ]),
);

function source(): z.ZodMiniType {
  return z.enum(["shell", "unified_exec"]);
}

/** Fields that are not looked at are left out, but for those of the action. */
export type Denial = Of<typeof GuardianAssessmentEvent>;

/** An error says what is wrong with it. */
export function checkDenial(event: unknown): Result<Denial, string> {
  const read = GuardianAssessmentEvent().safeParse(event);
  if (read.success) return { ok: true, value: read.data };
  const error = findFault(GuardianAssessmentEvent(), event) ?? read.error.issues[0]?.message ?? "not as expected";
  return { ok: false, error };
}
