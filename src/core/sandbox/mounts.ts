/**
 * Turns permissions and what stands on the disk into the mounts of one sandbox.
 *
 * The order matters: a later mount covers an earlier one, therefore parents come before what lies in them. What is
 * mounted cannot be renamed or removed from inside; a folder between a writable root and a protected path is mounted
 * onto itself for that alone, else moving it away would free the protected path's name.
 */
import { isWithin } from "../../kit/path.ts";

/** What stands at a protected path when the run starts. */
export type Sealed = {
  /** Absolute and free of symbolic links. */
  readonly path: string;
  /** `placeholder`: nothing of the user's; an empty folder holds the name for as long as the command runs. */
  readonly is: "present" | "placeholder";
};

/** What is true of the disk for one run; gathered when it starts. */
export type DiskFacts = {
  /** The writable roots that exist. */
  readonly roots: readonly string[];
  readonly sealed: readonly Sealed[];
  /** Protected paths that are symbolic links: no mount can hold a link in its place. */
  readonly links: readonly string[];
};

export type Mount = { readonly path: string; readonly is: "writable" | "pinned" | "read-only" | "covered" };

/** The mounts over a read-only disk, in the order in which they must be made. */
export function mountsOf(disk: DiskFacts): readonly Mount[] {
  // Protected wins over writable: a root inside a protected path stays read-only.
  const roots = disk.roots.filter((root) => !disk.sealed.some(({ path }) => isWithin(path, root)));
  const sealed = disk.sealed.filter(
    ({ path }) => roots.some((root) => isWithin(root, path)) && !disk.sealed.some((outer) => isBelow(outer.path, path)),
  );
  const mounts = new Map<string, Mount>();
  for (const path of roots) mounts.set(path, { path, is: "writable" });
  for (const { path, is } of sealed) mounts.set(path, { path, is: is === "present" ? "read-only" : "covered" });
  for (const path of [...mounts.keys()].flatMap(ancestorsOf)) {
    if (!mounts.has(path) && roots.some((root) => isBelow(root, path))) mounts.set(path, { path, is: "pinned" });
  }
  return [...mounts.values()].toSorted(
    (a, b) => depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : Number(a.path > b.path)),
  );
}

function isBelow(folder: string, path: string): boolean {
  return path !== folder && isWithin(folder, path);
}

/** All folders above `path` but the root folder. */
function ancestorsOf(path: string): readonly string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

function depthOf(path: string): number {
  return path === "/" ? 0 : path.split("/").length - 1;
}
