/** What of a thread is kept, so that it can be resumed, forked, listed and looked through. */
import type { Item, ThreadId, Turn } from "../../core/agent/item.ts";
import type { ModelItem } from "../../core/agent/model-item.ts";
import type { AuditRecord } from "../../core/approval/record.ts";
import type { ApprovalPolicy } from "../../core/config/approval-policy.ts";
import type { Reviewer } from "../../core/config/settings.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { TurnId } from "../../core/approval/action.ts";
import type { Millis } from "../../kit/time.ts";

/** Said once, at the beginning. */
export type ThreadMeta = {
  readonly id: ThreadId;
  readonly createdAt: Millis;
  readonly cwd: string;
  /** The client that started it, and its version of assent. */
  readonly originator: string;
  readonly version: string;
  readonly source: "appServer" | "exec" | "cli";
  readonly modelProvider: string;
  readonly model: string;
  readonly forkedFrom: ThreadId | null;
  readonly git: { readonly branch: string | null; readonly sha: string | null; readonly origin: string | null } | null;
};

/** What a client set for a thread itself; all else came from the settings. */
export type Chosen = {
  readonly approvalPolicy?: ApprovalPolicy;
  readonly sandboxMode?: SandboxMode;
  /** The name of a permission profile. */
  readonly permissions?: string;
  readonly reviewer?: Reviewer;
};

export type HistoryLine =
  | { readonly kind: "meta"; readonly meta: ThreadMeta }
  /** What a turn began with. */
  | {
      readonly kind: "turn";
      readonly turn: TurnId;
      readonly cwd: string;
      readonly approvalPolicy: ApprovalPolicy;
      readonly sandboxMode: SandboxMode;
      readonly reviewer: Reviewer;
      readonly model: string;
      readonly chosen: Chosen;
    }
  | { readonly kind: "model-item"; readonly item: ModelItem }
  /** As it was when it was completed. */
  | { readonly kind: "item"; readonly turn: TurnId; readonly item: Item }
  | { readonly kind: "turn-ended"; readonly turn: Turn }
  /** What the state machine recorded: asked, answered, granted, settled. */
  | { readonly kind: "decision"; readonly record: AuditRecord };

/** What a thread is resumed from. */
export type StoredThread = {
  readonly meta: ThreadMeta;
  readonly name: string | null;
  readonly updatedAt: Millis;
  /** The conversation as the model has to see it. */
  readonly conversation: readonly ModelItem[];
  readonly turns: readonly Turn[];
  /** For the last turn. */
  readonly chosen: Chosen;
  /** In the order in which they were made. */
  readonly decisions: readonly AuditRecord[];
};

export interface History {
  /** The file, absolute; null for a thread that is not kept. */
  readonly path: string | null;
  /** On disk, though perhaps not yet durable, when it resolves; in order. */
  append(lines: readonly HistoryLine[]): Promise<void>;
  close(): Promise<void>;
}
