/** What a thread needs of the world, and what holds in it. */
import type { Facts } from "../../core/approval/facts.ts";
import type { AuditRecord } from "../../core/approval/record.ts";
import type { ThreadId, TokenUsage, Turn } from "../../core/agent/item.ts";
import type { ModelItem } from "../../core/agent/model-item.ts";
import type { Json } from "../../kit/json.ts";
import type { Result } from "../../kit/result.ts";
import type { Millis } from "../../kit/time.ts";
import type { Engine, Observer } from "../engine.ts";
import type { Approver, Reviewer } from "../ports.ts";
import type { Chosen, History } from "./history.ts";
import type { ThreadOptions } from "./host.ts";
import type { Mcp } from "./mcp-port.ts";
import type { Model } from "./model.ts";
import type { ThreadSettings } from "./thread.ts";

export interface ThreadPorts extends Pick<ThreadOptions, "emit" | "ask" | "askUser"> {
  now(): Millis;
  /** A UUID of version 7. */
  newId(): string;
  /** Resolves after that time, or when `signal` aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  readonly history: History;
  /** Null where no server is set up. */
  readonly mcp: Mcp | null;
  /** What a patch would do; never rejects. @param cwd absolute */
  gatherPatch(text: string, cwd: string): Promise<NonNullable<Facts["patch"]>>;
  /** The picture as a data URL; an error is one line: it may not be read, or is none. @param path absolute */
  picture(path: string): Promise<Result<string, string>>;
  /** Null where it is a folder that commands can run in; else why not. @param path absolute */
  folderFault(path: string): string | null;
  /** The shell that a name stands for, absolute; null where there is none. */
  shellNamed(name: string): string | null;
  /** Closes all of these: servers, history, log. */
  close(): Promise<void>;
}

/** Tools that are there only where they are switched on. */
export type ToolFeatures = {
  /** `features.exec_permission_approvals`. */
  readonly additionalPermissions: boolean;
  /** `features.request_permissions_tool`. */
  readonly requestPermissions: boolean;
  /** `features.default_mode_request_user_input`. */
  readonly asksUser: boolean;
};

/** What holds in a thread from one model request to the next. */
export type Standing = {
  readonly settings: ThreadSettings;
  readonly chosen: Chosen;
  readonly model: Model;
  /** Absolute. */
  readonly shell: string;
  readonly features: ToolFeatures;
  /** Absolute: folders that hold skills. */
  readonly skillFolders: readonly string[];
  readonly instructions: string;
  /** Told once, and again where it changes: permissions in force, the client's own words. */
  readonly told: () => Promise<readonly ModelItem[]>;
};

/** By whom the thread's engine asks and is observed. */
export type EngineSide = {
  readonly approver: Approver;
  readonly observe: Observer;
  /** The same reviewer, whose reviews are shown. */
  readonly shown: (reviewer: Reviewer) => Reviewer;
};

/** What a thread is made of. */
export type ThreadParts = {
  readonly id: ThreadId;
  /** The agent that it was delegated to; null for the person's own. */
  readonly agent: string | null;
  readonly ports: ThreadPorts;
  readonly standing: Standing;
  readonly engineFor: (side: EngineSide) => Engine;
  /** What was there before. */
  readonly turns: readonly Turn[];
  readonly conversation: readonly ModelItem[];
  /** In the order in which they were made. */
  readonly decisions: readonly AuditRecord[];
};

export const NO_USAGE: TokenUsage = { input: 0, cachedInput: 0, output: 0, reasoning: 0, total: 0 };

/** A call of the model. */
export type ToolCall = {
  readonly id: string;
  readonly name: string;
  /** Of a server's tool; null for all else. */
  readonly namespace: string | null;
  /** Arguments as JSON, or the text of a custom tool. */
  readonly input: string;
  readonly isCustom: boolean;
};

/** What comes back for it. */
export type CallEnd = {
  readonly output: string | readonly Json[];
  /** The person ended the whole turn with it. */
  readonly endsTurn?: true;
};
