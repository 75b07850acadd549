/** `exec_command`: one command, which may run on after its call. */
import { commandActions } from "../../core/agent/command-actions.ts";
import { commandLine, shownLine } from "../../core/agent/command-line.ts";
import { absoluteExtra, execArguments, type ExecWanted } from "../../core/agent/exec-arguments.ts";
import { patchInScript } from "../../core/agent/patch-in-script.ts";
import { skillOf } from "../../core/agent/skill-script.ts";
import { refusalOf, rejectedCommand } from "../../core/agent/refusal.ts";
import type { Action } from "../../core/approval/action.ts";
import { resolvePath } from "../../kit/path.ts";
import { launch, processEnd, untilYield } from "./command-run.ts";
import type { CallEnd, Standing, ToolCall } from "./thread-ports.ts";
import { carryOutPatch } from "./tool-patch.ts";
import { carriedOut, endsTurn, type ToolContext } from "./tool.ts";

/** A call waits so long for its command: where it does not say, at least, at most. As in Codex. */
const YIELD_MS = { usual: 10_000, min: 250, max: 30_000 } as const;

export async function execCommand(call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const { ports, standing } = context;
  const read = execArguments(call.input, standing.features.additionalPermissions);
  if (!read.ok) return { output: read.error };
  const wanted = read.value;
  const cwd = resolvePath(standing.settings.cwd, wanted.workdir === "" ? "." : (wanted.workdir ?? "."));
  const patch = patchInScript(wanted.cmd);
  if (patch !== null) {
    const folder = patch.folder === null ? cwd : resolvePath(cwd, patch.folder);
    return carryOutPatch({ id: call.id, text: patch.patch, cwd: folder, why: wanted.justification }, context);
  }
  const shell = wanted.shell === null ? standing.shell : ports.shellNamed(wanted.shell);
  if (shell === null) return { output: rejectedCommand(`there is no shell ${wanted.shell ?? ""} here`) };
  const action = actionOf(wanted, commandLine(shell, wanted.cmd, wanted.isLogin), { cwd, standing });
  const fault = ports.folderFault(cwd);
  return fault === null ? run(call.id, action, wanted, context) : notStarted(call.id, action, fault, context);
}

/** Nobody is asked about what cannot run anyway. */
function notStarted(id: string, { argv, cwd }: CommandAction, fault: string, { stage }: ToolContext): CallEnd {
  const why = `Failed to create unified exec process: ${fault}`;
  const actions = commandActions(argv, cwd);
  const shown = { id, kind: "command", argv, cwd, actions, isUsers: false, process: null } as const;
  stage.start({ ...shown, status: "in-progress", output: null, exitCode: null, note: null });
  stage.complete({ ...shown, status: "failed", output: why, exitCode: -1, note: why });
  return { output: rejectedCommand(why) };
}

type CommandAction = Action & { readonly kind: "command" };

type Where = { readonly cwd: string; readonly standing: Standing };

function actionOf(wanted: ExecWanted, argv: CommandAction["argv"], { cwd, standing }: Where): CommandAction {
  const skill = skillOf(argv, cwd, standing.skillFolders);
  const { more, prefixRule, justification: why, escalate } = wanted;
  return {
    kind: "command",
    argv,
    cwd,
    escalate,
    why,
    ...(more === null ? {} : { more: absoluteExtra(more, cwd) }),
    ...(prefixRule === null ? {} : { suggested: prefixRule }),
    ...(skill === null ? {} : { skill }),
    ...(wanted.hasTerminal ? { tty: true } : {}),
  };
}

async function run(id: string, action: CommandAction, wanted: ExecWanted, context: ToolContext): Promise<CallEnd> {
  const startedAt = context.ports.now();
  const job = launch(id, action, context);
  const yieldMs = Math.min(YIELD_MS.max, Math.max(YIELD_MS.min, wanted.yieldMs ?? YIELD_MS.usual));
  await untilYield(job, yieldMs, context);
  const outcome = job.outcome === null ? null : carriedOut(job.outcome);
  if (outcome === null || outcome.kind === "ran") {
    return processEnd(job, { startedAt, tokensMax: wanted.tokensMax }, context);
  }
  context.processes.forget(job);
  const output = refusalOf(outcome, { kind: "command", line: shownLine(action.argv) }).told;
  return endsTurn(outcome, context) ? { output, endsTurn: true } : { output };
}
