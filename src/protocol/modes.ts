/** How a model is to work: mode, effort, persona, environments. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { LegacyAppPathString, ReasoningEffort } from "./scalars.ts";

export const CollaborationMode = define("CollaborationMode", () =>
  z.object({ mode: ModeKind(), settings: Settings() }),
);

export const ModeKind = define("ModeKind", () => z.enum(["plan", "default"]));

export const Settings = define("Settings", () =>
  z.object({
    model: z.string(),
    reasoning_effort: maybe(ReasoningEffort()),
    developer_instructions: maybe(z.string()),
  }),
);

export const CyberAccessProgram = define("CyberAccessProgram", () =>
  z.enum(["standard", "daybreakBlue", "daybreakRed"]),
);

export const MultiAgentMode = define("MultiAgentMode", () =>
  z.union([z.enum(["explicitRequestOnly", "proactive"]), z.object({ custom: z.string() })]),
);

export const Personality = define("Personality", () => z.enum(["none", "friendly", "pragmatic"]));

export const TurnEnvironmentParams = define("TurnEnvironmentParams", () =>
  z.object({
    environmentId: z.string(),
    cwd: LegacyAppPathString(),
    runtimeWorkspaceRoots: maybe(z.array(LegacyAppPathString())),
  }),
);
