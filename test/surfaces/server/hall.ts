/** A server in memory: threads that do nothing by themselves, and clients. */
import type {
  ThreadHost,
  ThreadOptions,
  ThreadOrigin,
  ThreadSummary,
  ThreadWish,
} from "../../../src/engine/agent/host.ts";
import type { Thread, ThreadSettings, TurnInput } from "../../../src/engine/agent/thread.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import type { Wire, WireObserver } from "../../../src/engine/wire.ts";
import type { Turn } from "../../../src/core/agent/item.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { connect } from "../../../src/surfaces/server/connection.ts";
import type { Machine } from "../../../src/surfaces/server/machine.ts";
import { createServer, type Server } from "../../../src/surfaces/server/server.ts";
import { watch } from "../../protocol/sent.ts";

export const SETTINGS: ThreadSettings = {
  cwd: "/w",
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  reviewer: "user",
  model: "m",
  modelProvider: "p",
  effort: null,
  summary: null,
};

/** One thread and what was done to it; its answers are the test's. */
export type Stage = {
  readonly id: string;
  readonly origin: ThreadOrigin;
  readonly options: ThreadOptions;
  readonly done: unknown[];
  turns: Turn[];
  running: string | null;
  wishes: readonly ThreadWish[];
  whyNotOverruled: string | null;
  /** Called while a turn is started. */
  onStart: () => void;
};

export type Hall = {
  readonly server: Server;
  readonly stages: Stage[];
  readonly join: (hello?: object) => Promise<Seat>;
};

export type Seat = {
  /** Sends a request; what came since the last look, the answer among it. */
  readonly ask: (method: string, params?: object) => Promise<readonly unknown[]>;
  readonly say: (message: object) => Promise<readonly unknown[]>;
  readonly heard: () => Promise<readonly unknown[]>;
  readonly leave: () => void;
};

const SUMMARY: ThreadSummary = {
  id: "kept",
  path: "/home/sessions/kept.jsonl",
  preview: "hello",
  name: null,
  createdAt: 1_000,
  updatedAt: 2_000,
  cwd: "/w",
  modelProvider: "p",
  model: "m",
  source: "cli",
  originator: "o",
  version: "1",
  forkedFrom: null,
  isArchived: false,
  git: null,
};

export function newHall(machine: Partial<Machine> = {}): Hall {
  const stages: Stage[] = [];
  const host: ThreadHost = {
    home: "/home",
    open: async (origin, options) => {
      if (options.wish.model === "none") return err({ kind: "usage", why: "there is no such model" });
      const id = origin.kind === "resume" ? origin.thread : `t${stages.length + 1}`;
      const stage: Stage = {
        id,
        origin,
        options,
        done: [],
        turns: [],
        running: null,
        wishes: [],
        whyNotOverruled: null,
        onStart: () => undefined,
      };
      stages.push(stage);
      return ok({
        thread: threadOn(stage),
        settings: SETTINGS,
        profile: null,
        notices: [],
        warnings: [],
        path: null,
        createdAt: 7_000,
        name: origin.kind === "resume" ? "as it was called" : null,
        turns: [],
        servers: null,
        reconfigure: async (wish) => {
          if (wish.approvalPolicy === "never") return err({ kind: "usage", why: "never is not allowed" });
          stage.wishes = [...stage.wishes, wish];
          return ok(SETTINGS);
        },
        reloadServers: async () => ok(null),
      });
    },
    list: async (query) => {
      stages.at(-1)?.done.push(query);
      return ok({ threads: [SUMMARY], next: null });
    },
    read: async (thread) => {
      if (thread !== "kept") return err(`thread not loaded: ${thread}`);
      const stored = {
        conversation: [],
        turns: [],
        chosen: {},
        decisions: [],
        name: null,
        updatedAt: 2_000,
        meta: META,
      };
      return ok({ summary: SUMMARY, stored });
    },
    setName: async () => ok(null),
    archive: async (thread) => (thread === "gone" ? err("no such thread") : ok(null)),
  };
  let ids = 0;
  const server = createServer({
    now: () => 9_000,
    newId: () => `id-${(ids += 1)}`,
    graceMs: 30,
    host: async () => host,
    machine: { ...NO_MACHINE, ...machine },
  });
  return { server, stages, join: (hello = {}) => seatAt(server, hello) };
}

const META = {
  id: "kept",
  createdAt: 1_000,
  cwd: "/w",
  originator: "o",
  version: "1",
  source: "cli",
  modelProvider: "p",
  model: "m",
  forkedFrom: null,
  git: null,
} as const;

const NO_MACHINE: Machine = {
  home: "/home",
  usualModel: async () => "usual",
  settings: async () => err({ kind: "profile", why: "there are no settings here" }),
  configFile: async () => ({ file: "/home/config.toml", version: "sha256:0" }),
  writeConfig: async () => err({ kind: "unwritable", message: "nothing is written here" }),
  configAt: async () => undefined,
  run: async () => err("nothing runs here"),
  hasApiKey: async () => false,
};

function threadOn(stage: Stage): Thread {
  return {
    id: stage.id,
    engine: engineOn(stage),
    settings: () => SETTINGS,
    running: () => stage.running,
    turns: () => stage.turns,
    start(input: TurnInput) {
      stage.done.push(input);
      stage.running ??= "turn-1";
      stage.onStart();
      return stage.running;
    },
    steer: (turn, input) => {
      stage.done.push(input);
      return stage.running === turn ? ok(turn) : err(`expected active turn id ${turn} but found none`);
    },
    interrupt: async (turn) => {
      stage.done.push({ interrupted: turn });
      stage.running = null;
      return ok(null);
    },
    processes: () => [{ process: "5", item: "call_1", command: "sleep 9", cwd: "/w" }],
    endProcess: async (process) => process === "5",
    close: async () => void stage.done.push("closed"),
  };
}

function engineOn(stage: Stage): Engine {
  return {
    submit: () => Promise.reject(new Error("nothing is submitted here")),
    configure: () => undefined,
    endTurn: () => undefined,
    interrupt: () => undefined,
    detach: (graceMs) => void stage.done.push({ detached: graceMs }),
    attach: () => void stage.done.push("attached"),
    grants: () => [],
    changeGrant: async () => null,
    overrule: async (review) => {
      stage.done.push({ overruled: review });
      return stage.whyNotOverruled;
    },
  };
}

async function seatAt(server: Server, hello: object): Promise<Seat> {
  const sent: string[] = [];
  const protocol = watch();
  let observer: WireObserver | null = null;
  const wire: Wire = {
    start: (given) => void (observer = given),
    send(text) {
      const fault = protocol.faultOf(JSON.parse(text));
      sent.push(fault === null ? text : JSON.stringify({ fault }));
    },
    backlog: () => 0,
    end: () => undefined,
  };
  void connect(wire, server, {
    system: { family: "unix", os: "linux", words: "test" },
    startNotices: async () => undefined,
    failed: (why) => sent.push(JSON.stringify({ failed: why })),
  });
  const heard = async (): Promise<readonly unknown[]> => {
    for (let turns = 0; turns < 4; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    return sent
      .splice(0)
      .map((line): unknown => JSON.parse(line, (key, value: unknown) => (key === "emittedAtMs" ? undefined : value)));
  };
  const say = async (message: object): Promise<readonly unknown[]> => {
    protocol.asked(message);
    observer?.received({ kind: "text", text: JSON.stringify(message) });
    return heard();
  };
  let nextId = 0;
  const ask = (method: string, params: object = {}): Promise<readonly unknown[]> => {
    nextId += 1;
    return say({ id: nextId, method, params });
  };
  await heard();
  await ask("initialize", { clientInfo: { name: "test", version: "1" }, ...hello });
  return { ask, say, heard, leave: () => observer?.ended() };
}
