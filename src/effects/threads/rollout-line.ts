/** One line of a thread's file, as Codex 0.169 writes them. */
import type { Millis } from "../../kit/time.ts";
import { asNumber, asObject, asText, type Json, type JsonObject, objectIn } from "../../kit/json.ts";

/** Codex skips types that it does not know. */
export const OWN_TYPE = "assent";

export type RolloutLine = {
  readonly type: string;
  readonly payload: JsonObject;
  /** Null where it says no time that can be read. */
  readonly at: Millis | null;
  /** Counts from 0; files of older versions have none. */
  readonly ordinal: number | null;
};

/** What is to be written; the rest comes when it is. */
export type NewLine = { readonly type: string; readonly payload: Json };

/** With its line feed. Where `ordinal` is null the line has none, as in files of older versions. */
export function printRolloutLine({ type, payload }: NewLine, at: Millis, ordinal: number | null): string {
  const timestamp = new Date(at).toISOString();
  const head = ordinal === null ? { timestamp, type } : { timestamp, ordinal, type };
  return `${JSON.stringify({ ...head, payload })}\n`;
}

/** Null for what is no line of this shape: a torn one, or another format. */
export function parseRolloutLine(text: string): RolloutLine | null {
  const fields = objectIn(text);
  const type = asText(fields?.["type"]);
  const payload = asObject(fields?.["payload"]);
  if (fields === null || type === null || payload === null) return null;
  return { type, payload, at: timeIn(fields["timestamp"]), ordinal: asNumber(fields["ordinal"]) };
}

/** Of a time as these files write them. */
export function timeIn(value: Json | undefined): Millis | null {
  const at = Date.parse(asText(value) ?? "");
  return Number.isNaN(at) ? null : at;
}
