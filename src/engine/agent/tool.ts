/** What every tool has to hand while it carries out a call. */
import type { NotRun } from "../../core/agent/refusal.ts";
import type { TurnChanges } from "../../core/agent/shown-changes.ts";
import type { Action, Mode } from "../../core/approval/action.ts";
import type { Outcome } from "../../core/approval/record.ts";
import type { Target } from "../../core/approval/facts.ts";
import type { Live } from "../ports.ts";
import type { Processes } from "./processes.ts";
import type { Stage } from "./stage.ts";
import type { CallEnd, Standing, ThreadPorts, ToolCall } from "./thread-ports.ts";

export type ToolContext = {
  readonly ports: ThreadPorts;
  readonly stage: Stage;
  /** Aborts when the turn ends before its time. */
  readonly signal: AbortSignal;
  readonly standing: Standing;
  readonly processes: Processes;
  /** Hands an action to the approvals of the thread, once the call is in its history. Never rejects. */
  readonly submit: (submission: Submission) => Promise<Outcome>;
  /** What an item of a patch shows: a question about anything else is no question about it. */
  readonly showPatch: (item: string, targets: readonly Target[]) => void;
  /** Files that patches of the turn changed. */
  readonly changes: { now: TurnChanges };
};

export type Submission = {
  readonly action: Action;
  readonly mode: Mode;
  /** The item that a client sees it as. */
  readonly item: string;
  /** The turn's own if left out. */
  readonly signal?: AbortSignal;
  readonly live?: Live;
};

export type Tool = (call: ToolCall, context: ToolContext) => Promise<CallEnd>;

/** What came of an action that we carry out; what cannot be for such a one is a fault of ours. */
export function carriedOut(outcome: Outcome): (Outcome & { readonly kind: "ran" }) | NotRun {
  if (outcome.kind !== "allowed" && outcome.kind !== "starts") return outcome;
  return { kind: "fault", doing: "perform", why: "it was released, and nobody carried it out" };
}

/** True where the person ended the turn by their answer: nothing else was aborted. */
export function endsTurn(outcome: Outcome, { signal }: Pick<ToolContext, "signal">): boolean {
  return outcome.kind === "cancelled" && !signal.aborted;
}
