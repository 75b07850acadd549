/** One reply of a reviewing model, read to its end or to the end of patience. */
import type { TokenUsage } from "../../core/agent/item.ts";
import type { ModelItem, ModelRequest } from "../../core/agent/model-item.ts";
import { never } from "../../kit/never.ts";
import { errorText } from "../../kit/result.ts";
import type { Model, ModelEvent } from "../agent/model.ts";
import { within } from "./deadline.ts";

export type HeardReply = {
  /** Requests that were made for it, with those that the model made again by itself. */
  readonly requests: number;
  readonly end:
    | { readonly kind: "whole"; readonly items: readonly ModelItem[]; readonly usage: TokenUsage | null }
    /** One line, not escaped. */
    | { readonly kind: "failed"; readonly why: string }
    | { readonly kind: "aborted" };
};

/** UTF-16 units of all that comes, thoughts included. A longer reply is cut off, and is none. */
export const REPLY_CHARS_MAX = 1024 * 1024;

/** Never rejects, and settles soon after `signal` aborts, also where the model does not. */
export async function hearReply(model: Model, request: ModelRequest, signal: AbortSignal): Promise<HeardReply> {
  const ended = new AbortController();
  const stop = (): void => ended.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const reply = newReply();
  try {
    const events = model.stream(request, ended.signal)[Symbol.asyncIterator]();
    let end: HeardReply["end"] | null = null;
    while (end === null) {
      const next = await within(events.next(), ended.signal);
      if (next === null) end = { kind: "aborted" };
      else if (next.done === true) end = { kind: "failed", why: "the model's reply broke off" };
      else end = reply.hear(next.value);
    }
    // What is whole is left in peace, so that its connection can be used again; all else is broken off.
    if (end.kind === "whole") void events.return?.().catch(() => undefined);
    else stop();
    return { requests: reply.requests(), end };
  } catch (error) {
    // A model never throws; one that does has failed, like any other.
    stop();
    return { requests: reply.requests(), end: { kind: "failed", why: errorText(error) } };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

type Reply = { readonly hear: (event: ModelEvent) => HeardReply["end"] | null; readonly requests: () => number };

function newReply(): Reply {
  let [requests, chars] = [1, 0];
  let items: ModelItem[] = [];
  const grow = (length: number): HeardReply["end"] | null => {
    chars += length;
    if (chars <= REPLY_CHARS_MAX) return null;
    return { kind: "failed", why: `the model's reply is longer than ${REPLY_CHARS_MAX} characters` };
  };
  return {
    requests: () => requests,
    hear(event) {
      switch (event.kind) {
        case "item-started":
          return null;
        case "text":
        case "reasoning":
          return grow(event.delta.length);
        case "item-done":
          items.push(event.item);
          return grow(JSON.stringify(event.item).length);
        case "retry":
          // What came so far does not count, and neither does its length.
          [requests, chars, items] = [requests + 1, 0, []];
          return null;
        case "completed":
          return { kind: "whole", items, usage: event.usage };
        case "failed":
          return { kind: "failed", why: event.fault.message };
        default:
          return never(event);
      }
    },
  };
}
