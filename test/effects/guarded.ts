/** Permissions under which workspace files are guarded, as they are for people by default. */
import { MODE_ONLY, permissionsOf, type Restricted } from "../../src/core/permissions/permissions.ts";

export function guarded(...roots: readonly string[]): Restricted {
  const bounds = { ...MODE_ONLY, guarded: { workspaceFiles: true, paths: [] } };
  const permissions = permissionsOf("workspace-write", { roots, keep: [], bounds });
  if (permissions.kind === "unrestricted") throw new Error("workspace-write is restricted");
  return permissions;
}
