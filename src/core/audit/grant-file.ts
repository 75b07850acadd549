/** The files by which the grants of a session are seen, and taken back, from outside: JSON. */
import { hasFields, type Json } from "../../kit/json.ts";
import type { Millis } from "../../kit/time.ts";
import type { GrantChange, SessionGrant } from "../approval/session-grant.ts";

/** Raised when a reader of the old format would misunderstand the new one. */
export const GRANTS_FORMAT = 1;

/** The grants of one session, and who holds them. */
export type GrantFile = {
  readonly format: typeof GRANTS_FORMAT;
  /** The process that the session lives in, and when the system started it, so that no later one is taken for it. */
  readonly pid: number;
  readonly startedAt: string;
  /** The machine's name. */
  readonly host: string;
  readonly cwd: string;
  /** The thread's id; null for a session that is no thread. */
  readonly thread: string | null;
  readonly writtenAt: Millis;
  readonly grants: readonly SessionGrant[];
};

export function printGrants(file: GrantFile): string {
  return `${JSON.stringify(file)}\n`;
}

/** Null for what is no such file, or one of a later version. */
export function parseGrants(text: string): GrantFile | null {
  const value = parsed(text);
  return isGrantFile(value) ? value : null;
}

/** One line with its line feed. */
export function printChange(change: GrantChange): string {
  return `${JSON.stringify(change)}\n`;
}

/** One change a line, oldest first. Null where any line is none: what was taken back must not be overlooked. */
export function parseChanges(text: string): readonly GrantChange[] | null {
  const lines = text.split("\n");
  if (lines.pop() !== "") return null;
  const changes = lines.map(parsed);
  return changes.every(isChange) ? changes : null;
}

function parsed(text: string): unknown {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    // Whatever is wrong with it: it is none.
    return null;
  }
}

function isGrantFile(value: unknown): value is GrantFile {
  if (!hasFields(value) || value["format"] !== GRANTS_FORMAT) return false;
  const { pid, startedAt, host, cwd, thread, writtenAt, grants } = value;
  if (typeof pid !== "number" || typeof startedAt !== "string" || typeof host !== "string") return false;
  if (typeof cwd !== "string" || typeof writtenAt !== "number" || !isTextOrNull(thread)) return false;
  return Array.isArray(grants) && grants.every(isGrant);
}

/** The file is our own: of its inside is looked at what is shown and reckoned with. */
function isGrant(value: unknown): value is SessionGrant {
  if (!hasFields(value)) return false;
  const { id, kind, words, madeAt, until, usesLeft, survivesResume, turn, agent } = value;
  if (typeof id !== "string" || typeof kind !== "string" || typeof words !== "string") return false;
  if (typeof madeAt !== "number" || !isNumberOrNull(until) || !isNumberOrNull(usesLeft)) return false;
  return typeof survivesResume === "boolean" && isTextOrNull(turn) && isTextOrNull(agent);
}

function isChange(value: unknown): value is GrantChange {
  if (!hasFields(value) || typeof value["id"] !== "string") return false;
  if (value["kind"] === "revoked") return true;
  const { kind, until, uses, survivesResume } = value;
  return kind === "limited" && isNumberOrNull(until) && isNumberOrNull(uses) && typeof survivesResume === "boolean";
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === "number";
}
