/** The arguments of bubblewrap for one restricted command. */
import { never } from "../../kit/never.ts";
import type { Command } from "../shell/reading.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Mount } from "./mounts.ts";

/** Descriptors that bubblewrap gets besides the three standard ones, and keeps from the command. */
export const SECCOMP_FD = 3;
export const STATUS_FD = 4;

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
  readonly command: Command;
};

/**
 * Everything is readable, nothing writable but the mounts; own processes, users, messages, host name and, unless the
 * network is open, own network with nothing but loopback. No `--new-session`: the command keeps the terminal, and the
 * system call filter keeps it from typing there.
 */
export function bubblewrapArgs({ permissions, mounts, proc, cwd, command }: Jail): readonly string[] {
  const ofRoot = mounts.filter(({ path }) => path === "/");
  const below = mounts.filter(({ path }) => path !== "/");
  return [
    "--unshare-user",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    ...(permissions.network !== "open" ? ["--unshare-net"] : []),
    "--die-with-parent",
    "--cap-drop",
    "ALL",
    ofRoot.length === 0 ? "--ro-bind" : "--bind",
    "/",
    "/",
    "--dev",
    "/dev",
    "--proc",
    "/proc",
    ...proc.flatMap((path) => ["--ro-bind", PROC_HIDDEN.includes(path) ? "/dev/null" : path, path]),
    ...below.flatMap(mountArgs),
    "--chdir",
    cwd,
    "--seccomp",
    String(SECCOMP_FD),
    "--json-status-fd",
    String(STATUS_FD),
    "--",
    ...command,
  ];
}

function mountArgs({ path, is }: Mount): readonly string[] {
  switch (is) {
    case "writable":
    case "pinned":
      return ["--bind", path, path];
    case "read-only":
      return ["--ro-bind", path, path];
    case "covered":
      return ["--perms", "0555", "--tmpfs", path, "--remount-ro", path];
    default:
      return never(is);
  }
}
