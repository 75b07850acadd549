/** MCP servers and calls of their tools. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";

export const McpServerRefreshResponse = define("McpServerRefreshResponse", () => z.object({}));

export const ListMcpServerStatusParams = define("ListMcpServerStatusParams", () =>
  z.object({
    cursor: maybe(z.string()),
    detail: maybe(McpServerStatusDetail()),
    limit: maybe(z.uint32()),
    serverName: maybe(z.string()),
    threadId: maybe(z.string()),
  }),
);

export const McpServerStatusDetail = define("McpServerStatusDetail", () => z.enum(["full", "toolsAndAuthOnly"]));

export const ListMcpServerStatusResponse = define("ListMcpServerStatusResponse", () =>
  z.object({ data: z.array(McpServerStatus()), nextCursor: maybe(z.string()) }),
);

export const McpServerStatus = define("McpServerStatus", () =>
  z.object({
    authStatus: McpAuthStatus(),
    httpOrigin: maybe(z.string()),
    name: z.string(),
    pluginId: maybe(z.string()),
    resourceTemplates: z.array(ResourceTemplate()),
    resources: z.array(Resource()),
    runtimeStatus: maybe(McpServerConnectionStatus()),
    serverCapabilities: z.optional(z.unknown()),
    serverInfo: maybe(McpServerInfo()),
    toolListMeta: z.optional(z.unknown()),
    tools: z.record(z.string(), Tool()),
    toolsError: maybe(z.string()),
  }),
);

export const McpAuthStatus = define("McpAuthStatus", () =>
  z.enum(["unknown", "unsupported", "notLoggedIn", "bearerToken", "oAuth"]),
);

export const ResourceTemplate = define("ResourceTemplate", () =>
  z.object({
    annotations: z.optional(z.unknown()),
    description: maybe(z.string()),
    mimeType: maybe(z.string()),
    name: z.string(),
    title: maybe(z.string()),
    uriTemplate: z.string(),
  }),
);

export const Resource = define("Resource", () =>
  z.object({
    _meta: z.optional(z.unknown()),
    annotations: z.optional(z.unknown()),
    description: maybe(z.string()),
    icons: maybe(z.array(z.unknown())),
    mimeType: maybe(z.string()),
    name: z.string(),
    size: maybe(z.int()),
    title: maybe(z.string()),
    uri: z.string(),
  }),
);

export const McpServerConnectionStatus = define("McpServerConnectionStatus", () =>
  z.enum(["notStarted", "starting", "connected", "authenticationRequired", "failed", "cancelled", "disabled"]),
);

export const McpServerInfo = define("McpServerInfo", () =>
  z.object({
    description: maybe(z.string()),
    icons: maybe(z.array(z.unknown())),
    name: z.string(),
    title: maybe(z.string()),
    version: z.string(),
    websiteUrl: maybe(z.string()),
  }),
);

export const Tool = define("Tool", () =>
  z.object({
    _meta: z.optional(z.unknown()),
    annotations: z.optional(z.unknown()),
    description: maybe(z.string()),
    icons: maybe(z.array(z.unknown())),
    inputSchema: z.unknown(),
    name: z.string(),
    outputSchema: z.optional(z.unknown()),
    title: maybe(z.string()),
  }),
);

export const McpServerToolCallParams = define("McpServerToolCallParams", () =>
  z.object({
    _meta: z.optional(z.unknown()),
    arguments: z.optional(z.unknown()),
    server: z.string(),
    threadId: z.string(),
    tool: z.string(),
  }),
);

export const McpServerToolCallResponse = define("McpServerToolCallResponse", () =>
  z.object({
    _meta: z.optional(z.unknown()),
    content: z.array(z.unknown()),
    isError: maybe(z.boolean()),
    structuredContent: z.optional(z.unknown()),
  }),
);

export const McpServerStatusUpdatedNotification = define("McpServerStatusUpdatedNotification", () =>
  z.object({
    error: maybe(z.string()),
    failureReason: maybe(McpServerStartupFailureReason()),
    name: z.string(),
    status: McpServerStartupState(),
    threadId: maybe(z.string()),
  }),
);

export const McpServerStartupFailureReason = define("McpServerStartupFailureReason", () =>
  z.literal("reauthenticationRequired"),
);

export const McpServerStartupState = define("McpServerStartupState", () =>
  z.enum(["starting", "ready", "failed", "cancelled"]),
);
