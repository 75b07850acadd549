/** A thread, and where it came from. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { AbsolutePathBuf, LegacyAppPathString, ReasoningEffort, ThreadId } from "./scalars.ts";
import { Turn } from "./turn.ts";

export const AgentPath = define("AgentPath", () => z.string());

export const GitInfo = define("GitInfo", () =>
  z.object({ sha: maybe(z.string()), branch: maybe(z.string()), originUrl: maybe(z.string()) }),
);

export const SessionSource = define("SessionSource", () =>
  z.union([
    z.enum(["cli", "vscode", "exec", "appServer", "unknown"]),
    z.object({ custom: z.string() }),
    z.object({ subAgent: SubAgentSource() }),
  ]),
);

export const SubAgentSource = define("SubAgentSource", () =>
  z.union([
    z.enum(["review", "compact", "memory_consolidation"]),
    z.object({
      thread_spawn: z.object({
        agent_nickname: maybe(z.string()),
        agent_path: maybe(AgentPath()),
        agent_role: maybe(z.string()),
        depth: z.int32(),
        parent_thread_id: ThreadId(),
      }),
    }),
    z.object({ other: z.string() }),
  ]),
);

export const Thread = define("Thread", () =>
  z.object({
    id: z.string(),
    environments: experimental(maybe(z.array(ThreadEnvironment()))),
    extra: experimental(maybe(ThreadExtra())),
    sessionId: z.string(),
    forkedFromId: maybe(z.string()),
    attachedToThreadId: experimental(maybe(z.string())),
    parentThreadId: maybe(z.string()),
    preview: z.string(),
    ephemeral: z.boolean(),
    section: maybe(ThreadSection()),
    sectionEnteredAt: maybe(z.int()),
    projectId: z.nullable(z.string()),
    historyMode: z.optional(ThreadHistoryMode()),
    modelProvider: z.string(),
    model: maybe(z.string()),
    reasoningEffort: maybe(ReasoningEffort()),
    createdAt: z.int(),
    updatedAt: z.int(),
    recencyAt: maybe(z.int()),
    status: ThreadStatus(),
    path: maybe(z.string()),
    cwd: AbsolutePathBuf(),
    cliVersion: z.string(),
    originator: maybe(z.string()),
    source: SessionSource(),
    canAcceptDirectInput: experimental(maybe(z.boolean())),
    threadSource: maybe(ThreadSource()),
    agentNickname: maybe(z.string()),
    agentRole: maybe(z.string()),
    gitInfo: maybe(GitInfo()),
    name: maybe(z.string()),
    daybreakEnabled: experimental(maybe(z.boolean())),
    turns: z.array(Turn()),
  }),
);

export const ThreadEnvironment = define("ThreadEnvironment", () =>
  z.object({
    environmentId: z.string(),
    cwd: LegacyAppPathString(),
    runtimeWorkspaceRoots: z.array(LegacyAppPathString()),
  }),
);

export const ThreadExtra = define("ThreadExtra", () => z.object({}));

export const ThreadSection = define("ThreadSection", () =>
  z.object({ id: z.string(), name: z.string(), appearance: maybe(ThreadSectionAppearance()) }),
);

export const ThreadSectionAppearance = define("ThreadSectionAppearance", () =>
  z.object({ icon: maybe(z.string()), color: maybe(z.string()) }),
);

export const ThreadHistoryMode = define("ThreadHistoryMode", () => z.enum(["legacy", "paginated"]));

export const ThreadStatus = define("ThreadStatus", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("notLoaded") }),
    z.object({ type: z.literal("idle") }),
    z.object({ type: z.literal("systemError") }),
    z.object({ activeFlags: z.array(ThreadActiveFlag()), type: z.literal("active") }),
  ]),
);

export const ThreadActiveFlag = define("ThreadActiveFlag", () => z.enum(["waitingOnApproval", "waitingOnUserInput"]));

export const ThreadSource = define("ThreadSource", () => z.string());
