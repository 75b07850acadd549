/** Settings, their layers, and edits of them. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { ApprovalsReviewer, AskForApproval, SandboxMode } from "./policy.ts";
import { AbsolutePathBuf, ReasoningEffort, ReasoningSummary } from "./scalars.ts";

export const PermissionProfileListParams = define("PermissionProfileListParams", () =>
  z.object({ cursor: maybe(z.string()), limit: maybe(z.uint32()), cwd: maybe(z.string()) }),
);

export const PermissionProfileListResponse = define("PermissionProfileListResponse", () =>
  z.object({ data: z.array(PermissionProfileSummary()), nextCursor: maybe(z.string()) }),
);

export const PermissionProfileSummary = define("PermissionProfileSummary", () =>
  z.object({ id: z.string(), description: maybe(z.string()), allowed: z.boolean() }),
);

export const ConfigReadParams = define("ConfigReadParams", () =>
  z.object({ includeLayers: z.optional(z.boolean()), cwd: maybe(z.string()) }),
);

export const ConfigReadResponse = define("ConfigReadResponse", () =>
  z.object({
    config: Config(),
    origins: z.record(z.string(), ConfigLayerMetadata()),
    layers: maybe(z.array(ConfigLayer())),
  }),
);

/** Whatever else a settings file holds stands in it as well. */
export const Config = define("Config", () =>
  z.looseObject({
    model: maybe(z.string()),
    review_model: maybe(z.string()),
    model_context_window: maybe(z.int()),
    model_auto_compact_token_limit: maybe(z.int()),
    model_auto_compact_token_limit_scope: maybe(AutoCompactTokenLimitScope()),
    model_provider: maybe(z.string()),
    approval_policy: maybe(AskForApproval()),
    approvals_reviewer: maybe(ApprovalsReviewer()),
    sandbox_mode: maybe(SandboxMode()),
    sandbox_workspace_write: maybe(SandboxWorkspaceWrite()),
    forced_chatgpt_workspace_id: maybe(ForcedChatgptWorkspaceIds()),
    forced_login_method: maybe(ForcedLoginMethod()),
    web_search: maybe(WebSearchMode()),
    client_search_provider: maybe(WebSearchProvider()),
    tools: maybe(ToolsV2()),
    instructions: maybe(z.string()),
    developer_instructions: maybe(z.string()),
    compact_prompt: maybe(z.string()),
    model_reasoning_effort: maybe(ReasoningEffort()),
    model_reasoning_summary: maybe(ReasoningSummary()),
    model_verbosity: maybe(Verbosity()),
    service_tier: maybe(z.string()),
    analytics: maybe(AnalyticsConfig()),
    apps: experimental(maybe(AppsConfig())),
    browser_use: maybe(BrowserUseConfig()),
    computer_use: maybe(ComputerUseConfig()),
    desktop: maybe(z.record(z.string(), z.unknown())),
  }),
);

export const AutoCompactTokenLimitScope = define("AutoCompactTokenLimitScope", () =>
  z.enum(["total", "body_after_prefix"]),
);

export const SandboxWorkspaceWrite = define("SandboxWorkspaceWrite", () =>
  z.object({
    writable_roots: z.optional(z.array(z.string())),
    network_access: z.optional(z.boolean()),
    exclude_tmpdir_env_var: z.optional(z.boolean()),
    exclude_slash_tmp: z.optional(z.boolean()),
  }),
);

export const ForcedChatgptWorkspaceIds = define("ForcedChatgptWorkspaceIds", () =>
  z.union([z.string(), z.array(z.string())]),
);

export const ForcedLoginMethod = define("ForcedLoginMethod", () => z.enum(["chatgpt", "api"]));

export const WebSearchMode = define("WebSearchMode", () => z.enum(["disabled", "cached", "indexed", "live"]));

export const WebSearchProvider = define("WebSearchProvider", () => z.enum(["standalone", "search_mcp"]));

export const ToolsV2 = define("ToolsV2", () => z.record(z.string(), z.unknown()));

export const Verbosity = define("Verbosity", () => z.enum(["low", "medium", "high"]));

export const AnalyticsConfig = define("AnalyticsConfig", () => z.record(z.string(), z.unknown()));

export const AppsConfig = define("AppsConfig", () => z.record(z.string(), z.unknown()));

export const BrowserUseConfig = define("BrowserUseConfig", () => z.record(z.string(), z.unknown()));

export const ComputerUseConfig = define("ComputerUseConfig", () => z.record(z.string(), z.unknown()));

export const ConfigLayerMetadata = define("ConfigLayerMetadata", () =>
  z.object({ name: ConfigLayerSource(), version: z.string() }),
);

export const ConfigLayerSource = define("ConfigLayerSource", () =>
  z.discriminatedUnion("type", [
    z.object({ file: AbsolutePathBuf(), type: z.literal("packagedDefaults") }),
    z.object({ domain: z.string(), key: z.string(), type: z.literal("mdm") }),
    z.object({ file: AbsolutePathBuf(), type: z.literal("system") }),
    z.object({ id: z.string(), name: z.string(), type: z.literal("enterpriseManaged") }),
    z.object({ file: AbsolutePathBuf(), profile: maybe(z.string()), type: z.literal("user") }),
    z.object({ dotCodexFolder: AbsolutePathBuf(), type: z.literal("project") }),
    z.object({ type: z.literal("sessionFlags") }),
    z.object({ file: AbsolutePathBuf(), type: z.literal("legacyManagedConfigTomlFromFile") }),
    z.object({ type: z.literal("legacyManagedConfigTomlFromMdm") }),
  ]),
);

export const ConfigLayer = define("ConfigLayer", () =>
  z.object({ name: ConfigLayerSource(), version: z.string(), config: z.unknown(), disabledReason: maybe(z.string()) }),
);

export const ConfigValueWriteParams = define("ConfigValueWriteParams", () =>
  z.object({
    keyPath: z.string(),
    value: z.unknown(),
    mergeStrategy: MergeStrategy(),
    filePath: maybe(z.string()),
    expectedVersion: maybe(z.string()),
  }),
);

export const MergeStrategy = define("MergeStrategy", () => z.enum(["replace", "upsert"]));

export const ConfigWriteResponse = define("ConfigWriteResponse", () =>
  z.object({
    status: WriteStatus(),
    version: z.string(),
    filePath: AbsolutePathBuf(),
    overriddenMetadata: maybe(OverriddenMetadata()),
  }),
);

export const WriteStatus = define("WriteStatus", () => z.enum(["ok", "okOverridden"]));

export const OverriddenMetadata = define("OverriddenMetadata", () =>
  z.object({ message: z.string(), overridingLayer: ConfigLayerMetadata(), effectiveValue: z.unknown() }),
);

export const ConfigBatchWriteParams = define("ConfigBatchWriteParams", () =>
  z.object({
    edits: z.array(ConfigEdit()),
    filePath: maybe(z.string()),
    expectedVersion: maybe(z.string()),
    reloadUserConfig: z.optional(z.boolean()),
  }),
);

export const ConfigEdit = define("ConfigEdit", () =>
  z.object({ keyPath: z.string(), value: z.unknown(), mergeStrategy: MergeStrategy() }),
);

export const CliAuthCredentialsStoreMode = define("CliAuthCredentialsStoreMode", () =>
  z.enum(["file", "keyring", "auto", "ephemeral"]),
);
