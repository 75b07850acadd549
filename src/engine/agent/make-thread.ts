/** Makes a thread: one turn at a time, its approvals, and the commands that run on. */
import type { Turn } from "../../core/agent/item.ts";
import type { TurnId } from "../../core/approval/action.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { deskFor } from "./asking.ts";
import { makeGate } from "./gate.ts";
import type { Elicit } from "./mcp-port.ts";
import { makeProcesses } from "./processes.ts";
import { recorderFor } from "./recorder.ts";
import { runTurn, type Talk, type TurnEnd, type TurnWork } from "./run-turn.ts";
import { type Stage, stageFor } from "./stage.ts";
import type { Thread, TurnInput } from "./thread.ts";
import { NO_USAGE, type Standing, type ThreadParts } from "./thread-ports.ts";
import type { Submission } from "./tool.ts";

export type MadeThread = {
  readonly thread: Thread;
  /** What holds from the next request to the model on. */
  readonly stand: (standing: Standing) => void;
  /** Has what a server asks decided like everything else. */
  readonly elicit: Elicit;
};

type Running = {
  readonly id: TurnId;
  readonly startedAt: number;
  readonly stage: Stage;
  readonly work: TurnWork;
  /** Resolves when it has ended, and that was shown. */
  readonly done: Promise<void>;
};

/** Commands that were told to end are waited for so long. */
const CLOSE_MS = 3_000;

export function makeThread(parts: ThreadParts): MadeThread {
  const { id, ports, agent } = parts;
  let running: Running | null = null;
  let isClosed = false;
  const recorder = recorderFor(ports.history);
  const processes = makeProcesses();
  const endTurn = (): void => running?.work.abort.abort();
  const desk = deskFor({ thread: id, ports, processes, recorder, endTurn });
  const engine = parts.engineFor(desk.approver, desk.observe);
  const conversation = [...parts.conversation];
  const talk: Talk = { parts, recorder, standing: parts.standing, conversation, told: "", usage: NO_USAGE };
  const turns: Turn[] = [...parts.turns];
  function submitFor(turn: TurnId, signal: AbortSignal): (submission: Submission) => ReturnType<typeof engine.submit> {
    return async ({ action, mode, item, signal: own, live }) => {
      try {
        // A call is in the history before anything comes of it.
        await recorder.flushed();
      } catch (error) {
        return { kind: "fault", doing: "record", why: `cannot write the history: ${messageOf(error)}` };
      }
      const request = { action, mode, turn, item, ...(agent === null ? {} : { agent }) };
      return engine.submit(request, own ?? signal, live);
    };
  }

  function begin(input: TurnInput): TurnId {
    const turn = ports.newId();
    const abort = new AbortController();
    const { signal } = abort;
    const stage = stageFor(turn, ports, recorder);
    const { showPatch } = desk;
    const changes = { now: new Map() };
    const context = { ports, stage, signal, processes, submit: submitFor(turn, signal), showPatch, changes };
    const work: TurnWork = { context, abort, inputs: [input] };
    const startedAt = ports.now();
    const end = makeGate();
    const now: Running = { id: turn, startedAt, stage, work, done: end.opened };
    running = now;
    void carry(now).then(end.open);
    return turn;
  }

  /** Never rejects. */
  async function carry(turn: Running): Promise<void> {
    const { settings } = talk.standing;
    const { cwd, approvalPolicy, sandboxMode, reviewer, model } = settings;
    recorder.add({ kind: "turn", turn: turn.id, cwd, approvalPolicy, sandboxMode, reviewer, model });
    let end: TurnEnd;
    try {
      await recorder.flushed();
      emitTurn("turn-started", shownTurn(turn, null));
      end = await runTurn(talk, turn.work);
    } catch (error) {
      // The history cannot be written, or a fault of ours: the turn ends, the thread stays.
      end = { kind: "failed", fault: { message: messageOf(error), status: null } };
    }
    if (turn.work.abort.signal.aborted) {
      end = { kind: "interrupted" };
      await ended(turn);
    }
    turn.stage.closeAll(new Set(end.kind === "interrupted" ? [] : processes.running().map(({ item }) => item)));
    engine.endTurn(turn.id);
    const shown = shownTurn(turn, end);
    turns.push(shown);
    recorder.add({ kind: "turn-ended", turn: shown });
    if (end.kind === "failed") ports.emit({ kind: "error", turn: turn.id, text: end.fault.message, willRetry: false });
    running = null;
    emitTurn("turn-ended", shown);
    // What was typed after the last look at it is a turn of its own.
    const [next, ...more] = turn.work.inputs;
    if (next === undefined || end.kind === "interrupted") return;
    begin(next);
    for (const input of more) steerInto(input);
  }

  /** Commands of an interrupted turn end with it. */
  async function ended(turn: Running): Promise<void> {
    const items = new Set(turn.stage.items().map((item) => item.id));
    const open = processes.running().filter(({ item }) => items.has(item));
    if (open.length > 0) await soon(Promise.all(open.map((process) => process.ended)));
  }

  async function soon(work: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    await Promise.race([work, ports.sleep(CLOSE_MS, over.signal)]);
    over.abort();
  }

  function emitTurn(kind: "turn-started" | "turn-ended", turn: Turn): void {
    ports.emit({ kind, turn });
  }

  function shownTurn({ id: turn, startedAt, stage }: Running, end: TurnEnd | null): Turn {
    return {
      id: turn,
      status: end?.kind ?? "in-progress",
      error: end?.kind === "failed" ? end.fault : null,
      startedAt,
      completedAt: end === null ? null : ports.now(),
      items: stage.items(),
    };
  }

  function steerInto(input: TurnInput): TurnId | null {
    running?.work.inputs.push(input);
    return running?.id ?? null;
  }

  function only(turn: TurnId): Result<Running, string> {
    if (running === null) return err("no turn is running");
    return running.id === turn ? ok(running) : err(`the turn that runs is ${running.id}, not ${turn}`);
  }

  const thread: Thread = {
    id,
    engine: {
      ...engine,
      detach(graceMs) {
        if (!isClosed) engine.detach(graceMs);
      },
    },
    settings: () => talk.standing.settings,
    running: () => running?.id ?? null,
    turns: () => (running === null ? turns : [...turns, shownTurn(running, null)]),
    start: (input) => steerInto(input) ?? begin(input),
    steer(turn, input) {
      const found = only(turn);
      if (!found.ok) return found;
      found.value.work.inputs.push(input);
      return ok(turn);
    },
    async interrupt(turn) {
      const found = only(turn);
      if (!found.ok) return found;
      found.value.work.abort.abort();
      await found.value.done;
      return ok(null);
    },
    processes: () => processes.views(),
    async endProcess(name) {
      const process = processes.running().find((one) => one.name === name);
      process?.abort.abort();
      await process?.ended;
      return process !== undefined;
    },
    async close() {
      running?.work.abort.abort();
      engine.interrupt();
      for (const { abort } of processes.running()) abort.abort();
      const open = processes.running().map((process) => process.ended);
      await soon(Promise.all([...open, running?.done]));
      // Nothing is open any more: nobody has to be waited for who may come back.
      engine.attach();
      isClosed = true;
      await recorder.flushed().catch(() => undefined);
      await ports.close();
    },
  };

  const elicit: Elicit = async ({ server, message, form }, signal) => {
    const action = { kind: "elicitation", server, message, form, why: null } as const;
    const turn = running === null ? {} : { turn: running.id };
    const outcome = await engine.submit({ action, mode: "judge", ...turn }, signal);
    if (outcome.kind === "allowed") return { kind: "accept", content: outcome.content ?? null };
    return { kind: outcome.kind === "cancelled" ? "cancel" : "decline" };
  };

  return {
    thread,
    stand(standing) {
      talk.standing = standing;
    },
    elicit,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
