/** Threads and turns as clients read them. */
import type { Item, Turn, TurnStatus } from "../../core/agent/item.ts";
import type { ThreadSummary } from "../../engine/agent/host.ts";
import type { Millis } from "../../kit/time.ts";
import { VERSION } from "../../version.ts";
import type { Json, JsonObject } from "../../kit/json.ts";
import { showItem } from "./show-item.ts";
import { showEnvironments } from "./show-settings.ts";

/** Which items of a turn are sent: none, what was said at its beginning and end, or all. */
export type ItemsView = "notLoaded" | "summary" | "full";

const TURN_STATUS: Readonly<Record<TurnStatus, string>> = {
  "in-progress": "inProgress",
  completed: "completed",
  interrupted: "interrupted",
  failed: "failed",
};

export function showTurn(turn: Turn, view: ItemsView, details = false): JsonObject {
  const { id, status, error, startedAt, completedAt } = turn;
  return {
    id,
    rootTurnId: id,
    items: itemsIn(turn, view).map((item) => showItem(item, details)),
    itemsView: view,
    status: TURN_STATUS[status],
    error: error === null ? null : showFault(error.message, error.status),
    startedAt: startedAt === null ? null : secondsOf(startedAt),
    completedAt: completedAt === null ? null : secondsOf(completedAt),
    durationMs: startedAt === null || completedAt === null ? null : completedAt - startedAt,
  };
}

/** As `turn/completed` has it: the last message, and nothing where there is none. */
export function showEndedTurn(turn: Turn, details: boolean): JsonObject {
  const last = turn.items.findLast((item) => item.kind === "agent-message");
  if (last === undefined) return showTurn(turn, "notLoaded", details);
  return { ...showTurn({ ...turn, items: [last] }, "full", details), itemsView: "summary" };
}

function itemsIn({ items }: Turn, view: ItemsView): readonly Item[] {
  if (view === "notLoaded") return [];
  if (view === "full") return items;
  const last = items.findLast((item) => item.kind === "agent-message");
  return items.filter((item) => item.kind === "user-message" || item === last);
}

export function showFault(message: string, status: number | null): JsonObject {
  return { message, codexErrorInfo: faultInfo(status), additionalDetails: null, misalignment: null };
}

/** As Codex sorts what a model's endpoint answers with. */
function faultInfo(status: number | null): Json {
  // A stream that broke off was answered well before.
  if (status === null || status <= 400) return "other";
  if (status === 500) return "internalServerError";
  const answered = { httpStatusCode: status };
  return status === 429 ? { responseTooManyFailedAttempts: answered } : { httpConnectionFailed: answered };
}

function secondsOf(time: Millis): number {
  return Math.floor(time / 1000);
}

/** What a thread is shown by, loaded or not. */
export type ThreadLook = Omit<ThreadSummary, "path" | "isArchived" | "version"> & {
  readonly path: string | null;
  readonly version: string | null;
  readonly effort: string | null;
  readonly isEphemeral: boolean;
  readonly isLoaded: boolean;
  readonly status: Json;
  readonly turns: readonly JsonObject[];
};

export function showThread(look: ThreadLook): JsonObject {
  return {
    id: look.id,
    environments: look.isLoaded ? showEnvironments(look.cwd) : null,
    extra: null,
    sessionId: look.id,
    forkedFromId: look.forkedFrom,
    attachedToThreadId: null,
    parentThreadId: null,
    preview: look.preview,
    ephemeral: look.isEphemeral,
    section: null,
    sectionEnteredAt: null,
    projectId: null,
    historyMode: "paginated",
    modelProvider: look.modelProvider,
    model: look.model,
    reasoningEffort: look.effort,
    createdAt: secondsOf(look.createdAt),
    updatedAt: secondsOf(look.updatedAt),
    recencyAt: secondsOf(look.updatedAt),
    status: look.status,
    path: look.path,
    cwd: look.cwd,
    cliVersion: look.version ?? VERSION,
    originator: look.originator,
    source: SOURCES.has(look.source) ? look.source : "unknown",
    canAcceptDirectInput: look.isLoaded ? true : null,
    threadSource: null,
    agentNickname: null,
    agentRole: null,
    gitInfo: look.git === null ? null : { branch: look.git.branch, sha: look.git.sha, originUrl: look.git.origin },
    name: look.name,
    daybreakEnabled: null,
    turns: look.turns,
  };
}

const SOURCES: ReadonlySet<string> = new Set(["cli", "vscode", "exec", "appServer", "unknown"]);

const NOT_LOADED: Json = { type: "notLoaded" };

/** A stored thread that is not open. */
export function showSummary(summary: ThreadSummary, turns: readonly JsonObject[] = []): JsonObject {
  return showThread({ ...summary, effort: null, isEphemeral: false, isLoaded: false, status: NOT_LOADED, turns });
}
