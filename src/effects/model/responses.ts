/** A model behind the Responses API: streams one answer, and asks again where that may help. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ModelRequest } from "../../core/agent/model-item.ts";
import type { Model, ModelEvent, ModelFault } from "../../engine/agent/model.ts";
import { attempt, type Ended } from "./attempt.ts";
import { oneLine } from "./fault-text.ts";
import { endpointOf, type Endpoint, type ModelAccess } from "./provider.ts";
import { requestBody } from "./request-body.ts";

/** What waiting needs of the world. */
export type WaitIo = {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

const WAIT_IO: WaitIo = {
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
};

/** A server that wants to be left alone for longer is not asked again. */
const WAIT_MS_MAX = 120_000;
const FIRST_WAIT_MS = 200;

/**
 * Asks at the provider's `/responses`. Settings that do not suffice (no key, no address) fail each request with what is
 * missing. Ends without an event when `signal` aborts.
 */
export function responsesModel(access: ModelAccess, io: WaitIo = WAIT_IO): Model {
  return { stream: (request, signal) => stream(access, request, signal, io) };
}

async function* stream(
  access: ModelAccess,
  request: ModelRequest,
  signal: AbortSignal,
  io: WaitIo,
): AsyncGenerator<ModelEvent, void, void> {
  const endpoint = endpointOf(access);
  if (!endpoint.ok) {
    yield { kind: "failed", fault: { message: oneLine(endpoint.error, []), status: null } };
    return;
  }
  const body = requestBody(request);
  const tries = { request: 0, stream: 0 };
  while (!signal.aborted) {
    const ended = yield* attempt(endpoint.value, request, body, signal);
    if (ended.kind === "done" || signal.aborted) return;
    const again = retryOf(ended, tries, endpoint.value, io);
    if (again === null) {
      yield { kind: "failed", fault: faultOf(ended, endpoint.value) };
      return;
    }
    yield { kind: "retry", attempt: again.attempt, of: again.of, why: faultOf(ended, endpoint.value).message };
    // An abort ends the wait, and the loop with it.
    await io.sleep(again.waitMs, signal).catch(() => undefined);
  }
}

type Fault = Extract<Ended, { kind: "fault" }>;
type Again = { readonly attempt: number; readonly of: number; readonly waitMs: number };

/** Each try of a stream has all tries of a request, as in Codex. */
function retryOf(
  { during, mayRetry, afterMs }: Fault,
  tries: { request: number; stream: number },
  { patience }: Endpoint,
  io: WaitIo,
): Again | null {
  const of = during === "request" ? patience.requestRetriesMax : patience.streamRetriesMax;
  if (!mayRetry || tries[during] >= of || (afterMs ?? 0) > WAIT_MS_MAX) return null;
  tries[during] += 1;
  if (during === "stream") tries.request = 0;
  const attempt = tries[during];
  const waitMs = afterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), WAIT_MS_MAX) * (0.9 + 0.2 * io.random());
  return { attempt, of, waitMs: Math.round(waitMs) };
}

function faultOf({ why, status }: Fault, { secrets }: Endpoint): ModelFault {
  return { message: oneLine(why, secrets), status };
}
