/** Asks the disk what has to be known of a command's words before it is judged. */
import { statSync } from "node:fs";
import type { Link, Loss, Program, Repository } from "../core/approval/facts.ts";
import { lossOf, newSearch } from "./deletable.ts";
import { realPath } from "./disk-names.ts";
import { repositoriesAt, unknownRepository } from "./git-settings.ts";
import { linksAmong } from "./links.ts";
import { programsOf, unknownProgram, type Whereabouts } from "./programs.ts";

/** Words as the command has them; relative paths start at `Whereabouts.cwd`. */
export type WantedFacts = {
  readonly programs: readonly string[];
  readonly deletions: readonly string[];
  readonly paths: readonly string[];
  /** Folders in which git would be started. */
  readonly repositories: readonly string[];
};

export type DiskFacts = {
  readonly programs: readonly Program[];
  readonly losses: readonly Loss[];
  readonly links: readonly Link[];
  readonly repositories: readonly Repository[];
  /** False where the folder to run in does not exist or is out of reach. */
  readonly hasFolder: boolean;
  /** With links resolved; null where it cannot be told. */
  readonly folder: string | null;
};

/** More of a kind than this is not looked up, and counts as what cannot be told. */
const PROGRAMS_MAX = 200;
const DELETIONS_MAX = 200;
const PATHS_MAX = 2000;
const REPOSITORIES_MAX = 20;

/** For all deletions of one command together. */
const DELETIONS_MS_MAX = 200;

export type DiskPlace = Whereabouts & {
  /** What the command would be started with. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970: deleting what was made later loses nothing. Left out where all counts. */
  readonly sinceMs?: number;
};

/** Runs nothing and never throws: what could not be told is writable, unclear, or leads to null. */
export function lookAtDisk(wanted: WantedFacts, where: DiskPlace): DiskFacts {
  return {
    hasFolder: isFolder(where.cwd),
    folder: realPath(where.cwd),
    programs: [
      ...programsOf(wanted.programs.slice(0, PROGRAMS_MAX), where),
      ...wanted.programs.slice(PROGRAMS_MAX).map(unknownProgram),
    ],
    losses: lossesOf(wanted.deletions, where),
    links: [
      ...linksAmong(wanted.paths.slice(0, PATHS_MAX), where.cwd),
      ...wanted.paths.slice(PATHS_MAX).map((path): Link => ({ path, real: null })),
    ],
    repositories: [
      ...repositoriesAt(wanted.repositories.slice(0, REPOSITORIES_MAX), where.env),
      ...wanted.repositories.slice(REPOSITORIES_MAX).map(unknownRepository),
    ],
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Missing or out of reach.
    return false;
  }
}

function lossesOf(deletions: readonly string[], { cwd, roots, sinceMs }: DiskPlace): readonly Loss[] {
  if (deletions.length === 0) return [];
  const search = newSearch(cwd, roots, performance.now() + DELETIONS_MS_MAX, sinceMs);
  return deletions.map((path, at): Loss => {
    if (at < DELETIONS_MAX && performance.now() <= search.deadline) return lossOf(path, search);
    return { path, kind: "unclear", why: "there is too much in it to look at" };
  });
}
