/** What a process may read, write and reach; computed purely, enforced by a sandbox backend. */
import { isWithin } from "../../kit/path.ts";
import { type DeniedGlob, isDenied } from "./denied-globs.ts";
import { type Extra, isNothing, joinExtra, NO_EXTRA } from "./extra.ts";
import type { HostRules } from "./hosts.ts";
import { workspaceFileAt } from "./workspace-files.ts";

/** Where a command runs by default. Names as in Codex. */
export type SandboxMode = "read-only" | "workspace-write" | "danger-full-access";

export const SANDBOX_MODES = [
  "read-only",
  "workspace-write",
  "danger-full-access",
] as const satisfies readonly SandboxMode[];

/** A folder that may be written to, but for the protected paths inside it. */
export type WritableRoot = {
  /** Absolute and free of symbolic links. */
  readonly path: string;
  /** Absolute paths below `path` that stay read-only, also those that do not exist yet. */
  readonly protected: readonly string[];
};

/** What may not be read, also where it may be written or does not exist yet; a denied path cannot be written either. */
export type Denied = {
  /** Absolute; files, or folders with all in them. A name that does not exist is held while a command runs. */
  readonly paths: readonly string[];
  /** The same, but where such a name does not exist nothing is made in its place: it is covered when it appears. */
  readonly watched: readonly string[];
  readonly globs: readonly DeniedGlob[];
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
  /** Variables that a person sets, whatever is left out. */
  readonly set?: Readonly<Record<string, string>>;
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

/**
 * What may be written in repositories of the workspace. `commit`: what a local step of git needs that can be undone.
 * `steps`: nothing, but a command that is nothing else than such steps is given `commit`.
 */
export type GitAccess = "read-only" | "steps" | "commit";

/** What stays read-only in writable roots where it exists, for it steers tools and people outside later. */
export type Guarded = {
  /** Files by which a workspace runs code outside later, by name; see workspace-files.ts. */
  readonly workspaceFiles: boolean;
  /** Absolute; start files of shells and the like. They lie in a root where that is the home, or above it. */
  readonly paths: readonly string[];
};

/** What holds for a restricted command beside the folders that it may write to. */
export type Bounds = {
  /** Absolute: the only places that may be read, besides the writable roots; or everything but what is denied. */
  readonly readable: "everything" | readonly string[];
  readonly denied: Denied;
  readonly guarded: Guarded;
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
  denied: { paths: [], watched: [], globs: [] },
  guarded: { workspaceFiles: false, paths: [] },
  network: "none",
  sockets: [],
  environment: { scrub: [], keep: [] },
  limits: { processes: null, memory: null, fileSize: null },
  git: "steps",
};

/** Everything may be read, nothing written, nobody reached. */
export const READ_ONLY: Restricted = { kind: "restricted", writable: [], ...MODE_ONLY };

/** Names that stay read-only at the top of every writable root: they steer git or the agent itself. Codex protects them too. */
export const PROTECTED_NAMES: readonly string[] = [".git", ".agents", ".codex", ".aws"];

/** True for what lies in one of these, which no root that is opened later may be. */
export function isSteering(path: string): boolean {
  return path.split("/").some((name) => PROTECTED_NAMES.includes(name));
}

/** What the user's settings and the machine say about a sandbox; every path absolute and resolved. */
export type Workspace = {
  /** The folders that workspace-write opens. */
  readonly roots: readonly string[];
  /** What must stay read-only though it may lie in a root: assent's own settings, rules and log. */
  readonly keep: readonly string[];
  readonly bounds: Bounds;
  /** What a person granted beside all that, for a turn or a session; absent where nothing is. */
  readonly extra?: Extra;
  /** What still holds for a command that leaves the sandbox, where administrators hold everybody; else absent. */
  readonly outside?: Bounds;
};

/** What a command gets that a rule or a person lets out of the sandbox. */
export function outsideOf({ outside }: Workspace): Permissions {
  return outside === undefined ? UNRESTRICTED : { kind: "restricted", writable: [rootAt("/", [])], ...outside };
}

/** The permissions of a command in `mode`, with what a person granted beside it. */
export function permissionsOf(mode: SandboxMode, workspace: Workspace): Permissions {
  if (mode === "danger-full-access") return UNRESTRICTED;
  const roots = mode === "read-only" ? [] : workspace.roots;
  const writable = roots.map((path) => rootAt(path, workspace.keep));
  return opened({ kind: "restricted", writable, ...workspace.bounds }, workspace);
}

/** The same workspace where this is granted as well. */
export function withExtra(workspace: Workspace, extra: Extra): Workspace {
  return { ...workspace, extra: joinExtra(workspace.extra ?? NO_EXTRA, extra) };
}

/** Of what was granted only what is neither denied nor kept is opened; what is protected in every root is so in these. */
function opened(box: Restricted, { extra, keep, outside, ...workspace }: Workspace): Restricted {
  if (extra === undefined || isNothing(extra)) return box;
  const isOpen = (path: string): boolean => {
    return (
      ![...box.denied.paths, ...box.denied.watched].some((place) => isWithin(place, path)) &&
      !isDenied(box.denied.globs, path)
    );
  };
  const isKept = (path: string): boolean => [...keep, ...box.guarded.paths].some((place) => isWithin(place, path));
  const roots = box.writable.map(({ path }) => path);
  const added = extra.write.filter(
    (path) => isOpen(path) && !isKept(path) && !isSteering(path) && !roots.includes(path),
  );
  // What is protected in the workspace stays so where only a folder above it is opened.
  const closed = workspace.roots.filter((root) => !roots.includes(root)).flatMap(protectedAt);
  return {
    ...box,
    writable: [...box.writable, ...added.map((path) => rootAt(path, [...closed, ...keep]))],
    readable: withReadable(box.readable, extra.read.filter(isOpen)),
    network: extra.network ? openNetwork(box.network, outside?.network ?? "open") : box.network,
  };
}

function withReadable(readable: Bounds["readable"], added: readonly string[]): Bounds["readable"] {
  return readable === "everything" ? readable : [...new Set([...readable, ...added])];
}

/** Where there are rules for hosts they go on: those that are denied stay so, and what must be listed must be. */
function openNetwork(network: Network, most: Network): Network {
  if (network === "none") return most;
  if (network === "open" || network.unlisted === "deny") return network;
  return { ...network, allow: [...network.allow, { host: "*", port: null }] };
}

/** True where all may be written that is not denied: outside the sandbox, or in none worth the name. */
export function writesEverywhere(permissions: Permissions): boolean {
  return permissions.kind === "unrestricted" || permissions.writable.some(({ path }) => path === "/");
}

/** A writable root, with what is protected in it. @param keep what stays read-only though it may lie in a root */
export function rootAt(path: string, keep: readonly string[]): WritableRoot {
  return {
    path,
    protected: [...new Set([...protectedAt(path), ...keep.filter((kept) => kept !== path && isWithin(path, kept))])],
  };
}

function protectedAt(root: string): readonly string[] {
  return PROTECTED_NAMES.map((name) => (root === "/" ? `/${name}` : `${root}/${name}`));
}

/** What a command gets that only reads: nothing to write, nobody to reach. */
export function readOnly({ bounds, extra = NO_EXTRA, ...workspace }: Workspace): Restricted {
  const box = opened(
    { kind: "restricted", writable: [], ...bounds },
    { ...workspace, bounds, extra: { ...extra, write: [] } },
  );
  return { ...box, network: "none", sockets: [], git: "read-only" };
}

/**
 * True if a command could read `path`. Of two places that hold it the deeper one counts: an opening in a denied folder is
 * meant to be one.
 *
 * @param path absolute, symbolic links resolved
 */
export function mayRead(permissions: Permissions, path: string): boolean {
  if (permissions.kind === "unrestricted") return true;
  const { readable, writable, denied } = permissions;
  if (isDenied(denied.globs, path)) return false;
  const depthIn = (places: readonly string[]): number =>
    Math.max(-1, ...places.filter((place) => isWithin(place, path)).map(({ length }) => length));
  const opening = depthIn([...(readable === "everything" ? ["/"] : readable), ...writable.map((root) => root.path)]);
  return opening > depthIn([...denied.paths, ...denied.watched]);
}

/**
 * True if `path` lies in a writable root and nothing in there is protected, guarded or denied that holds it.
 *
 * @param path absolute, symbolic links resolved
 */
export function mayWrite(permissions: Permissions, path: string): boolean {
  if (permissions.kind === "unrestricted") return true;
  const { writable, denied, guarded } = permissions;
  const root = deepestOf(writable, path);
  if (root === null) return false;
  const kept = [...writable.flatMap((each) => each.protected), ...guarded.paths];
  // A root in a denied folder is meant to be the exception.
  const hidden = [...denied.paths, ...denied.watched].filter((place) => isWithin(root.path, place));
  if ([...kept, ...hidden].some((inner) => isWithin(inner, path))) return false;
  if (guarded.workspaceFiles && workspaceFileAt(root.path, path) !== null) return false;
  return !isDenied(denied.globs, path);
}

function deepestOf(roots: readonly WritableRoot[], path: string): WritableRoot | null {
  const holding = roots.filter((root) => isWithin(root.path, path));
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}
