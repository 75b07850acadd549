/** One open thread and the clients that follow it. */
import type { Item, ThreadId } from "../../core/agent/item.ts";
import type { OpenThread, ThreadOptions } from "../../engine/agent/host.ts";
import type { Thread, ThreadEvent } from "../../engine/agent/thread.ts";
import type { Millis } from "../../kit/time.ts";
import { VERSION } from "../../version.ts";
import { asObject, canonical, type Json, type JsonObject } from "../../kit/json.ts";
import { jsonOf } from "./answer.ts";
import type { Client } from "./client.ts";
import { showEvent } from "./show-event.ts";
import { showThread } from "./show-thread.ts";
import { createWaiting, type Waiting } from "./waiting.ts";

export type RoomPorts = {
  readonly now: () => Millis;
  /** A new UUID each time. */
  readonly newId: () => string;
  /** How long questions wait for somebody when the last client has gone. */
  readonly graceMs: number;
};

export interface Room {
  /** What the thread is opened with. */
  readonly voice: Pick<ThreadOptions, "emit" | "ask" | "askUser">;
  /** Called once, before all that follows; `about` what cannot be told from the thread itself. */
  opened(open: OpenThread, about: RoomAbout): void;
  readonly open: () => OpenThread;
  readonly thread: () => Thread;
  /** From now on it hears of all that happens. False where it did already, or has gone meanwhile. */
  join(client: Client): boolean;
  /** False where it did not follow. */
  leave(client: Client): boolean;
  readonly clients: () => ReadonlySet<Client>;
  /** Keeps back what happens until the answer to a request is out; each `hold` needs its `release`. */
  hold(): void;
  release(): void;
  notify(method: string, params: JsonObject): void;
  /** Runs after all that was given before. */
  inOrder<T>(work: () => Promise<T>): Promise<T>;
  setName(name: string): void;
  /** The thread as clients read it. */
  show(turns: readonly JsonObject[]): JsonObject;
  /** When something last happened. */
  readonly movedAt: () => Millis;
}

export type RoomAbout = {
  readonly originator: string;
  readonly source: string;
  readonly name: string | null;
  readonly forkedFrom: ThreadId | null;
  readonly isEphemeral: boolean;
};

export function createRoom(ports: RoomPorts): Room {
  const clients = new Set<Client>();
  /** What is known of commands that go on: their questions are shown with it. */
  const commands = new Map<string, Item & { readonly kind: "command" }>();
  let opened: { readonly open: OpenThread; readonly waiting: Waiting } | null = null;
  let about: RoomAbout = { originator: "", source: "unknown", name: null, forkedFrom: null, isEphemeral: false };
  let status: JsonObject = IDLE;
  let questions = 0;
  let preview = "";
  let movedAt = ports.now();
  let isLeft = false;
  let holds = 1;
  let held: (() => void)[] = [];
  let order: Promise<unknown> = Promise.resolve();

  function here(): { readonly open: OpenThread; readonly waiting: Waiting } {
    if (opened === null) throw new Error("the thread is not open yet");
    return opened;
  }

  /** The time of grace runs from when the last one left. */
  function left(): void {
    if (isLeft) return;
    isLeft = true;
    here().open.thread.engine.detach(ports.graceMs);
  }

  function notify(method: string, params: JsonObject): void {
    for (const client of clients) client.notify(method, params);
  }

  /** In order with all that is kept back. */
  function soon(act: () => void): void {
    if (holds > 0) held.push(act);
    else act();
  }

  function emit(event: ThreadEvent): void {
    soon(() => tell(event));
  }

  function tell(event: ThreadEvent): void {
    movedAt = ports.now();
    follow(event);
    const { id } = here().open.thread;
    for (const client of clients) {
      const shown = showEvent(id, event, client.capabilities().details);
      if (shown !== null) client.notify(shown.method, shown.params);
    }
  }

  /** What the thread is in after an event; told before the event itself. */
  function follow(event: ThreadEvent): void {
    switch (event.kind) {
      case "turn-started":
        return setStatus(active(questions, here().waiting.inputs()));
      case "turn-ended":
        commands.clear();
        return setStatus(event.turn.status === "failed" ? SYSTEM_ERROR : IDLE);
      case "waiting":
        questions = event.questions;
        if (status !== IDLE && status !== SYSTEM_ERROR) setStatus(active(questions, here().waiting.inputs()));
        return;
      case "item-started":
        if (event.item.kind === "command") commands.set(event.item.id, event.item);
        if (event.item.kind === "user-message" && preview === "") preview = previewOf(event.item);
        return;
      case "item-completed":
        commands.delete(event.item.id);
        return;
      default:
        return;
    }
  }

  function setStatus(next: JsonObject): void {
    if (canonical(next) === canonical(status)) return;
    status = next;
    notify("thread/status/changed", { threadId: here().open.thread.id, status });
  }

  const voice: Room["voice"] = {
    emit,
    ask: (asking, signal) =>
      new Promise((resolve, reject) => {
        soon(() => {
          const { question } = asking;
          const item = commands.get(question.item ?? "") ?? null;
          const asked = { ...asking, askedAt: ports.now(), item, token: ports.newId() };
          here().waiting.ask(asked, signal).then(resolve, reject);
        });
      }),
    askUser: async (questionsAsked, signal) => {
      const { open, waiting } = here();
      const turnId = open.thread.running();
      const params = {
        threadId: open.thread.id,
        turnId,
        itemId: ports.newId(),
        isBlocking: true,
        autoResolutionMs: null,
      };
      const reply = waiting.askInput({ ...params, ...fieldsOf(questionsAsked) }, signal);
      setStatus(active(questions, waiting.inputs()));
      const answer = await reply;
      if (open.thread.running() !== null) setStatus(active(questions, waiting.inputs()));
      if (answer.kind === "error") throw new Error(answer.why);
      return jsonOf(answer.result);
    },
  };

  return {
    voice,
    opened(open, said) {
      opened = { open, waiting: createWaiting(open.thread.id, () => clients) };
      about = said;
      const first = open.turns.flatMap(({ items }) => items).find((item) => item.kind === "user-message");
      if (first !== undefined && first.kind === "user-message") preview = previewOf(first);
    },
    open: () => here().open,
    thread: () => here().open.thread,
    join(client) {
      if (clients.has(client)) return false;
      if (!client.isHere()) {
        // Gone while the thread was opened for it: nobody else may be there.
        if (clients.size === 0) left();
        return false;
      }
      clients.add(client);
      if (isLeft) {
        isLeft = false;
        // What waits is asked anew by the engine itself.
        here().open.thread.engine.attach();
      }
      soon(() => here().waiting.joined(client));
      return true;
    },
    leave(client) {
      if (!clients.delete(client)) return false;
      // Told first: what is taken back then waits for somebody else.
      if (clients.size === 0) left();
      here().waiting.left(client);
      return true;
    },
    clients: () => clients,
    hold: () => {
      holds += 1;
    },
    release() {
      holds -= 1;
      if (holds > 0) return;
      const now = held;
      held = [];
      for (const act of now) act();
    },
    notify,
    inOrder(work) {
      const done = order.then(work);
      order = done.catch(() => undefined);
      return done;
    },
    setName(name) {
      about = { ...about, name };
    },
    show(turns) {
      const { open } = here();
      const { model, modelProvider, cwd, effort } = open.thread.settings();
      return showThread({
        ...about,
        id: open.thread.id,
        path: open.path,
        preview,
        createdAt: open.createdAt,
        updatedAt: Math.max(movedAt, open.createdAt),
        cwd,
        model,
        modelProvider,
        effort,
        version: VERSION,
        git: null,
        isLoaded: true,
        status,
        turns,
      });
    },
    movedAt: () => movedAt,
  };
}

const IDLE: JsonObject = { type: "idle" };
const SYSTEM_ERROR: JsonObject = { type: "systemError" };

function active(questions: number, inputs: number): JsonObject {
  const flags = [...(questions > 0 ? ["waitingOnApproval"] : []), ...(inputs > 0 ? ["waitingOnUserInput"] : [])];
  return { type: "active", activeFlags: flags };
}

/** The first line of what was said, so that lists stay lists. */
function previewOf({ content }: Item & { readonly kind: "user-message" }): string {
  const text = content.flatMap((input) => (input.kind === "text" ? [input.text] : [])).join(" ");
  return text.slice(0, PREVIEW_CHARS_MAX);
}

const PREVIEW_CHARS_MAX = 500;

/** What the agent asks: its questions, or an object that holds them. */
function fieldsOf(asked: Json): JsonObject {
  return asObject(asked) ?? { questions: asked };
}
