/** A command from its call to its end: shown, handed to the approvals, read piece by piece. */
import { commandActions } from "../../core/agent/command-actions.ts";
import { shownLine } from "../../core/agent/command-line.ts";
import { commandText, OUTPUT_TOKENS } from "../../core/agent/call-texts.ts";
import { hostRefusedText, refusalOf, refusedInside } from "../../core/agent/refusal.ts";
import type { Action } from "../../core/approval/action.ts";
import type { InnerDecision, Outcome } from "../../core/approval/record.ts";
import { describeDenial } from "../../core/sandbox/denial.ts";
import type { Live } from "../ports.ts";
import { type Process, takeOutput } from "./processes.ts";
import type { Draft } from "./stage.ts";
import type { CallEnd } from "./thread-ports.ts";
import { carriedOut, type ToolContext } from "./tool.ts";

type CommandAction = Action & { readonly kind: "command" };

/** A terminal of a usual size. */
const TERMINAL = { columns: 80, rows: 24 } as const;

/** What a client is sent of one command while it runs, in UTF-16 units; all that was kept comes with its end. */
const SHOWN_CHARS_MAX = 4 * 1024 * 1024;

/** Starts it, or asks whether it may start. @param id the call's, which its item has as well */
export function launch(id: string, action: CommandAction, context: ToolContext): Process {
  const { stage, processes, signal } = context;
  const abort = new AbortController();
  const { argv, cwd } = action;
  const shown = { id, kind: "command", argv, cwd, actions: commandActions(argv, cwd), isUsers: false } as const;
  const going = { ...shown, status: "in-progress", output: null, exitCode: null, note: null } as const;
  let isShown = false;
  const show = (): void => {
    if (!isShown) stage.start({ ...going, process: null });
    isShown = true;
  };
  const { job, settle } = processes.make({ item: id, argv, cwd, hasTerminal: action.tty === true, abort, show });
  const live: Live = {
    tty: action.tty === true ? TERMINAL : null,
    started(started) {
      job.start(started);
      job.show();
      stage.change({ ...going, process: job.name });
    },
    output: readerFor(job, context),
  };
  void context
    .submit({ action, mode: "run", item: id, signal: AbortSignal.any([signal, abort.signal]), live })
    .then((outcome) => {
      // What was refused at once is shown as well.
      job.show();
      stage.complete({ ...shown, ...endOf(job, outcome) });
      settle(outcome);
    });
  return job;
}

function readerFor(job: Process, { stage }: ToolContext): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder();
  return (chunk) => {
    const text = decoder.decode(chunk, { stream: true });
    if (text === "") return;
    job.output.add(text);
    job.unread.add(text);
    if (job.output.length() > SHOWN_CHARS_MAX) return;
    stage.emit({ kind: "output", turn: stage.turn, item: job.item, text });
  };
}

type End = Pick<Draft & { readonly kind: "command" }, "status" | "process" | "output" | "exitCode" | "note">;

function endOf(job: Process, settled: Outcome): End {
  const name = job.live === null ? null : job.name;
  const outcome = carriedOut(settled);
  if (outcome.kind !== "ran") {
    const { note, status } = refusalOf(outcome, { kind: "command", line: shownLine(job.argv) });
    return { status, process: name, output: null, exitCode: null, note };
  }
  if (job.output.length() === 0 && outcome.output !== null) {
    job.output.add(outcome.output);
    job.unread.add(outcome.output);
  }
  const output = job.output.text();
  if (job.refused !== null) {
    return {
      status: "failed",
      process: name,
      output: `${output}\n${job.refused}`,
      exitCode: -1,
      note: job.refused,
    };
  }
  const isWell = outcome.status === 0 && outcome.stopped === null;
  const note = outcome.denied === null ? null : describeDenial(outcome.denied);
  return {
    status: isWell ? "completed" : "failed",
    process: name,
    output: output === "" ? null : output,
    exitCode: outcome.stopped === null ? outcome.status : null,
    note: outcome.stopped === null ? note : STOPPED[outcome.stopped],
  };
}

const STOPPED = {
  timeout: "it took too long and was ended",
  cancelled: "it was ended with its turn",
  fault: "its sandbox was no longer watched, and it was ended",
} as const;

/** Until it has ended, or has run for that long; as long as something about it is asked, it is waited for. */
export async function untilYield(job: Process, yieldMs: number, { ports, signal }: ToolContext): Promise<void> {
  await Promise.race([job.started, job.ended]);
  const over = new AbortController();
  do {
    await Promise.race([job.ended, ports.sleep(yieldMs, AbortSignal.any([signal, over.signal]))]);
  } while (job.outcome === null && job.questions > 0 && !signal.aborted);
  over.abort();
}

/** What the model reads of it now; the turn ends where the person ended the command by an answer, not by ending either. */
export function processEnd(job: Process, told: Told, context: ToolContext): CallEnd {
  const { outcome, abort } = job;
  const isOurs = abort.signal.aborted || context.signal.aborted;
  const isEnded = outcome?.kind === "ran" && outcome.stopped === "cancelled" && !isOurs;
  const output = processText(job, told, context);
  return isEnded ? { output, endsTurn: true } : { output };
}

export type Told = { readonly startedAt: number; readonly tokensMax: number | null };

/** An end is told once. */
function processText(job: Process, { startedAt, tokensMax }: Told, context: ToolContext): string {
  const { ports, processes } = context;
  const { outcome } = job;
  const output = takeOutput(job);
  if (outcome !== null) processes.forget(job);
  if (job.refused !== null && outcome !== null) return hostRefusedText(job.refused, output);
  const told = {
    chunk: ports.newId().slice(-6),
    wallMs: ports.now() - startedAt,
    output,
    tokensMax: Math.max(0, tokensMax ?? OUTPUT_TOKENS),
  };
  if (outcome?.kind !== "ran") return commandText({ ...told, end: { kind: "runs", process: job.name }, notes: [] });
  const { status, denied, stopped, inner } = outcome;
  const notes = [
    ...inner.flatMap(notStarted),
    ...(stopped === null ? [] : [`(${STOPPED[stopped]})`]),
    ...(denied === null ? [] : [`(${describeDenial(denied)})`]),
  ];
  return commandText({ ...told, end: { kind: "exited", status }, notes });
}

/** A program or part of the command that was not let run; the rest of it went on. */
function notStarted({ command, outcome }: InnerDecision): readonly string[] {
  return outcome.kind === "starts" ? [] : [refusedInside(outcome, shownLine(command))];
}
