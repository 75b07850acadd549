/**
 * Turns permissions and what stands on the disk into the mounts of one sandbox.
 *
 * The order matters: a later mount covers an earlier one, therefore parents come before what lies in them. What is
 * mounted cannot be renamed or removed from inside; a folder between a writable root and a path that is held is mounted
 * onto itself for that alone, else moving it away would free the name.
 */
import { isWithin } from "../../kit/path.ts";

/** What stands at a path that is held when the run starts. */
export type Sealed = {
  /** Absolute and free of symbolic links. */
  readonly path: string;
  /**
   * `placeholder`: nothing of the user's; an empty folder holds the name for as long as the command runs. `denied-…`:
   * it may not be read; the same where only a placeholder stands. `opened`: writable all the same, wherever it lies.
   */
  readonly is: "present" | "placeholder" | "denied-folder" | "denied-file" | "opened";
};

/** What is true of the disk for one run; gathered when it starts. */
export type DiskFacts = {
  /** The writable roots that exist. */
  readonly roots: readonly string[];
  /** What stands at roots and other places to write to, as `DEVICE:NUMBER` in decimal; by path. */
  readonly standing: ReadonlyMap<string, string>;
  readonly sealed: readonly Sealed[];
  /** Protected paths that are symbolic links: no mount can hold a link in its place. */
  readonly links: readonly string[];
  /** The existing ones of the places that may be read, absolute and free of symbolic links. */
  readonly readable: "everything" | readonly string[];
  /** Links by which those places are known, such as `/bin`; there are none where the root folder is readable. */
  readonly aliases: readonly { readonly path: string; readonly to: string }[];
  /** An empty file of assent's own that nobody may read; it is bound over what is denied. */
  readonly nothing: string;
};

export type Mount =
  /** `empty`: a folder that shows only what is mounted in it; the root folder where not everything may be read. */
  | { readonly path: string; readonly is: "empty" | "readable" | "writable" | "pinned" | "read-only" | "covered" }
  /** Nothing can be listed or read in it. `holds`: something that may be used is mounted further down. */
  | { readonly path: string; readonly is: "denied-folder"; readonly holds: boolean }
  | { readonly path: string; readonly is: "denied-file"; readonly nothing: string }
  /** A symbolic link, made inside only. */
  | { readonly path: string; readonly is: "link"; readonly to: string };

/** The mounts over a read-only disk, or over none, in the order in which they must be made. */
export function mountsOf(disk: DiskFacts): readonly Mount[] {
  const sealed = new Map(disk.sealed.map(({ path, is }) => [path, is]));
  // Protected wins over writable: a root inside a protected path stays read-only. So does one that is denied itself,
  // while a root or a readable place inside a denied folder is meant to be the exception.
  const roots = new Set([
    ...disk.roots.filter((root) => !sealed.has(root) && !isSealedAbove(sealed, root)),
    ...[...sealed.keys()].filter((path) => sealed.get(path) === "opened" && !isDeniedAbove(sealed, path)),
  ]);
  const readable = disk.readable === "everything" ? [] : disk.readable;
  const open = new Set([...roots, ...readable.filter((path) => !sealed.has(path))]);
  const isInRoot = (path: string): boolean => foldersTo(path).some((folder) => roots.has(folder));
  const isHidden = (path: string): boolean => {
    const last = foldersTo(path).findLast((folder) => open.has(folder) || isDenied(sealed.get(folder)));
    return last !== undefined && !open.has(last);
  };

  const mounts = new Map<string, Mount>();
  if (disk.readable !== "everything" && !open.has("/")) mounts.set("/", { path: "/", is: "empty" });
  for (const path of readable) if (path !== "/" && open.has(path)) mounts.set(path, { path, is: "readable" });
  for (const path of roots) mounts.set(path, { path, is: "writable" });
  const isShown = (path: string): boolean => foldersTo(path).some((folder) => mounts.has(folder) && open.has(folder));
  for (const { path, to } of disk.aliases) if (!isShown(path)) mounts.set(path, { path, is: "link", to });
  for (const [path, is] of sealed) {
    if (is === "opened" || isHidden(parentOf(path))) continue;
    if (is === "denied-file") mounts.set(path, { path, is, nothing: disk.nothing });
    else if (is === "denied-folder")
      mounts.set(path, { path, is, holds: [...open].some((each) => isBelow(path, each)) });
    else if (isInRoot(path) && !isSealedAbove(sealed, path)) {
      mounts.set(path, { path, is: is === "present" ? "read-only" : "covered" });
    }
  }
  for (const path of [...mounts.keys()].flatMap((mounted) => foldersTo(parentOf(mounted)))) {
    if (!mounts.has(path) && isInRoot(path) && !isHidden(path)) mounts.set(path, { path, is: "pinned" });
  }
  return [...mounts.values()].toSorted(
    (a, b) => depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : Number(a.path > b.path)),
  );
}

/** What a command may write to, with all below it but for the mounts in there; absolute. */
export function writableIn(mounts: readonly Mount[]): readonly string[] {
  return mounts.filter(({ is }) => is === "writable").map(({ path }) => path);
}

function isDenied(is: Sealed["is"] | undefined): boolean {
  return is === "denied-folder" || is === "denied-file";
}

/** True if what stays as it is as a whole lies above `path`, and nothing between them is opened. */
function isSealedAbove(sealed: ReadonlyMap<string, Sealed["is"]>, path: string): boolean {
  if (path === "/") return false;
  const nearest = foldersTo(parentOf(path)).findLast((folder) => sealed.has(folder) && !isDenied(sealed.get(folder)));
  return nearest !== undefined && sealed.get(nearest) !== "opened";
}

function isDeniedAbove(sealed: ReadonlyMap<string, Sealed["is"]>, path: string): boolean {
  return foldersTo(path).some((folder) => isDenied(sealed.get(folder)));
}

function isBelow(folder: string, path: string): boolean {
  return path !== folder && isWithin(folder, path);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** The root folder, all folders above `path`, and `path` itself. */
function foldersTo(path: string): readonly string[] {
  const parts = path.split("/").slice(1);
  return path === "/" ? ["/"] : ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}

function depthOf(path: string): number {
  return path === "/" ? 0 : path.split("/").length - 1;
}
