/** Gathers what stands on the disk for one run, and holds names for it. */
import { chmodSync, closeSync, lstatSync, openSync, readlinkSync, realpathSync } from "node:fs";
import type { Permissions, Restricted } from "../core/permissions/permissions.ts";
import { READ_AT_START } from "../core/permissions/workspace-files.ts";
import { placeholderText } from "../core/sandbox/git-paths.ts";
import type { DiskFacts, Sealed } from "../core/sandbox/mounts.ts";
import { deniedPathsOf, type DeniedPaths } from "./denied-paths.ts";
import { makeFolders } from "./folders.ts";
import { NOTHING_OPENED, openedAmong } from "./git-access.ts";
import { watchGit } from "./git-mend.ts";
import { type Before, lookBefore } from "./left-behind.ts";
import { follow } from "./links.ts";
import { heldByFile, holdPlaceholders } from "./placeholders.ts";
import { runFolder } from "./run-folder.ts";
import { sealedPathsOf } from "./sealed-paths.ts";
import { codeOf } from "./text-file.ts";
import type { Watched } from "./watch.ts";
import type { Scanned } from "./workspace-scan.ts";

export type HeldDisk = {
  readonly facts: DiskFacts;
  /** What must be covered when it appears or is replaced while a command runs. */
  readonly watched: Watched;
  /** Puts right what the command left in repositories that were open to it. Never throws; one line for each thing done. */
  mend(): readonly string[];
  /** What stood in the roots; null where nobody looks for what a command leaves behind. */
  readonly before: Before | null;
  /** Takes away what was made to hold names. Never throws. To be called when nothing runs any more. */
  release(): void;
};

const NOTHING_DENIED: DeniedPaths = { present: [], absent: [], reached: [] };
const UNHELD: HeldDisk = {
  facts: {
    roots: [],
    standing: new Map(),
    sealed: [],
    links: [],
    readable: "everything",
    aliases: [],
    nothing: "/dev/null",
  },
  watched: { paths: [], globs: [], reached: [], held: new Set() },
  mend: () => [],
  before: null,
  release: () => undefined,
};

/**
 * Rejects where something about a path that must be held is not known, which must end the run.
 *
 * @param home assent's own folder, absolute
 */
export async function holdDisk(permissions: Permissions, home: string): Promise<HeldDisk> {
  if (permissions.kind === "unrestricted") return UNHELD;
  const before = permissions.guarded.workspaceFiles ? lookAround(permissions, home) : null;
  const { roots, links, ...standing } = sealedPathsOf(permissions, before === null ? null : withoutOpen(before));
  const git = permissions.git === "commit" ? openedAmong(standing.present, roots) : NOTHING_OPENED;
  const [present, absent] = [
    [...standing.present, ...git.present],
    [...standing.absent, ...git.absent],
  ];
  const { denied, readable } = permissions;
  const hasDenied = denied.paths.length + denied.watched.length + denied.globs.length > 0;
  const hidden = hasDenied ? deniedPathsOf(denied) : NOTHING_DENIED;
  const seen = readable === "everything" ? { readable, aliases: [] } : existing(readable);
  const facts = { roots, standing: standingAt([...roots, ...git.opened]), links, ...seen };
  const isHeld = links.length === 0 && absent.length + present.length + hidden.absent.length > 0;
  if (!isHeld && !hasDenied) return { ...UNHELD, before, facts: { ...UNHELD.facts, ...facts } };

  const folder = runFolder(home);
  const held = isHeld
    ? await holdPlaceholders(`${folder}/placeholders`, namesOf(absent, hidden.absent), namesOf(present, hidden.present))
    : null;
  try {
    const placeholders = new Set(held?.paths);
    const sealed: readonly Sealed[] = [
      ...present.filter((path) => !placeholders.has(path)).map((path) => ({ path, is: "present" }) as const),
      ...[...git.opened, ...git.pinned].map((path) => ({ path, is: "opened" }) as const),
      // Whoever could write there could make others free names that they hold.
      ...(isHeld ? [{ path: folder, is: "present" } as const] : []),
      ...[...placeholders].map(
        (path) => ({ path, is: placeholderText(path) === null ? "placeholder" : "present" }) as const,
      ),
      ...[...hidden.present, ...hidden.absent.filter(({ path }) => placeholders.has(path))].map(
        ({ path, is }) => ({ path, is: is === "file" ? "denied-file" : "denied-folder" }) as const,
      ),
    ];
    const nothing = sealed.some(({ is }) => is === "denied-file") ? nothingIn(folder) : UNHELD.facts.nothing;
    return {
      facts: { ...facts, sealed, nothing },
      watched: {
        paths: [
          ...namedIn(permissions, roots),
          ...hidden.present.map(({ path }) => path),
          ...git.present,
          ...git.absent,
        ],
        globs: denied.globs,
        reached: hidden.reached,
        held: new Set(sealed.map(({ path }) => path)),
      },
      mend: watchGit(git.opened),
      before,
      release: () => held?.release(),
    };
  } catch (error) {
    held?.release();
    throw error;
  }
}

/** Rejects a path that a link has come into since it was resolved: what it leads to is not what was opened. */
function standingAt(paths: readonly string[]): DiskFacts["standing"] {
  return new Map(
    paths.map((path) => {
      const { dev, ino } = lstatSync(path, { bigint: true });
      if (realpathSync.native(path) !== path) throw new Error(`${path} leads elsewhere since assent started`);
      return [path, `${dev}:${ino}`];
    }),
  );
}

function lookAround({ writable, guarded }: Restricted, home: string): Before | null {
  const roots = writable.map(({ path }) => path);
  const started = guarded.paths.filter((path) => READ_AT_START.some((name) => path.endsWith(`/${name}`)));
  return roots.length === 0 ? null : lookBefore(roots, started, `${home}/assent`);
}

/** Without the repositories that stay writable. */
function withoutOpen({ scanned, open }: Before): Scanned {
  const isHeld = (path: string): boolean => !open.has(path);
  return { ...scanned, repositories: scanned.repositories.filter(isHeld), bare: scanned.bare.filter(isHeld) };
}

/** All paths by name that are protected or denied, whether they exist or not. */
function namedIn({ writable, denied }: Restricted, roots: readonly string[]): readonly string[] {
  const kept = writable.filter(({ path }) => roots.includes(path)).flatMap((root) => root.protected);
  return [...kept, ...denied.paths, ...denied.watched];
}

function namesOf(folders: readonly string[], places: DeniedPaths["absent"]): readonly string[] {
  return [...folders, ...places.map(({ path, is }) => (is === "file" ? heldByFile(path) : path))];
}

/** An empty file that nobody may read. */
function nothingIn(folder: string): string {
  const path = `${folder}/nothing`;
  makeFolders(folder);
  try {
    closeSync(openSync(path, "wx", 0));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  const stat = lstatSync(path);
  if (!stat.isFile() || stat.size > 0) throw new Error(`${path} must be an empty file; remove it`);
  if ((stat.mode & 0o777) !== 0) chmodSync(path, 0);
  return path;
}

/** Those of `paths` that exist, with links resolved, and the links on the way. */
function existing(paths: readonly string[]): Pick<DiskFacts, "aliases"> & { readonly readable: readonly string[] } {
  const trails = paths.flatMap((path) => {
    const trail = follow(path);
    return trail !== null && lstatSync(trail.real, { throwIfNoEntry: false }) !== undefined ? [trail] : [];
  });
  const readable = [...new Set(trails.map(({ real }) => real))];
  const through = readable.includes("/") ? [] : [...new Set(trails.flatMap((trail) => trail.through))];
  return { readable, aliases: through.map((path) => ({ path, to: readlinkSync(path) })) };
}
