/** What holds in a thread, and requests that change it. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { CollaborationMode, MultiAgentMode, Personality, TurnEnvironmentParams } from "./modes.ts";
import { ActivePermissionProfile, ApprovalsReviewer, AskForApproval, SandboxPolicy } from "./policy.ts";
import { AbsolutePathBuf, ReasoningEffort, ReasoningSummary } from "./scalars.ts";
import { ThreadEnvironment } from "./thread.ts";

export const ThreadSettingsUpdateParams = define("ThreadSettingsUpdateParams", () =>
  z.object({
    threadId: z.string(),
    disabledPluginIds: maybe(z.array(z.string())),
    cwd: maybe(z.string()),
    environments: maybe(z.array(TurnEnvironmentParams())),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    sandboxPolicy: maybe(SandboxPolicy()),
    permissions: maybe(z.string()),
    model: maybe(z.string()),
    serviceTier: maybe(z.string()),
    effort: maybe(ReasoningEffort()),
    summary: maybe(ReasoningSummary()),
    collaborationMode: maybe(CollaborationMode()),
    multiAgentMode: maybe(MultiAgentMode()),
    personality: maybe(Personality()),
  }),
);

export const ThreadSettingsUpdateResponse = define("ThreadSettingsUpdateResponse", () => z.object({}));

export const ThreadSettingsUpdatedNotification = define("ThreadSettingsUpdatedNotification", () =>
  z.object({ threadId: z.string(), threadSettings: ThreadSettings() }),
);

export const ThreadSettings = define("ThreadSettings", () =>
  z.object({
    disabledPluginIds: z.optional(z.array(z.string())),
    cwd: AbsolutePathBuf(),
    environments: experimental(maybe(z.array(ThreadEnvironment()))),
    approvalPolicy: AskForApproval(),
    approvalsReviewer: ApprovalsReviewer(),
    sandboxPolicy: SandboxPolicy(),
    activePermissionProfile: maybe(ActivePermissionProfile()),
    model: z.string(),
    modelProvider: z.string(),
    serviceTier: maybe(z.string()),
    effort: maybe(ReasoningEffort()),
    summary: maybe(ReasoningSummary()),
    collaborationMode: CollaborationMode(),
    multiAgentMode: experimental(z.optional(MultiAgentMode())),
    personality: maybe(Personality()),
  }),
);
