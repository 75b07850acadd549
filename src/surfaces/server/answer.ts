/** What a method gives back. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { Json, JsonObject } from "../../kit/json.ts";

export type Answer = {
  readonly result: JsonObject;
  /** Runs when the answer is out: what the client is to hear after it. */
  readonly after: (() => void) | null;
};

/** `message`: one line for whoever made the request. */
export type Refusal = { readonly message: string; readonly data?: JsonObject };

export type Answered = Result<Answer, Refusal>;

export function answer(result: JsonObject, after: (() => void) | null = null): Answered {
  return ok({ result, after });
}

export function refuse(message: string, data?: JsonObject): Answered {
  return err(data === undefined ? { message } : { message, data });
}

/** What came in a message is JSON, whatever its type says. */
export function jsonOf(value: unknown): Json {
  const text = JSON.stringify(value ?? null);
  const parsed: Json = JSON.parse(text);
  return parsed;
}
