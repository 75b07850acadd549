/** The models that there are. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { CyberAccessProgram } from "./modes.ts";
import { ReasoningEffort } from "./scalars.ts";

export const ModelListParams = define("ModelListParams", () =>
  z.object({
    modelProvider: maybe(z.string()),
    cursor: maybe(z.string()),
    limit: maybe(z.uint32()),
    includeHidden: maybe(z.boolean()),
  }),
);

export const ModelListResponse = define("ModelListResponse", () =>
  z.object({ data: z.array(Model()), nextCursor: maybe(z.string()) }),
);

export const Model = define("Model", () =>
  z.object({
    id: z.string(),
    model: z.string(),
    upgrade: maybe(z.string()),
    upgradeInfo: maybe(ModelUpgradeInfo()),
    availabilityNux: maybe(ModelAvailabilityNux()),
    displayName: z.string(),
    description: z.string(),
    modelSpecialty: maybe(z.string()),
    hidden: z.boolean(),
    supportedReasoningEfforts: z.array(ReasoningEffortOption()),
    defaultReasoningEffort: ReasoningEffort(),
    inputModalities: z.optional(z.array(InputModality())),
    supportsPersonality: z.optional(z.boolean()),
    multiAgentVersion: maybe(MultiAgentVersion()),
    additionalSpeedTiers: z.optional(z.array(z.string())),
    serviceTiers: z.optional(z.array(ModelServiceTier())),
    defaultServiceTier: maybe(z.string()),
    availableAccessPrograms: maybe(ModelAccessPrograms()),
    isDefault: z.boolean(),
  }),
);

export const ModelUpgradeInfo = define("ModelUpgradeInfo", () =>
  z.object({
    model: z.string(),
    upgradeCopy: maybe(z.string()),
    modelLink: maybe(z.string()),
    migrationMarkdown: maybe(z.string()),
    retirementAt: maybe(z.int()),
  }),
);

export const ModelAvailabilityNux = define("ModelAvailabilityNux", () => z.object({ message: z.string() }));

export const ReasoningEffortOption = define("ReasoningEffortOption", () =>
  z.object({ reasoningEffort: ReasoningEffort(), description: z.string() }),
);

export const InputModality = define("InputModality", () => z.enum(["text", "image", "audio"]));

export const MultiAgentVersion = define("MultiAgentVersion", () => z.enum(["disabled", "v1", "v2"]));

export const ModelServiceTier = define("ModelServiceTier", () =>
  z.object({ id: z.string(), name: z.string(), description: z.string() }),
);

export const ModelAccessPrograms = define("ModelAccessPrograms", () =>
  z.object({ cyber: z.array(CyberAccessProgram()) }),
);

export const ModelProviderCapabilitiesReadParams = define("ModelProviderCapabilitiesReadParams", () => z.object({}));

export const ModelProviderCapabilitiesReadResponse = define("ModelProviderCapabilitiesReadResponse", () =>
  z.object({ imageGeneration: z.boolean(), webSearch: z.boolean() }),
);
