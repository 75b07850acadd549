/**
 * Watches denied and protected paths, and has covered what the host puts there meanwhile.
 *
 * A mount lies on what stood at a path when the run began. What the host moves to its place later, as editors save
 * files, would be open. Folders on the way to each path are watched by the system; what is found is covered within
 * milliseconds, which a command that waits for nothing else may use: docs/sandbox.md says so.
 */
import { lstatSync } from "node:fs";
import { isDenied } from "../core/permissions/denied-globs.ts";
import type { Denied } from "../core/permissions/permissions.ts";
import type { Cover } from "../core/sandbox/supervision.ts";
import { isWithin } from "../kit/path.ts";
import { foldersReached, placeAt } from "./denied-paths.ts";
import { watchFolder } from "./folder-watch.ts";

export type Watched = {
  /** Absolute; may not exist yet. */
  readonly paths: readonly string[];
  readonly globs: Denied["globs"];
  /** Folders in which the globs may match. */
  readonly reached: readonly string[];
  /** What is mounted over when the run starts. */
  readonly held: ReadonlySet<string>;
};

export type Watch = {
  /**
   * From now on covers what appears; also what has appeared since `watchDisk`. To watch takes time where folders are
   * large, so it can wait until the command has run for a moment.
   *
   * @returns folders that cannot be watched, or are too many
   */
  begin(cover: Cover): number;
  stop(): void;
};

/** Folders at once. */
export const WATCHED_MAX = 4_000;
/** Where tools keep thousands of folders that no person keeps secrets in. */
const UNWATCHED = /(?:^|\/)(?:node_modules|\.git|__pycache__|site-packages|target)(?:\/|$)/;

export function watchDisk(watched: Watched): Watch {
  return new Watching(watched);
}

class Watching implements Watch {
  #missed = 0;
  readonly #watched: Watched;
  readonly #globs: readonly Denied["globs"][number][];
  readonly #watchers = new Map<string, { readonly close: () => void; readonly identity: string }>();
  /** By folder and name the paths that lead through it. */
  readonly #ways = new Map<string, Map<string, Set<string>>>();
  /** What stands at a path and needs no further cover. */
  readonly #known = new Map<string, string>();
  /** Folders that have been looked at already while much is begun to be watched at once; null afterwards. */
  #settled: Set<string> | null = null;
  #cover: Cover | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#globs = watched.globs;
    for (const path of watched.held) {
      const identity = identityOf(path);
      if (identity !== null) this.#known.set(path, identity);
    }
  }

  begin(cover: Cover): number {
    this.#cover = cover;
    // First what has appeared while the sandbox was built, for the command runs by now.
    this.#checkAll();
    this.#settled = new Set();
    for (const path of this.#watched.paths) this.#follow(path);
    const folders = this.#watched.reached.filter((folder) => !UNWATCHED.test(folder));
    for (const folder of folders.toSorted((a, b) => a.length - b.length)) this.#watch(folder);
    this.#settled = null;
    // And what has appeared before all was watched.
    this.#checkAll();
    return this.#missed;
  }

  stop(): void {
    for (const { close } of this.#watchers.values()) close();
    this.#watchers.clear();
    this.#cover = null;
  }

  #checkAll(): void {
    for (const glob of this.#globs) this.#search(glob, "");
    for (const path of this.#watched.paths) this.#check(path);
  }

  /** Folders in which the pattern may match; what matches already is checked. */
  #search(glob: Denied["globs"][number], below: string): readonly string[] {
    try {
      return foldersReached(glob, below, ({ path }) => this.#check(path));
    } catch {
      // Too many folders, or one that cannot be read: what lies there is not watched.
      this.#missed += 1;
      return [];
    }
  }

  /** Watches every folder on the way to `path` that exists. */
  #follow(path: string): void {
    const parts = path.split("/").slice(1);
    for (let at = 1; at < parts.length; at += 1) {
      const folder = `/${parts.slice(0, at).join("/")}`;
      const names = this.#ways.get(folder) ?? new Map<string, Set<string>>();
      const name = parts[at] ?? "";
      names.set(name, (names.get(name) ?? new Set()).add(path));
      this.#ways.set(folder, names);
      this.#watch(folder);
    }
  }

  #watch(folder: string): void {
    if (this.#settled?.has(folder) === true) return;
    this.#settled?.add(folder);
    const identity = identityOf(folder);
    if (identity === null || this.#watchers.get(folder)?.identity === identity) return;
    this.#forget(folder);
    if (this.#watchers.size >= WATCHED_MAX) {
      this.#missed += 1;
      return;
    }
    try {
      const close = watchFolder(folder, identity, {
        notice: (name) => this.#notice(folder, name),
        lost: () => this.#forget(folder),
      });
      this.#watchers.set(folder, { close, identity });
    } catch {
      // The system's limit is reached, or this user may not look there.
      this.#missed += 1;
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #notice(folder: string, name: string | null): void {
    try {
      this.#look(folder, name);
    } catch {
      // A name that cannot be looked at, for it is too long or its disk is broken: nobody above waits for this.
      this.#missed += 1;
    }
  }

  #look(folder: string, name: string | null): void {
    const names = this.#ways.get(folder);
    for (const each of name === null ? [...(names?.keys() ?? [])] : [name]) {
      for (const path of names?.get(each) ?? []) {
        this.#follow(path);
        this.#check(path);
      }
      if (this.#globs.length > 0) this.#lookFor(`${folder}/${each}`);
    }
  }

  /** A new file that a pattern matches, or a new folder with some in it. */
  #lookFor(path: string): void {
    for (const glob of this.#globs) {
      if (isDenied([glob], path)) this.#check(path);
      else if (isWithin(glob.root, path) && path !== glob.root && isFolder(path)) {
        const below = path.slice(glob.root === "/" ? 1 : glob.root.length + 1);
        const isNew = this.#watchers.get(path)?.identity !== identityOf(path);
        const folders = isNew ? this.#search(glob, below) : [];
        for (const folder of folders) if (!UNWATCHED.test(folder)) this.#watch(folder);
      }
    }
  }

  #check(path: string): void {
    const place = placeAt(path);
    const identity = place === null ? null : identityOf(place.path);
    if (place === null || identity === null || this.#known.get(place.path) === identity) return;
    this.#known.set(place.path, identity);
    this.#cover?.(place.is, place.path);
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function identityOf(path: string): string | null {
  try {
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    // What was removed gives its number to what is made next.
    return stats === undefined ? null : `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
  } catch {
    // This user may not look there.
    return null;
  }
}
