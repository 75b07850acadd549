/** What a process may read, write and reach; computed purely, enforced by a sandbox backend. */
import { isWithin } from "../../kit/path.ts";

/** Where a command runs by default. Names as in Codex. */
export type SandboxMode = "read-only" | "workspace-write" | "danger-full-access";

export const SANDBOX_MODES: readonly SandboxMode[] = ["read-only", "workspace-write", "danger-full-access"];

/** A folder that may be written to, but for the protected paths inside it. */
export type WritableRoot = {
  /** Absolute and free of symbolic links. */
  readonly path: string;
  /** Absolute paths below `path` that stay read-only, also those that do not exist yet. */
  readonly protected: readonly string[];
};

export type Permissions =
  | { readonly kind: "unrestricted" }
  | {
      readonly kind: "restricted";
      /** Empty for read-only. Everything may be read. */
      readonly writable: readonly WritableRoot[];
      readonly network: "none" | "open";
    };

export const UNRESTRICTED: Permissions = { kind: "unrestricted" };
export const READ_ONLY: Permissions = { kind: "restricted", writable: [], network: "none" };

/** Names that stay read-only at the top of every writable root: they steer git or the agent itself. Codex protects them too. */
export const PROTECTED_NAMES: readonly string[] = [".git", ".agents", ".codex"];

/** What the user's settings and the machine say about workspace-write; every path absolute and resolved. */
export type Workspace = {
  readonly roots: readonly string[];
  /** What must stay read-only though it may lie in a root: assent's own settings, rules and log. */
  readonly keep: readonly string[];
  readonly network: boolean;
};

/** The permissions of a command in `mode`. */
export function permissionsOf(mode: SandboxMode, workspace: Workspace): Permissions {
  if (mode === "danger-full-access") return UNRESTRICTED;
  if (mode === "read-only") return READ_ONLY;
  const writable = workspace.roots.map((path) => ({
    path,
    protected: [
      ...PROTECTED_NAMES.map((name) => (path === "/" ? `/${name}` : `${path}/${name}`)),
      ...workspace.keep.filter((kept) => kept !== path && isWithin(path, kept)),
    ],
  }));
  return { kind: "restricted", writable, network: workspace.network ? "open" : "none" };
}

/**
 * True if `path` lies in a writable root and under no protected path of any root.
 *
 * @param path absolute, symbolic links resolved
 */
export function mayWrite(permissions: Permissions, path: string): boolean {
  if (permissions.kind === "unrestricted") return true;
  if (permissions.writable.some((root) => root.protected.some((inner) => isWithin(inner, path)))) return false;
  return permissions.writable.some((root) => isWithin(root.path, path));
}
