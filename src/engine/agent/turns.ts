/** The turns of one thread, one at a time: begun, run, ended, and shown. */
import type { Turn, UserInput } from "../../core/agent/item.ts";
import type { TurnId } from "../../core/approval/action.ts";
import { err, errorText, ok, type Result } from "../../kit/result.ts";
import type { Engine } from "../engine.ts";
import { makeGate } from "./gate.ts";
import type { Desk } from "./asking.ts";
import type { Processes } from "./processes.ts";
import { runTurn, type Talk, type TurnEnd, type TurnWork } from "./run-turn.ts";
import { type Stage, stageFor } from "./stage.ts";
import type { TurnInput } from "./thread.ts";
import type { ThreadPorts } from "./thread-ports.ts";
import type { Submission } from "./tool.ts";

export type Running = {
  readonly id: TurnId;
  readonly startedAt: number;
  readonly stage: Stage;
  readonly work: TurnWork;
  /** Resolves when it has ended, and that was shown. */
  readonly done: Promise<void>;
};

export interface Turns {
  /** Null where none runs. */
  running(): Running | null;
  /** All so far, oldest first. */
  all(): readonly Turn[];
  /** All that was put in, oldest first, also what the model has not read yet. */
  inputs(): readonly (readonly UserInput[])[];
  /** Begins one; while one runs, hands the input to that one. */
  start(input: TurnInput): TurnId;
  /** The one that runs, if it has that name. */
  only(turn: TurnId): Result<Running, string>;
}

type Around = {
  readonly talk: Talk;
  readonly engine: Engine;
  readonly processes: Processes;
  readonly desk: Desk;
};

/** Commands that were told to end are waited for so long. */
const END_MS = 3_000;

export function makeTurns({ talk, engine, processes, desk }: Around): Turns {
  const { parts, recorder } = talk;
  const { ports } = parts;
  const past: Turn[] = [...parts.turns];
  let running: Running | null = null;

  function begin(input: TurnInput): TurnId {
    const abort = new AbortController();
    const { signal } = abort;
    const id = ports.newId();
    const stage = stageFor(id, ports, recorder);
    const submit = submitterFor(talk, engine, id, signal);
    const context = { ports, stage, signal, processes, submit, showPatch: desk.showPatch, changes: { now: new Map() } };
    const end = makeGate();
    const work = { context, abort, inputs: [input], called: new Set<string>() };
    running = { id, startedAt: ports.now(), stage, work, done: end.opened };
    void carry(running).then(end.open);
    return id;
  }

  /** Never rejects. */
  async function carry(turn: Running): Promise<void> {
    const end = await endOf(talk, turn);
    if (end.kind === "interrupted") await soon(ports, ended(turn, processes));
    turn.stage.closeAll(new Set(end.kind === "interrupted" ? [] : processes.running().map(({ item }) => item)));
    engine.endTurn(turn.id);
    const shown = shownTurn(turn, end, ports.now());
    past.push(shown);
    recorder.add({ kind: "turn-ended", turn: shown });
    if (end.kind === "failed") {
      const { message, status } = end.fault;
      ports.emit({ kind: "error", turn: turn.id, text: message, status, willRetry: false });
    }
    running = null;
    ports.emit({ kind: "turn-ended", turn: shown });
    // What was typed after the last look at it is a turn of its own; after a failure it would fail again.
    for (const input of end.kind === "completed" ? turn.work.inputs : []) start(input);
  }

  function start(input: TurnInput): TurnId {
    if (running === null) return begin(input);
    running.work.inputs.push(input);
    return running.id;
  }

  return {
    running: () => running,
    all: () => (running === null ? past : [...past, shownTurn(running, null, null)]),
    inputs() {
      const waiting = running?.work.inputs.map(({ content }) => content) ?? [];
      const items = [...past.flatMap((turn) => turn.items), ...(running?.stage.items() ?? [])];
      return [...items.flatMap((item) => (item.kind === "user-message" ? [item.content] : [])), ...waiting];
    },
    start,
    only(turn) {
      if (running === null) return err("no turn is running");
      return running.id === turn ? ok(running) : err(`the turn that runs is ${running.id}, not ${turn}`);
    },
  };
}

/** Shows that it has begun, and runs it to its end. Never rejects. */
async function endOf(talk: Talk, turn: Running): Promise<TurnEnd> {
  const { recorder, parts } = talk;
  const { cwd, approvalPolicy, sandboxMode, reviewer, model } = talk.standing.settings;
  const { chosen } = talk.standing;
  recorder.add({ kind: "turn", turn: turn.id, cwd, approvalPolicy, sandboxMode, reviewer, model, chosen });
  let end: TurnEnd;
  try {
    await recorder.flushed();
    parts.ports.emit({ kind: "turn-started", turn: shownTurn(turn, null, null) });
    end = await runTurn(talk, turn.work);
  } catch (error) {
    // The history cannot be written, or a fault of ours: the turn ends, the thread stays.
    end = { kind: "failed", fault: { message: errorText(error), status: null } };
  }
  return turn.work.abort.signal.aborted ? { kind: "interrupted" } : end;
}

function submitterFor(
  { recorder, parts }: Talk,
  engine: Engine,
  turn: TurnId,
  signal: AbortSignal,
): (submission: Submission) => ReturnType<Engine["submit"]> {
  const agent = parts.agent === null ? {} : { agent: parts.agent };
  return async ({ action, mode, item, signal: own, live }) => {
    try {
      // A call is in the history before anything comes of it.
      await recorder.flushed();
    } catch (error) {
      return { kind: "fault", doing: "record", why: `cannot write the history: ${errorText(error)}` };
    }
    return engine.submit({ action, mode, turn, item, ...agent }, own ?? signal, live);
  };
}

/** Commands of an interrupted turn end with it. */
function ended({ stage }: Running, processes: Processes): Promise<unknown> {
  const items = new Set(stage.items().map(({ id }) => id));
  return Promise.all(processes.running().flatMap((job) => (items.has(job.item) ? [job.ended] : [])));
}

/** Resolves when `work` is done, or has taken too long. */
export async function soon({ sleep }: Pick<ThreadPorts, "sleep">, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, sleep(END_MS, over.signal)]);
  over.abort();
}

function shownTurn({ id, startedAt, stage }: Running, end: TurnEnd | null, completedAt: number | null): Turn {
  return {
    id,
    status: end?.kind ?? "in-progress",
    error: end?.kind === "failed" ? end.fault : null,
    startedAt,
    completedAt,
    items: stage.items(),
  };
}
