/** Finds what can enforce permissions on this machine. */
import { constants, accessSync, realpathSync, statSync } from "node:fs";
import type { Backend } from "../core/sandbox/backend.ts";
import { INSTALL_HINT } from "../core/sandbox/failure.ts";
import { PROC_HIDDEN, PROC_READ_ONLY } from "../core/sandbox/bubblewrap.ts";
import { isWithin } from "../kit/path.ts";

/** Looked through before the rest of PATH: a program put elsewhere must not come before the system's. */
const SYSTEM_FOLDERS: readonly string[] = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"];
const WRITABLE_BY_OTHERS = 0o002;

/**
 * The bubblewrap on PATH. One that commands in the sandbox could have put or changed there is passed over: in a
 * writable root, below a folder that everybody may write to, or writable by everybody itself.
 *
 * @param where `path` as in the environment; `roots` all folders that commands may write to, links resolved
 */
export function findBackend(where: { readonly path: string | undefined; readonly roots: readonly string[] }): Backend {
  if (process.platform !== "linux") return { kind: "none", why: `${elsewhere(process.platform)}; nothing was run` };
  const folders = (where.path ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const ordered = [
    ...folders.filter((folder) => SYSTEM_FOLDERS.includes(folder)),
    ...folders.filter((folder) => !SYSTEM_FOLDERS.includes(folder)),
  ];
  let ignored: string | null = null;
  for (const folder of ordered) {
    const found = resolved(`${folder}/bwrap`);
    if (found === null) continue;
    if (isTrusted(found, where.roots)) return { kind: "bubblewrap", program: found };
    ignored = found;
  }
  const aside = ignored === null ? "" : ` (${ignored} is ignored: commands could have put it there)`;
  return { kind: "none", why: `bubblewrap was not found on PATH${aside}; ${INSTALL_HINT}; nothing was run` };
}

/** Why nothing is run on a system other than Linux, and what to do there. */
function elsewhere(platform: string): string {
  switch (platform) {
    case "win32":
      return "there is no sandbox for Windows itself: run assent inside WSL 2, as on Linux";
    case "darwin":
      return "commands are not run on macOS yet; `assent sandbox macos` prints a profile for sandbox-exec";
    default:
      return `there is no sandbox for ${platform}`;
  }
}

/** The executable file that `path` names, links resolved; null if there is none. */
function resolved(path: string): string | null {
  try {
    const real = realpathSync.native(path);
    accessSync(real, constants.X_OK);
    return statSync(real).isFile() ? real : null;
  } catch {
    // Not there, or not to be run: the search goes on.
    return null;
  }
}

function isTrusted(program: string, roots: readonly string[]): boolean {
  // A root as wide as the whole disk makes the system's own folders writable too; they are still the system's.
  if (roots.some((root) => root !== "/" && isWithin(root, program))) return false;
  const parts = program.split("/");
  const above = parts.map((_, index) => parts.slice(0, index + 1).join("/") || "/");
  return above.every((path) => (statSync(path).mode & WRITABLE_BY_OTHERS) === 0);
}

/** The paths below /proc that a sandbox must close and that this machine has. */
export function procPaths(): readonly string[] {
  return [...PROC_READ_ONLY, ...PROC_HIDDEN].filter((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
}
