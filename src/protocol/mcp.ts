/** MCP servers and calls of their tools. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";

export const McpServerRefreshResponse = define("McpServerRefreshResponse", () => z.object({}));

export const ListMcpServerStatusParams = define("ListMcpServerStatusParams", () =>
  z.object({
    cursor: maybe(z.string()),
    limit: maybe(z.uint32()),
    detail: maybe(McpServerStatusDetail()),
    threadId: maybe(z.string()),
    serverName: maybe(z.string()),
  }),
);

export const McpServerStatusDetail = define("McpServerStatusDetail", () => z.enum(["full", "toolsAndAuthOnly"]));

export const ListMcpServerStatusResponse = define("ListMcpServerStatusResponse", () =>
  z.object({ data: z.array(McpServerStatus()), nextCursor: maybe(z.string()) }),
);

export const McpServerStatus = define("McpServerStatus", () =>
  z.object({
    name: z.string(),
    runtimeStatus: maybe(McpServerConnectionStatus()),
    pluginId: maybe(z.string()),
    httpOrigin: maybe(z.string()),
    serverInfo: maybe(McpServerInfo()),
    serverCapabilities: z.optional(z.unknown()),
    toolListMeta: z.optional(z.unknown()),
    tools: z.record(z.string(), Tool()),
    toolsError: maybe(z.string()),
    resources: z.array(Resource()),
    resourceTemplates: z.array(ResourceTemplate()),
    authStatus: McpAuthStatus(),
  }),
);

export const McpServerConnectionStatus = define("McpServerConnectionStatus", () =>
  z.enum(["notStarted", "starting", "connected", "authenticationRequired", "failed", "cancelled", "disabled"]),
);

export const McpServerInfo = define("McpServerInfo", () =>
  z.object({
    name: z.string(),
    title: maybe(z.string()),
    version: z.string(),
    description: maybe(z.string()),
    icons: maybe(z.array(z.unknown())),
    websiteUrl: maybe(z.string()),
  }),
);

export const Tool = define("Tool", () =>
  z.object({
    name: z.string(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    inputSchema: z.unknown(),
    outputSchema: z.optional(z.unknown()),
    annotations: z.optional(z.unknown()),
    icons: maybe(z.array(z.unknown())),
    _meta: z.optional(z.unknown()),
  }),
);

export const Resource = define("Resource", () =>
  z.object({
    annotations: z.optional(z.unknown()),
    description: maybe(z.string()),
    mimeType: maybe(z.string()),
    name: z.string(),
    size: maybe(z.int()),
    title: maybe(z.string()),
    uri: z.string(),
    icons: maybe(z.array(z.unknown())),
    _meta: z.optional(z.unknown()),
  }),
);

export const ResourceTemplate = define("ResourceTemplate", () =>
  z.object({
    annotations: z.optional(z.unknown()),
    uriTemplate: z.string(),
    name: z.string(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    mimeType: maybe(z.string()),
  }),
);

export const McpAuthStatus = define("McpAuthStatus", () =>
  z.enum(["unknown", "unsupported", "notLoggedIn", "bearerToken", "oAuth"]),
);

export const McpServerToolCallParams = define("McpServerToolCallParams", () =>
  z.object({
    threadId: z.string(),
    server: z.string(),
    tool: z.string(),
    arguments: z.optional(z.unknown()),
    _meta: z.optional(z.unknown()),
  }),
);

export const McpServerToolCallResponse = define("McpServerToolCallResponse", () =>
  z.object({
    content: z.array(z.unknown()),
    structuredContent: z.optional(z.unknown()),
    isError: maybe(z.boolean()),
    _meta: z.optional(z.unknown()),
  }),
);

export const McpServerStatusUpdatedNotification = define("McpServerStatusUpdatedNotification", () =>
  z.object({
    threadId: maybe(z.string()),
    name: z.string(),
    status: McpServerStartupState(),
    error: maybe(z.string()),
    failureReason: maybe(McpServerStartupFailureReason()),
  }),
);

export const McpServerStartupState = define("McpServerStartupState", () =>
  z.enum(["starting", "ready", "failed", "cancelled"]),
);

export const McpServerStartupFailureReason = define("McpServerStartupFailureReason", () =>
  z.literal("reauthenticationRequired"),
);
