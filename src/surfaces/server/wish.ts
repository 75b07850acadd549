/** What a client wants to hold in a thread, from the parameters of its requests. */
import { never } from "../../kit/never.ts";
import type { ThreadWish } from "../../engine/agent/host.ts";
import type { Json } from "../../kit/json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { jsonOf, type Refusal } from "./answer.ts";
import { readPolicy, readReviewer, type WirePolicy } from "./show-settings.ts";

/** Fields that several requests have in common. Null is as good as left out. */
export type WishParams = {
  readonly cwd?: string | null | undefined;
  readonly approvalPolicy?: WirePolicy | null | undefined;
  readonly approvalsReviewer?: "user" | "auto_review" | "guardian_subagent" | null | undefined;
  readonly sandbox?: "read-only" | "workspace-write" | "danger-full-access" | null | undefined;
  readonly sandboxPolicy?: WireSandbox | null | undefined;
  readonly permissions?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly modelProvider?: string | null | undefined;
  readonly effort?: string | null | undefined;
  readonly summary?: string | null | undefined;
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
};

export type WireSandbox =
  | { readonly type: "dangerFullAccess" }
  | { readonly type: "readOnly"; readonly networkAccess?: boolean | undefined }
  | { readonly type: "externalSandbox"; readonly networkAccess?: string | undefined }
  | {
      readonly type: "workspaceWrite";
      readonly writableRoots?: readonly string[] | undefined;
      readonly networkAccess?: boolean | undefined;
      readonly excludeTmpdirEnvVar?: boolean | undefined;
      readonly excludeSlashTmp?: boolean | undefined;
    };

export function wishOf(params: WishParams): Result<ThreadWish, Refusal> {
  const sandbox = sandboxOf(params.sandboxPolicy ?? null);
  if (!sandbox.ok) return sandbox;
  const { cwd, approvalPolicy, approvalsReviewer, permissions, model, modelProvider, effort, summary, config } = params;
  const plain = given({ cwd, permissions, model, modelProvider, effort, summary });
  return ok({
    ...plain,
    ...(approvalPolicy ? { approvalPolicy: readPolicy(approvalPolicy) } : {}),
    ...(approvalsReviewer ? { reviewer: readReviewer(approvalsReviewer) } : {}),
    ...(params.sandbox ? { sandboxMode: params.sandbox } : {}),
    ...sandbox.value,
    ...(config ? { config: tableOf(config) } : {}),
  });
}

type Plain = Pick<ThreadWish, "cwd" | "permissions" | "model" | "modelProvider" | "effort" | "summary">;

function given(fields: { readonly [K in keyof Plain]: string | null | undefined }): Plain {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function sandboxOf(wire: WireSandbox | null): Result<Pick<ThreadWish, "sandboxMode" | "workspaceWrite">, Refusal> {
  if (wire === null) return ok({});
  switch (wire.type) {
    case "dangerFullAccess":
      return ok({ sandboxMode: "danger-full-access" });
    case "readOnly":
      if (wire.networkAccess !== true) return ok({ sandboxMode: "read-only" });
      return err({
        message: "sandboxPolicy: readOnly cannot open the network: use workspaceWrite, or a permission profile",
      });
    case "workspaceWrite":
      return ok({
        sandboxMode: "workspace-write",
        workspaceWrite: {
          writable_roots: [...(wire.writableRoots ?? [])],
          network_access: wire.networkAccess ?? false,
          exclude_tmpdir_env_var: wire.excludeTmpdirEnvVar ?? false,
          exclude_slash_tmp: wire.excludeSlashTmp ?? false,
        },
      });
    case "externalSandbox":
      return err({ message: "sandboxPolicy: externalSandbox is not supported: nothing shows that there is a sandbox" });
    default:
      return never(wire);
  }
}

function tableOf(config: Readonly<Record<string, unknown>>): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, jsonOf(value)]));
}
