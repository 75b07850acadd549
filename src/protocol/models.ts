/** The models that there are. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { CyberAccessProgram } from "./modes.ts";
import { ReasoningEffort } from "./scalars.ts";

export const ModelListParams = define("ModelListParams", () =>
  z.object({
    cursor: maybe(z.string()),
    includeHidden: maybe(z.boolean()),
    limit: maybe(z.uint32()),
    modelProvider: maybe(z.string()),
  }),
);

export const ModelListResponse = define("ModelListResponse", () =>
  z.object({ data: z.array(Model()), nextCursor: maybe(z.string()) }),
);

export const Model = define("Model", () =>
  z.object({
    additionalSpeedTiers: z.optional(z.array(z.string())),
    availabilityNux: maybe(ModelAvailabilityNux()),
    availableAccessPrograms: maybe(ModelAccessPrograms()),
    defaultReasoningEffort: ReasoningEffort(),
    defaultServiceTier: maybe(z.string()),
    description: z.string(),
    displayName: z.string(),
    hidden: z.boolean(),
    id: z.string(),
    inputModalities: z.optional(z.array(InputModality())),
    isDefault: z.boolean(),
    model: z.string(),
    modelSpecialty: maybe(z.string()),
    multiAgentVersion: maybe(MultiAgentVersion()),
    serviceTiers: z.optional(z.array(ModelServiceTier())),
    supportedReasoningEfforts: z.array(ReasoningEffortOption()),
    supportsPersonality: z.optional(z.boolean()),
    upgrade: maybe(z.string()),
    upgradeInfo: maybe(ModelUpgradeInfo()),
  }),
);

export const ModelAvailabilityNux = define("ModelAvailabilityNux", () => z.object({ message: z.string() }));

export const ModelAccessPrograms = define("ModelAccessPrograms", () =>
  z.object({ cyber: z.array(CyberAccessProgram()) }),
);

export const InputModality = define("InputModality", () => z.enum(["text", "image", "audio"]));

export const MultiAgentVersion = define("MultiAgentVersion", () => z.enum(["disabled", "v1", "v2"]));

export const ModelServiceTier = define("ModelServiceTier", () =>
  z.object({ description: z.string(), id: z.string(), name: z.string() }),
);

export const ReasoningEffortOption = define("ReasoningEffortOption", () =>
  z.object({ description: z.string(), reasoningEffort: ReasoningEffort() }),
);

export const ModelUpgradeInfo = define("ModelUpgradeInfo", () =>
  z.object({
    migrationMarkdown: maybe(z.string()),
    model: z.string(),
    modelLink: maybe(z.string()),
    retirementAt: maybe(z.int()),
    upgradeCopy: maybe(z.string()),
  }),
);

export const ModelProviderCapabilitiesReadParams = define("ModelProviderCapabilitiesReadParams", () => z.object({}));

export const ModelProviderCapabilitiesReadResponse = define("ModelProviderCapabilitiesReadResponse", () =>
  z.object({ imageGeneration: z.boolean(), webSearch: z.boolean() }),
);
