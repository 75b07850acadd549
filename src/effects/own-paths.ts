/** Finds where assent's own files really are, when links lead out of its folder. */
import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { resolvePath } from "../kit/path.ts";
import { codeOf } from "./text-file.ts";

/** What steers assent, or tells what it did. */
const OWN = ["rules", "execpolicy", "assent", "config.toml", "requirements.toml"] as const;

/**
 * The places that are read or written in the name of `home` and of further files, links resolved: who keeps the
 * rules in a repository and links to them must not have them rewritten by what runs there. A link to nothing yet
 * counts as the place it names.
 *
 * @param home absolute; it need not exist
 * @param extra absolute paths of further files that steer assent
 */
export function ownPaths(home: string, extra: readonly string[]): readonly string[] {
  const named = [
    ...OWN.map((name) => `${home}/${name}`),
    ...["rules", "execpolicy"].flatMap((name) => namesIn(`${home}/${name}`)),
    ...extra,
  ];
  return [...new Set(named.flatMap((path) => leadsTo(path)))];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => `${folder}/${name}`);
  } catch {
    // Missing, or out of reach: rules that cannot be listed count as broken anyway.
    return [];
  }
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
