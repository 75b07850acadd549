/** A thread whose model, history and commands are scripted; what it shows is written down. */
import type { ModelItem, ModelRequest } from "../../../src/core/agent/model-item.ts";
import type { Turn } from "../../../src/core/agent/item.ts";
import type { AuditRecord } from "../../../src/core/approval/record.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Facts } from "../../../src/core/approval/facts.ts";
import { createEngine, type Start } from "../../../src/engine/engine.ts";
import type { HistoryLine } from "../../../src/engine/agent/history.ts";
import { type MadeThread, makeThread } from "../../../src/engine/agent/make-thread.ts";
import type { Model, ModelEvent } from "../../../src/engine/agent/model.ts";
import type { Asking, ThreadEvent } from "../../../src/engine/agent/thread.ts";
import type { Standing, ThreadPorts } from "../../../src/engine/agent/thread-ports.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import type { Json } from "../../../src/kit/json.ts";
import { err } from "../../../src/kit/result.ts";
import { accept, FACTS, fakePorts } from "../fake-ports.ts";

/** What the model does with one request. */
export type Step = readonly (ModelItem | ModelEvent)[];

export type FakeThread = MadeThread & {
  /** One line for each event: `item-started command call_1 in-progress`. */
  readonly shown: string[];
  readonly events: ThreadEvent[];
  readonly requests: ModelRequest[];
  readonly lines: HistoryLine[];
  readonly questions: Asking[];
  /** Starts a turn and waits for its end. */
  say(text: string): Promise<void>;
  /** Resolves when so much was shown. */
  until(line: string): Promise<void>;
  /** What the model was told of its calls, by call; what is no text as JSON. */
  outputs(): Readonly<Record<string, string>>;
};

export type FakeOptions = {
  readonly steps: readonly Step[];
  readonly start?: Partial<Start>;
  readonly ports?: Partial<Ports>;
  readonly answer?: (asking: Asking, signal: AbortSignal) => Promise<Verdict>;
  readonly thread?: Partial<ThreadPorts>;
  readonly standing?: Partial<Standing>;
  readonly conversation?: readonly ModelItem[];
  readonly turns?: readonly Turn[];
  readonly decisions?: readonly AuditRecord[];
};

const START: Start = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
};

export function call(id: string, name: string, args: object): ModelItem {
  return { type: "function_call", id: `fc_${id}`, call_id: id, name, arguments: JSON.stringify(args) };
}

export function text(words: string, id = "msg"): ModelItem {
  return { type: "message", role: "assistant", id, content: [{ type: "output_text", text: words }] };
}

export function fakeThread(options: FakeOptions): FakeThread {
  const shown: string[] = [];
  const events: ThreadEvent[] = [];
  const requests: ModelRequest[] = [];
  const lines: HistoryLine[] = [];
  const questions: Asking[] = [];
  const waiting: { readonly line: string; readonly found: () => void }[] = [];
  let ids = 0;
  const emit = (event: ThreadEvent): void => {
    events.push(event);
    shown.push(lineFor(event));
    for (const one of waiting) if (one.line === shown.at(-1)) one.found();
  };
  const ports: ThreadPorts = {
    emit,
    ask: (asking, signal) => {
      questions.push(asking);
      return options.answer?.(asking, signal) ?? Promise.resolve(accept());
    },
    askUser: null,
    now: () => 1_000,
    newId: () => `id-${(ids += 1)}`,
    // Nothing is ever due by itself.
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve());
      }),
    history: {
      path: null,
      append: (more) => Promise.resolve(void lines.push(...more)),
      close: () => Promise.resolve(),
    },
    mcp: null,
    gatherPatch: () => Promise.resolve({ kind: "broken", why: "no patch" }),
    picture: () => Promise.resolve(err("no picture")),
    folderFault: () => null,
    shellNamed: (name) => `/bin/${name}`,
    close: () => Promise.resolve(),
    ...options.thread,
  };
  const made = makeThread({
    id: "thread",
    agent: null,
    ports,
    standing: { ...standingWith(modelFor(options.steps, requests)), ...options.standing },
    engineFor: ({ approver, observe, shown: shownBy }) => {
      const reviewer = options.ports?.reviewer === undefined ? {} : { reviewer: shownBy(options.ports.reviewer) };
      const all = { ...fakePorts(options.ports), approver, ...reviewer };
      return createEngine(all, { ...START, ...options.start }, observe);
    },
    turns: options.turns ?? [],
    conversation: options.conversation ?? [],
    decisions: options.decisions ?? [],
  });
  const until = (line: string): Promise<void> => new Promise((found) => void waiting.push({ line, found }));
  return {
    ...made,
    shown,
    events,
    requests,
    lines,
    questions,
    until,
    async say(words) {
      const ended = new Promise<void>((found) => {
        for (const status of ["completed", "interrupted", "failed"])
          waiting.push({ line: `turn-ended ${status}`, found });
      });
      made.thread.start({ content: [{ kind: "text", text: words }], clientId: null, outputSchema: null });
      await ended;
    },
    outputs: () =>
      Object.fromEntries(
        lines.flatMap((line): readonly (readonly [string, string])[] =>
          line.kind === "model-item" && line.item.type.endsWith("_output")
            ? [[plain(line.item["call_id"]), plain(line.item["output"])]]
            : [],
        ),
      ),
  };
}

function plain(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function standingWith(model: Model): Standing {
  return {
    settings: {
      cwd: "/w",
      approvalPolicy: "on-request",
      sandboxMode: "workspace-write",
      reviewer: "user",
      model: "gpt-5.5",
      modelProvider: "fake",
      effort: null,
      summary: null,
    },
    chosen: {},
    model,
    shell: "/bin/bash",
    features: { additionalPermissions: false, requestPermissions: false, asksUser: true },
    skillFolders: [],
    instructions: "instructions",
    told: () => Promise.resolve([]),
  };
}

/** Steps are taken one a request; after the last one the model says that it is done. */
function modelFor(steps: readonly Step[], requests: ModelRequest[]): Model {
  return {
    async *stream(request) {
      requests.push(request);
      const step = steps[requests.length - 1] ?? [text("done", `msg_${requests.length}`)];
      for (const one of step)
        yield await Promise.resolve("kind" in one ? eventIn(one) : { kind: "item-done", item: one });
      if (!step.some((one) => "kind" in one && one.kind === "failed")) yield { kind: "completed", usage: null };
    },
  };
}

function eventIn(one: ModelItem | ModelEvent): ModelEvent {
  if (!isEvent(one)) throw new Error("an item has no kind");
  return one;
}

function isEvent(one: ModelItem | ModelEvent): one is ModelEvent {
  return typeof one["kind"] === "string";
}

function lineFor(event: ThreadEvent): string {
  switch (event.kind) {
    case "turn-started":
    case "turn-ended":
      return `${event.kind} ${event.turn.status}`;
    case "item-started":
    case "item-completed": {
      const { item } = event;
      return `${event.kind} ${item.kind} ${item.id}${"status" in item ? ` ${item.status}` : ""}`;
    }
    case "waiting":
      return `waiting ${event.questions}`;
    case "error":
      return `error ${event.text}`;
    default:
      return event.kind;
  }
}

/** Facts of a patch that makes one file. */
export function factsOf(path: string): Facts {
  return { ...FACTS, patch: { kind: "targets", targets: [{ path, change: { kind: "create", path, after: "x\n" } }] } };
}
