/** What happens in a thread as notifications to its clients. */
import type { PlanStep, ThreadId, TokenUsage } from "../../core/agent/item.ts";
import type { ThreadEvent } from "../../engine/agent/thread.ts";
import { never } from "../../kit/never.ts";
import type { JsonObject } from "../../kit/json.ts";
import { showItem } from "./show-item.ts";
import { showSettings } from "./show-settings.ts";
import { showEndedTurn, showFault, showTurn } from "./show-thread.ts";

export type Notification = { readonly method: string; readonly params: JsonObject };

/** Null for what changes the thread's state alone. `details`: for clients that want what only assent tells. */
export function showEvent(threadId: ThreadId, event: ThreadEvent, details: boolean): Notification | null {
  switch (event.kind) {
    case "turn-started":
      return told("turn/started", { threadId, turn: showTurn(event.turn, "notLoaded") });
    case "turn-ended":
      return told("turn/completed", { threadId, turn: showEndedTurn(event.turn, details) });
    case "item-started":
    case "item-completed":
      return told(event.kind === "item-started" ? "item/started" : "item/completed", {
        item: showItem(event.item, details),
        threadId,
        turnId: event.turn,
        ...(event.kind === "item-started"
          ? { startedAtMs: event.item.startedAt }
          : { contentTokenCount: null, completedAtMs: event.item.completedAt }),
      });
    case "message-delta":
      return told("item/agentMessage/delta", deltaOf(threadId, event));
    case "reasoning-delta":
      return told("item/reasoning/summaryTextDelta", { ...deltaOf(threadId, event), summaryIndex: 0 });
    case "output":
      return told("item/commandExecution/outputDelta", deltaOf(threadId, { ...event, delta: event.text }));
    case "input":
      return told("item/commandExecution/terminalInteraction", {
        threadId,
        turnId: event.turn,
        itemId: event.item,
        processId: event.process,
        stdin: event.text,
      });
    case "diff":
      return told("turn/diff/updated", { threadId, turnId: event.turn, diff: event.diff });
    case "plan":
      return told("turn/plan/updated", {
        threadId,
        turnId: event.turn,
        explanation: event.explanation,
        plan: event.steps.map(showStep),
      });
    case "usage":
      return told("thread/tokenUsage/updated", {
        threadId,
        turnId: event.turn,
        tokenUsage: { total: showUsage(event.total), last: showUsage(event.last), modelContextWindow: null },
      });
    case "warning":
      return told("warning", { threadId, message: event.text });
    case "error":
      return told("error", {
        error: showFault(event.text, null),
        willRetry: event.willRetry,
        threadId,
        turnId: event.turn,
      });
    case "settings":
      return told("thread/settings/updated", { threadId, threadSettings: showSettings(event.settings) });
    case "tools-changed":
      return told("mcpServer/startupStatus/updated", {
        threadId,
        name: event.server,
        status: event.state,
        error: event.why,
        failureReason: null,
      });
    case "waiting":
      return null;
    default:
      return never(event);
  }
}

function told(method: string, params: JsonObject): Notification {
  return { method, params };
}

function deltaOf(
  threadId: ThreadId,
  { turn, item, delta }: { readonly turn: string; readonly item: string; readonly delta: string },
): JsonObject {
  return { threadId, turnId: turn, itemId: item, delta };
}

function showStep({ step, status }: PlanStep): JsonObject {
  return { step, status: status === "in-progress" ? "inProgress" : status };
}

function showUsage({ total, input, cachedInput, output, reasoning }: TokenUsage): JsonObject {
  return {
    totalTokens: total,
    inputTokens: input,
    cachedInputTokens: cachedInput,
    cacheWriteInputTokens: 0,
    outputTokens: output,
    reasoningOutputTokens: reasoning,
  };
}
