/** Turns settings into what commands may touch on this machine. */
import type { Settings } from "../core/config/settings.ts";
import { workspaceProfile } from "../core/config/workspace-profile.ts";
import { holdNetwork, needsProxy } from "../core/network/required-hosts.ts";
import {
  deniedBy,
  type Ground,
  type Opened,
  openProfile,
  type ProfileFault,
} from "../core/permissions/open-profile.ts";
import { NO_REFINEMENT } from "../core/permissions/profile.ts";
import { isSecretValue } from "../core/permissions/environment.ts";
import type { Bounds, Denied, Environment, Workspace } from "../core/permissions/permissions.ts";
import { startFilesIn } from "../core/permissions/workspace-files.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { ok, type Result } from "../kit/result.ts";
import { realPath } from "./disk-names.ts";
import { keyStoresAt } from "./key-stores.ts";

export type WorkspaceWanted = {
  /** Absolute, links resolved; the workspace itself. */
  readonly cwd: string;
  /** Absolute: named by flags. */
  readonly addDirs: readonly string[];
  readonly settings: Pick<Settings, "sandbox" | "workspaceWrite">;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute: assent's own folder; it need not exist. */
  readonly home: string;
  /** Absolute: the person's. */
  readonly userHome: string;
  /** Absolute, links resolved: where its files are, in that folder or elsewhere; see `ownPaths`. */
  readonly own: readonly string[];
  /** Processors of this machine. */
  readonly cores: number;
};

/** What the kernel shows as files; writing there changes the machine, not a workspace. */
const KERNEL_FOLDERS: readonly string[] = ["/proc", "/sys"];
const PROCESSES_MIN = 256;
const PROCESSES_PER_CORE = 64;

/** What the profile opens on this machine, or why no sandbox can hold it. */
export function openHere(
  wanted: Pick<WorkspaceWanted, "cwd" | "addDirs" | "settings" | "env">,
): Result<Opened, ProfileFault> {
  const { profile, refinement, limits, required } = wanted.settings.sandbox;
  const opened = openUnsealed(wanted, openProfile(profile, refinement, groundOf(wanted)));
  const isLimited = typeof limits.processes === "number" || limits.memory !== null || limits.fileSize !== null;
  const isHeld = isLimited || needsProxy(required.hosts);
  // Only a sandbox holds limits and proxies, also where it may write everywhere.
  return opened.ok && isHeld && opened.value.mode === "danger-full-access"
    ? ok({ ...opened.value, mode: "workspace-write" })
    : opened;
}

/** What an administrator denies is denied with all in it: nothing is opened there, however deep it is named. */
function openUnsealed(
  wanted: Pick<WorkspaceWanted, "cwd" | "addDirs" | "settings" | "env">,
  opened: Result<Opened, ProfileFault>,
): Result<Opened, ProfileFault> {
  const sealed = sealedBy(wanted);
  if (!opened.ok || sealed.length === 0) return opened;
  const { mode, roots, named, readable } = opened.value;
  const left = unsealed(roots, sealed);
  return ok({
    ...opened.value,
    mode: left.length === 0 && mode === "workspace-write" ? "read-only" : mode,
    roots: left,
    named: unsealed(named, sealed),
    readable: readable === "everything" ? readable : unsealed(readable, sealed),
  });
}

function sealedBy(wanted: Pick<WorkspaceWanted, "cwd" | "addDirs" | "settings" | "env">): readonly string[] {
  return deniedBy(wanted.settings.sandbox.required.denied, groundOf(wanted)).paths;
}

function unsealed(paths: readonly string[], sealed: readonly string[]): readonly string[] {
  return paths.filter((path) => !sealed.some((outer) => isWithin(outer, path)));
}

/**
 * All roots with links resolved, each once. Left out is what does not exist, what the kernel makes up, assent's own
 * folder and files, and the whole disk unless it was named by the settings or a flag: a command started in `/` would otherwise
 * be as good as unrestricted. Where the mode opens none, the roots are those that workspace-write would open.
 */
export function workspaceOf(wanted: WorkspaceWanted): Result<Workspace, ProfileFault> {
  const opened = openHere(wanted);
  if (!opened.ok) return opened;
  const usual = openProfile(workspaceProfile(wanted.settings.workspaceWrite), NO_REFINEMENT, groundOf(wanted));
  if (!usual.ok) return usual;
  const home = realOf(wanted.home);
  const named = opened.value.mode === "workspace-write" ? opened.value.roots : usual.value.roots;
  const roots = unsealed(named, sealedBy(wanted))
    .filter((path) => realPath(path) !== null)
    .filter((path) => !KERNEL_FOLDERS.some((folder) => isWithin(folder, path)) && !isOwn(home, wanted.own, path));
  const elsewhere = wanted.own.filter((path) => !isWithin(home, path));
  const bounds = boundsOf(wanted, opened.value, roots);
  return ok({
    roots,
    keep: [...new Set([home, ...elsewhere, ...opened.value.kept])],
    bounds,
    ...outsideIn(wanted, bounds),
  });
}

/** What administrators deny is denied outside the sandbox as well: no rule of a person's, and no answer, opens it. */
function outsideIn(wanted: WorkspaceWanted, inside: Bounds): Pick<Workspace, "outside"> {
  const { required } = wanted.settings.sandbox;
  const { paths, globs } = deniedBy(required.denied, groundOf(wanted));
  const isHeld = paths.length + globs.length + required.closedSockets.length > 0 || needsProxy(required.hosts);
  if (!isHeld) return {};
  const { environment } = wanted.settings.sandbox;
  return {
    outside: {
      readable: "everything",
      denied: { paths, watched: [], globs },
      guarded: { workspaceFiles: false, paths: [] },
      network: needsProxy(required.hosts) ? inside.network : "open",
      sockets: [],
      environment: { ...environment, scrub: [], keep: [] },
      limits: { processes: null, memory: null, fileSize: null },
      git: inside.git,
    },
  };
}

function groundOf({ cwd, addDirs, env }: Pick<WorkspaceWanted, "cwd" | "addDirs" | "env">): Ground {
  const tmpdir = env["TMPDIR"] ?? "";
  return {
    // Never resolved again: somebody may have put a link in its place meanwhile.
    workspaceRoots: [...(cwd === "/" ? [] : [cwd]), ...addDirs],
    tmpdir: tmpdir.startsWith("/") && realOf(tmpdir) !== "/" ? tmpdir : null,
    real: (path) => (path === cwd ? cwd : realOf(path)),
  };
}

function boundsOf(wanted: WorkspaceWanted, opened: Opened, roots: readonly string[]): Bounds {
  const { sandbox, workspaceWrite } = wanted.settings;
  const { processes, memory, fileSize } = sandbox.limits;
  const suited = Math.max(PROCESSES_MIN, PROCESSES_PER_CORE * wanted.cores);
  const { denied, readable } = deniedIn(wanted, opened, roots);
  return {
    readable: readable === "everything" ? readable : unsealed(readable, sealedBy(wanted)),
    denied,
    guarded: {
      workspaceFiles: workspaceWrite.workspaceFiles === "read-only",
      paths: startFilesIn(realOf(wanted.userHome)),
    },
    network: holdNetwork(opened.network, sandbox.required.hosts),
    sockets: opened.sockets.filter((path) => !sandbox.required.closedSockets.some((closed) => realOf(closed) === path)),
    environment: environmentIn(wanted),
    limits: { processes: processes === "suited" ? suited : processes, memory, fileSize },
    git: workspaceWrite.git,
  };
}

/** The patterns of the settings, and the names of variables that hold a secret here. */
function environmentIn({ settings, env }: WorkspaceWanted): Environment {
  const { environment, withholdsValues } = settings.sandbox;
  const names = Object.entries(env).flatMap(([name, value]) =>
    withholdsValues && value !== undefined && !name.includes("*") && isSecretValue(name, value) ? [name] : [],
  );
  return { ...environment, scrub: [...environment.scrub, ...names] };
}

/** What the profile denies, and the stores of keys that it does not name itself. */
function deniedIn(
  wanted: WorkspaceWanted,
  opened: Opened,
  roots: readonly string[],
): { readonly denied: Denied; readonly readable: Opened["readable"] } {
  const { deny, add, allow } = wanted.settings.sandbox.keyStores;
  const added = deniedBy(add, groundOf(wanted));
  const stores = deny ? keyStoresAt({ home: wanted.userHome, env: wanted.env, allow, roots }) : [];
  const own = deny ? [`${realOf(wanted.home)}/auth.json`] : [];
  // By text alone but for the home folder: the list is long, and is looked through each time assent starts.
  const realHome = realOf(wanted.userHome);
  const plain = (path: string): string =>
    isWithin(wanted.userHome, path) ? realHome + path.slice(wanted.userHome.length) : path;
  const all = [...stores, ...own, ...added.paths].map(plain);
  // A place that the settings name, or that a person works in, is meant to be read.
  const meant = new Set([...opened.named, ...roots]);
  const watched = all.filter((path) => !meant.has(path));
  const inside = [...opened.named, ...allow.filter((path) => path.startsWith("/")).map(realOf)].filter((path) =>
    watched.some((store) => isWithin(store, path)),
  );
  const { readable } = opened;
  return {
    denied: {
      paths: opened.denied.paths,
      watched: [...new Set(watched)],
      globs: [...opened.denied.globs, ...added.globs],
    },
    readable: inside.length === 0 ? readable : [...(readable === "everything" ? ["/"] : readable), ...inside],
  };
}

const STEERING = ["rules", "execpolicy", "assent", "sessions", "archived_sessions"] as const;

/** True for assent's folder and what it keeps there; other folders in it may be workspaces. */
function isOwn(home: string, own: readonly string[], path: string): boolean {
  return path === home || [...STEERING.map((name) => `${home}/${name}`), ...own].some((kept) => isWithin(kept, path));
}

/** The path with the links of its existing part resolved. */
function realOf(path: string): string {
  const normal = resolvePath("/", path);
  const whole = realPath(normal);
  if (whole !== null) return whole;
  for (let end = normal.lastIndexOf("/"); end > 0; end = normal.lastIndexOf("/", end - 1)) {
    const real = realPath(normal.slice(0, end));
    if (real !== null) return real === "/" ? normal.slice(end) : real + normal.slice(end);
  }
  return normal;
}
