/** Arguments of the tools that ask for permissions, and what is wrong with them. */
import { resolvePath } from "../../kit/path.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { type Extra, isNothing } from "../permissions/extra.ts";
import { type Arguments, readArguments } from "./read-arguments.ts";

export type ExecWanted = {
  readonly cmd: string;
  /** As written; null for the thread's own. */
  readonly workdir: string | null;
  readonly shell: string | null;
  readonly isLogin: boolean;
  readonly hasTerminal: boolean;
  readonly yieldMs: number | null;
  readonly tokensMax: number | null;
  readonly escalate: boolean;
  /** As written; paths start from the folder that it runs in. Null where no more is wanted. */
  readonly more: Extra | null;
  readonly justification: string | null;
  readonly prefixRule: readonly string[] | null;
};

const SANDBOX_PERMISSIONS = ["use_default", "require_escalated", "with_additional_permissions"] as const;

/** @param mayWantMore whether `features.exec_permission_approvals` is on */
export function execArguments(text: string, mayWantMore: boolean): Result<ExecWanted, string> {
  const read = readArguments(text);
  const cmd = read.text("cmd");
  const hasCommand = read.need("cmd", cmd);
  const named = read.choice("sandbox_permissions", SANDBOX_PERMISSIONS);
  const justification = read.text("justification");
  const wanted = {
    workdir: read.text("workdir"),
    shell: read.text("shell"),
    isLogin: read.flag("login") ?? true,
    hasTerminal: read.flag("tty") ?? false,
    yieldMs: read.number("yield_time_ms"),
    tokensMax: read.number("max_output_tokens"),
    prefixRule: read.texts("prefix_rule"),
  };
  const more = extraIn(read.inner("additional_permissions"));
  // Who names permissions wants them.
  const permissions = named ?? (more === null ? null : "with_additional_permissions");
  const fault = read.fault();
  if (fault !== null || !hasCommand) return err(fault ?? "");
  if (cmd.includes("\0"))
    return err("failed to parse function arguments: `cmd` has a NUL character, which no shell takes");
  if (justification !== null && permissions === null) return err(UNASKED);
  const unfit = whyUnfit(permissions, more, mayWantMore);
  if (unfit !== null) return err(unfit);
  return ok({ ...wanted, cmd, justification, more, escalate: permissions === "require_escalated" });
}

/** As Codex words it: whoever knows it knows what to do. */
const UNASKED =
  '`justification` requires an explicit `sandbox_permissions`; use `sandbox_permissions: "require_escalated"` for unsandboxed execution, or omit `justification`.';

function whyUnfit(
  permissions: (typeof SANDBOX_PERMISSIONS)[number] | null,
  more: Extra | null,
  mayWantMore: boolean,
): string | null {
  if (permissions !== "with_additional_permissions") {
    if (more === null) return null;
    return "`additional_permissions` requires `sandbox_permissions` set to `with_additional_permissions`";
  }
  if (!mayWantMore) {
    return "additional permissions are disabled; enable `features.exec_permission_approvals` before using `with_additional_permissions`";
  }
  if (more !== null) {
    if (!isNothing(more)) return null;
    return "`additional_permissions` must include at least one requested permission in `network` or `file_system`";
  }
  return "missing `additional_permissions`; provide at least one of `network` or `file_system` when using `with_additional_permissions`";
}

function extraIn(table: Arguments | null): Extra | null {
  if (table === null) return null;
  const files = table.inner("file_system");
  const network = table.inner("network");
  return {
    read: files?.texts("read") ?? [],
    write: files?.texts("write") ?? [],
    network: network?.flag("enabled") ?? false,
  };
}

export type PermissionsWanted = { readonly wanted: Extra; readonly reason: string | null };

/** Of `request_permissions`; paths as written. */
export function permissionsArguments(text: string): Result<PermissionsWanted, string> {
  const read = readArguments(text);
  const permissions = read.inner("permissions");
  const isThere = read.need("permissions", permissions);
  const reason = read.text("reason");
  const wanted = extraIn(permissions);
  const fault = read.fault();
  if (fault !== null || !isThere || wanted === null) return err(fault ?? "");
  return isNothing(wanted) ? err("request_permissions requires at least one permission") : ok({ wanted, reason });
}

/** With absolute paths, each once. @param cwd absolute */
export function absoluteExtra({ read, write, network }: Extra, cwd: string): Extra {
  const absolute = (paths: readonly string[]): readonly string[] => [
    ...new Set(paths.map((path) => resolvePath(cwd, path === "" ? "." : path))),
  ];
  return { read: absolute(read), write: absolute(write), network };
}
