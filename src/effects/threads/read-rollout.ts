/** Reads a thread's file: who it is, what was said and done; unknown lines are passed over. */
import type { Item, ThreadId, Turn, TurnStatus } from "../../core/agent/item.ts";
import type { ModelItem } from "../../core/agent/model-item.ts";
import type { TurnId } from "../../core/approval/action.ts";
import type { AuditRecord } from "../../core/approval/record.ts";
import { parseLine } from "../../core/audit/line.ts";
import type { Chosen, ThreadMeta } from "../../engine/agent/history.ts";
import type { Millis } from "../../kit/time.ts";
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from "../../kit/json.ts";
import { readChosen } from "./chosen.ts";
import { plainItem } from "./new-lines.ts";
import { readItem } from "./read-item.ts";
import { OWN_TYPE, parseRolloutLine, type RolloutLine, timeIn } from "./rollout-line.ts";
import { withAllOutputs } from "./paired.ts";

/** The lines that can be read, in their order. */
export function linesIn(text: string): readonly RolloutLine[] {
  return text.split("\n").flatMap((line) => parseRolloutLine(line) ?? []);
}

/** From the line that a file begins with; null for another line. @param fallbackId of the file's name */
export function readMeta(line: RolloutLine, fallbackId: ThreadId): ThreadMeta | null {
  if (line.type !== "session_meta") return null;
  const { payload } = line;
  const cwd = asText(payload["cwd"]);
  if (cwd === null) return null;
  return {
    id: asText(payload["id"]) ?? fallbackId,
    createdAt: timeIn(payload["timestamp"]) ?? line.at ?? 0,
    cwd,
    originator: asText(payload["originator"]) ?? "",
    version: asText(payload["cli_version"]) ?? "",
    source: sourceIn(payload["source"]),
    modelProvider: asText(payload["model_provider"]) ?? "",
    model: asText(asObject(payload["assent"])?.["model"]) ?? "",
    forkedFrom: asText(payload["forked_from_id"]),
    git: gitIn(asObject(payload["git"])),
  };
}

function sourceIn(value: Json | undefined): ThreadMeta["source"] {
  if (value === "vscode") return "appServer";
  return value === "exec" ? "exec" : "cli";
}

function gitIn(git: JsonObject | null): ThreadMeta["git"] {
  if (git === null) return null;
  const found = {
    branch: asText(git["branch"]),
    sha: asText(git["commit_hash"]),
    origin: asText(git["repository_url"]),
  };
  return Object.values(found).every((value) => value === null) ? null : found;
}

/** Where the beginning of a thread is kept with another one: up to a line of that one. */
export type Base = { readonly thread: ThreadId; readonly end: number };

/** A fork of a fork, and so on; more are taken for a circle. */
export const BASES_MAX = 32;

export function baseOf(meta: RolloutLine): Base | null {
  const base = asObject(meta.payload["history_base"]);
  const thread = asText(base?.["thread_id"]);
  const end = asNumber(base?.["end_ordinal_exclusive"]);
  return thread === null || end === null ? null : { thread, end };
}

export type Said = {
  readonly conversation: readonly ModelItem[];
  readonly turns: readonly Turn[];
  readonly decisions: readonly AuditRecord[];
  /** Of the last turn; null where none says it. */
  readonly model: string | null;
  readonly chosen: Chosen;
};

type Open = { -readonly [K in keyof Omit<Turn, "items">]: Turn[K] } & { items: Item[] };

/** What the lines tell together. A turn that has no end was cut short. */
export function readSaid(lines: readonly RolloutLine[]): Said {
  const reader = new Reader();
  for (const line of lines) reader.take(line);
  return reader.said();
}

class Reader {
  #turns: Open[] = [];
  #turn: Open | null = null;
  #conversation: { readonly turn: TurnId | null; readonly item: ModelItem }[] = [];
  #decisions: AuditRecord[] = [];
  #model: string | null = null;
  #chosen: Chosen = {};

  take({ type, payload, at }: RolloutLine): void {
    switch (type) {
      case "response_item":
        return this.#said(payload);
      case "event_msg":
        return this.#happened(payload, at ?? 0);
      case "turn_context":
        this.#model = asText(payload["model"]) ?? this.#model;
        this.#chosen = readChosen(asObject(asObject(payload["assent"])?.["chosen"]));
        return;
      case "compacted":
        return this.#replace(payload);
      case OWN_TYPE:
        return this.#decided(payload);
      default:
        // Another version's lines tell nothing that is kept.
        return;
    }
  }

  said(): Said {
    return {
      conversation: withAllOutputs(this.#conversation.map(({ item }) => item)),
      turns: this.#turns.map((turn) => (turn.status === "in-progress" ? { ...turn, status: "interrupted" } : turn)),
      decisions: this.#decisions,
      model: this.#model,
      chosen: this.#chosen,
    };
  }

  #said(payload: JsonObject): void {
    const type = asText(payload["type"]);
    // A snapshot of the workspace is no part of the conversation.
    if (type === null || type === "ghost_snapshot") return;
    this.#conversation.push({ turn: this.#turn?.id ?? null, item: plainItem(payload, type) });
  }

  #happened(payload: JsonObject, at: Millis): void {
    switch (payload["type"]) {
      case "task_started":
      case "turn_started":
        return this.#begin(asText(payload["turn_id"]), timeOf(payload, "started_at") ?? at);
      case "item_completed":
        return this.#item(payload, at);
      case "task_complete":
      case "turn_complete":
        return this.#end(payload, asObject(payload["error"]) === null ? "completed" : "failed");
      case "turn_aborted":
        return this.#end(payload, "interrupted");
      case "thread_rolled_back":
        return this.#rollBack(asNumber(payload["num_turns"]) ?? 0);
      case "user_message":
        return this.#older("user-message", asText(payload["message"]), at);
      case "agent_message":
        return this.#older("agent-message", asText(payload["message"]), at);
      default:
        return;
    }
  }

  #begin(id: TurnId | null, at: Millis): void {
    const turn: Open = {
      id: id ?? `turn-${this.#turns.length + 1}`,
      status: "in-progress",
      error: null,
      startedAt: at,
      completedAt: null,
      items: [],
    };
    this.#turns.push(turn);
    this.#turn = turn;
  }

  #item(payload: JsonObject, at: Millis): void {
    const started = asNumber(payload["started_at_ms"]) ?? at;
    const item = readItem(asObject(payload["item"]) ?? {}, started, asNumber(payload["completed_at_ms"]) ?? at);
    // What was still running may end when the next turn has begun.
    const turn = this.#turns.findLast(({ id }) => id === payload["turn_id"]) ?? this.#turn;
    if (item === null || turn === null) return;
    const known = turn.items.findIndex(({ id }) => id === item.id);
    if (known === -1) turn.items.push(item);
    else turn.items[known] = item;
  }

  /** Files of older versions keep messages as they were shown. */
  #older(kind: "user-message" | "agent-message", text: string | null, at: Millis): void {
    if (text === null) return;
    if (this.#turn === null || (kind === "user-message" && this.#turn.status !== "in-progress")) this.#begin(null, at);
    const turn = this.#turn;
    if (turn === null) return;
    const base = { id: `item-${turn.items.length + 1}`, startedAt: at, completedAt: at };
    if (kind === "agent-message") turn.items.push({ ...base, kind, text, phase: null });
    else turn.items.push({ ...base, kind, content: [{ kind: "text", text }], clientId: null });
  }

  #end(payload: JsonObject, status: TurnStatus): void {
    const turn = this.#turns.findLast(({ id }) => id === payload["turn_id"]) ?? this.#turn;
    if (turn === null) return;
    turn.status = status;
    turn.startedAt = timeOf(payload, "started_at") ?? turn.startedAt;
    turn.completedAt = timeOf(payload, "completed_at");
    if (status !== "failed") return;
    const message = asText(asObject(payload["error"])?.["message"]) ?? "it failed";
    turn.error = { message, status: asNumber(asObject(payload["assent"])?.["status"]) };
  }

  #replace(payload: JsonObject): void {
    const kept = asList(payload["replacement_history"])
      .map(asObject)
      .filter((item) => item !== null);
    const summary = asText(payload["message"]);
    if (kept.length === 0 && summary === null) return;
    this.#conversation = [];
    const turn = this.#turn;
    this.#turn = null;
    if (kept.length > 0) for (const item of kept) this.#said(item);
    else this.#said({ type: "message", role: "user", content: [{ type: "input_text", text: summary ?? "" }] });
    this.#turn = turn;
  }

  #rollBack(count: number): void {
    const gone = new Set(this.#turns.slice(Math.max(0, this.#turns.length - count)).map(({ id }) => id));
    this.#turns = this.#turns.filter(({ id }) => !gone.has(id));
    this.#conversation = this.#conversation.filter(({ turn }) => turn === null || !gone.has(turn));
    this.#turn = this.#turns.at(-1) ?? null;
  }

  #decided(payload: JsonObject): void {
    const line = parseLine(JSON.stringify(payload));
    if (line?.kind !== "record") return;
    const { kind: _, ...record } = line;
    this.#decisions.push(record);
  }
}

/** Codex keeps seconds; the exact time stands beside them where assent wrote it. */
function timeOf(payload: JsonObject, name: "started_at" | "completed_at"): Millis | null {
  const seconds = asNumber(payload[name]);
  return asNumber(payload[`${name}_ms`]) ?? (seconds === null ? null : seconds * 1000);
}

/**
 * The lines up to the end of a turn, that turn included; null where there is none of that name.
 * Of a line that belongs to an earlier turn but comes later, nothing is kept.
 */
export function upToTurn(lines: readonly RolloutLine[], turn: TurnId): readonly RolloutLine[] | null {
  const from = lines.findIndex((line) => isBeginning(line) && line.payload["turn_id"] === turn);
  if (from === -1) return null;
  const next = lines.findIndex((line, index) => index > from && isBeginning(line));
  return next === -1 ? lines : lines.slice(0, next);
}

function isBeginning({ type, payload }: RolloutLine): boolean {
  return type === "event_msg" && (payload["type"] === "task_started" || payload["type"] === "turn_started");
}
