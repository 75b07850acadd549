/** What holds in a thread, and requests that change it. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { CollaborationMode, MultiAgentMode, Personality, TurnEnvironmentParams } from "./modes.ts";
import { ActivePermissionProfile, ApprovalsReviewer, AskForApproval, SandboxPolicy } from "./policy.ts";
import { AbsolutePathBuf, ReasoningEffort, ReasoningSummary } from "./scalars.ts";
import { ThreadEnvironment } from "./thread.ts";

export const ThreadSettingsUpdateParams = define("ThreadSettingsUpdateParams", () =>
  z.object({
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    collaborationMode: maybe(CollaborationMode()),
    cwd: maybe(z.string()),
    disabledPluginIds: maybe(z.array(z.string())),
    effort: maybe(ReasoningEffort()),
    environments: maybe(z.array(TurnEnvironmentParams())),
    model: maybe(z.string()),
    multiAgentMode: maybe(MultiAgentMode()),
    permissions: maybe(z.string()),
    personality: maybe(Personality()),
    sandboxPolicy: maybe(SandboxPolicy()),
    serviceTier: maybe(z.string()),
    summary: maybe(ReasoningSummary()),
    threadId: z.string(),
  }),
);

export const ThreadSettingsUpdateResponse = define("ThreadSettingsUpdateResponse", () => z.object({}));

export const ThreadSettingsUpdatedNotification = define("ThreadSettingsUpdatedNotification", () =>
  z.object({ threadId: z.string(), threadSettings: ThreadSettings() }),
);

export const ThreadSettings = define("ThreadSettings", () =>
  z.object({
    activePermissionProfile: maybe(ActivePermissionProfile()),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    collaborationMode: CollaborationMode(),
    cwd: AbsolutePathBuf(),
    disabledPluginIds: z.optional(z.array(z.string())),
    effort: maybe(ReasoningEffort()),
    environments: experimental(maybe(z.array(ThreadEnvironment()))),
    model: z.string(),
    modelProvider: z.string(),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
    personality: maybe(Personality()),
    sandboxPolicy: SandboxPolicy(),
    serviceTier: maybe(z.string()),
    summary: maybe(ReasoningSummary()),
  }),
);
