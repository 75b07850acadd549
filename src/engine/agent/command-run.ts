/** A command from its call to its end: shown, handed to the approvals, read piece by piece. */
import { commandActions } from "../../core/agent/command-actions.ts";
import { shownLine } from "../../core/agent/command-line.ts";
import { commandText, OUTPUT_TOKENS } from "../../core/agent/call-texts.ts";
import { hostRefusedText, refusalOf } from "../../core/agent/refusal.ts";
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
  if (signal.aborted) abort.abort();
  else signal.addEventListener("abort", () => abort.abort(), { once: true });
  const { argv, cwd } = action;
  const { process, settle } = processes.make({ item: id, argv, cwd, hasTerminal: action.tty === true, abort });
  const shown = { id, kind: "command", argv, cwd, actions: commandActions(argv, cwd), isUsers: false } as const;
  const going = { ...shown, status: "in-progress", output: null, exitCode: null, note: null } as const;
  stage.start({ ...going, process: null });
  const live: Live = {
    tty: action.tty === true ? TERMINAL : null,
    started(started) {
      process.start(started);
      stage.change({ ...going, process: process.name });
    },
    output: readerFor(process, context),
  };
  void context.submit({ action, mode: "run", item: id, signal: abort.signal, live }).then((outcome) => {
    stage.complete({ ...shown, ...endOf(process, outcome) });
    settle(outcome);
  });
  return process;
}

function readerFor(process: Process, { stage }: ToolContext): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder();
  return (chunk) => {
    const text = decoder.decode(chunk, { stream: true });
    if (text === "") return;
    process.output.add(text);
    process.unread.add(text);
    if (process.output.length() > SHOWN_CHARS_MAX) return;
    stage.emit({ kind: "output", turn: stage.turn, item: process.item, text });
  };
}

type End = Pick<Draft & { readonly kind: "command" }, "status" | "process" | "output" | "exitCode" | "note">;

function endOf(process: Process, settled: Outcome): End {
  const name = process.live === null ? null : process.name;
  const outcome = carriedOut(settled);
  if (outcome.kind !== "ran") {
    const { note, status } = refusalOf(outcome, { kind: "command", line: shownLine(process.argv) });
    return { status, process: name, output: null, exitCode: null, note };
  }
  if (process.output.length() === 0 && outcome.output !== null) {
    process.output.add(outcome.output);
    process.unread.add(outcome.output);
  }
  const output = process.output.text();
  if (process.refused !== null) {
    return {
      status: "failed",
      process: name,
      output: `${output}\n${process.refused}`,
      exitCode: -1,
      note: process.refused,
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
export async function untilYield(process: Process, yieldMs: number, { ports, signal }: ToolContext): Promise<void> {
  await Promise.race([process.started, process.ended]);
  const over = new AbortController();
  do {
    await Promise.race([process.ended, ports.sleep(yieldMs, AbortSignal.any([signal, over.signal]))]);
  } while (process.outcome === null && process.questions > 0 && !signal.aborted);
  over.abort();
}

/** What the model reads of it now; the turn ends where the person ended the command by an answer, not by ending either. */
export function processEnd(process: Process, told: Told, context: ToolContext): CallEnd {
  const { outcome, abort } = process;
  const isEnded = outcome?.kind === "ran" && outcome.stopped === "cancelled" && !abort.signal.aborted;
  const output = processText(process, told, context);
  return isEnded ? { output, endsTurn: true } : { output };
}

export type Told = { readonly startedAt: number; readonly tokensMax: number | null };

/** An end is told once. */
function processText(process: Process, { startedAt, tokensMax }: Told, context: ToolContext): string {
  const { ports, processes } = context;
  const { outcome } = process;
  const output = takeOutput(process);
  if (outcome !== null) processes.forget(process);
  if (process.refused !== null && outcome !== null) return hostRefusedText(process.refused, output);
  const told = {
    chunk: ports.newId().slice(-6),
    wallMs: ports.now() - startedAt,
    output,
    tokensMax: Math.max(0, tokensMax ?? OUTPUT_TOKENS),
  };
  if (outcome?.kind !== "ran") return commandText({ ...told, end: { kind: "runs", process: process.name }, notes: [] });
  const { status, denied, stopped, inner } = outcome;
  const notes = [
    ...inner.flatMap(refusedInside),
    ...(stopped === null ? [] : [`(${STOPPED[stopped]})`]),
    ...(denied === null ? [] : [`(stopped by the sandbox, as far as that shows: ${describeDenial(denied)})`]),
  ];
  return commandText({ ...told, end: { kind: "exited", status }, notes });
}

/** A program or part of the command that was not let run; the rest of it went on. */
function refusedInside({ command, outcome }: InnerDecision): readonly string[] {
  if (outcome.kind === "starts") return [];
  const { note } = refusalOf(outcome, { kind: "command", line: shownLine(command) });
  return [`(${shownLine(command)} was not run: ${note})`];
}
