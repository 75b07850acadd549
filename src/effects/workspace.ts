/** Turns the settings of workspace-write into folders of this machine. */
import { realpathSync } from "node:fs";
import { MODE_ONLY, type Workspace } from "../core/permissions/permissions.ts";
import { isWithin, resolvePath } from "../kit/path.ts";

export type WorkspaceWanted = {
  /** Absolute; the workspace itself. */
  readonly cwd: string;
  /** Absolute: named by flags and by the settings. */
  readonly addDirs: readonly string[];
  readonly writableRoots: readonly string[];
  readonly excludeSlashTmp: boolean;
  readonly excludeTmpdir: boolean;
  readonly networkAccess: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute: assent's own folder; it need not exist. */
  readonly home: string;
  /** Absolute, links resolved: where its files are, in that folder or elsewhere; see `ownPaths`. */
  readonly own: readonly string[];
};

/** What the kernel shows as files; writing there changes the machine, not a workspace. */
const KERNEL_FOLDERS: readonly string[] = ["/proc", "/sys"];

/**
 * All roots with links resolved, each once. Left out is what does not exist, what the kernel makes up, assent's own
 * folder and files, and the whole disk unless it was named by the settings or a flag: a command started in `/` would otherwise
 * be as good as unrestricted.
 */
export function workspaceOf(wanted: WorkspaceWanted): Workspace {
  const tmpdir = wanted.env["TMPDIR"] ?? "";
  const implied = [
    wanted.cwd,
    ...(wanted.excludeSlashTmp ? [] : ["/tmp"]),
    ...(wanted.excludeTmpdir || !tmpdir.startsWith("/") ? [] : [tmpdir]),
  ];
  const home = realPath(wanted.home) ?? nearestReal(wanted.home);
  const named = [...wanted.addDirs, ...wanted.writableRoots];
  const roots = [...implied.map(realPath).filter((path) => path !== "/"), ...named.map(realPath)]
    .filter((path) => path !== null)
    .filter((path) => !KERNEL_FOLDERS.some((folder) => isWithin(folder, path)) && !isOwn(home, wanted.own, path));
  const elsewhere = wanted.own.filter((path) => !isWithin(home, path));
  return {
    roots: [...new Set(roots)],
    keep: [home, ...elsewhere],
    bounds: { ...MODE_ONLY, network: wanted.networkAccess ? "open" : "none" },
  };
}

/** True for assent's folder and what it keeps there; other folders in it may be workspaces. */
function isOwn(home: string, own: readonly string[], path: string): boolean {
  return path === home || [`${home}/rules`, `${home}/assent`, ...own].some((kept) => isWithin(kept, path));
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    // Missing or out of reach: nothing there could be written to.
    return null;
  }
}

/** The path with the links of its existing part resolved. */
function nearestReal(path: string): string {
  const normal = resolvePath("/", path);
  for (let end = normal.lastIndexOf("/"); end > 0; end = normal.lastIndexOf("/", end - 1)) {
    const real = realPath(normal.slice(0, end));
    if (real !== null) return real === "/" ? normal.slice(end) : real + normal.slice(end);
  }
  return normal;
}
