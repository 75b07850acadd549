/** Parts of the items that tools leave in a thread. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { AbsolutePathBuf, ImageDetail } from "./scalars.ts";

export const CollabAgentState = define("CollabAgentState", () =>
  z.object({ status: CollabAgentStatus(), message: maybe(z.string()) }),
);

export const CollabAgentStatus = define("CollabAgentStatus", () =>
  z.enum(["pendingInit", "running", "interrupted", "completed", "errored", "shutdown", "notFound"]),
);

export const CollabAgentTool = define("CollabAgentTool", () =>
  z.enum([
    "spawnAgent",
    "sendInput",
    "resumeAgent",
    "wait",
    "closeAgent",
    "sendMessage",
    "followupTask",
    "interruptAgent",
    "listAgents",
  ]),
);

export const CollabAgentToolCallStatus = define("CollabAgentToolCallStatus", () =>
  z.enum(["inProgress", "completed", "failed", "interrupted"]),
);

export const CommandExecutionSource = define("CommandExecutionSource", () =>
  z.enum(["agent", "userShell", "unifiedExecStartup", "unifiedExecInteraction"]),
);

export const CommandExecutionStatus = define("CommandExecutionStatus", () =>
  z.enum(["inProgress", "completed", "failed", "declined"]),
);

export const DynamicToolCallStatus = define("DynamicToolCallStatus", () =>
  z.enum(["inProgress", "completed", "failed"]),
);

export const FileUpdateChange = define("FileUpdateChange", () =>
  z.object({ path: z.string(), kind: PatchChangeKind(), diff: z.string() }),
);

export const PatchChangeKind = define("PatchChangeKind", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("add") }),
    z.object({ type: z.literal("delete") }),
    z.object({ move_path: maybe(z.string()), type: z.literal("update") }),
  ]),
);

export const FunctionCallOutputBody = define("FunctionCallOutputBody", () =>
  z.union([z.string(), z.array(FunctionCallOutputContentItem())]),
);

export const FunctionCallOutputContentItem = define("FunctionCallOutputContentItem", () =>
  z.union([
    z.object({ text: z.string(), type: z.literal("input_text") }),
    z.object({ detail: maybe(ImageDetail()), type: z.literal("input_image"), image_url: z.string() }),
    z.object({ detail: maybe(ImageDetail()), type: z.literal("input_image"), file_id: z.string() }),
    z.object({ type: z.literal("input_audio"), audio_url: z.string() }),
    z.object({ type: z.literal("input_audio"), file_id: z.string() }),
    z.object({ encrypted_content: z.string(), type: z.literal("encrypted_content") }),
  ]),
);

export const ImageGenerationFailure = define("ImageGenerationFailure", () =>
  z.object({ type: z.literal("usageLimitExceeded"), limitId: z.string(), resetsAt: maybe(z.int()) }),
);

export const ImageGenerationInputImage = define("ImageGenerationInputImage", () =>
  z.object({ path: AbsolutePathBuf(), sha256: z.string() }),
);

export const McpAppDisplayMode = define("McpAppDisplayMode", () => z.enum(["inline", "fullscreen"]));

export const McpAppUi = define("McpAppUi", () =>
  z.object({ resourceUri: z.string(), preferredModelDisplayMode: McpAppDisplayMode() }),
);

export const McpToolCallAppContext = define("McpToolCallAppContext", () =>
  z.object({
    connectorId: z.string(),
    linkId: maybe(z.string()),
    resourceUri: maybe(z.string()),
    appName: maybe(z.string()),
    actionName: maybe(z.string()),
  }),
);

export const McpToolCallError = define("McpToolCallError", () => z.object({ message: z.string() }));

export const McpToolCallResult = define("McpToolCallResult", () =>
  z.object({
    content: z.array(z.unknown()),
    structuredContent: z.optional(z.unknown()),
    _meta: z.optional(z.unknown()),
  }),
);

export const McpToolCallStatus = define("McpToolCallStatus", () => z.enum(["inProgress", "completed", "failed"]));

export const PatchApplyStatus = define("PatchApplyStatus", () =>
  z.enum(["inProgress", "completed", "failed", "declined"]),
);

export const SubAgentActivityKind = define("SubAgentActivityKind", () =>
  z.enum(["started", "interacted", "interrupted", "completed"]),
);

export const WebSearchAction = define("WebSearchAction", () =>
  z.discriminatedUnion("type", [
    z.object({ queries: maybe(z.array(z.string())), query: maybe(z.string()), type: z.literal("search") }),
    z.object({ type: z.literal("openPage"), url: maybe(z.string()) }),
    z.object({ pattern: maybe(z.string()), type: z.literal("findInPage"), url: maybe(z.string()) }),
    z.object({ type: z.literal("other") }),
  ]),
);
