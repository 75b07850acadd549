/** What the native supervisor is told at the start, and what is missing without it. */
import { namesIn } from "../permissions/denied-globs.ts";
import type { Limits, Restricted } from "../permissions/permissions.ts";
import type { Command } from "../shell/reading.ts";
import { isWithin } from "../../kit/path.ts";
import { never } from "../../kit/never.ts";
import { CHANNEL_FD, isHidden, SECCOMP_FD } from "./bubblewrap.ts";
import { type DiskFacts, type Mount, writableIn } from "./mounts.ts";
import { PROXY_PORT } from "./supervision.ts";

/** The supervisor of this machine, or why there is none, with what to do about it: "… ; install …". */
export type Helper =
  /** `mountsOn`: it can make mounts inside, as kernels since 5.12 let it. */
  | { readonly kind: "found"; readonly program: string; readonly mountsOn: boolean }
  | { readonly kind: "missing"; readonly why: string };

/** How the limits of one run can be held; what is held by no control group is left to the limits of a process. */
export type Confines = {
  /** Folders of the control groups that the run joins; absolute. */
  readonly groups: readonly string[];
  /** Limits that those groups hold. */
  readonly held: readonly (keyof Limits)[];
  /** Limits that a process cannot be given either: the kernel counts no processes of root. */
  readonly beyond: readonly (keyof Limits)[];
};

export const NO_CONFINES: Confines = { groups: [], held: [], beyond: [] };

/** Where the supervisor's program is found inside: the place it has outside may be hidden from the command. */
export const TOOL = "/dev/assent";

/** At least 1 each. */
export type Terminal = { readonly columns: number; readonly rows: number };

export type Outside = {
  /** Names that the supervisor tells of when the command makes them. */
  readonly told: readonly string[];
  /** The size of a terminal that it makes for the command; null for none. */
  readonly tty: Terminal | null;
};

/** What comes before bubblewrap's own name. */
export function outerArgs(permissions: Restricted, { groups }: Confines, { told, tty }: Outside): readonly string[] {
  return [
    "run",
    ...(tty === null ? [] : ["--pty", sizeOf(tty)]),
    ...groups.flatMap((folder) => ["--cgroup", folder]),
    ...permissions.sockets.flatMap((path) => ["--socket", path]),
    ...(told.length === 0 ? [] : ["--made", told.join("/")]),
    ...namesIn(permissions.denied.globs).flatMap((name) => ["--ask-open", name]),
    "--",
  ];
}

export function sizeOf({ columns, rows }: Terminal): string {
  return `${columns}x${rows}`;
}

export type Parted = { readonly outside: readonly Mount[]; readonly inside: readonly Mount[] };

/**
 * Parts the mounts into those that bubblewrap makes and those that the supervisor makes inside, in a fraction of the
 * time. What something else is writable in stays outside, with all on the way there. Null where bubblewrap must make
 * all of them, for not everything can be seen inside.
 */
export function partMounts(mounts: readonly Mount[]): Parted | null {
  if (mounts.some(({ is }) => is === "empty" || is === "readable")) return null;
  if (mounts.some((mount) => mount.is === "denied-folder" && mount.holds)) return null;
  // Of those only bubblewrap sees the ones outside.
  if (mounts.some(({ path }) => isWithin("/dev", path) || isWithin("/proc", path))) return null;
  const writable = writableIn(mounts);
  const isOutside = ({ path }: Mount): boolean => writable.some((root) => isWithin(path, root));
  return { outside: mounts.filter(isOutside), inside: mounts.filter((mount) => !isOutside(mount)) };
}

export type Inside = {
  readonly permissions: Restricted;
  /** All of them. */
  readonly mounts: readonly Mount[];
  /** Those that bubblewrap makes. */
  readonly outside: readonly Mount[];
  /** What must stand at some of them; see `DiskFacts`. */
  readonly standing: DiskFacts["standing"];
  /** Where the supervisor's program is found. */
  readonly tool: string;
  /** The mounts that are made inside, and the paths below /proc that are closed there; null for none. */
  readonly made: { readonly mounts: readonly Mount[]; readonly proc: readonly string[] } | null;
  readonly cwd: string;
  readonly confines: Confines;
  readonly proxy: boolean;
};

/** What runs in the sandbox: it closes what bubblewrap left open and becomes the command. */
export function innerCommand(command: Command, wanted: Inside): Command {
  const { permissions, mounts, outside, standing, tool, made, cwd, confines, proxy } = wanted;
  const { limits, network } = permissions;
  return [
    tool,
    "inner",
    "--filter",
    String(SECCOMP_FD),
    "--link",
    String(CHANNEL_FD),
    "--notify",
    "--keyring",
    ...outside.flatMap(({ path, is }) => (isChecked(path, is) ? ["--stands", standing.get(path) ?? "-", path] : [])),
    ...(made === null ? [] : ["--dev"]),
    ...(made?.proc ?? []).flatMap((path) => (isHidden(path) ? ["--mask", "/dev/null", path] : ["--seal", path])),
    ...(made?.mounts ?? []).flatMap(stepOf),
    ...(made === null ? [] : ["--chdir", cwd]),
    "--default-signals",
    "--landlock",
    ...writableIn(mounts).flatMap((path) => ["--write", path]),
    ...(network !== "open" && proxy ? ["--proxy", String(PROXY_PORT)] : []),
    ...limitsLeft(limits, confines).flatMap(([name, value]) => ["--limit", `${LIMITS[name].option}=${value}`]),
    "--",
    ...command,
  ];
}

/**
 * Bubblewrap follows links, so whoever could write above a path might have put one in its place meanwhile. What is
 * denied or made inside only leads nowhere.
 */
function isChecked(path: string, is: Mount["is"]): boolean {
  return path !== "/" && ["readable", "writable", "pinned", "read-only", "covered"].includes(is);
}

function stepOf(mount: Mount): readonly string[] {
  const { path } = mount;
  switch (mount.is) {
    case "read-only":
    case "covered":
      return ["--seal", path];
    case "pinned":
      return ["--pin", path];
    case "denied-file":
      return ["--mask", mount.nothing, path];
    case "denied-folder":
      return ["--blank", path];
    case "empty":
    case "readable":
    case "writable":
    case "link":
      throw new Error(`${path} is ${mount.is}, which is bubblewrap's to mount`);
    default:
      return never(mount);
  }
}

const LIMITS: Readonly<Record<keyof Limits, { readonly option: string; readonly words: string }>> = {
  processes: { option: "processes", words: "the number of processes" },
  memory: { option: "memory", words: "memory" },
  fileSize: { option: "file-size", words: "the size of files" },
};
const NAMES = ["processes", "memory", "fileSize"] as const;

/** The limits that the processes themselves must be given. */
function limitsLeft(
  limits: Limits,
  { held, beyond }: Confines,
): readonly (readonly [name: keyof Limits, value: number])[] {
  return NAMES.flatMap((name) => {
    const value = limits[name];
    return value === null || held.includes(name) || beyond.includes(name) ? [] : [[name, value] as const];
  });
}

type Means = { readonly helper: Helper; readonly confines: Confines };

/** A limit that a person has set and that cannot be held; that of processes has a default, so it is only told of. */
export function unheldLimit({ limits }: Restricted, { helper }: Means): { what: string; why: string } | null {
  const name = NAMES.find((each) => each !== "processes" && limits[each] !== null);
  return helper.kind === "found" || name === undefined ? null : { what: LIMITS[name].words, why: helper.why };
}

/** What is wished for and not held: how many processes there may be, and questions about the programs that start. */
export function noticesOf({ limits }: Restricted, { helper, confines }: Means, asksExec: boolean): readonly string[] {
  const missing = helper.kind === "missing" ? helper.why : null;
  const isBeyond = confines.beyond.includes("processes") && !confines.held.includes("processes");
  const why = missing ?? "root's processes are counted by control groups only, and none can be made here";
  return [
    ...(limits.processes !== null && (missing !== null || isBeyond)
      ? [`${LIMITS.processes.words} is not limited: ${why}`]
      : []),
    ...(asksExec && missing !== null ? [`the programs that a command starts are not asked about: ${missing}`] : []),
  ];
}
