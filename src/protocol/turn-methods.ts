/** Requests that start, steer and end a turn. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { UserInput } from "./input.ts";
import { CollaborationMode, CyberAccessProgram, MultiAgentMode, Personality, TurnEnvironmentParams } from "./modes.ts";
import { ApprovalsReviewer, AskForApproval, SandboxPolicy } from "./policy.ts";
import { AbsolutePathBuf, ReasoningEffort, ReasoningSummary } from "./scalars.ts";
import { FunctionCallOutputBody } from "./tool-calls.ts";
import { Turn } from "./turn.ts";

export const ThreadIncrementElicitationParams = define("ThreadIncrementElicitationParams", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadIncrementElicitationResponse = define("ThreadIncrementElicitationResponse", () =>
  z.object({ count: z.int(), paused: z.boolean() }),
);

export const ThreadDecrementElicitationParams = define("ThreadDecrementElicitationParams", () =>
  z.object({ threadId: z.string() }),
);

export const ThreadDecrementElicitationResponse = define("ThreadDecrementElicitationResponse", () =>
  z.object({ count: z.int(), paused: z.boolean() }),
);

export const ThreadCompactStartParams = define("ThreadCompactStartParams", () => z.object({ threadId: z.string() }));

export const ThreadCompactStartResponse = define("ThreadCompactStartResponse", () => z.object({}));

export const TurnStartParams = define("TurnStartParams", () =>
  z.object({
    additionalContext: experimental(maybe(z.record(z.string(), AdditionalContextEntry()))),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    clientUserMessageId: maybe(z.string()),
    collaborationMode: experimental(maybe(CollaborationMode())),
    cwd: maybe(z.string()),
    cyberAccessProgram: experimental(maybe(CyberAccessProgram())),
    disabledPluginIds: maybe(z.array(z.string())),
    effort: maybe(ReasoningEffort()),
    environments: experimental(maybe(z.array(TurnEnvironmentParams()))),
    input: z.array(UserInput()),
    model: maybe(z.string()),
    multiAgentMode: experimental(maybe(MultiAgentMode())),
    outputSchema: z.optional(z.unknown()),
    parentTurnId: maybe(z.string()),
    permissions: experimental(maybe(z.string())),
    personality: maybe(Personality()),
    responsesapiClientMetadata: experimental(maybe(z.record(z.string(), z.string()))),
    responsesapiClientMetadataPatch: experimental(maybe(z.record(z.string(), z.string()))),
    rootTurnId: maybe(z.string()),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    sandboxPolicy: maybe(SandboxPolicy()),
    serviceTier: maybe(z.string()),
    serviceTierForTurn: maybe(z.string()),
    summary: maybe(ReasoningSummary()),
    threadId: z.string(),
    toolOutput: maybe(TurnToolOutput()),
    turnTrigger: maybe(z.string()),
  }),
);

export const AdditionalContextEntry = define("AdditionalContextEntry", () =>
  z.object({ kind: AdditionalContextKind(), name: maybe(z.string()), value: z.string() }),
);

export const AdditionalContextKind = define("AdditionalContextKind", () => z.enum(["untrusted", "application"]));

export const TurnToolOutput = define("TurnToolOutput", () =>
  z.object({
    name: z.string(),
    namespace: maybe(z.string()),
    output: FunctionCallOutputBody(),
    retain: z.optional(z.boolean()),
  }),
);

export const TurnStartResponse = define("TurnStartResponse", () => z.object({ turn: Turn() }));

export const TurnSettingsUpdateParams = define("TurnSettingsUpdateParams", () =>
  z.object({
    approvalsReviewer: maybe(ApprovalsReviewer()),
    effort: maybe(ReasoningEffort()),
    environments: maybe(z.array(TurnEnvironmentParams())),
    model: maybe(z.string()),
    serviceTier: maybe(z.string()),
    summary: maybe(ReasoningSummary()),
    threadId: z.string(),
    turnId: z.string(),
  }),
);

export const TurnSettingsUpdateResponse = define("TurnSettingsUpdateResponse", () =>
  z.object({ status: TurnSettingsUpdateStatus() }),
);

export const TurnSettingsUpdateStatus = define("TurnSettingsUpdateStatus", () =>
  z.enum(["applied", "targetUnavailable"]),
);

export const TurnSteerParams = define("TurnSteerParams", () =>
  z.object({
    additionalContext: experimental(maybe(z.record(z.string(), AdditionalContextEntry()))),
    clientUserMessageId: maybe(z.string()),
    expectedTurnId: z.string(),
    input: z.array(UserInput()),
    responsesapiClientMetadata: experimental(maybe(z.record(z.string(), z.string()))),
    responsesapiClientMetadataPatch: experimental(maybe(z.record(z.string(), z.string()))),
    threadId: z.string(),
  }),
);

export const TurnSteerResponse = define("TurnSteerResponse", () => z.object({ turnId: z.string() }));

export const TurnInterruptParams = define("TurnInterruptParams", () =>
  z.object({ threadId: z.string(), turnId: z.string() }),
);

export const TurnInterruptResponse = define("TurnInterruptResponse", () => z.object({}));
