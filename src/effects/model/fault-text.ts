/** What went wrong at a model's endpoint, in one line that holds no secret. */
import { STATUS_CODES } from "node:http";
import { objectIn } from "../../kit/json.ts";

const MESSAGE_CHARS_MAX = 600;
/** Shorter ones are no secrets, and would cut words. */
const SECRET_CHARS_MIN = 6;

/** `what: why` on one line, cut, with each of `secrets` left out; not escaped. */
export function oneLine(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret.length >= SECRET_CHARS_MIN)
    .toSorted((a, b) => b.length - a.length)
    .reduce((line, secret) => line.replaceAll(secret, "[secret]"), text);
  const line = hidden.replace(/\s+/gu, " ").trim();
  return line.length > MESSAGE_CHARS_MAX ? `${line.slice(0, MESSAGE_CHARS_MAX)}…` : line;
}

/** `400 Bad Request: what its body says`, of an answer that is no success. */
export function statusText(status: number, body: string): string {
  const words = messageIn(body);
  const advice = status === 401 ? "; check the key in the variable that env_key names, or in auth.json" : "";
  return `the model's endpoint answered ${status} ${STATUS_CODES[status] ?? ""}${words === "" ? "" : `: ${words}`}${advice}`;
}

/** The message of an error as servers write them, else the body itself; of a page nothing. */
function messageIn(body: string): string {
  const value = objectIn(body);
  if (value === null) return /^\s*</.test(body) ? "a page instead of a reason" : body;
  return messageOf(value["error"]) ?? messageOf(value) ?? body;
}

/** The message of an error object. */
export function messageOf(error: unknown): string | null {
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null) return null;
  if ("message" in error && typeof error.message === "string") return error.message;
  return "detail" in error && typeof error.detail === "string" ? error.detail : null;
}
