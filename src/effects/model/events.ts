/** Reads the events of a response as the Responses API streams them. */
import type { TokenUsage } from "../../core/agent/item.ts";
import type { ModelItem } from "../../core/agent/model-item.ts";
import type { ModelEvent } from "../../engine/agent/model.ts";
import { asObject, type Json, type JsonObject, objectIn } from "../../kit/json.ts";
import { messageOf } from "./fault-text.ts";

export type Heard =
  | { readonly kind: "event"; readonly event: ModelEvent }
  /** Nothing that matters here. */
  | { readonly kind: "other" }
  /** The response ends without an answer. `mayRetry`: the same request may well succeed. */
  | { readonly kind: "fault"; readonly why: string; readonly mayRetry: boolean; readonly afterMs: number | null };

const OTHER: Heard = { kind: "other" };

/** Errors that stay the same however often one asks. Codex: the same. */
const LASTING: ReadonlySet<string> = new Set([
  "context_length_exceeded",
  "insufficient_quota",
  "usage_not_included",
  "invalid_prompt",
  "cyber_policy",
]);

/** @param data of one event of the stream */
export function hear(data: string): Heard {
  if (data === "[DONE]") return OTHER;
  const fields = objectIn(data);
  if (fields === null) return malformed("it is no JSON object");
  switch (fields["type"]) {
    case "response.output_item.added":
      return itemEvent("item-started", fields);
    case "response.output_item.done":
      return itemEvent("item-done", fields);
    case "response.output_text.delta":
      return deltaEvent("text", fields);
    case "response.reasoning_summary_text.delta":
    case "response.reasoning_text.delta":
      return deltaEvent("reasoning", fields);
    case "response.completed":
      return { kind: "event", event: { kind: "completed", usage: usageIn(asObject(fields["response"])?.["usage"]) } };
    case "response.incomplete":
      return incomplete(fields);
    case "response.failed":
      return failed(asObject(asObject(fields["response"])?.["error"]));
    case "error":
      return failed(asObject(fields["error"]) ?? fields);
    default:
      return OTHER;
  }
}

function itemEvent(kind: "item-started" | "item-done", fields: JsonObject): Heard {
  const item = asObject(fields["item"]);
  const type = item?.["type"];
  if (item === null || typeof type !== "string") return malformed("an item without a type");
  const found: ModelItem = { ...item, type };
  return { kind: "event", event: { kind, item: found } };
}

function deltaEvent(kind: "text" | "reasoning", fields: JsonObject): Heard {
  const { delta, item_id: item } = fields;
  if (typeof delta !== "string") return malformed("a piece of text without text");
  // Some servers leave the id out; the text comes again with the whole item.
  return typeof item === "string" ? { kind: "event", event: { kind, item, delta } } : OTHER;
}

function incomplete(fields: JsonObject): Heard {
  const reason = asObject(asObject(fields["response"])?.["incomplete_details"])?.["reason"];
  const why = `the model's answer is incomplete${typeof reason === "string" ? `: ${reason}` : ""}`;
  return { kind: "fault", why, mayRetry: false, afterMs: null };
}

function failed(error: JsonObject | null): Heard {
  const code = error?.["code"];
  const words = messageOf(error) ?? (typeof code === "string" ? code : "it does not say why");
  const mayRetry = typeof code !== "string" || !LASTING.has(code);
  return {
    kind: "fault",
    why: `the model could not answer: ${words}`,
    mayRetry,
    afterMs: mayRetry ? waitIn(words) : null,
  };
}

/** `Please try again in 1.3s`, as rate limits say it. */
function waitIn(words: string): number | null {
  const found = /try again in\s*(\d+(?:\.\d+)?)\s*(ms|s|seconds?)\b/i.exec(words);
  if (found === null) return null;
  return Math.ceil(Number(found[1]) * (found[2]?.toLowerCase() === "ms" ? 1 : 1000));
}

function malformed(what: string): Heard {
  return {
    kind: "fault",
    why: `the model's stream holds an event that cannot be read: ${what}`,
    mayRetry: true,
    afterMs: null,
  };
}

function usageIn(usage: Json | undefined): TokenUsage | null {
  const fields = asObject(usage);
  if (fields === null) return null;
  const input = count(fields["input_tokens"]);
  const output = count(fields["output_tokens"]);
  return {
    input,
    cachedInput: count(asObject(fields["input_tokens_details"])?.["cached_tokens"]),
    output,
    reasoning: count(asObject(fields["output_tokens_details"])?.["reasoning_tokens"]),
    total: fields["total_tokens"] === undefined ? input + output : count(fields["total_tokens"]),
  };
}

function count(value: Json | undefined): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
