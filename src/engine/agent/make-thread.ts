/** Makes a thread: its turns, its approvals, and the commands that run on. */
import type { Background } from "../../core/review/subject.ts";
import { ok } from "../../kit/result.ts";
import type { Engine } from "../engine.ts";
import { deskFor } from "./asking.ts";
import { backgroundOf, pastOf } from "./background.ts";
import type { Elicit } from "./mcp-port.ts";
import { makeProcesses, type Processes } from "./processes.ts";
import { recorderFor } from "./recorder.ts";
import type { Talk } from "./run-turn.ts";
import type { Thread } from "./thread.ts";
import { NO_USAGE, type Standing, type ThreadParts } from "./thread-ports.ts";
import { makeTurns, soon, type Turns } from "./turns.ts";

export type MadeThread = {
  readonly thread: Thread;
  /** What holds from the next request to the model on. */
  readonly stand: (standing: Standing) => void;
  /** Has what a server asks decided like everything else. */
  readonly elicit: Elicit;
  /** For automatic reviews. */
  readonly background: () => Background;
};

export function makeThread(parts: ThreadParts): MadeThread {
  const { id, ports, standing } = parts;
  const recorder = recorderFor(ports.history);
  const processes = makeProcesses();
  const conversation = [...parts.conversation];
  const talk: Talk = { parts, recorder, standing, conversation, told: "", usage: NO_USAGE };
  let turns: Turns | null = null;
  const endTurn = (): void => turns?.running()?.work.abort.abort();
  const past = pastOf(parts.decisions);
  const desk = deskFor({ thread: id, ports, processes, recorder, past, endTurn });
  const engine = untilClosed(parts.engineFor(desk));
  const made = (turns = makeTurns({ talk, engine, processes, desk }));
  return {
    thread: doorTo({ talk, turns: made, engine, processes }),
    stand(next) {
      talk.standing = next;
    },
    elicit: elicitBy(engine, made),
    background: () => backgroundOf({ inputs: made.inputs(), isPersons: parts.agent === null, conversation, past }),
  };
}

type Closable = Engine & { close(): void };

/** After its end nobody is waited for who may come back. */
function untilClosed(engine: Engine): Closable {
  let isClosed = false;
  return {
    ...engine,
    detach(graceMs) {
      if (!isClosed) engine.detach(graceMs);
    },
    close() {
      isClosed = true;
      engine.attach();
    },
  };
}

type Inside = {
  readonly talk: Talk;
  readonly turns: Turns;
  readonly engine: Closable;
  readonly processes: Processes;
};

function doorTo({ talk, turns, engine, processes }: Inside): Thread {
  const { parts, recorder } = talk;
  const { ports } = parts;
  return {
    id: parts.id,
    engine,
    settings: () => talk.standing.settings,
    running: () => turns.running()?.id ?? null,
    turns: () => turns.all(),
    start: (input) => turns.start(input),
    steer(turn, input) {
      const found = turns.only(turn);
      if (!found.ok) return found;
      found.value.work.inputs.push(input);
      return ok(turn);
    },
    async interrupt(turn) {
      const found = turns.only(turn);
      if (!found.ok) return found;
      found.value.work.abort.abort();
      await found.value.done;
      return ok(null);
    },
    processes: () => processes.views(),
    async endProcess(name) {
      const job = processes.running().find((one) => one.name === name);
      job?.abort.abort();
      await job?.ended;
      return job !== undefined;
    },
    async close() {
      const running = turns.running();
      running?.work.abort.abort();
      engine.interrupt();
      const open = processes.running();
      for (const { abort } of open) abort.abort();
      await soon(ports, Promise.all([...open.map((job) => job.ended), running?.done]));
      engine.close();
      await recorder.flushed().catch(() => undefined);
      await ports.close();
    },
  };
}

function elicitBy(engine: Engine, turns: Turns): Elicit {
  return async ({ server, message, form }, signal) => {
    const action = { kind: "elicitation", server, message, form, why: null } as const;
    const running = turns.running();
    const turn = running === null ? {} : { turn: running.id };
    const outcome = await engine.submit({ action, mode: "judge", ...turn }, signal);
    if (outcome.kind === "allowed") return { kind: "accept", content: outcome.content ?? null };
    return { kind: outcome.kind === "cancelled" ? "cancel" : "decline" };
  };
}
