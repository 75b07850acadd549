/** One client's connection: requests, answers and notifications over a wire, both ways. */
import type { Received, Wire } from "../../engine/wire.ts";
import type { Millis } from "../../kit/time.ts";
import {
  type Frame,
  INTERNAL_ERROR,
  INVALID_REQUEST,
  OVERLOADED,
  PARSE_ERROR,
  type RequestId,
  readFrame,
} from "../../protocol/json-rpc.ts";
import { type ClientMethod, checkParams, isClientMethod, unknownMethod } from "../../protocol/messages.ts";
import type { Answered } from "./answer.ts";
import type { Reply } from "./client.ts";

/** Requests of one client that may be open at a time. */
export const OPEN_REQUESTS_MAX = 1024;
/** Bytes that wait for a client to read them before pieces of texts are left out. */
export const BACKLOG_DROP_BYTES = 8 * 1024 * 1024;
/** Bytes that may wait for longer than this: one message alone can be that long, and is read as fast as others. */
export const BACKLOG_SLOW_BYTES = 64 * 1024 * 1024;
export const SLOW_MS_MAX = 10_000;
/** Bytes that wait before the connection is given up at once. */
export const BACKLOG_END_BYTES = 192 * 1024 * 1024;

export type PeerHandlers = {
  /**
   * Answers a request whose parameters have been checked; `initialize` comes first, and once. A rejection is a fault of
   * ours, and is told as one.
   *
   * @param params of the type `ParamsOf<typeof method>`
   */
  readonly request: (method: ClientMethod, params: unknown) => Promise<Answered>;
  readonly notified: (method: string, params: unknown) => void;
  /** A reply to a request that there is none of, or none any more. */
  readonly stray: (id: RequestId) => void;
  /** What the client declared when it introduced itself. */
  readonly mayExperiment: () => boolean;
  /** Something of ours failed; for whoever looks after the server. */
  readonly failed: (error: unknown) => void;
  /** The connection is over; no reply comes any more. Once. */
  readonly ended: () => void;
};

export interface Peer {
  /** False where it was left out, for the client reads too slowly. */
  notify(method: string, params: unknown): boolean;
  /** `replied` is called once at most, and never after `withdraw` or the end. Ids count from 0. */
  request(method: string, params: unknown, replied: (reply: Reply) => void): number;
  /** Its reply does not count any more. */
  withdraw(id: number): void;
  end(why: string): void;
}

/** Starts `wire`. `handlers` are called from then on, and not before this function returns. */
export function connectPeer(wire: Wire, handlers: PeerHandlers, now: () => Millis): Peer {
  const asked = new Map<RequestId, (reply: Reply) => void>();
  let isInitialized = false;
  let isOver = false;
  let open = 0;
  let nextId = 0;
  /** Since when more waits than may. */
  let slowSince: Millis | null = null;

  function send(message: object): void {
    if (isOver) return;
    const waits = wire.backlog();
    slowSince = waits > BACKLOG_SLOW_BYTES ? (slowSince ?? now()) : null;
    const isGivenUp = waits > BACKLOG_END_BYTES || (slowSince !== null && now() - slowSince > SLOW_MS_MAX);
    if (!isGivenUp) return wire.send(JSON.stringify(message));
    const why = `the client reads too slowly: ${waits} bytes wait for it`;
    handlers.failed(new Error(why));
    end(why);
  }

  function end(why: string): void {
    if (isOver) return;
    wire.end(why);
    over();
  }

  function over(): void {
    if (isOver) return;
    isOver = true;
    asked.clear();
    handlers.ended();
  }

  function fail(code: number, id: RequestId | null, message: string): void {
    send({ error: { code, message }, id });
  }

  function receive(received: Received): void {
    if (received.kind === "too-long") {
      fail(INVALID_REQUEST, null, `Invalid request: the message is longer than ${received.bytesMax} bytes`);
    } else if (received.kind === "not-text") {
      fail(PARSE_ERROR, null, "Parse error: the message is no UTF-8");
    } else {
      const frame = readFrame(received.text);
      if (frame.ok) take(frame.value);
      else fail(frame.error.code, frame.error.id, frame.error.why);
    }
  }

  function take(frame: Frame): void {
    switch (frame.kind) {
      case "request":
        return takeRequest(frame.id, frame.method, frame.params);
      case "notification":
        return handlers.notified(frame.method, frame.params);
      default:
        return takeReply(frame.id, frame.kind === "result" ? frame : { kind: "error", why: frame.why });
    }
  }

  function takeReply(id: RequestId, reply: Reply): void {
    const replied = asked.get(id);
    if (replied === undefined) return handlers.stray(id);
    asked.delete(id);
    replied(reply);
  }

  function takeRequest(id: RequestId, method: string, params: unknown): void {
    if (!isClientMethod(method)) return fail(INVALID_REQUEST, id, unknownMethod(method));
    if (open >= OPEN_REQUESTS_MAX) return fail(OVERLOADED, id, `${open} requests are open: wait for their answers`);
    const isFirst = method === "initialize";
    const checked = checkParams(method, params, !isInitialized || handlers.mayExperiment());
    if (!checked.ok) return fail(INVALID_REQUEST, id, checked.error);
    if (isFirst === isInitialized) {
      return fail(INVALID_REQUEST, id, isFirst ? "Already initialized" : "Not initialized");
    }
    // From here on, and not from its answer on: what a client sends right behind it is in order.
    isInitialized = true;
    open += 1;
    void answer(id, method, checked.value);
  }

  async function answer(id: RequestId, method: ClientMethod, params: unknown): Promise<void> {
    try {
      const answered = await handlers.request(method, params);
      if (answered.ok) {
        send({ id, result: answered.value.result });
        answered.value.after?.();
        return;
      }
      if (method === "initialize") isInitialized = false;
      const { message, data } = answered.error;
      send({ error: { code: INVALID_REQUEST, ...(data === undefined ? {} : { data }), message }, id });
    } catch (error) {
      handlers.failed(error);
      fail(INTERNAL_ERROR, id, `Internal error: ${method} failed`);
    } finally {
      open -= 1;
    }
  }

  function guarded(received: Received): void {
    if (isOver) return;
    try {
      receive(received);
    } catch (error) {
      // Say, nesting that no stack is deep enough for: the connection goes on.
      handlers.failed(error);
      fail(INTERNAL_ERROR, null, "Internal error: the message could not be looked at");
    }
  }

  queueMicrotask(() => wire.start({ received: guarded, ended: over }));
  return {
    notify(method, params) {
      if (isDelta(method) && wire.backlog() > BACKLOG_DROP_BYTES) return false;
      send({ method, params, emittedAtMs: now() });
      return true;
    },
    request(method, params, replied) {
      const id = nextId;
      nextId += 1;
      if (!isOver) asked.set(id, replied);
      send({ method, id, params });
      return id;
    },
    withdraw: (id) => void asked.delete(id),
    end,
  };
}

/** A piece of a text that a later message has as a whole. */
function isDelta(method: string): boolean {
  return method.endsWith("/delta") || method.endsWith("Delta");
}
