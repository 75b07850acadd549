/** What a process may read, write and reach; computed purely, enforced by a sandbox backend. */
import { isWithin } from "../../kit/path.ts";
import type { HostRules } from "./hosts.ts";

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

/** What may not be read, also where it may be written or does not exist yet; a denied path cannot be written either. */
export type Denied = {
  /** Absolute; files, or folders with all in them. */
  readonly paths: readonly string[];
  readonly globs: readonly DeniedGlob[];
};

/** `**` crosses folders, `*` and `?` do not; matched against the path below `root`. */
export type DeniedGlob = {
  /** Absolute and free of symbolic links. */
  readonly root: string;
  readonly pattern: string;
  /** How many folders deep it is looked for; null for no limit. */
  readonly depthMax: number | null;
};

/**
 * `none`: nothing but a loopback of its own. `open`: as without a sandbox. Else assent's own proxy is the only way out,
 * and these rules say where to.
 */
export type Network = "none" | "open" | HostRules;

/** Which variables of the environment a command does not get; names by pattern, `*` for any characters. */
export type Environment = {
  /** Patterns of names that are left out, whatever their case. */
  readonly scrub: readonly string[];
  /** Patterns of names that stay though they match `scrub`. */
  readonly keep: readonly string[];
};

/** Null for no limit. */
export type Limits = {
  /** Processes and threads at once. */
  readonly processes: number | null;
  /** Bytes of memory. */
  readonly memory: number | null;
  /** Bytes of one file. */
  readonly fileSize: number | null;
};

/** What git may write in repositories of the workspace; `commit` is what a local step needs that can be undone. */
export type GitAccess = "read-only" | "commit";

/** What holds for a restricted command beside the folders that it may write to. */
export type Bounds = {
  /** Absolute: the only places that may be read, besides the writable roots; or everything but what is denied. */
  readonly readable: "everything" | readonly string[];
  readonly denied: Denied;
  readonly network: Network;
  /** Unix sockets of the host that may be connected to, absolute. */
  readonly sockets: readonly string[];
  readonly environment: Environment;
  readonly limits: Limits;
  readonly git: GitAccess;
};

export type Restricted = Bounds & {
  readonly kind: "restricted";
  /** Empty for read-only. */
  readonly writable: readonly WritableRoot[];
};

export type Permissions = { readonly kind: "unrestricted" } | Restricted;

export const UNRESTRICTED: Permissions = { kind: "unrestricted" };

/** Nothing beside what the mode itself says. */
export const MODE_ONLY: Bounds = {
  readable: "everything",
  denied: { paths: [], globs: [] },
  network: "none",
  sockets: [],
  environment: { scrub: [], keep: [] },
  limits: { processes: null, memory: null, fileSize: null },
  git: "read-only",
};

/** Everything may be read, nothing written, nobody reached. */
export const READ_ONLY: Restricted = { kind: "restricted", writable: [], ...MODE_ONLY };

/** Names that stay read-only at the top of every writable root: they steer git or the agent itself. Codex protects them too. */
export const PROTECTED_NAMES: readonly string[] = [".git", ".agents", ".codex", ".aws"];

/** What the user's settings and the machine say about a sandbox; every path absolute and resolved. */
export type Workspace = {
  /** The folders that workspace-write opens. */
  readonly roots: readonly string[];
  /** What must stay read-only though it may lie in a root: assent's own settings, rules and log. */
  readonly keep: readonly string[];
  readonly bounds: Bounds;
};

/** The permissions of a command in `mode`. */
export function permissionsOf(mode: SandboxMode, workspace: Workspace): Permissions {
  if (mode === "danger-full-access") return UNRESTRICTED;
  if (mode === "read-only") return { kind: "restricted", writable: [], ...workspace.bounds };
  const writable = workspace.roots.map((path) => ({
    path,
    protected: [
      ...PROTECTED_NAMES.map((name) => (path === "/" ? `/${name}` : `${path}/${name}`)),
      ...workspace.keep.filter((kept) => kept !== path && isWithin(path, kept)),
    ],
  }));
  return { kind: "restricted", writable, ...workspace.bounds };
}

/** What a command gets that only reads: nothing to write, nobody to reach. */
export function readOnly({ bounds }: Workspace): Restricted {
  return { kind: "restricted", writable: [], ...bounds, network: "none", sockets: [], git: "read-only" };
}

/**
 * True if `path` lies in a writable root and under no protected path of any root.
 *
 * @param path absolute, symbolic links resolved
 */
export function mayWrite(permissions: Permissions, path: string): boolean {
  if (permissions.kind === "unrestricted") return true;
  if (permissions.writable.some((root) => root.protected.some((inner) => isWithin(inner, path)))) return false;
  if (permissions.denied.paths.some((denied) => isWithin(denied, path))) return false;
  return permissions.writable.some((root) => isWithin(root.path, path));
}
