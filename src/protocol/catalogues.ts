/** Lists of what there is beside threads: skills, apps, features, modes. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { ModeKind } from "./modes.ts";
import { AbsolutePathBuf, LegacyAppPathString, ReasoningEffort } from "./scalars.ts";

export const SkillsListParams = define("SkillsListParams", () =>
  z.object({ cwds: z.optional(z.array(z.string())), forceReload: z.optional(z.boolean()) }),
);

export const SkillsListResponse = define("SkillsListResponse", () => z.object({ data: z.array(SkillsListEntry()) }));

export const SkillsListEntry = define("SkillsListEntry", () =>
  z.object({ cwd: z.string(), errors: z.array(SkillErrorInfo()), skills: z.array(SkillMetadata()) }),
);

export const SkillErrorInfo = define("SkillErrorInfo", () => z.object({ message: z.string(), path: z.string() }));

export const SkillMetadata = define("SkillMetadata", () =>
  z.object({
    dependencies: maybe(SkillDependencies()),
    description: z.string(),
    enabled: z.boolean(),
    interface: maybe(SkillInterface()),
    name: z.string(),
    path: LegacyAppPathString(),
    pluginId: maybe(z.string()),
    scope: SkillScope(),
    shortDescription: maybe(z.string()),
  }),
);

export const SkillDependencies = define("SkillDependencies", () => z.object({ tools: z.array(SkillToolDependency()) }));

export const SkillToolDependency = define("SkillToolDependency", () =>
  z.object({
    command: maybe(z.string()),
    description: maybe(z.string()),
    transport: maybe(z.string()),
    type: z.string(),
    url: maybe(z.string()),
    value: z.string(),
  }),
);

export const SkillInterface = define("SkillInterface", () =>
  z.object({
    brandColor: maybe(z.string()),
    defaultPrompt: maybe(z.string()),
    displayName: maybe(z.string()),
    iconLarge: maybe(AbsolutePathBuf()),
    iconLargeUrl: maybe(z.string()),
    iconSmall: maybe(AbsolutePathBuf()),
    iconSmallUrl: maybe(z.string()),
    shortDescription: maybe(z.string()),
  }),
);

export const SkillScope = define("SkillScope", () => z.enum(["user", "repo", "system", "admin"]));

export const AppsListParams = define("AppsListParams", () =>
  z.object({
    cursor: maybe(z.string()),
    forceRefetch: z.optional(z.boolean()),
    limit: maybe(z.uint32()),
    threadId: maybe(z.string()),
  }),
);

export const AppsListResponse = define("AppsListResponse", () =>
  z.object({ data: z.array(AppInfo()), nextCursor: maybe(z.string()) }),
);

export const AppInfo = define("AppInfo", () => z.record(z.string(), z.unknown()));

export const ExperimentalFeatureListParams = define("ExperimentalFeatureListParams", () =>
  z.object({ cursor: maybe(z.string()), limit: maybe(z.uint32()), threadId: maybe(z.string()) }),
);

export const ExperimentalFeatureListResponse = define("ExperimentalFeatureListResponse", () =>
  z.object({ data: z.array(ExperimentalFeature()), nextCursor: maybe(z.string()) }),
);

export const ExperimentalFeature = define("ExperimentalFeature", () =>
  z.object({
    announcement: maybe(z.string()),
    defaultEnabled: z.boolean(),
    description: maybe(z.string()),
    displayName: maybe(z.string()),
    enabled: z.boolean(),
    name: z.string(),
    stage: ExperimentalFeatureStage(),
  }),
);

export const ExperimentalFeatureStage = define("ExperimentalFeatureStage", () =>
  z.enum(["beta", "underDevelopment", "stable", "deprecated", "removed"]),
);

export const CollaborationModeListParams = define("CollaborationModeListParams", () => z.object({}));

export const CollaborationModeListResponse = define("CollaborationModeListResponse", () =>
  z.object({ data: z.array(CollaborationModeMask()) }),
);

export const CollaborationModeMask = define("CollaborationModeMask", () =>
  z.object({
    mode: maybe(ModeKind()),
    model: maybe(z.string()),
    name: z.string(),
    reasoning_effort: maybe(z.nullable(ReasoningEffort())),
  }),
);
