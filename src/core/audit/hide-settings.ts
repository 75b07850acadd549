/** Secrets in settings: what is never shown, whatever is asked for. */
import { REDACTED, redactText, redactWords } from "./redact.ts";
import { isTable } from "../config/spot.ts";

/** Stands where a secret is. */
export const HIDDEN = "[hidden]";

/** Keys below which values are secrets, wherever somebody else's table has them. */
const SECRET = /token|secret|key|passw|credential|cookie|auth|headers|^env$/i;

/** Tables of our own, whose keys name no secrets: `key_stores`, `permission_profile.environment.keep`. */
const OPEN: ReadonlySet<string> = new Set([
  "execpolicy",
  "features",
  "key_stores",
  "permission_profile",
  "permissions",
  "projects",
  "sandbox_workspace_write",
]);

const NAMED: ReadonlySet<string> = new Set(["mcp_servers", "model_providers"]);

/**
 * The value with secrets replaced: all of it below a key that names one, else what looks like one by its form.
 * JSON, but for numbers that it has no room for, and dates, which become text.
 *
 * @param path the keys that lead to it
 */
export function withoutSecrets(path: readonly string[], value: unknown): unknown {
  const [top = ""] = path;
  if (top === "profiles" && path.length > 2) return withoutSecrets(path.slice(2), value);
  if (typeof value === "boolean" || (typeof value === "number" && path.length === 1)) return value;
  if (isTable(value) && Object.keys(value).length > 0) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withoutSecrets([...path, key], inner)]),
    );
  }
  if (isHidden(path) && !isEmpty(value)) return HIDDEN;
  return shown(path, value);
}

function isHidden(path: readonly string[]): boolean {
  const [top = "", second] = path;
  if (top === "shell_environment_policy") return second === "set" && path.length > 1;
  // Names of one's own say nothing of what is in there.
  const from = NAMED.has(top) ? 2 : Math.min(1, path.length - 1);
  return !OPEN.has(top) && path.slice(from).some((key) => SECRET.test(key));
}

/** Whether anything stands there may be known. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === "" || isTable(value);
}

function shown(path: readonly string[], value: unknown): unknown {
  if (typeof value === "string") return marked(redactText(value));
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return value;
  const items: readonly unknown[] = value;
  const words = items.filter((item) => typeof item === "string");
  if (words.length === items.length) return redactWords(words).map(marked);
  return items.map((item) => withoutSecrets(path, item));
}

function marked(text: string): string {
  return text.replaceAll(REDACTED, HIDDEN);
}
