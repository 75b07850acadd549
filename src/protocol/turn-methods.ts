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
    threadId: z.string(),
    disabledPluginIds: maybe(z.array(z.string())),
    clientUserMessageId: maybe(z.string()),
    input: z.array(UserInput()),
    turnTrigger: maybe(z.string()),
    parentTurnId: maybe(z.string()),
    rootTurnId: maybe(z.string()),
    toolOutput: maybe(TurnToolOutput()),
    responsesapiClientMetadata: experimental(maybe(z.record(z.string(), z.string()))),
    responsesapiClientMetadataPatch: experimental(maybe(z.record(z.string(), z.string()))),
    additionalContext: experimental(maybe(z.record(z.string(), AdditionalContextEntry()))),
    environments: experimental(maybe(z.array(TurnEnvironmentParams()))),
    cwd: maybe(z.string()),
    runtimeWorkspaceRoots: experimental(maybe(z.array(AbsolutePathBuf()))),
    approvalPolicy: maybe(AskForApproval()),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    sandboxPolicy: maybe(SandboxPolicy()),
    permissions: experimental(maybe(z.string())),
    model: maybe(z.string()),
    serviceTier: maybe(z.string()),
    serviceTierForTurn: maybe(z.string()),
    effort: maybe(ReasoningEffort()),
    summary: maybe(ReasoningSummary()),
    personality: maybe(Personality()),
    outputSchema: z.optional(z.unknown()),
    collaborationMode: experimental(maybe(CollaborationMode())),
    multiAgentMode: experimental(maybe(MultiAgentMode())),
    cyberAccessProgram: experimental(maybe(CyberAccessProgram())),
  }),
);

export const TurnToolOutput = define("TurnToolOutput", () =>
  z.object({
    name: z.string(),
    namespace: maybe(z.string()),
    output: FunctionCallOutputBody(),
    retain: z.optional(z.boolean()),
  }),
);

export const AdditionalContextEntry = define("AdditionalContextEntry", () =>
  z.object({ value: z.string(), kind: AdditionalContextKind(), name: maybe(z.string()) }),
);

export const AdditionalContextKind = define("AdditionalContextKind", () => z.enum(["untrusted", "application"]));

export const TurnStartResponse = define("TurnStartResponse", () => z.object({ turn: Turn() }));

export const TurnSettingsUpdateParams = define("TurnSettingsUpdateParams", () =>
  z.object({
    threadId: z.string(),
    turnId: z.string(),
    approvalsReviewer: maybe(ApprovalsReviewer()),
    environments: maybe(z.array(TurnEnvironmentParams())),
    model: maybe(z.string()),
    effort: maybe(ReasoningEffort()),
    summary: maybe(ReasoningSummary()),
    serviceTier: maybe(z.string()),
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
    threadId: z.string(),
    clientUserMessageId: maybe(z.string()),
    input: z.array(UserInput()),
    responsesapiClientMetadata: experimental(maybe(z.record(z.string(), z.string()))),
    responsesapiClientMetadataPatch: experimental(maybe(z.record(z.string(), z.string()))),
    additionalContext: experimental(maybe(z.record(z.string(), AdditionalContextEntry()))),
    expectedTurnId: z.string(),
  }),
);

export const TurnSteerResponse = define("TurnSteerResponse", () => z.object({ turnId: z.string() }));

export const TurnInterruptParams = define("TurnInterruptParams", () =>
  z.object({ threadId: z.string(), turnId: z.string() }),
);

export const TurnInterruptResponse = define("TurnInterruptResponse", () => z.object({}));
