/** What a surface that has threads gets from the composition. */
import type { ThreadId, Turn } from "../../core/agent/item.ts";
import type { TurnId } from "../../core/approval/action.ts";
import type { Verdict } from "../../core/approval/question.ts";
import type { ApprovalPolicy } from "../../core/config/approval-policy.ts";
import type { Notice } from "../../core/config/notice.ts";
import type { Reviewer } from "../../core/config/settings.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { Json } from "../../kit/json.ts";
import type { Result } from "../../kit/result.ts";
import type { Millis } from "../../kit/time.ts";
import type { Observer } from "../engine.ts";
import type { StartFault } from "../host.ts";
import type { StoredThread } from "./history.ts";
import type { Mcp } from "./mcp-port.ts";
import type { Asking, Thread, ThreadEvent, ThreadSettings } from "./thread.ts";

/** What a client wants to hold; what is left out is as the settings say. It stands above all layers but the managed ones. */
export type ThreadWish = {
  /** As typed, from the process's folder. */
  readonly cwd?: string;
  readonly approvalPolicy?: ApprovalPolicy;
  readonly sandboxMode?: SandboxMode;
  /** Refines workspace-write, as `[sandbox_workspace_write]` does. */
  readonly workspaceWrite?: Json;
  /** The name of a permission profile. */
  readonly permissions?: string;
  readonly reviewer?: Reviewer;
  readonly model?: string;
  readonly modelProvider?: string;
  readonly effort?: string;
  readonly summary?: string;
  /** Further keys of config.toml, dotted or nested. */
  readonly config?: { readonly [key: string]: Json };
};

export type ThreadOptions = {
  readonly wish: ThreadWish;
  /** In place of assent's own instructions to the model. */
  readonly baseInstructions: string | null;
  /** In addition to them. */
  readonly developerInstructions: string | null;
  /** True: nothing of it is kept. */
  readonly isEphemeral: boolean;
  /** Names the client in the history. */
  readonly originator: string;
  readonly source: "appServer" | "exec" | "cli";
  /** Called with each event in order; what it throws is dropped. */
  readonly emit: (event: ThreadEvent) => void;
  /** Answers a question; rejections and wrong answers count as a refusal. Settles soon after `signal` aborts. */
  readonly ask: (asking: Asking, signal: AbortSignal) => Promise<Verdict>;
  /** Asks the person what the agent wants to know, in the call `item`; null where nobody can be asked. */
  readonly askUser: ((item: string, questions: readonly Json[], signal: AbortSignal) => Promise<Json>) | null;
  /** Hears of each decision once it is on record. */
  readonly observe?: Observer;
};

export type ThreadOrigin =
  | { readonly kind: "new" }
  | { readonly kind: "resume"; readonly thread: ThreadId }
  /** A new thread with what was said up to a turn (that one included), or in all. */
  | { readonly kind: "fork"; readonly thread: ThreadId; readonly upTo: TurnId | null };

export type OpenThread = {
  readonly thread: Thread;
  readonly settings: ThreadSettings;
  /** The permission profile that holds, by its name; null where no name was chosen. */
  readonly profile: string | null;
  readonly notices: readonly Notice[];
  /** What wishes did not come true, and what holds instead; one line each. */
  readonly warnings: readonly string[];
  /** The file of its history, absolute; null where nothing is kept. */
  readonly path: string | null;
  readonly createdAt: Millis;
  /** What a person called it; null where it has no name. */
  readonly name: string | null;
  /** What was there before: empty for a new thread. */
  readonly turns: readonly Turn[];
  /** Lets another wish hold from the next action on; one that may not hold is an error, and nothing changes then. */
  readonly reconfigure: (wish: ThreadWish) => Promise<Result<ThreadSettings, StartFault>>;
  /** Its servers of the Model Context Protocol; null where it was opened without any. */
  readonly servers: Mcp | null;
  /** Lets servers be as the settings say now. */
  readonly reloadServers: () => Promise<Result<null, StartFault>>;
};

/** One thread in a list. Times in milliseconds. */
export type ThreadSummary = {
  readonly id: ThreadId;
  readonly path: string;
  /** The first thing that the person said, cut. */
  readonly preview: string;
  readonly name: string | null;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  readonly cwd: string;
  readonly modelProvider: string;
  readonly model: string | null;
  readonly source: string;
  readonly originator: string;
  readonly version: string;
  readonly forkedFrom: ThreadId | null;
  readonly isArchived: boolean;
  readonly git: { readonly branch: string | null; readonly sha: string | null; readonly origin: string | null } | null;
};

export type ThreadQuery = {
  readonly limit: number;
  /** As an earlier page gave it. */
  readonly cursor: string | null;
  readonly sortBy: "created" | "updated";
  readonly order: "asc" | "desc";
  readonly isArchived: boolean;
  /** Empty for all. */
  readonly modelProviders: readonly string[];
  readonly sources: readonly string[];
  readonly cwds: readonly string[];
  readonly search: string | null;
};

export type ThreadPage = { readonly threads: readonly ThreadSummary[]; readonly next: string | null };

export interface ThreadHost {
  /** assent's own folder, absolute. */
  readonly home: string;
  open(origin: ThreadOrigin, options: ThreadOptions): Promise<Result<OpenThread, StartFault>>;
  list(query: ThreadQuery): Promise<Result<ThreadPage, string>>;
  /** An error is one line for a person: there is no such thread, or it cannot be read. */
  read(thread: ThreadId): Promise<Result<{ readonly summary: ThreadSummary; readonly stored: StoredThread }, string>>;
  setName(thread: ThreadId, name: string): Promise<Result<null, string>>;
  archive(thread: ThreadId, isArchived: boolean): Promise<Result<null, string>>;
}
