/** Finds out where paths really lead. */
import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import type { Link } from "../core/approval/facts.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import { codeOf } from "./text-file.ts";

/** As many as Linux follows for one path. */
const LINKS_MAX = 40;

/** What they lead to depends on who opens them: standard input of the command is not that of this process. */
const OF_THE_OPENER = ["/proc/self", "/proc/thread-self"] as const;

/** No links, and the same for whoever asks. */
const ABOUT_THE_OPENER =
  /^\/proc\/(?:self|thread-self)\/(?:status|stat|statm|limits|cgroup|mounts|mountinfo|mountstats|comm|cmdline|io|maps|smaps|smaps_rollup|sched|schedstat|oom_score|oom_score_adj|uid_map|gid_map|loginuid|wchan|net\/\w+)$/;

/** Links that every system has, to what the opener has open already. */
const STREAMS: ReadonlySet<string> = new Set(["/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd"]);

/** Where a path leads, and the places of the links on the way, the first one first. */
export type Trail = { readonly real: string; readonly through: readonly string[] };

/**
 * Those of `paths` that lead elsewhere than they say. A link whose end does not exist yet counts as well, for whoever
 * writes there makes it.
 *
 * @param cwd absolute; where relative paths start
 */
export function linksAmong(paths: readonly string[], cwd: string): readonly Link[] {
  return paths.flatMap((path) => {
    const written = path.startsWith("/") ? path : `${cwd}/${path}`;
    const plain = resolvePath("/", written);
    if (isStream(plain)) return [];
    if (ABOUT_THE_OPENER.test(plain)) return [];
    if (OF_THE_OPENER.some((folder) => isWithin(folder, plain))) return [{ path, real: null }];
    const real = follow(written)?.real ?? null;
    return real === plain ? [] : [{ path, real }];
  });
}

function isStream(path: string): boolean {
  return STREAMS.has(path) || path.startsWith("/dev/fd/");
}

/**
 * Follows every link in an absolute path as the kernel does; what does not exist is kept as it is named. Null where
 * that cannot be told: a circle of links, a folder out of reach.
 */
export function follow(path: string): Trail | null {
  try {
    // One call to the system where there are no links, which is nearly always.
    if (realpathSync.native(path) === path) return { real: path, through: [] };
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
  try {
    return walk(path);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}

function walk(path: string): Trail | null {
  const through: string[] = [];
  const ahead = path.split("/").toReversed();
  let real = "";
  for (let part = ahead.pop(); part !== undefined; part = ahead.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      real = real.slice(0, Math.max(0, real.lastIndexOf("/")));
      continue;
    }
    const at = `${real}/${part}`;
    if (!isLink(at)) {
      real = at;
      continue;
    }
    through.push(at);
    if (through.length > LINKS_MAX) return null;
    const target = readlinkSync(at);
    if (target.startsWith("/")) real = "";
    ahead.push(...target.split("/").toReversed());
  }
  return { real: real === "" ? "/" : real, through };
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch (error) {
    const code = codeOf(error);
    // Nothing there, or nothing can be there.
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}
