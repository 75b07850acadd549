/** `write_stdin`: input for a command that runs, or a look at what it wrote meanwhile. */
import { readArguments } from "../../core/agent/read-arguments.ts";
import { refusalOf } from "../../core/agent/refusal.ts";
import { processEnd, untilYield } from "./command-run.ts";
import type { Process } from "./processes.ts";
import type { CallEnd, ToolCall } from "./thread-ports.ts";
import { endsTurn, type ToolContext } from "./tool.ts";

/** How long an answer is waited for; a mere look waits longer. As in Codex. */
const YIELD_MS = { usual: 250, min: 250, max: 30_000, lookMin: 5_000, lookMax: 300_000 } as const;

export async function writeStdin(call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const session = read.number("session_id");
  const hasSession = read.need("session_id", session);
  const chars = read.text("chars") ?? "";
  const wantedMs = read.number("yield_time_ms") ?? YIELD_MS.usual;
  const tokensMax = read.number("max_output_tokens");
  const fault = read.fault();
  if (fault !== null || !hasSession) return { output: fault ?? "" };
  const { ports, processes } = context;
  const job = processes.find(String(session));
  if (job === null) return { output: `write_stdin failed: Unknown process id ${session}` };
  const startedAt = ports.now();
  if (chars !== "" && job.outcome === null) {
    const refused = await type(job, chars, context);
    if (refused !== null) return refused;
  }
  const [min, max] = chars === "" ? [YIELD_MS.lookMin, YIELD_MS.lookMax] : [YIELD_MS.min, YIELD_MS.max];
  if (job.outcome === null) await untilYield(job, Math.min(max, Math.max(min, wantedMs)), context);
  return processEnd(job, { startedAt, tokensMax }, context);
}

/** Null once it is written. */
async function type(job: Process, text: string, context: ToolContext): Promise<CallEnd | null> {
  const { live } = job;
  if (live === null) return { output: "write_stdin failed: the command has not started yet" };
  const { argv, cwd, name } = job;
  const { isSandboxed } = live;
  const outcome = await context.submit({
    action: { kind: "stdin", text, process: name, argv, cwd, isSandboxed, why: null },
    mode: "judge",
    item: job.item,
  });
  if (outcome.kind !== "allowed") {
    if (outcome.kind === "ran" || outcome.kind === "starts") throw new Error("input was run, not released");
    const output = refusalOf(outcome, { kind: "input" }).told;
    return endsTurn(outcome, context) ? { output, endsTurn: true } : { output };
  }
  if (!live.write(text)) return { output: CLOSED };
  const { stage } = context;
  stage.emit({ kind: "input", turn: stage.turn, item: job.item, process: name, text });
  return null;
}

const CLOSED =
  "write_stdin failed: stdin is closed for this session; rerun exec_command with tty=true to be able to write to it";
