/** What would let a command do what the sandbox stopped, and as little else as can be. */
import { isWithin } from "../../kit/path.ts";
import { isSteering, type Permissions, type Restricted, rootAt } from "../permissions/permissions.ts";
import type { Attempt } from "./supervision.ts";

/** Added to the permissions of one command; at least one of them is not empty. */
export type Opening = {
  /** Folders to write to, absolute; those that do not exist are made. */
  readonly roots: readonly string[];
  /** Unix sockets to connect to, absolute. */
  readonly sockets: readonly string[];
};

type Around = {
  readonly permissions: Permissions;
  /** The person's home folder, absolute. */
  readonly home: string;
  /** What stays protected wherever it lies; absolute. */
  readonly keep: readonly string[];
};

/** More folders are no narrow thing to ask for. */
const ROOTS_MAX = 4;

/** Null where nothing of it can be opened by itself: what is protected stays so, and hosts are asked about elsewhere. */
export function openingOf(attempts: readonly Attempt[], around: Around): Opening | null {
  if (around.permissions.kind === "unrestricted") return null;
  const { permissions } = around;
  const wanted = attempts.flatMap((each) => (each.kind === "write" ? (rootFor(each.path, around) ?? []) : []));
  const roots = outermost(wanted);
  // Without a network of its own a command finds no socket by a path, opened or not.
  const canConnect = permissions.network !== "open";
  const sockets = canConnect ? attempts.flatMap((each) => (each.kind === "socket" ? [each.path] : [])) : [];
  if (roots.length + sockets.length === 0 || roots.length > ROOTS_MAX) return null;
  return { roots, sockets: [...new Set(sockets)] };
}

/** Both together. */
export function joinOpenings(first: Opening, second: Opening): Opening {
  return {
    roots: outermost([...first.roots, ...second.roots]),
    sockets: [...new Set([...first.sockets, ...second.sockets])],
  };
}

/** With the folders as further writable roots; what is protected in every root is so in them. */
export function withOpening(permissions: Restricted, { roots, sockets }: Opening, keep: readonly string[]): Restricted {
  const added = roots.filter((path) => !permissions.writable.some((root) => root.path === path));
  return {
    ...permissions,
    writable: [...permissions.writable, ...added.map((path) => rootAt(path, keep))],
    sockets: [...permissions.sockets, ...sockets.filter((path) => !permissions.sockets.includes(path))],
  };
}

/** Paths of the system: what lies there is not a folder of one program. */
const SYSTEM = "bin boot dev etc lib lib32 lib64 libx32 proc run sbin sys usr var".split(" ").map((name) => `/${name}`);
/** Exceptions of these, where programs keep what is theirs. */
const SHARED = ["/var/tmp", "/var/cache", "/run/user"];
/** Folders that hold what belongs to many; what one program may have lies below them. */
const GATHERING = ["/home", "/media", "/mnt", "/opt", "/root", "/srv", ...SHARED];
/** How many names below the home folder are those of one program, by the first one; else one. */
const DEPTHS: ReadonlyMap<string, number> = new Map([
  [".cache", 2],
  [".config", 2],
  [".local", 3],
  [".var", 3],
]);

/** The folder to open for one path; null where it is protected, or no folder is narrow enough. */
function rootFor(named: string, { permissions, home, keep }: Around): string | null {
  if (permissions.kind === "unrestricted") return null;
  const isFolder = named.endsWith("/");
  const path = isFolder ? named.slice(0, -1) : named;
  const { writable, denied, guarded } = permissions;
  const closed = [...keep, ...denied.paths, ...denied.watched, ...guarded.paths];
  const isProtected = writable.some((root) => isWithin(root.path, path)) || closed.some((each) => isWithin(each, path));
  if (isProtected) return null;
  const root = isWithin(home, path) && home !== "/" ? rootAtHome(path, isFolder, home) : rootElsewhere(path);
  return root === null || closed.some((each) => isWithin(each, root)) || isSteering(root) ? null : root;
}

/** `~/.npm` for `~/.npm/_cacache/x`, `~/.cache/pip` for what lies there, else the folder that the file lies in. */
function rootAtHome(path: string, isFolder: boolean, home: string): string | null {
  const names = path.slice(home.length + 1).split("/");
  const [first = ""] = names;
  if (!first.startsWith(".")) return names.length > 1 ? parentOf(path) : null;
  const depth = DEPTHS.get(first) ?? 1;
  const isWhole = names.length > depth || (names.length === depth && isFolder);
  return isWhole ? `${home}/${names.slice(0, depth).join("/")}` : null;
}

function rootElsewhere(path: string): string | null {
  const folder = parentOf(path);
  if (folder === "/" || GATHERING.includes(folder)) return null;
  const isSystem = SYSTEM.some((each) => isWithin(each, folder)) && !SHARED.some((each) => isWithin(each, folder));
  return isSystem ? null : folder;
}

function outermost(paths: readonly string[]): readonly string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && isWithin(other, path)));
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
