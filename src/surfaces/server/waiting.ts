/** The questions of one thread that wait for a client. */
import type { Verdict } from "../../core/approval/question.ts";
import { faultVerdict } from "../../core/approval/question.ts";
import { onlyPerson } from "../../core/approval/asking.ts";
import { checkAnswer } from "../../protocol/messages.ts";
import type { JsonObject } from "../../kit/json.ts";
import type { Client, Reply } from "./client.ts";
import { readReply } from "./read-reply.ts";
import { type Asked, type ServerRequest, showQuestion } from "./show-question.ts";

/** Something that was put to every client that may answer it. */
type Open = {
  readonly mayAnswer: (client: Client) => boolean;
  readonly show: (client: Client) => ServerRequest;
  /** False where what came is no answer, and the next one counts. */
  answered: (client: Client, reply: Reply) => void;
  /** Nobody who is there may answer it. */
  unanswerable: () => void;
  readonly ids: Map<Client, number>;
};

export interface Waiting {
  /** Settles when one of them answers, or soon after `signal` has aborted. */
  ask(asked: Asked, signal: AbortSignal): Promise<Verdict>;
  /** Asks for text, as a tool of the agent does. */
  askInput(params: JsonObject, signal: AbortSignal): Promise<Reply>;
  /** A client came: it is sent all that waits. */
  joined(client: Client): void;
  left(client: Client): void;
  /** How many questions of `askInput` wait. */
  readonly inputs: () => number;
}

/** @param clients of the thread, at the moment; @param thread its id */
export function createWaiting(thread: string, clients: () => Iterable<Client>): Waiting {
  /** By case: a question that is asked once more takes the place of the earlier one. */
  const questions = new Map<string, Open>();
  const inputs = new Set<Open>();

  function put(open: Open): void {
    const there = [...clients()];
    for (const client of there) send(open, client);
    if (there.length > 0 && open.ids.size === 0) open.unanswerable();
  }

  function send(open: Open, client: Client): void {
    if (open.ids.has(client) || !open.mayAnswer(client)) return;
    const { method, params } = open.show(client);
    const id = client.request(method, params, (reply) => open.answered(client, fitting(method, reply)));
    open.ids.set(client, id);
  }

  /** Each client that was asked is told that it is over; replies that come later count for nothing. */
  function close(open: Open): void {
    for (const [client, id] of open.ids) {
      client.withdraw(id);
      client.notify("serverRequest/resolved", { threadId: thread, requestId: id });
    }
    open.ids.clear();
  }

  function ask(asked: Asked, signal: AbortSignal): Promise<Verdict> {
    const { question } = asked;
    return new Promise((resolve) => {
      const settle = (verdict: Verdict): void => {
        signal.removeEventListener("abort", aborted);
        if (questions.get(question.id) === open) questions.delete(question.id);
        close(open);
        resolve(verdict);
      };
      const aborted = (): void => settle(faultVerdict("the question was taken back"));
      const open: Open = {
        mayAnswer: (client) => client.capabilities().hasPeople || !onlyPerson(question.reasons),
        show: (client) => showQuestion(asked, client.capabilities().details),
        answered: (client, reply) => {
          const { verdict, warning } = readReply(question, reply, client.capabilities().details);
          settle(verdict);
          if (warning !== null) client.notify("warning", { threadId: thread, message: warning });
        },
        unanswerable: () => settle(faultVerdict("no client puts it to a person")),
        ids: new Map(),
      };
      questions.get(question.id)?.unanswerable();
      questions.set(question.id, open);
      if (signal.aborted) {
        aborted();
        return;
      }
      signal.addEventListener("abort", aborted, { once: true });
      put(open);
    });
  }

  function askInput(params: JsonObject, signal: AbortSignal): Promise<Reply> {
    return new Promise((resolve) => {
      const settle = (reply: Reply): void => {
        signal.removeEventListener("abort", aborted);
        inputs.delete(open);
        close(open);
        resolve(reply);
      };
      const aborted = (): void => settle({ kind: "error", why: "the question was taken back" });
      const open: Open = {
        mayAnswer: () => true,
        show: () => ({ method: "item/tool/requestUserInput", params }),
        answered: (_client, reply) => settle(reply),
        unanswerable: aborted,
        ids: new Map(),
      };
      inputs.add(open);
      if (signal.aborted) {
        aborted();
        return;
      }
      signal.addEventListener("abort", aborted, { once: true });
      put(open);
    });
  }

  return {
    ask,
    askInput,
    joined(client) {
      for (const open of [...questions.values(), ...inputs]) send(open, client);
    },
    left(client) {
      for (const open of [...questions.values(), ...inputs]) {
        const id = open.ids.get(client);
        if (id === undefined) continue;
        client.withdraw(id);
        open.ids.delete(client);
        // Others may be there that were not asked, for they may not answer it.
        if (open.ids.size === 0 && [...clients()].length > 0) open.unanswerable();
      }
    },
    inputs: () => inputs.size,
  };
}

/** A reply that does not fit what was asked is no answer, whatever of it could be read. */
function fitting(method: ServerRequest["method"], reply: Reply): Reply {
  if (reply.kind === "error") return reply;
  const checked = checkAnswer(method, reply.result);
  return checked.ok ? reply : { kind: "error", why: `what it answered does not fit: ${checked.error}` };
}
