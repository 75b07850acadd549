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
  z.object({ cwd: z.string(), skills: z.array(SkillMetadata()), errors: z.array(SkillErrorInfo()) }),
);

export const SkillMetadata = define("SkillMetadata", () =>
  z.object({
    name: z.string(),
    description: z.string(),
    shortDescription: maybe(z.string()),
    interface: maybe(SkillInterface()),
    dependencies: maybe(SkillDependencies()),
    path: LegacyAppPathString(),
    scope: SkillScope(),
    enabled: z.boolean(),
    pluginId: maybe(z.string()),
  }),
);

export const SkillInterface = define("SkillInterface", () =>
  z.object({
    displayName: maybe(z.string()),
    shortDescription: maybe(z.string()),
    iconSmall: maybe(AbsolutePathBuf()),
    iconLarge: maybe(AbsolutePathBuf()),
    iconSmallUrl: maybe(z.string()),
    iconLargeUrl: maybe(z.string()),
    brandColor: maybe(z.string()),
    defaultPrompt: maybe(z.string()),
  }),
);

export const SkillDependencies = define("SkillDependencies", () => z.object({ tools: z.array(SkillToolDependency()) }));

export const SkillToolDependency = define("SkillToolDependency", () =>
  z.object({
    type: z.string(),
    value: z.string(),
    description: maybe(z.string()),
    transport: maybe(z.string()),
    command: maybe(z.string()),
    url: maybe(z.string()),
  }),
);

export const SkillScope = define("SkillScope", () => z.enum(["user", "repo", "system", "admin"]));

export const SkillErrorInfo = define("SkillErrorInfo", () => z.object({ path: z.string(), message: z.string() }));

export const AppsListParams = define("AppsListParams", () =>
  z.object({
    cursor: maybe(z.string()),
    limit: maybe(z.uint32()),
    threadId: maybe(z.string()),
    forceRefetch: z.optional(z.boolean()),
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
    name: z.string(),
    stage: ExperimentalFeatureStage(),
    displayName: maybe(z.string()),
    description: maybe(z.string()),
    announcement: maybe(z.string()),
    enabled: z.boolean(),
    defaultEnabled: z.boolean(),
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
    name: z.string(),
    mode: maybe(ModeKind()),
    model: maybe(z.string()),
    reasoning_effort: maybe(z.nullable(ReasoningEffort())),
  }),
);
