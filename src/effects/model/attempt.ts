/** One request to a model and the stream of its answer. */
import { createParser } from "eventsource-parser";
import type { ModelRequest } from "../../core/agent/model-item.ts";
import type { ModelEvent } from "../../engine/agent/model.ts";
import { systemWords } from "../text-file.ts";
import { hear } from "./events.ts";
import { statusText } from "./fault-text.ts";
import { post, type Answer } from "./post.ts";
import type { Endpoint } from "./provider.ts";

export type Ended =
  /** Its last event was handed on, or nobody wants it any more. */
  | { readonly kind: "done" }
  | {
      readonly kind: "fault";
      /** Not yet fit to be shown: it may be long and hold secrets. */
      readonly why: string;
      readonly status: number | null;
      readonly during: "request" | "stream";
      readonly mayRetry: boolean;
      /** The server's own wish. */
      readonly afterMs: number | null;
    };

type Fault = Extract<Ended, { kind: "fault" }>;

/** A longer answer is cut off, and is a fault. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
const ERROR_BYTES_MAX = 64 * 1024;
/** A model may think for so long before its answer begins, whatever holds between events. */
const HEAD_MS_MIN = 300_000;

/** Hands on what the model says. Its faults come as a value; an abort or a consumer that leaves ends the connection. */
export async function* attempt(
  endpoint: Endpoint,
  { thread, subagent }: Pick<ModelRequest, "thread" | "subagent">,
  body: string,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, Ended, void> {
  const { idleMs } = endpoint.patience;
  const ended = new AbortController();
  const watch = watchOf(Math.max(idleMs, HEAD_MS_MIN), ended);
  const stop = AbortSignal.any([signal, ended.signal]);
  let isWhole = false;
  let answer: Answer | null = null;
  try {
    answer = await post(endpoint, headersFor(thread, subagent), body, stop);
    const refused = await refusal(answer);
    if (refused !== null) return refused;
    const read = events(answer, () => watch.again(idleMs));
    for (;;) {
      const next = await read.next();
      // Most who read stop at the last event.
      if (next.done === true) isWhole = next.value.kind === "done";
      else if (next.value.kind === "completed") isWhole = true;
      if (next.done === true) return next.value;
      // Whoever takes their time is not the server's silence.
      watch.end();
      yield next.value;
      watch.again(idleMs);
    }
  } catch (error) {
    // An abort is no fault; what else the connection says is.
    if (signal.aborted) return { kind: "done" };
    return brokenOff(error, answer === null ? "request" : "stream", ended.signal.aborted);
  } finally {
    watch.end();
    if (isWhole) answer?.leave();
    else answer?.destroy();
  }
}

function headersFor(thread: string, subagent: string | undefined): Readonly<Record<string, string>> {
  return {
    accept: "text/event-stream",
    "content-type": "application/json",
    "x-client-request-id": thread,
    "session-id": thread,
    "thread-id": thread,
    ...(subagent === undefined ? {} : { "x-openai-subagent": subagent }),
  };
}

type Watch = { readonly again: (ms: number) => void; readonly end: () => void };

/** Aborts `ended` unless it is told in time that something happened. */
function watchOf(firstMs: number, ended: AbortController): Watch {
  let timer = setTimeout(() => ended.abort(), firstMs);
  return {
    again(ms) {
      clearTimeout(timer);
      timer = setTimeout(() => ended.abort(), ms);
    },
    end: () => clearTimeout(timer),
  };
}

function brokenOff(error: unknown, during: "request" | "stream", isIdle: boolean): Fault {
  const why = isIdle
    ? during === "request"
      ? "the model's endpoint does not answer"
      : "the model's stream stopped, though its connection stands"
    : during === "request"
      ? `cannot reach the model's endpoint: ${systemWords(error)}`
      : `the model's stream broke off: ${systemWords(error)}`;
  return { kind: "fault", why, status: null, during, mayRetry: true, afterMs: null };
}

/** Why an answer is not taken for a stream; null where it is one. */
async function refusal(answer: Answer): Promise<Fault | null> {
  const { status, headers } = answer;
  const type = (headers["content-type"] ?? "").toLowerCase();
  const isStream = status >= 200 && status < 300 && !/^(?:text\/html|application\/json)/.test(type);
  if (isStream) return null;
  const base = { kind: "fault", status, during: "request" } as const;
  if (status >= 300 && status < 400) {
    const why = `the model's endpoint answered ${status}, a redirection, which is not followed: correct base_url`;
    return { ...base, why, mayRetry: false, afterMs: null };
  }
  const text = await errorText(answer);
  if (status < 300) {
    const why = `the model's endpoint answered with ${type} and no event stream, see base_url: ${text}`;
    return { ...base, why, mayRetry: false, afterMs: null };
  }
  const mayRetry = status >= 500 || status === 429 || status === 408;
  return { ...base, why: statusText(status, text), mayRetry, afterMs: retryAfter(headers["retry-after"]) };
}

/** Seconds, or a date. */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

async function errorText(answer: Answer): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > ERROR_BYTES_MAX) break;
    }
  } catch {
    // The status tells enough; what came of the text does for the rest.
  }
  return Buffer.concat(chunks).subarray(0, ERROR_BYTES_MAX).toString("utf8");
}

async function* events(answer: Answer, alive: () => void): AsyncGenerator<ModelEvent, Ended, void> {
  const waiting: string[] = [];
  let isTooLong = false;
  const parser = createParser({
    onEvent: ({ data }) => waiting.push(data),
    onError: ({ type }) => {
      isTooLong ||= type === "max-buffer-size-exceeded";
    },
    maxBufferSize: ANSWER_BYTES_MAX,
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  alive();
  for await (const chunk of answer.body) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX || isTooLong) return tooLong(answer.status);
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const data of waiting.splice(0)) {
      alive();
      const heard = hear(data);
      if (heard.kind === "fault") return { ...heard, status: answer.status, during: "stream" };
      if (heard.kind === "other") continue;
      yield heard.event;
      if (heard.event.kind === "completed") return { kind: "done" };
    }
  }
  const why = "the model's stream ended before its answer was complete";
  return { kind: "fault", why, status: answer.status, during: "stream", mayRetry: true, afterMs: null };
}

function tooLong(status: number): Fault {
  const why = `the model's answer is longer than ${ANSWER_BYTES_MAX} bytes`;
  return { kind: "fault", why, status, during: "stream", mayRetry: false, afterMs: null };
}
