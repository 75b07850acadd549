/** One open thread and the clients that follow it. */
import type { ThreadId } from "../../core/agent/item.ts";
import type { Verdict } from "../../core/approval/question.ts";
import type { OpenThread, ThreadOptions } from "../../engine/agent/host.ts";
import type { Asking, Thread, ThreadEvent } from "../../engine/agent/thread.ts";
import type { Json, JsonObject } from "../../kit/json.ts";
import type { Millis } from "../../kit/time.ts";
import { VERSION } from "../../version.ts";
import { jsonOf } from "./answer.ts";
import type { Client } from "./client.ts";
import { type Denials, denialsOf } from "./denials.ts";
import { type Followed, followedFrom } from "./followed.ts";
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
  open(): OpenThread;
  thread(): Thread;
  /** From now on it hears of all that happens. False where it did already, or has gone meanwhile. */
  join(client: Client): boolean;
  /** False where it did not follow. */
  leave(client: Client): boolean;
  clients(): ReadonlySet<Client>;
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
  movedAt(): Millis;
  /** What automatic reviews denied. */
  denials(): Denials;
}

export type RoomAbout = {
  readonly originator: string;
  readonly source: string;
  readonly name: string | null;
  readonly forkedFrom: ThreadId | null;
  readonly isEphemeral: boolean;
};

export function createRoom(ports: RoomPorts): Room {
  return new OpenRoom(ports);
}

/** What is there once the thread is open. */
type Inside = {
  readonly open: OpenThread;
  readonly waiting: Waiting;
  readonly followed: Followed;
};

class OpenRoom implements Room {
  readonly voice: Room["voice"];
  readonly #ports: RoomPorts;
  readonly #clients = new Set<Client>();
  readonly #denials = denialsOf();
  #inside: Inside | null = null;
  #about: RoomAbout = { originator: "", source: "unknown", name: null, forkedFrom: null, isEphemeral: false };
  #movedAt: Millis;
  #isLeft = false;
  #holds = 1;
  #held: (() => void)[] = [];
  #order: Promise<unknown> = Promise.resolve();

  constructor(ports: RoomPorts) {
    this.#ports = ports;
    this.#movedAt = ports.now();
    this.voice = {
      emit: (event) => this.#soon(() => this.#tell(event)),
      ask: (...asked) => this.#ask(...asked),
      askUser: (...asked) => this.#askUser(...asked),
    };
  }

  opened(open: OpenThread, about: RoomAbout): void {
    const { id } = open.thread;
    const waiting = createWaiting(id, () => this.#clients);
    const followed = followedFrom(open.turns, waiting.inputs, (status) => {
      this.notify("thread/status/changed", { threadId: id, status });
    });
    this.#inside = { open, waiting, followed };
    this.#about = about;
  }

  open(): OpenThread {
    return this.#here().open;
  }

  thread(): Thread {
    return this.#here().open.thread;
  }

  join(client: Client): boolean {
    if (this.#clients.has(client)) return false;
    if (!client.isHere()) {
      // Gone while the thread was opened for it: nobody else may be there.
      if (this.#clients.size === 0) this.#left();
      return false;
    }
    this.#clients.add(client);
    const { open, waiting } = this.#here();
    if (this.#isLeft) {
      this.#isLeft = false;
      // What waits is asked anew by the engine itself.
      open.thread.engine.attach();
    }
    this.#soon(() => waiting.joined(client));
    return true;
  }

  leave(client: Client): boolean {
    if (!this.#clients.delete(client)) return false;
    // Told first: what is taken back then waits for somebody else.
    if (this.#clients.size === 0) this.#left();
    this.#here().waiting.left(client);
    return true;
  }

  clients(): ReadonlySet<Client> {
    return this.#clients;
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds > 0) return;
    const held = this.#held;
    this.#held = [];
    for (const act of held) act();
  }

  notify(method: string, params: JsonObject): void {
    for (const client of this.#clients) client.notify(method, params);
  }

  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#order.then(work);
    this.#order = done.catch(() => undefined);
    return done;
  }

  setName(name: string): void {
    this.#about = { ...this.#about, name };
  }

  show(turns: readonly JsonObject[]): JsonObject {
    const { open, followed } = this.#here();
    const { model, modelProvider, cwd, effort } = open.thread.settings();
    return showThread({
      ...this.#about,
      id: open.thread.id,
      path: open.path,
      preview: followed.preview(),
      createdAt: open.createdAt,
      updatedAt: Math.max(this.#movedAt, open.createdAt),
      cwd,
      model,
      modelProvider,
      effort,
      version: VERSION,
      git: null,
      isLoaded: true,
      status: followed.status(),
      turns,
    });
  }

  movedAt(): Millis {
    return this.#movedAt;
  }

  denials(): Denials {
    return this.#denials;
  }

  #here(): Inside {
    if (this.#inside === null) throw new Error("the thread is not open yet");
    return this.#inside;
  }

  /** The time of grace runs from when the last one left. */
  #left(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.thread().engine.detach(this.#ports.graceMs);
  }

  /** In order with all that is kept back. */
  #soon(act: () => void): void {
    if (this.#holds > 0) this.#held.push(act);
    else act();
  }

  #tell(event: ThreadEvent): void {
    this.#movedAt = this.#ports.now();
    const { open, followed } = this.#here();
    followed.follow(event);
    this.#denials.follow(event);
    for (const client of this.#clients) {
      const shown = showEvent(open.thread.id, event, client.capabilities().details);
      if (shown !== null) client.notify(shown.method, shown.params);
    }
  }

  #ask(asking: Asking, signal: AbortSignal): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#soon(() => {
        const { followed, waiting } = this.#here();
        const item = followed.command(asking.question.item ?? "");
        const asked = { ...asking, askedAt: this.#ports.now(), item, token: this.#ports.newId() };
        waiting.ask(asked, signal).then(resolve, reject);
      });
    });
  }

  async #askUser(item: string, questions: readonly Json[], signal: AbortSignal): Promise<Json> {
    const { open, waiting, followed } = this.#here();
    const asked = {
      threadId: open.thread.id,
      turnId: open.thread.running(),
      itemId: item,
      questions,
      // As in Codex, outside its plan mode.
      isBlocking: false,
      autoResolutionMs: null,
    };
    const reply = waiting.askInput(asked, signal);
    followed.inputsChanged();
    const answer = await reply;
    if (open.thread.running() !== null) followed.inputsChanged();
    if (answer.kind === "error") throw new Error(answer.why);
    return jsonOf(answer.result);
  }
}
