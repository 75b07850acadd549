/** The log file of one session: JSON Lines, a header first, then one record a line. */
import { abbreviated, completed } from "./abbreviate.ts";
import { redactJson } from "./redact.ts";
import { type Fields, hasFields, type Json } from "../../kit/json.ts";
import type { Millis } from "../../kit/time.ts";
import type { AuditRecord } from "../approval/record.ts";

/** Raised when a reader of the old format would misunderstand the new one. */
export const LOG_FORMAT = 1;

/** The first line: which session this is. */
export type Header = {
  readonly format: typeof LOG_FORMAT;
  /** Of assent. */
  readonly version: string;
  readonly time: Millis;
  readonly pid: number;
  /** The machine's name, so that `pid` is not looked for on another one. */
  readonly host: string;
  readonly cwd: string;
  readonly argv: readonly string[];
};

export type LogLine =
  | ({ readonly kind: "header" } & Header)
  | ({ readonly kind: "record" } & AuditRecord)
  /** A crash left half a line here; `bytes` of it were cut off by a later session. */
  | { readonly kind: "repaired"; readonly time: Millis; readonly bytes: number };

/** One line with its line feed, secrets redacted. What a command wrote is its own and is not kept. */
export function printLine(line: LogLine): string {
  const json: Json = line.kind === "record" ? withoutOutput(line) : line;
  return `${JSON.stringify(redactJson(abbreviated(json)))}\n`;
}

function withoutOutput(line: LogLine & { readonly kind: "record" }): LogLine {
  const { entry } = line;
  if (entry.kind !== "settled" || entry.outcome.kind !== "ran") return line;
  return { ...line, entry: { ...entry, outcome: { ...entry.outcome, output: null } } };
}

/** The line, or null if it is none: broken, or of a kind that a later version writes. */
export function parseLine(text: string): LogLine | null {
  const value = parseJson(text);
  if (!hasFields(value)) return null;
  switch (value["kind"]) {
    case "header":
      return isHeader(value) ? value : null;
    case "record":
      return isRecord(value) ? withInner(withDenial(value)) : null;
    case "repaired":
      return isRepaired(value) ? value : null;
    default:
      return null;
  }
}

function parseJson(text: string): unknown {
  try {
    const value: Json = JSON.parse(text);
    return completed(value);
  } catch {
    // A broken line is reported by the caller.
    return null;
  }
}

function isHeader(value: Fields): value is LogLine & { readonly kind: "header" } {
  const { format, version, time, pid, host, cwd, argv } = value;
  if (format !== LOG_FORMAT || typeof time !== "number" || typeof pid !== "number") return false;
  if (typeof version !== "string" || typeof host !== "string" || typeof cwd !== "string") return false;
  return Array.isArray(argv) && argv.every((word) => typeof word === "string");
}

/** What an entry of each kind must have at least; the log is our own file, so its inside is taken as it is. */
const ENTRY_FIELDS: { readonly [kind: string]: readonly string[] } = {
  received: ["request"],
  judged: ["requirement", "reasons"],
  asked: ["under", "attempt"],
  waits: [],
  reviewed: ["review"],
  "review-limit": ["inRow", "denied", "of"],
  overruled: ["review"],
  answered: ["verdict"],
  amended: ["amendment"],
  granted: ["permissions", "from"],
  started: [],
  denied: ["status"],
  settled: ["outcome"],
  remembered: ["grant"],
  used: ["grants"],
  revoked: ["id"],
  limited: ["id", "until", "uses", "survivesResume"],
  over: ["grant"],
} satisfies { readonly [K in AuditRecord["entry"]["kind"]]: readonly string[] };

function isRecord(value: Fields): value is LogLine & { readonly kind: "record" } {
  const { seq, time, entry } = value;
  if (typeof seq !== "number" || typeof time !== "number" || typeof value["case"] !== "string") return false;
  if (!hasFields(entry) || typeof entry["kind"] !== "string" || !Object.hasOwn(ENTRY_FIELDS, entry["kind"]))
    return false;
  return (ENTRY_FIELDS[entry["kind"]] ?? []).every((field) => Object.hasOwn(entry, field));
}

/** An earlier version knew of denials only what a command had printed. */
function withDenial(line: LogLine & { readonly kind: "record" }): LogLine & { readonly kind: "record" } {
  const entry: Fields = line.entry;
  const { evidence } = entry;
  if (line.entry.kind === "denied" && typeof evidence === "string") {
    return { ...line, entry: { ...line.entry, denial: { kind: "guess", line: evidence } } };
  }
  if (line.entry.kind !== "settled" || line.entry.outcome.kind !== "ran") return line;
  const { outcome } = line.entry;
  const denied: unknown = outcome.denied;
  if (typeof denied !== "string") return line;
  return { ...line, entry: { ...line.entry, outcome: { ...outcome, denied: { kind: "guess", line: denied } } } };
}

/** A session of an earlier version told nothing of the programs inside a command, and took nothing away. */
function withInner(line: LogLine & { readonly kind: "record" }): LogLine {
  const { entry } = line;
  if (entry.kind !== "settled" || entry.outcome.kind !== "ran") return line;
  const { inner, taken } = entry.outcome;
  if (Array.isArray(inner) && Array.isArray(taken)) return line;
  return { ...line, entry: { ...entry, outcome: { ...entry.outcome, inner: inner ?? [], taken: taken ?? [] } } };
}

function isRepaired(value: Fields): value is LogLine & { readonly kind: "repaired" } {
  return typeof value["time"] === "number" && typeof value["bytes"] === "number";
}
