/** Finds where assent's own files really are, when links lead out of its folder. */
import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { resolvePath } from "../kit/path.ts";
import { namesIn } from "./disk-names.ts";
import { codeOf } from "./text-file.ts";

/** What steers assent, or tells what it did: of a thread's history also what was granted in it. */
const OWN = [
  "rules",
  "execpolicy",
  "assent",
  "sessions",
  "archived_sessions",
  "config.toml",
  "requirements.toml",
] as const;

/**
 * The places that are read or written in the name of `home` and of further files, links resolved: who keeps the
 * rules in a repository and links to them must not have them rewritten by what runs there. A link to nothing yet
 * counts as the place it names.
 *
 * @param home absolute; it need not exist
 * @param extra absolute paths of further files and folders that steer assent; one that is missing would steer it as soon
 *   as somebody makes it, and is held as well
 */
export function ownPaths(home: string, extra: readonly string[]): readonly string[] {
  const inHome = [
    ...OWN.map((name) => `${home}/${name}`),
    ...pathsIn(home).filter((path) => path.endsWith(PROFILE_ENDING)),
    ...["rules", "execpolicy"].flatMap((name) => pathsIn(`${home}/${name}`)),
  ];
  return [...new Set([...inHome.flatMap(leadsTo), ...extra.flatMap(leadsToOrStands)])];
}

/** Where those of `paths` are that links lead to: what holds them in place where they are named does not hold them there. */
export function behindLinks(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => leadsTo(path).filter((real) => real !== path));
}

/** Of the files of profiles. */
const PROFILE_ENDING = ".config.toml";

/** Rules that cannot be listed count as broken anyway. */
function pathsIn(folder: string): readonly string[] {
  return namesIn(folder).map((name) => `${folder}/${name}`);
}

/** Where `path` leads; for a link that ends nowhere, where its first step leads. */
function leadsTo(path: string): readonly string[] {
  try {
    return [realpathSync.native(path)];
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
  try {
    return [resolvePath(realpathSync.native(dirname(path)), readlinkSync(path))];
  } catch (error) {
    // Nothing there, and no link that could lead to something later.
    if (codeOf(error) !== null) return [];
    throw error;
  }
}

function leadsToOrStands(path: string): readonly string[] {
  const found = leadsTo(path);
  if (found.length > 0 || path === "/") return found;
  return leadsToOrStands(dirname(path)).map((folder) => resolvePath(folder, basename(path)));
}
