/** What a thread's file is to hold of what happens: each piece as lines in Codex's format. */
import type { ThreadId, Turn } from "../../core/agent/item.ts";
import type { ModelItem } from "../../core/agent/model-item.ts";
import { printLine } from "../../core/audit/line.ts";
import type { ApprovalPolicy } from "../../core/config/approval-policy.ts";
import type { HistoryLine, ThreadMeta } from "../../engine/agent/history.ts";
import { never } from "../../kit/never.ts";
import type { Millis } from "../../kit/time.ts";
import { type Json, objectIn } from "../../kit/json.ts";
import { chosenShape } from "./chosen.ts";
import { itemShape } from "./item-shape.ts";
import { type NewLine, OWN_TYPE } from "./rollout-line.ts";

/** Lines of the thread `id`. Times in seconds are Codex's own; the exact ones stand beside them. */
export function newLines(id: ThreadId, line: HistoryLine, now: Millis): readonly NewLine[] {
  switch (line.kind) {
    case "meta":
      return [{ type: "session_meta", payload: metaShape(line.meta) }];
    case "turn":
      return [begins(line.turn, now), { type: "turn_context", payload: contextShape(line) }];
    case "model-item":
      return [{ type: "response_item", payload: line.item }];
    case "item": {
      const { item, turn } = line;
      const times = { started_at_ms: item.startedAt, completed_at_ms: item.completedAt ?? now };
      return [event({ type: "item_completed", thread_id: id, turn_id: turn, item: itemShape(item), ...times })];
    }
    case "turn-ended":
      return [event(endShape(line.turn, now))];
    case "decision": {
      const record = objectIn(printLine({ kind: "record", ...line.record }));
      return record === null ? [] : [{ type: OWN_TYPE, payload: record }];
    }
    default:
      return never(line);
  }
}

function event(payload: Json): NewLine {
  return { type: "event_msg", payload };
}

function begins(turn: string, now: Millis): NewLine {
  return event({ type: "task_started", turn_id: turn, started_at: seconds(now), started_at_ms: now });
}

function seconds(at: Millis): number {
  return Math.floor(at / 1000);
}

function metaShape(meta: ThreadMeta): Json {
  const { git } = meta;
  return {
    id: meta.id,
    session_id: meta.id,
    ...(meta.forkedFrom === null ? {} : { forked_from_id: meta.forkedFrom }),
    timestamp: new Date(meta.createdAt).toISOString(),
    cwd: meta.cwd,
    originator: meta.originator,
    cli_version: meta.version,
    source: meta.source === "appServer" ? "vscode" : meta.source,
    model_provider: meta.modelProvider,
    history_mode: "paginated",
    git: git === null ? {} : { commit_hash: git.sha, branch: git.branch, repository_url: git.origin },
    assent: { model: meta.model },
  };
}

function contextShape(line: Extract<HistoryLine, { kind: "turn" }>): Json {
  const { turn, cwd, approvalPolicy, sandboxMode, reviewer, model } = line;
  const chosen = chosenShape(line.chosen);
  const own = {
    ...(approvalPolicy === "on-failure" ? { approval_policy: approvalPolicy } : {}),
    ...(chosen === null ? {} : { chosen }),
  };
  return {
    turn_id: turn,
    cwd,
    approval_policy: policyShape(approvalPolicy),
    approvals_reviewer: reviewer,
    sandbox_policy: { type: sandboxMode },
    model,
    summary: "auto",
    ...(Object.keys(own).length === 0 ? {} : { assent: own }),
  };
}

/** Codex has no `on-failure` any more, and reads no line that names it. */
function policyShape(policy: ApprovalPolicy): Json {
  return policy === "on-failure" ? "on-request" : policy;
}

function endShape(turn: Turn, now: Millis): Json {
  const startedAt = turn.startedAt ?? now;
  const completedAt = turn.completedAt ?? now;
  const times = {
    started_at: seconds(startedAt),
    completed_at: seconds(completedAt),
    duration_ms: Math.max(0, completedAt - startedAt),
    started_at_ms: startedAt,
    completed_at_ms: completedAt,
  };
  if (turn.status === "interrupted") return { type: "turn_aborted", turn_id: turn.id, reason: "interrupted", ...times };
  const last = turn.items.findLast((item) => item.kind === "agent-message");
  return {
    type: "task_complete",
    turn_id: turn.id,
    last_agent_message: last?.kind === "agent-message" ? last.text : null,
    ...(turn.error === null
      ? {}
      : { error: { message: turn.error.message, codex_error_info: "other" }, assent: { status: turn.error.status } }),
    ...times,
  };
}

/** What only Codex's own endpoint understands is left out of what it kept. */
export function plainItem(payload: { readonly [key: string]: Json }, type: string): ModelItem {
  const { internal_chat_message_metadata_passthrough: _, ...rest } = payload;
  return { ...rest, type };
}
