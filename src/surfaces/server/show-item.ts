/** Items of a thread as clients read them. */
import type { CommandAction } from "../../core/agent/command-actions.ts";
import type { Item, ItemStatus, ShownChange, UserInput } from "../../core/agent/item.ts";
import type { ToolResult } from "../../core/approval/facts.ts";
import { shownLine } from "../../core/agent/command-line.ts";
import { never } from "../../kit/never.ts";
import type { Json, JsonObject } from "../../kit/json.ts";

/** `details`: for clients that want more than others know: why something did not run. */
export function showItem(item: Item, details: boolean): JsonObject {
  return { ...bodyOf(item, details), startedAtMs: item.startedAt, completedAtMs: item.completedAt };
}

function bodyOf(item: Item, details: boolean): JsonObject {
  switch (item.kind) {
    case "user-message":
      return { type: "userMessage", id: item.id, clientId: item.clientId, content: item.content.map(showInput) };
    case "agent-message":
      return {
        type: "agentMessage",
        moderation: null,
        id: item.id,
        text: item.text,
        phase: item.phase,
        memoryCitation: null,
        delivery: null,
        questions: null,
      };
    case "reasoning":
      return { type: "reasoning", id: item.id, summary: [...item.summary], content: [...item.content] };
    case "command":
      return { ...commandOf(item), ...noteOf(item.note, details) };
    case "file-change":
      return {
        type: "fileChange",
        id: item.id,
        changes: item.changes.map(showChange),
        status: STATUS[item.status],
        ...noteOf(item.note, details),
      };
    case "tool-call":
      return toolCallOf(item);
    case "image-view":
      return { type: "imageView", id: item.id, path: item.path };
    default:
      return never(item);
  }
}

const STATUS: Readonly<Record<ItemStatus, string>> = {
  "in-progress": "inProgress",
  completed: "completed",
  failed: "failed",
  declined: "declined",
};

function noteOf(note: string | null, details: boolean): JsonObject {
  return details && note !== null ? { note } : {};
}

function commandOf(item: Item & { readonly kind: "command" }): JsonObject {
  return {
    type: "commandExecution",
    id: item.id,
    pluginId: null,
    scriptPath: null,
    command: shownLine(item.argv),
    cwd: item.cwd,
    processId: item.process,
    source: item.isUsers ? "userShell" : item.process === null ? "agent" : "unifiedExecStartup",
    status: STATUS[item.status],
    commandActions: item.actions.map(showAction),
    aggregatedOutput: item.output === "" ? null : item.output,
    exitCode: item.exitCode,
    durationMs: durationOf(item),
  };
}

function toolCallOf(item: Item & { readonly kind: "tool-call" }): JsonObject {
  return {
    type: "mcpToolCall",
    id: item.id,
    server: item.server,
    tool: item.tool,
    // Clients know no declined one.
    status: item.status === "declined" ? "failed" : STATUS[item.status],
    arguments: item.input,
    appContext: null,
    mcpAppUi: null,
    pluginId: null,
    readOnlyHint: item.readOnly ?? null,
    result: item.result === null ? null : showResult(item.result),
    error: item.error === null ? null : { message: item.error },
    durationMs: durationOf(item),
  };
}

function showResult({ content, structured }: ToolResult): JsonObject {
  return { content: [...content], structuredContent: structured, _meta: null };
}

function durationOf({ startedAt, completedAt }: Item): number | null {
  return completedAt === null ? null : completedAt - startedAt;
}

export function showAction(action: CommandAction): JsonObject {
  const { command } = action;
  switch (action.kind) {
    case "read":
      return { type: "read", command, name: action.name, path: action.path };
    case "list":
      return { type: "listFiles", command, path: action.path };
    case "search":
      return { type: "search", command, query: action.query, path: action.path };
    case "unknown":
      return { type: "unknown", command };
    default:
      return never(action);
  }
}

function showChange({ path, kind, movedTo, diff }: ShownChange): JsonObject {
  return { path, kind: kind === "update" ? { type: "update", move_path: movedTo } : { type: kind }, diff };
}

function showInput(input: UserInput): Json {
  switch (input.kind) {
    case "text":
      return { type: "text", text: input.text, text_elements: [] };
    case "image":
      return { type: "image", url: input.url };
    case "local-image":
      return { type: "localImage", path: input.path };
    case "skill":
    case "mention":
      return { type: input.kind, name: input.name, path: input.path };
    default:
      return never(input);
  }
}
