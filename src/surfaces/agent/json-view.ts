/** The work of an agent as JSON Lines, in the form of Codex's `exec --json`. */
import { shownLine } from "../../core/agent/command-line.ts";
import type { Item, ItemStatus, PlanStep, TokenUsage, Turn } from "../../core/agent/item.ts";
import type { ToolResult } from "../../core/approval/facts.ts";
import type { ThreadEvent } from "../../engine/agent/thread.ts";
import type { Json } from "../../kit/json.ts";
import type { NotDone } from "./not-done.ts";
import type { ExecView } from "./view.ts";

type Fields = { readonly [key: string]: Json };

/** @param write called with each event, in order */
export function jsonView(write: (event: Fields) => void): ExecView {
  const ids = new Map<string, string>();
  let usage: TokenUsage = { input: 0, cachedInput: 0, output: 0, reasoning: 0, total: 0 };
  let plan: Fields | null = null;

  function idOf(item: string): string {
    const id = ids.get(item) ?? `item_${ids.size}`;
    ids.set(item, id);
    return id;
  }

  function tell(type: string, key: string, body: Fields): void {
    write({ type, item: { id: idOf(key), ...body } });
  }

  function begun(item: Item): void {
    // A patch that nobody allows leaves none: it is shown once that is known.
    if (item.kind === "command" || item.kind === "tool-call") tell("item.started", item.id, bodyOf(item) ?? {});
  }

  function done(item: Item): void {
    const body = bodyOf(item);
    if (body === null) return;
    if (item.kind === "file-change") {
      if (item.status === "declined") return;
      tell("item.started", item.id, { ...body, status: STATUS["in-progress"] });
    }
    tell("item.completed", item.id, body);
  }

  function planned(steps: readonly PlanStep[]): void {
    const type = plan === null ? "item.started" : "item.updated";
    plan = {
      type: "todo_list",
      items: steps.map(({ step, status }) => ({ text: step, completed: status === "completed" })),
    };
    tell(type, PLAN, plan);
  }

  function event(heard: ThreadEvent): void {
    switch (heard.kind) {
      case "turn-started":
        return write({ type: "turn.started" });
      case "item-started":
        return begun(heard.item);
      case "item-completed":
        return done(heard.item);
      case "plan":
        return planned(heard.steps);
      case "usage":
        usage = heard.total;
        return;
      case "warning":
        return tell("item.completed", `warning ${ids.size}`, { type: "error", message: heard.text });
      case "error":
        return write({ type: "error", message: heard.text });
      default:
        return;
    }
  }

  return {
    opened: ({ thread }) => write({ type: "thread.started", thread_id: thread.id }),
    event,
    // An update of an item that nobody knows: programs written for Codex pass it over.
    notDone(each) {
      const { item, action } = each;
      // A patch that was declined is shown as no item of its own.
      const of = item === null || action.kind === "patch" ? null : idOf(item);
      tell("item.updated", `approval ${each.id}`, approvalOf(each, of));
    },
    ended(turn) {
      if (plan !== null) tell("item.completed", PLAN, plan);
      write(endOf(turn, usage));
    },
  };
}

const PLAN = "plan";

function endOf({ status, error }: Turn, usage: TokenUsage): Fields {
  if (status !== "completed") {
    return { type: "turn.failed", error: { message: error?.message ?? "the turn was interrupted" } };
  }
  const { input, cachedInput, output, reasoning } = usage;
  return {
    type: "turn.completed",
    usage: {
      input_tokens: input,
      cached_input_tokens: cachedInput,
      cache_write_input_tokens: 0,
      output_tokens: output,
      reasoning_output_tokens: reasoning,
    },
  };
}

function approvalOf({ action, by, what, why, advice }: NotDone, of: string | null): Fields {
  return {
    type: "approval",
    status: "declined",
    kind: action.kind,
    ...(by === "nobody" ? {} : { by }),
    ...(of === null ? {} : { item_id: of }),
    action: what,
    reasons: [...why],
    allow_with: advice,
  };
}

const STATUS: Readonly<Record<ItemStatus, string>> = {
  "in-progress": "in_progress",
  completed: "completed",
  failed: "failed",
  declined: "declined",
};

/** Null for what is not told. */
function bodyOf(item: Item): Fields | null {
  switch (item.kind) {
    case "agent-message":
      return { type: "agent_message", text: item.text };
    case "reasoning":
      return { type: "reasoning", text: [...item.summary, ...item.content].join("\n") };
    case "command":
      return {
        type: "command_execution",
        command: shownLine(item.argv),
        aggregated_output: item.output ?? "",
        exit_code: item.exitCode,
        status: STATUS[item.status],
      };
    case "file-change":
      return {
        type: "file_change",
        changes: item.changes.map(({ path, kind }) => ({ path, kind })),
        status: STATUS[item.status],
      };
    case "tool-call":
      return {
        type: "mcp_tool_call",
        server: item.server,
        tool: item.tool,
        arguments: item.input,
        result: item.result === null ? null : resultOf(item.result),
        error: item.error === null ? null : { message: item.error },
        // Programs know of calls only that they failed.
        status: STATUS[item.status === "declined" ? "failed" : item.status],
      };
    case "user-message":
    case "image-view":
      return null;
    default:
      return item satisfies never;
  }
}

function resultOf(result: ToolResult): Json {
  return { content: [...result.content], structured_content: result.structured };
}
