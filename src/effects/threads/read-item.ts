/** Reads an item from a thread's file. */
import { fileURLToPath } from "node:url";
import type { CommandAction } from "../../core/agent/command-actions.ts";
import type { Item, ItemStatus, ShownChange, UserInput } from "../../core/agent/item.ts";
import type { Millis } from "../../kit/time.ts";
import { asList, asNumber, asObject, asText, asTexts, type Json, type JsonObject } from "../../kit/json.ts";

type Base = { readonly id: string; readonly startedAt: Millis; readonly completedAt: Millis };
type ItemOf<K extends Item["kind"]> = Extract<Item, { kind: K }>;

/** Null for an item of a kind that is not known here, or that lacks what makes it one. */
export function readItem(fields: JsonObject, startedAt: Millis, completedAt: Millis): Item | null {
  const id = asText(fields["id"]);
  if (id === null) return null;
  const base = { id, startedAt, completedAt };
  const extra = asObject(fields["assent"]) ?? {};
  switch (fields["type"]) {
    case "UserMessage":
      return { ...base, kind: "user-message", content: inputsIn(fields), clientId: asText(extra["clientId"]) };
    case "AgentMessage":
      return { ...base, kind: "agent-message", text: messageText(fields), phase: asText(fields["phase"]) };
    case "Reasoning":
      return {
        ...base,
        kind: "reasoning",
        summary: asTexts(fields["summary_text"]),
        content: asTexts(fields["raw_content"]),
      };
    case "CommandExecution":
      return readCommand(base, fields, extra);
    case "FileChange":
      return {
        ...base,
        kind: "file-change",
        changes: changesIn(asObject(fields["changes"]) ?? {}),
        status: statusIn(fields["status"]),
        note: asText(extra["note"]),
      };
    case "McpToolCall":
      return readTool(base, fields, extra);
    case "ImageView": {
      const path = pathIn(fields["path"]);
      return path === null ? null : { ...base, kind: "image-view", path };
    }
    default:
      return null;
  }
}

function inputsIn(fields: JsonObject): readonly UserInput[] {
  return asList(fields["content"]).flatMap((each): readonly UserInput[] => {
    const input = asObject(each) ?? {};
    const [text, url] = [asText(input["text"]), asText(input["image_url"])];
    const [path, name] = [asText(input["path"]), asText(input["name"])];
    if (input["type"] === "text" && text !== null) return [{ kind: "text", text }];
    if (input["type"] === "image" && url !== null) return [{ kind: "image", url }];
    if (input["type"] === "local_image" && path !== null) return [{ kind: "local-image", path }];
    const kind = input["type"];
    return (kind === "skill" || kind === "mention") && path !== null && name !== null ? [{ kind, name, path }] : [];
  });
}

function messageText(fields: JsonObject): string {
  return asList(fields["content"])
    .map((part) => asText(asObject(part)?.["text"]) ?? "")
    .join("");
}

function readCommand(base: Base, fields: JsonObject, extra: JsonObject): ItemOf<"command"> | null {
  const [program, ...args] = asTexts(fields["command"]);
  const cwd = pathIn(fields["cwd"]);
  if (program === undefined || cwd === null) return null;
  return {
    ...base,
    kind: "command",
    argv: [program, ...args],
    cwd,
    actions: asList(fields["parsed_cmd"]).flatMap(actionIn),
    status: statusIn(fields["status"]),
    process: asText(fields["process_id"]),
    output: extra["hasNoOutput"] === true ? null : asText(fields["aggregated_output"]),
    exitCode: extra["hasNoExit"] === true ? null : asNumber(fields["exit_code"]),
    isUsers: fields["source"] === "user_shell",
    note: asText(extra["note"]),
  };
}

function actionIn(value: Json): readonly CommandAction[] {
  const fields = asObject(value) ?? {};
  const command = asText(fields["cmd"]);
  const path = asText(fields["path"]);
  const name = asText(fields["name"]);
  if (command === null) return [];
  if (fields["type"] === "read" && name !== null && path !== null) return [{ kind: "read", command, name, path }];
  if (fields["type"] === "list_files") return [{ kind: "list", command, path }];
  if (fields["type"] === "search") return [{ kind: "search", command, query: asText(fields["query"]), path }];
  return [{ kind: "unknown", command }];
}

function changesIn(changes: JsonObject): readonly ShownChange[] {
  return Object.entries(changes).flatMap(([path, value]): readonly ShownChange[] => {
    const change = asObject(value) ?? {};
    const kind = change["type"];
    const content = asText(change["content"]);
    const diff = asText(change["unified_diff"]);
    if (kind === "update" && diff !== null) return [{ path, kind, movedTo: asText(change["move_path"]), diff }];
    return (kind === "add" || kind === "delete") && content !== null
      ? [{ path, kind, movedTo: null, diff: content }]
      : [];
  });
}

function readTool(base: Base, fields: JsonObject, extra: JsonObject): ItemOf<"tool-call"> | null {
  const server = asText(fields["server"]);
  const tool = asText(fields["tool"]);
  if (server === null || tool === null) return null;
  const result = asObject(fields["result"]);
  return {
    ...base,
    kind: "tool-call",
    server,
    tool,
    input: fields["arguments"] ?? null,
    status: extra["isDeclined"] === true ? "declined" : statusIn(fields["status"]),
    result:
      result === null
        ? null
        : {
            content: asList(result["content"]),
            structured: result["structuredContent"] ?? null,
            isError: result["isError"] === true,
          },
    error: asText(asObject(fields["error"])?.["message"]),
  };
}

function statusIn(value: Json | undefined): ItemStatus {
  return value === "completed" || value === "declined" ? value : "failed";
}

/** Newer versions write addresses of files, older ones paths. */
function pathIn(value: Json | undefined): string | null {
  const text = asText(value);
  if (text === null || !text.startsWith("file:")) return text;
  try {
    return fileURLToPath(text);
  } catch {
    // An address of another machine, or none at all: there is no path to show.
    return null;
  }
}
