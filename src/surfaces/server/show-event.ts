/** What happens in a thread as notifications to its clients. */
import type { PlanStep, ThreadId, TokenUsage } from "../../core/agent/item.ts";
import type { ThreadEvent } from "../../engine/agent/thread.ts";
import { never } from "../../kit/never.ts";
import type { JsonObject } from "../../kit/json.ts";
import { showItem } from "./show-item.ts";
import { showReviewEnded, showReviewStarted } from "./show-review.ts";
import { showSettings } from "./show-settings.ts";
import { showEndedTurn, showFault, showTurn } from "./show-thread.ts";

export type Notification = { readonly method: string; readonly params: JsonObject };

/** Null for what changes the thread's state alone. `details`: for clients that want what only assent tells. */
export function showEvent(threadId: ThreadId, event: ThreadEvent, details: boolean): Notification | null {
  const shown = showAlone(event, details);
  if (shown === null) return null;
  const [method, params] = shown;
  const turn = "turn" in event && typeof event.turn === "string" ? { turnId: event.turn } : {};
  return { method, params: { threadId, ...turn, ...params } };
}

/** Without the names of its thread and its turn. */
function showAlone(event: ThreadEvent, details: boolean): readonly [method: string, params: JsonObject] | null {
  switch (event.kind) {
    case "turn-started":
      return ["turn/started", { turn: showTurn(event.turn, "notLoaded") }];
    case "turn-ended":
      return ["turn/completed", { turn: showEndedTurn(event.turn, details) }];
    case "item-started":
      return ["item/started", { item: showItem(event.item, details), startedAtMs: event.item.startedAt }];
    case "item-completed": {
      const { completedAt } = event.item;
      const item = showItem(event.item, details);
      return ["item/completed", { item, contentTokenCount: null, completedAtMs: completedAt }];
    }
    case "message-delta":
      return ["item/agentMessage/delta", { itemId: event.item, delta: event.delta }];
    case "reasoning-delta":
      return ["item/reasoning/summaryTextDelta", { itemId: event.item, delta: event.delta, summaryIndex: 0 }];
    case "output":
      return ["item/commandExecution/outputDelta", { itemId: event.item, delta: event.text }];
    case "input": {
      const { item, process, text } = event;
      return ["item/commandExecution/terminalInteraction", { itemId: item, processId: process, stdin: text }];
    }
    case "diff":
      return ["turn/diff/updated", { diff: event.diff }];
    case "plan":
      return ["turn/plan/updated", { explanation: event.explanation, plan: event.steps.map(showStep) }];
    case "usage": {
      const tokenUsage = { total: showUsage(event.total), last: showUsage(event.last), modelContextWindow: null };
      return ["thread/tokenUsage/updated", { tokenUsage }];
    }
    case "warning":
      return ["warning", { message: event.text }];
    case "error":
      return ["error", { error: showFault(event.text, event.status), willRetry: event.willRetry }];
    case "settings":
      return ["thread/settings/updated", { threadSettings: showSettings(event.settings) }];
    case "tools-changed": {
      const { server, state, why } = event;
      return ["mcpServer/startupStatus/updated", { name: server, status: state, error: why, failureReason: null }];
    }
    case "review-started":
      return ["item/autoApprovalReview/started", showReviewStarted(event)];
    case "review-ended":
      return ["item/autoApprovalReview/completed", showReviewEnded(event, details)];
    case "waiting":
      return null;
    case "guardian-warning":
      return ["guardianWarning", { message: event.text }];
    default:
      return never(event);
  }
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
