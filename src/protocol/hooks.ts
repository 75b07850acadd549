/** Hooks, and what they did. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { LegacyAppPathString } from "./scalars.ts";

export const HooksListParams = define("HooksListParams", () =>
  z.object({ cwds: z.optional(z.array(z.string())), threadId: maybe(z.string()) }),
);

export const HooksListResponse = define("HooksListResponse", () => z.object({ data: z.array(HooksListEntry()) }));

export const HooksListEntry = define("HooksListEntry", () =>
  z.object({
    cwd: z.string(),
    hooks: z.array(HookMetadata()),
    warnings: z.array(z.string()),
    errors: z.array(HookErrorInfo()),
  }),
);

export const HookMetadata = define("HookMetadata", () => z.record(z.string(), z.unknown()));

export const HookErrorInfo = define("HookErrorInfo", () => z.object({ path: z.string(), message: z.string() }));

export const HookStartedNotification = define("HookStartedNotification", () =>
  z.object({ threadId: z.string(), turnId: maybe(z.string()), run: HookRunSummary() }),
);

export const HookRunSummary = define("HookRunSummary", () =>
  z.object({
    id: z.string(),
    eventName: HookEventName(),
    handlerType: HookHandlerType(),
    executionMode: HookExecutionMode(),
    scope: HookScope(),
    sourcePath: LegacyAppPathString(),
    source: z.optional(HookSource()),
    displayOrder: z.int(),
    status: HookRunStatus(),
    statusMessage: maybe(z.string()),
    startedAt: z.int(),
    completedAt: maybe(z.int()),
    durationMs: maybe(z.int()),
    entries: z.array(HookOutputEntry()),
  }),
);

export const HookEventName = define("HookEventName", () =>
  z.enum([
    "preModelRequest",
    "postModelRequest",
    "preToolUse",
    "permissionRequest",
    "postToolUse",
    "preCompact",
    "postCompact",
    "sessionStart",
    "sessionEnd",
    "userPromptSubmit",
    "subagentStart",
    "subagentStop",
    "stop",
    "interrupt",
  ]),
);

export const HookHandlerType = define("HookHandlerType", () => z.enum(["command", "mcpTool", "prompt", "agent"]));

export const HookExecutionMode = define("HookExecutionMode", () => z.enum(["sync", "async"]));

export const HookScope = define("HookScope", () => z.enum(["thread", "turn"]));

export const HookSource = define("HookSource", () =>
  z.enum([
    "system",
    "user",
    "project",
    "mdm",
    "sessionFlags",
    "plugin",
    "cloudRequirements",
    "cloudManagedConfig",
    "legacyManagedConfigFile",
    "legacyManagedConfigMdm",
    "unknown",
  ]),
);

export const HookRunStatus = define("HookRunStatus", () =>
  z.enum(["running", "completed", "failed", "blocked", "stopped"]),
);

export const HookOutputEntry = define("HookOutputEntry", () =>
  z.object({ kind: HookOutputEntryKind(), text: z.string() }),
);

export const HookOutputEntryKind = define("HookOutputEntryKind", () =>
  z.enum(["warning", "stop", "feedback", "context", "error"]),
);

export const HookCompletedNotification = define("HookCompletedNotification", () =>
  z.object({ threadId: z.string(), turnId: maybe(z.string()), run: HookRunSummary() }),
);
