/** A thread as surfaces see it: turns go in, events come out. */
import type { Item, PlanStep, ThreadId, TokenUsage, Turn, UserInput } from "../../core/agent/item.ts";
import type { Action, CaseId, TurnId } from "../../core/approval/action.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Opinion, Review, ReviewId } from "../../core/approval/review.ts";
import type { Millis } from "../../kit/time.ts";
import type { ApprovalPolicy } from "../../core/config/approval-policy.ts";
import type { Reviewer, WorkspaceWrite } from "../../core/config/settings.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { Json } from "../../kit/json.ts";
import type { Result } from "../../kit/result.ts";
import type { Engine } from "../engine.ts";

/** What holds in a thread now. */
export type ThreadSettings = {
  /** Absolute, links resolved. */
  readonly cwd: string;
  readonly approvalPolicy: ApprovalPolicy;
  readonly sandboxMode: SandboxMode;
  /** What refines workspace-write; left out where that is not known. */
  readonly workspaceWrite?: WorkspaceWrite;
  readonly reviewer: Reviewer;
  readonly model: string;
  readonly modelProvider: string;
  readonly effort: string | null;
  readonly summary: string | null;
};

export type TurnInput = {
  readonly content: readonly UserInput[];
  readonly clientId: string | null;
  readonly outputSchema: Json | null;
};

/** What an automatic review is about. */
export type UnderReview = {
  readonly turn: TurnId | null;
  /** Null where it belongs to none. */
  readonly item: string | null;
  readonly review: ReviewId;
  readonly case: CaseId;
  readonly action: Action;
  /** That a patch touches, absolute; empty for all else. */
  readonly files: readonly string[];
  readonly startedAt: Millis;
};

export type ThreadEvent =
  | { readonly kind: "turn-started" | "turn-ended"; readonly turn: Turn }
  | { readonly kind: "item-started" | "item-completed"; readonly turn: TurnId; readonly item: Item }
  | {
      readonly kind: "message-delta" | "reasoning-delta";
      readonly turn: TurnId;
      readonly item: string;
      readonly delta: string;
    }
  /** What a command wrote. */
  | { readonly kind: "output"; readonly turn: TurnId; readonly item: string; readonly text: string }
  /** What was typed into a running command. */
  | {
      readonly kind: "input";
      readonly turn: TurnId;
      readonly item: string;
      readonly process: string;
      readonly text: string;
    }
  | { readonly kind: "diff"; readonly turn: TurnId; readonly diff: string }
  | {
      readonly kind: "plan";
      readonly turn: TurnId;
      readonly explanation: string | null;
      readonly steps: readonly PlanStep[];
    }
  | { readonly kind: "usage"; readonly turn: TurnId; readonly last: TokenUsage; readonly total: TokenUsage }
  /** Questions that wait: from none to some, and back. */
  | { readonly kind: "waiting"; readonly questions: number }
  /** The automatic reviewer looks at an action. */
  | ({ readonly kind: "review-started" } & UnderReview)
  | ({
      readonly kind: "review-ended";
      readonly endedAt: Millis;
      /** `aborted` where it was taken back before it came to anything. */
      readonly end: Review | "aborted";
      /** What the model said, on which the ruling may be stricter; null where none did. */
      readonly opinion: Opinion | null;
    } & UnderReview)
  /** Of the automatic reviewer, for a person; one line, not escaped. */
  | { readonly kind: "guardian-warning"; readonly text: string }
  /** For a person; one line, not escaped. */
  | { readonly kind: "warning"; readonly text: string }
  | {
      readonly kind: "error";
      readonly turn: TurnId;
      readonly text: string;
      /** What the model's endpoint answered with; null where it was something else. */
      readonly status: number | null;
      readonly willRetry: boolean;
    }
  | { readonly kind: "settings"; readonly settings: ThreadSettings }
  | {
      readonly kind: "tools-changed";
      readonly server: string;
      readonly state: "starting" | "ready" | "failed";
      readonly why: string | null;
    };

export interface Thread {
  readonly id: ThreadId;
  readonly engine: Engine;
  readonly settings: () => ThreadSettings;
  /** The turn that runs; null where none does. */
  readonly running: () => TurnId | null;
  /** All turns so far, oldest first. */
  readonly turns: () => readonly Turn[];
  /** Starts a turn; while one runs, its text is handed to that one, whose id this is. */
  start(input: TurnInput): TurnId;
  /** As above, and refused where another turn runs, or none. */
  steer(turn: TurnId, input: TurnInput): Result<TurnId, string>;
  /** Resolves when the turn has ended; refused where another turn runs, or none. */
  interrupt(turn: TurnId): Promise<Result<null, string>>;
  /** Processes that run on after their call. */
  readonly processes: () => readonly RunningProcess[];
  /** False where there is none of that name. */
  endProcess(process: string): Promise<boolean>;
  /** Ends the turn, all processes and servers, and closes the log. */
  close(): Promise<void>;
}

export type RunningProcess = {
  readonly process: string;
  readonly item: string;
  readonly command: string;
  readonly cwd: string;
};

/** A question of one of the thread's actions, for whoever answers. */
export type Asking = { readonly thread: ThreadId; readonly turn: TurnId | null; readonly question: Question };
