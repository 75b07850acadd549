/** An item as files hold it: in Codex's shape, and under `assent` what that cannot say. */
import { pathToFileURL } from "node:url";
import type { CommandAction } from "../../core/agent/command-actions.ts";
import type { Item, ShownChange, UserInput } from "../../core/agent/item.ts";
import type { Json } from "../../kit/json.ts";
import { never } from "../../kit/never.ts";

type ItemOf<K extends Item["kind"]> = Extract<Item, { kind: K }>;

/** Names as in Codex 0.169. */
export function itemShape(item: Item): Json {
  switch (item.kind) {
    case "user-message":
      return {
        type: "UserMessage",
        id: item.id,
        content: item.content.map(inputShape),
        ...own({ clientId: item.clientId }),
      };
    case "agent-message":
      return {
        type: "AgentMessage",
        id: item.id,
        content: [{ type: "Text", text: item.text }],
        ...(item.phase === null ? {} : { phase: item.phase }),
      };
    case "reasoning":
      return { type: "Reasoning", id: item.id, summary_text: item.summary, raw_content: item.content };
    case "command":
      return commandShape(item);
    case "file-change":
      return {
        type: "FileChange",
        id: item.id,
        changes: Object.fromEntries(item.changes.map((change) => [change.path, changeShape(change)])),
        status: statusShape(item.status),
        ...own({ note: item.note }),
      };
    case "tool-call":
      return toolShape(item);
    case "image-view":
      return { type: "ImageView", id: item.id, path: fileUrl(item.path) };
    default:
      return never(item);
  }
}

function own(fields: { readonly [key: string]: Json }): { readonly assent?: Json } {
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== false);
  return said.length === 0 ? {} : { assent: Object.fromEntries(said) };
}

function inputShape(input: UserInput): Json {
  switch (input.kind) {
    case "text":
      return { type: "text", text: input.text, text_elements: [] };
    case "image":
      return { type: "image", image_url: input.url };
    case "local-image":
      return { type: "local_image", path: input.path };
    case "skill":
    case "mention":
      return { type: input.kind, name: input.name, path: input.path };
    default:
      return never(input);
  }
}

function commandShape(item: ItemOf<"command">): Json {
  return {
    type: "CommandExecution",
    id: item.id,
    process_id: item.process,
    command: item.argv,
    cwd: fileUrl(item.cwd),
    parsed_cmd: item.actions.map(actionShape),
    source: item.isUsers ? "user_shell" : "unified_exec_startup",
    status: statusShape(item.status),
    aggregated_output: item.output ?? "",
    exit_code: item.exitCode ?? -1,
    duration: durationShape(item),
    ...own({ note: item.note, hasNoOutput: item.output === null, hasNoExit: item.exitCode === null }),
  };
}

function actionShape(action: CommandAction): Json {
  const { kind, command, ...rest } = action;
  return { type: kind === "list" ? "list_files" : kind, cmd: command, ...rest };
}

function changeShape({ kind, diff, movedTo }: ShownChange): Json {
  if (kind !== "update") return { type: kind, content: diff };
  return { type: kind, unified_diff: diff, move_path: movedTo };
}

function toolShape(item: ItemOf<"tool-call">): Json {
  const { result } = item;
  return {
    type: "McpToolCall",
    id: item.id,
    server: item.server,
    tool: item.tool,
    arguments: item.input,
    status: item.status === "completed" ? "completed" : "failed",
    ...(result === null ? {} : { result: resultShape(result) }),
    ...(item.error === null ? {} : { error: { message: item.error } }),
    duration: durationShape(item),
    ...own({ isDeclined: item.status === "declined" }),
  };
}

function resultShape({ content, structured, isError }: NonNullable<ItemOf<"tool-call">["result"]>): Json {
  return {
    content,
    ...(structured === null ? {} : { structuredContent: structured }),
    ...(isError ? { isError } : {}),
  };
}

/** What is not completed when it is written never will be. */
function statusShape(status: ItemOf<"command">["status"]): string {
  return status === "in-progress" ? "failed" : status;
}

function durationShape({ startedAt, completedAt }: Item): Json {
  const ms = completedAt === null ? 0 : Math.max(0, completedAt - startedAt);
  return { secs: Math.floor(ms / 1000), nanos: Math.round(ms % 1000) * 1_000_000 };
}

function fileUrl(path: string): string {
  return pathToFileURL(path).href;
}
