/** A thread, and where it came from. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { AbsolutePathBuf, LegacyAppPathString, ReasoningEffort, ThreadId } from "./scalars.ts";
import { Turn } from "./turn.ts";

export const AgentPath = define("AgentPath", () => z.string());

export const GitInfo = define("GitInfo", () =>
  z.object({ branch: maybe(z.string()), originUrl: maybe(z.string()), sha: maybe(z.string()) }),
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
    agentNickname: maybe(z.string()),
    agentRole: maybe(z.string()),
    attachedToThreadId: experimental(maybe(z.string())),
    canAcceptDirectInput: experimental(maybe(z.boolean())),
    cliVersion: z.string(),
    createdAt: z.int(),
    cwd: AbsolutePathBuf(),
    daybreakEnabled: experimental(maybe(z.boolean())),
    environments: experimental(maybe(z.array(ThreadEnvironment()))),
    ephemeral: z.boolean(),
    extra: experimental(maybe(ThreadExtra())),
    forkedFromId: maybe(z.string()),
    gitInfo: maybe(GitInfo()),
    historyMode: z.optional(ThreadHistoryMode()),
    id: z.string(),
    model: maybe(z.string()),
    modelProvider: z.string(),
    name: maybe(z.string()),
    originator: maybe(z.string()),
    parentThreadId: maybe(z.string()),
    path: maybe(z.string()),
    preview: z.string(),
    projectId: z.nullable(z.string()),
    reasoningEffort: maybe(ReasoningEffort()),
    recencyAt: maybe(z.int()),
    section: maybe(ThreadSection()),
    sectionEnteredAt: maybe(z.int()),
    sessionId: z.string(),
    source: SessionSource(),
    status: ThreadStatus(),
    threadSource: maybe(ThreadSource()),
    turns: z.array(Turn()),
    updatedAt: z.int(),
  }),
);

export const ThreadEnvironment = define("ThreadEnvironment", () =>
  z.object({
    cwd: LegacyAppPathString(),
    environmentId: z.string(),
    runtimeWorkspaceRoots: z.array(LegacyAppPathString()),
  }),
);

export const ThreadExtra = define("ThreadExtra", () => z.object({}));

export const ThreadHistoryMode = define("ThreadHistoryMode", () => z.enum(["legacy", "paginated"]));

export const ThreadSection = define("ThreadSection", () =>
  z.object({ appearance: maybe(ThreadSectionAppearance()), id: z.string(), name: z.string() }),
);

export const ThreadSectionAppearance = define("ThreadSectionAppearance", () =>
  z.object({ color: maybe(z.string()), icon: maybe(z.string()) }),
);

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
