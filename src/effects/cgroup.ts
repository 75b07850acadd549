/**
 * Limits processes and memory by control groups, where this user may make some.
 *
 * Each run gets a group of its own beside or below the one that assent lives in, of either version. It is removed when
 * the run has ended; what runs that were killed left behind, the next one removes.
 */
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Limits } from "../core/permissions/permissions.ts";
import { type Confines, NO_CONFINES } from "../core/sandbox/helper.ts";
import { startTimeOf } from "./process-tree.ts";

export type Groups = {
  readonly confines: Confines;
  /** Removes what was made. Never throws; what cannot be removed, a later run does. */
  release(): Promise<void>;
};

export const NO_GROUPS: Groups = { confines: NO_CONFINES, release: () => Promise.resolve() };

/** Bubblewrap and its supervisor count too. */
const OWN_PROCESSES = 4;
const OWN_GROUPS = "/proc/self/cgroup";
const PREFIX = "assent-";
const RELEASE_TRIES = 100;
const RELEASE_STEP_MS = 10;
let runs = 0;

/** What a control group can hold, and the files that say so. */
const CONTROLLERS = {
  processes: { name: "pids", files: { v1: "pids.max", v2: "pids.max" } },
  memory: { name: "memory", files: { v1: "memory.limit_in_bytes", v2: "memory.max" } },
} as const;
type Held = keyof typeof CONTROLLERS;

/** Groups for those limits that groups can hold here; the others are left to the processes themselves. */
export function makeGroups(limits: Limits): Groups {
  const wanted = (["processes", "memory"] as const).filter((name) => limits[name] !== null);
  if (wanted.length === 0) return NO_GROUPS;
  const name = ownName();
  const made = new Map<string, Held[]>();
  for (const limit of wanted) {
    const value = (limits[limit] ?? 0) + (limit === "processes" ? OWN_PROCESSES : 0);
    const folder = makeGroup(limit, { name, value, made });
    if (folder !== null) made.set(folder, [...(made.get(folder) ?? []), limit]);
  }
  const held = [...made.values()].flat();
  // The kernel counts the processes of root nowhere else.
  const beyond = wanted.includes("processes") && !held.includes("processes") && process.getuid?.() === 0;
  const groups = [...made.keys()];
  return {
    confines: { groups, held, beyond: beyond ? ["processes"] : [] },
    release: async () => {
      for (const folder of groups) await remove(folder);
    },
  };
}

type Wish = { readonly name: string; readonly value: number; readonly made: ReadonlyMap<string, unknown> };

/** Where the last group with a limit could be made, and from which group; looked for anew when that does not serve any more. */
const served = new Map<Held, { readonly parent: Parent; readonly own: string }>();

/** The folder of the group that holds the limit; null if none can be made. */
function makeGroup(limit: Held, wish: Wish): string | null {
  const own = readLines(OWN_GROUPS).join();
  const known = served.get(limit);
  const folder = known?.own === own ? makeGroupIn([known.parent], limit, wish) : null;
  if (folder !== null) return folder;
  const parents = parentsFor(CONTROLLERS[limit].name);
  const made = makeGroupIn(parents, limit, wish);
  const parent = parents.find((one) => made === `${one.parent}/${wish.name}`);
  if (parent !== undefined) served.set(limit, { parent, own });
  return made;
}

function makeGroupIn(parents: readonly Parent[], limit: Held, { name, value, made }: Wish): string | null {
  const { files } = CONTROLLERS[limit];
  for (const { parent, version } of parents) {
    const folder = `${parent}/${name}`;
    try {
      removeLeftovers(parent);
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/${files[version]}`, String(value));
      return folder;
    } catch {
      // Not this user's to make, or without that controller: another parent may do.
      if (!made.has(folder)) removeNow(folder);
    }
  }
  return null;
}

type Parent = { readonly parent: string; readonly version: "v1" | "v2" };

/** Where a group with the controller may be made: in version 2 only beside assent's own, which has processes. */
function parentsFor(controller: string): readonly Parent[] {
  const own = readLines(OWN_GROUPS).map((line) => line.split(":"));
  const mounts = readLines("/proc/self/mountinfo").map(mountOf);
  return own.flatMap(([, controllers = "", ...rest]): readonly Parent[] => {
    const path = rest.join(":");
    const isSecond = controllers === "";
    if (!isSecond && !controllers.split(",").includes(controller)) return [];
    const mount = mounts.find(({ type, options }) =>
      isSecond ? type === "cgroup2" : type === "cgroup" && options.includes(controller),
    );
    const folder = mount === undefined ? null : folderIn(mount, path);
    if (folder === null) return [];
    if (!isSecond) return [{ parent: folder, version: "v1" }];
    const above = folder.slice(0, folder.lastIndexOf("/"));
    return [above, folder]
      .filter((parent) => readLines(`${parent}/cgroup.subtree_control`).some((l) => l.split(" ").includes(controller)))
      .map((parent) => ({ parent, version: "v2" }));
  });
}

type GroupMount = {
  readonly root: string;
  readonly at: string;
  readonly type: string;
  readonly options: readonly string[];
};

function mountOf(line: string): GroupMount {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root = "", at = ""] = before.split(" ");
  const [type = "", , options = ""] = after.split(" ");
  return { root, at, type, options: options.split(",") };
}

/** Where a group's path is found below its mount; null where the mount does not show it. */
function folderIn({ root, at }: GroupMount, path: string): string | null {
  const below = root === "/" ? path : path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : null;
  return below === null ? null : `${at}${below === "/" ? "" : below}`;
}

/** Tells apart runs, processes, and uses of one process number. */
function ownName(): string {
  runs += 1;
  return `${PREFIX}${numberSpace()}-${process.pid}-${startTimeOf(process.pid)}-${runs}`;
}

function numberSpace(): string {
  return readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "");
}

/** Of processes that have ended; those of another number space cannot be seen from here. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const [space, pid, started] = name.slice(PREFIX.length).split("-");
    if (space === numberSpace() && startTimeOf(Number(pid)) !== started) removeNow(`${parent}/${name}`);
  }
}

/** The last processes may take a moment to leave. */
async function remove(folder: string): Promise<void> {
  for (let tries = 0; tries < RELEASE_TRIES && !removeNow(folder); tries += 1) await sleep(RELEASE_STEP_MS);
}

function removeNow(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    // Still in use, or never made.
    return false;
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "latin1").split("\n");
  } catch {
    // No such file on this machine: nothing to be found there.
    return [];
  }
}
