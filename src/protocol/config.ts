/** Settings, their layers, and edits of them. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { ApprovalsReviewer, AskForApproval, SandboxMode } from "./policy.ts";
import { AbsolutePathBuf, ReasoningEffort, ReasoningSummary } from "./scalars.ts";

export const PermissionProfileListParams = define("PermissionProfileListParams", () =>
  z.object({ cursor: maybe(z.string()), cwd: maybe(z.string()), limit: maybe(z.uint32()) }),
);

export const PermissionProfileListResponse = define("PermissionProfileListResponse", () =>
  z.object({ data: z.array(PermissionProfileSummary()), nextCursor: maybe(z.string()) }),
);

export const PermissionProfileSummary = define("PermissionProfileSummary", () =>
  z.object({ allowed: z.boolean(), description: maybe(z.string()), id: z.string() }),
);

export const ConfigReadParams = define("ConfigReadParams", () =>
  z.object({ cwd: maybe(z.string()), includeLayers: z.optional(z.boolean()) }),
);

export const ConfigReadResponse = define("ConfigReadResponse", () =>
  z.object({
    config: Config(),
    layers: maybe(z.array(ConfigLayer())),
    origins: z.record(z.string(), ConfigLayerMetadata()),
  }),
);

export const Config = define("Config", () =>
  z.object({
    analytics: maybe(AnalyticsConfig()),
    approval_policy: maybe(AskForApproval()),
    approvals_reviewer: maybe(ApprovalsReviewer()),
    apps: experimental(maybe(AppsConfig())),
    browser_use: maybe(BrowserUseConfig()),
    client_search_provider: maybe(WebSearchProvider()),
    compact_prompt: maybe(z.string()),
    computer_use: maybe(ComputerUseConfig()),
    desktop: maybe(z.record(z.string(), z.unknown())),
    developer_instructions: maybe(z.string()),
    forced_chatgpt_workspace_id: maybe(ForcedChatgptWorkspaceIds()),
    forced_login_method: maybe(ForcedLoginMethod()),
    instructions: maybe(z.string()),
    model: maybe(z.string()),
    model_auto_compact_token_limit: maybe(z.int()),
    model_auto_compact_token_limit_scope: maybe(AutoCompactTokenLimitScope()),
    model_context_window: maybe(z.int()),
    model_provider: maybe(z.string()),
    model_reasoning_effort: maybe(ReasoningEffort()),
    model_reasoning_summary: maybe(ReasoningSummary()),
    model_verbosity: maybe(Verbosity()),
    review_model: maybe(z.string()),
    sandbox_mode: maybe(SandboxMode()),
    sandbox_workspace_write: maybe(SandboxWorkspaceWrite()),
    service_tier: maybe(z.string()),
    tools: maybe(ToolsV2()),
    web_search: maybe(WebSearchMode()),
  }),
);

export const AnalyticsConfig = define("AnalyticsConfig", () => z.record(z.string(), z.unknown()));

export const AppsConfig = define("AppsConfig", () => z.record(z.string(), z.unknown()));

export const BrowserUseConfig = define("BrowserUseConfig", () => z.record(z.string(), z.unknown()));

export const WebSearchProvider = define("WebSearchProvider", () => z.enum(["standalone", "search_mcp"]));

export const ComputerUseConfig = define("ComputerUseConfig", () => z.record(z.string(), z.unknown()));

export const ForcedChatgptWorkspaceIds = define("ForcedChatgptWorkspaceIds", () =>
  z.union([z.string(), z.array(z.string())]),
);

export const ForcedLoginMethod = define("ForcedLoginMethod", () => z.enum(["chatgpt", "api"]));

export const AutoCompactTokenLimitScope = define("AutoCompactTokenLimitScope", () =>
  z.enum(["total", "body_after_prefix"]),
);

export const Verbosity = define("Verbosity", () => z.enum(["low", "medium", "high"]));

export const SandboxWorkspaceWrite = define("SandboxWorkspaceWrite", () =>
  z.object({
    exclude_slash_tmp: z.optional(z.boolean()),
    exclude_tmpdir_env_var: z.optional(z.boolean()),
    network_access: z.optional(z.boolean()),
    writable_roots: z.optional(z.array(z.string())),
  }),
);

export const ToolsV2 = define("ToolsV2", () => z.record(z.string(), z.unknown()));

export const WebSearchMode = define("WebSearchMode", () => z.enum(["disabled", "cached", "indexed", "live"]));

export const ConfigLayer = define("ConfigLayer", () =>
  z.object({ config: z.unknown(), disabledReason: maybe(z.string()), name: ConfigLayerSource(), version: z.string() }),
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

export const ConfigLayerMetadata = define("ConfigLayerMetadata", () =>
  z.object({ name: ConfigLayerSource(), version: z.string() }),
);

export const ConfigValueWriteParams = define("ConfigValueWriteParams", () =>
  z.object({
    expectedVersion: maybe(z.string()),
    filePath: maybe(z.string()),
    keyPath: z.string(),
    mergeStrategy: MergeStrategy(),
    value: z.unknown(),
  }),
);

export const MergeStrategy = define("MergeStrategy", () => z.enum(["replace", "upsert"]));

export const ConfigWriteResponse = define("ConfigWriteResponse", () =>
  z.object({
    filePath: AbsolutePathBuf(),
    overriddenMetadata: maybe(OverriddenMetadata()),
    status: WriteStatus(),
    version: z.string(),
  }),
);

export const OverriddenMetadata = define("OverriddenMetadata", () =>
  z.object({ effectiveValue: z.unknown(), message: z.string(), overridingLayer: ConfigLayerMetadata() }),
);

export const WriteStatus = define("WriteStatus", () => z.enum(["ok", "okOverridden"]));

export const ConfigBatchWriteParams = define("ConfigBatchWriteParams", () =>
  z.object({
    edits: z.array(ConfigEdit()),
    expectedVersion: maybe(z.string()),
    filePath: maybe(z.string()),
    reloadUserConfig: z.optional(z.boolean()),
  }),
);

export const ConfigEdit = define("ConfigEdit", () =>
  z.object({ keyPath: z.string(), mergeStrategy: MergeStrategy(), value: z.unknown() }),
);

export const CliAuthCredentialsStoreMode = define("CliAuthCredentialsStoreMode", () =>
  z.enum(["file", "keyring", "auto", "ephemeral"]),
);
