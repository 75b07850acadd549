/** The frames around all messages: JSON-RPC, whose member `jsonrpc` may be left out. */
import { type Result, err, ok } from "../kit/result.ts";

export type RequestId = string | number;

/** As read; what it carries is not checked yet. */
export type Frame =
  | { readonly kind: "request"; readonly id: RequestId; readonly method: string; readonly params: unknown }
  | { readonly kind: "notification"; readonly method: string; readonly params: unknown }
  | { readonly kind: "result"; readonly id: RequestId; readonly result: unknown }
  /** `why`: what the client says, or what is wrong with its answer. */
  | { readonly kind: "failure"; readonly id: RequestId; readonly why: string };

/** `id` where the message has one that it can be answered to. */
export type FrameFault = { readonly code: number; readonly id: RequestId | null; readonly why: string };

/** What is no JSON at all. */
export const PARSE_ERROR = -32_700;
/** All else that a client may have done wrong: clients of this protocol know no other. */
export const INVALID_REQUEST = -32_600;
export const INTERNAL_ERROR = -32_603;
/** More was asked at a time than is answered. */
export const OVERLOADED = -32_001;

type Fields = Readonly<Record<string, unknown>>;

/** `text`: one message. */
export function readFrame(text: string): Result<Frame, FrameFault> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fault(PARSE_ERROR, null, "Parse error: the message is no JSON");
  }
  if (Array.isArray(value)) return fault(INVALID_REQUEST, null, "Invalid request: one message at a time, no batches");
  if (typeof value !== "object" || value === null) {
    return fault(INVALID_REQUEST, null, "Invalid request: the message is no object");
  }
  return readFields({ ...value });
}

function readFields(fields: Fields): Result<Frame, FrameFault> {
  const hasId = fields["id"] !== undefined;
  const id = isRequestId(fields["id"]) ? fields["id"] : null;
  const { method, params } = fields as { readonly method?: unknown; readonly params?: unknown };
  if (hasId && id === null) {
    return fault(INVALID_REQUEST, null, "Invalid request: `id` is a string or a whole number");
  }
  if (method !== undefined) {
    if (typeof method !== "string") return fault(INVALID_REQUEST, id, "Invalid request: `method` is a string");
    return ok(id === null ? { kind: "notification", method, params } : { kind: "request", id, method, params });
  }
  if (id === null) return fault(INVALID_REQUEST, null, "Invalid request: missing field `method`");
  // Of an answer that says both, the failure counts.
  if (fields["error"] !== undefined) return ok({ kind: "failure", id, why: whyOf(fields["error"]) });
  if (fields["result"] === undefined) return ok({ kind: "failure", id, why: "neither `result` nor `error` is there" });
  return ok({ kind: "result", id, result: fields["result"] });
}

/** A whole number that JavaScript keeps exactly: an answer goes to the very id that was asked. */
function isRequestId(value: unknown): value is RequestId {
  return typeof value === "string" || Number.isSafeInteger(value);
}

function whyOf(error: unknown): string {
  const said = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return typeof said === "string" ? said : "the client gave no reason";
}

function fault(code: number, id: RequestId | null, why: string): Result<Frame, FrameFault> {
  return err({ code, id, why });
}
