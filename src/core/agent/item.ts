/** What happens in a thread, piece by piece, as clients see it. */
import type { Json } from "../../kit/json.ts";
import type { Millis } from "../../kit/time.ts";
import type { TurnId } from "../approval/action.ts";
import type { ToolResult } from "../approval/facts.ts";
import type { Command } from "../shell/reading.ts";
import type { CommandAction } from "./command-actions.ts";

/** A UUID of version 7, so that names sort by time. */
export type ThreadId = string;

export type UserInput =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly url: string }
  /** Absolute. */
  | { readonly kind: "local-image"; readonly path: string }
  | { readonly kind: "skill" | "mention"; readonly name: string; readonly path: string };

export type ItemStatus = "in-progress" | "completed" | "failed" | "declined";

/** A file of a patch as clients see it; `path` is absolute. */
export type ShownChange = {
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** Where it is moved; null where it stays. */
  readonly movedTo: string | null;
  /** Of an update a unified diff, else the text that is added or deleted. */
  readonly diff: string;
};

export type Item = {
  /** The model's own id of the call or message where it has one. */
  readonly id: string;
  readonly startedAt: Millis;
  /** Null as long as it goes on. */
  readonly completedAt: Millis | null;
} & (
  | { readonly kind: "user-message"; readonly content: readonly UserInput[]; readonly clientId: string | null }
  | { readonly kind: "agent-message"; readonly text: string; readonly phase: string | null }
  | { readonly kind: "reasoning"; readonly summary: readonly string[]; readonly content: readonly string[] }
  | {
      readonly kind: "command";
      /** With the shell that runs it. */
      readonly argv: Command;
      readonly cwd: string;
      readonly actions: readonly CommandAction[];
      readonly status: ItemStatus;
      /** What `write_stdin` knows it by; null until it has started. */
      readonly process: string | null;
      readonly output: string | null;
      readonly exitCode: number | null;
      /** The person's own command, not the agent's. */
      readonly isUsers: boolean;
      /** Why it did not run, or what stopped it, for the person; null where it simply ran. */
      readonly note: string | null;
    }
  | {
      readonly kind: "file-change";
      readonly changes: readonly ShownChange[];
      readonly status: ItemStatus;
      readonly note: string | null;
    }
  | {
      readonly kind: "tool-call";
      readonly server: string;
      readonly tool: string;
      readonly input: Json;
      /** What its server says of it; null or left out where that says nothing. */
      readonly readOnly?: boolean | null;
      readonly status: ItemStatus;
      readonly result: ToolResult | null;
      readonly error: string | null;
    }
  | { readonly kind: "image-view"; readonly path: string }
);

export type TurnStatus = "in-progress" | "completed" | "interrupted" | "failed";

export type Turn = {
  readonly id: TurnId;
  readonly status: TurnStatus;
  /** One line for a person; null but for a turn that failed. */
  readonly error: TurnFault | null;
  readonly startedAt: Millis | null;
  readonly completedAt: Millis | null;
  readonly items: readonly Item[];
};

export type TurnFault = {
  readonly message: string;
  /** The HTTP status of the model's endpoint, where that was it. */
  readonly status: number | null;
};

export type PlanStep = { readonly step: string; readonly status: "pending" | "in-progress" | "completed" };

/** Tokens of one request, or of all of a thread. */
export type TokenUsage = {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
  readonly reasoning: number;
  readonly total: number;
};
