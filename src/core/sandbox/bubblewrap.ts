/** The arguments of bubblewrap for one restricted command. */
import { never } from "../../kit/never.ts";
import type { Command } from "../shell/reading.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Mount } from "./mounts.ts";

/** Descriptors that bubblewrap gets besides the three standard ones, and keeps from the command. */
export const SECCOMP_FD = 3;
export const STATUS_FD = 4;
/** Of the supervisor, if there is one: outside the channel to assent, inside the way to the supervisor. */
export const CHANNEL_FD = 5;

/** Where the kernel's settings can be changed; for uid 0 by the kernel's own check, whatever its capabilities. */
export const PROC_READ_ONLY: readonly string[] = [
  "/proc/sys",
  "/proc/sysrq-trigger",
  "/proc/irq",
  "/proc/bus",
  "/proc/fs",
];
/** Files that tell of the host's memory, keys and timers. */
export const PROC_HIDDEN: readonly string[] = ["/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug"];

export type Jail = {
  readonly permissions: Permissions & { readonly kind: "restricted" };
  readonly mounts: readonly Mount[];
  /** Those of `PROC_READ_ONLY` and `PROC_HIDDEN` that this machine has. */
  readonly proc: readonly string[];
  /** What the command starts in; it may hold symbolic links, as typed. */
  readonly cwd: string;
  /** A program and the name below /dev by which it is found inside, though its own place is hidden; null for none. */
  readonly tool: { readonly from: string; readonly to: string } | null;
  /** `load`: bubblewrap itself loads the filter; `leave`: what it starts does, from the same descriptor. */
  readonly filter: "load" | "leave";
  /** True if what it starts makes /dev and further mounts, and then gives up the right to. */
  readonly mountsOn: boolean;
  readonly command: Command;
};

/**
 * Nothing is writable but the mounts; own processes, users, messages, host name and, unless the network is open, own
 * network with nothing but loopback. No `--new-session`: the command keeps the terminal, and the system call filter
 * keeps it from typing there.
 */
export function bubblewrapArgs(jail: Jail): readonly string[] {
  const { permissions, mounts, proc, cwd, tool, filter, mountsOn, command } = jail;
  return [
    "--unshare-user",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    ...(permissions.network !== "open" ? ["--unshare-net"] : []),
    "--die-with-parent",
    "--cap-drop",
    "ALL",
    // The second takes the first from all that is executed later.
    ...(mountsOn ? ["--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"] : []),
    ...rootArgs(mounts.find(({ path }) => path === "/")),
    ...(mountsOn ? [] : ["--dev", "/dev"]),
    ...(tool === null ? [] : ["--ro-bind", tool.from, tool.to]),
    "--proc",
    "/proc",
    ...proc.flatMap((path) => ["--ro-bind", isHidden(path) ? "/dev/null" : path, path]),
    ...mounts.filter(({ path }) => path !== "/").flatMap(mountArgs),
    // What other mounts stand in can be closed only when they do.
    ...mounts.filter(holdsMounts).flatMap(({ path }) => ["--remount-ro", path]),
    "--chdir",
    cwd,
    ...(filter === "load" ? ["--seccomp", String(SECCOMP_FD)] : []),
    "--json-status-fd",
    String(STATUS_FD),
    "--",
    ...command,
  ];
}

/** True for one of `PROC_HIDDEN`. */
export function isHidden(path: string): boolean {
  return PROC_HIDDEN.includes(path);
}

/** bubblewrap begins with an empty folder of its own. */
function rootArgs(root: Mount | undefined): readonly string[] {
  if (root?.is === "empty") return [];
  return [root?.is === "writable" ? "--bind" : "--ro-bind", "/", "/"];
}

function holdsMounts(mount: Mount): boolean {
  return mount.is === "empty" || (mount.is === "denied-folder" && mount.holds);
}

function mountArgs(mount: Mount): readonly string[] {
  const { path } = mount;
  switch (mount.is) {
    case "empty":
      return ["--perms", "0555", "--tmpfs", path];
    case "writable":
    case "pinned":
      return ["--bind", path, path];
    case "readable":
    case "read-only":
    // An empty folder of assent's own stands there.
    case "covered":
      return ["--ro-bind", path, path];
    case "denied-folder":
      // What may be used further down is reached by name, the rest cannot even be listed.
      return mount.holds
        ? ["--perms", "0111", "--tmpfs", path]
        : ["--perms", "0000", "--tmpfs", path, "--remount-ro", path];
    case "denied-file":
      return ["--ro-bind", mount.nothing, path];
    case "link":
      return ["--symlink", mount.to, path];
    default:
      return never(mount);
  }
}
