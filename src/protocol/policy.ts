/** When is asked, who answers, and what the sandbox allows, as clients write it. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { AbsolutePathBuf } from "./scalars.ts";

export const ActivePermissionProfile = define("ActivePermissionProfile", () =>
  z.object({ id: z.string(), extends: maybe(z.string()) }),
);

export const ApprovalsReviewer = define("ApprovalsReviewer", () =>
  z.enum(["user", "auto_review", "guardian_subagent"]),
);

/** `on-failure` is older than the others and is still honoured. */
export const AskForApproval = define("AskForApproval", () =>
  z.union([
    z.enum(["untrusted", "on-failure", "on-request", "never"]),
    z.object({
      granular: z.object({
        mcp_elicitations: z.boolean(),
        request_permissions: z.optional(z.boolean()),
        rules: z.boolean(),
        sandbox_approval: z.boolean(),
        skill_approval: z.optional(z.boolean()),
      }),
    }),
  ]),
);

export const NetworkAccess = define("NetworkAccess", () => z.enum(["restricted", "enabled"]));

export const SandboxMode = define("SandboxMode", () => z.enum(["read-only", "workspace-write", "danger-full-access"]));

export const SandboxPolicy = define("SandboxPolicy", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("dangerFullAccess") }),
    z.object({ networkAccess: z.optional(z.boolean()), type: z.literal("readOnly") }),
    z.object({ networkAccess: z.optional(NetworkAccess()), type: z.literal("externalSandbox") }),
    z.object({
      excludeSlashTmp: z.optional(z.boolean()),
      excludeTmpdirEnvVar: z.optional(z.boolean()),
      networkAccess: z.optional(z.boolean()),
      type: z.literal("workspaceWrite"),
      writableRoots: z.optional(z.array(AbsolutePathBuf())),
    }),
  ]),
);
