/** Turns permissions and a command into a plan: one process to start, and its filter. */
import { never } from "../../kit/never.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Command } from "../shell/reading.ts";
import type { Backend } from "./backend.ts";
import { bubblewrapArgs } from "./bubblewrap.ts";
import { type DiskFacts, type Mount, mountsOf } from "./mounts.ts";
import { filterOf } from "./seccomp.ts";
import type { Architecture } from "./syscalls.ts";

/** What is true of this machine and this run, beside the disk. */
export type Machine = {
  /** As Node names it. */
  readonly architecture: string;
  readonly backend: Backend;
  /** Paths below /proc that must not be written or seen, those that exist. */
  readonly proc: readonly string[];
  /**
   * A coreutils `env` that can give signals their default again, if assent runs at a terminal; else null.
   * A key that interrupts reaches bubblewrap as well, and it would end the command at once: so it runs with the
   * signal ignored, and the command gets it back by `env`.
   */
  readonly signalEnv: string | null;
};

/** One process to start; pure data, the same on every machine for the same facts. */
export type Plan = {
  readonly sandbox: "bubblewrap" | "none";
  readonly program: string;
  readonly args: readonly string[];
  /** What the command wants to be; for messages, and to be looked up before anything starts. */
  readonly command: Command;
  readonly cwd: string;
  /** Variables set over the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The system call filter that bubblewrap reads; null without one. */
  readonly seccomp: Uint8Array | null;
  /** Made over a read-only disk, in this order; empty without a sandbox. */
  readonly mounts: readonly Mount[];
};

/** Why there is no way to run the command as its permissions say. */
export type PlanError =
  | { readonly kind: "no-backend"; readonly why: string }
  | { readonly kind: "architecture"; readonly name: string }
  | { readonly kind: "link"; readonly path: string }
  | { readonly kind: "too-many-words"; readonly words: number; readonly wordsMax: number };

export type Wanted = {
  readonly command: Command;
  /** Absolute; symbolic links in it are kept, so that the command sees the name that was typed. */
  readonly cwd: string;
  readonly permissions: Permissions;
};

/** Names as Codex sets them. */
const NO_NETWORK = { CODEX_SANDBOX_NETWORK_DISABLED: "1" };
/** bubblewrap refuses more, its own options and the command's words taken together. */
const BWRAP_ARGUMENTS_MAX = 8_999;
/** The shell ignores both signals and becomes what follows. */
const IGNORE_KEYS = 'trap "" INT QUIT; exec "$@"';

/** Never less than the permissions call for: what cannot be enforced is an error. */
export function planOf(wanted: Wanted, machine: Machine, disk: DiskFacts): Result<Plan, PlanError> {
  const { command, cwd, permissions } = wanted;
  if (permissions.kind === "unrestricted") {
    const [program, ...args] = command;
    return ok({ sandbox: "none", program, args, command, cwd, env: {}, seccomp: null, mounts: [] });
  }
  if (machine.backend.kind === "none") return err({ kind: "no-backend", why: machine.backend.why });
  const architecture = architectureOf(machine.architecture);
  if (architecture === null) return err({ kind: "architecture", name: machine.architecture });
  const [link] = disk.links;
  if (link !== undefined) return err({ kind: "link", path: link });

  const mounts = mountsOf(disk);
  const { proc } = machine;
  // What `env` would take for an option or an assignment is no program to it.
  const signalEnv = /^-|=/.test(command[0]) ? null : machine.signalEnv;
  const inner: Command = signalEnv === null ? command : [signalEnv, "--default-signal=INT,QUIT", ...command];
  const args = bubblewrapArgs({ permissions, mounts, proc, cwd, command: inner });
  const bwrap = machine.backend.program;
  if (args.length > BWRAP_ARGUMENTS_MAX) {
    const wordsMax = BWRAP_ARGUMENTS_MAX - (args.length - command.length);
    return err({ kind: "too-many-words", words: command.length, wordsMax });
  }
  return ok({
    sandbox: "bubblewrap",
    ...(signalEnv === null
      ? { program: bwrap, args }
      : { program: "/bin/sh", args: ["-c", IGNORE_KEYS, "sh", bwrap, ...args] }),
    command,
    cwd,
    env: permissions.network !== "open" ? NO_NETWORK : {},
    seccomp: filterOf(permissions, architecture),
    mounts,
  });
}

function architectureOf(name: string): Architecture | null {
  return name === "x64" || name === "arm64" ? name : null;
}

/** One line for people: what is wrong and what can be done. */
export function describePlanError(error: PlanError): string {
  switch (error.kind) {
    case "no-backend":
      return error.why;
    case "architecture":
      return `the sandbox has no system call filter for ${error.name} machines; nothing was run`;
    case "too-many-words":
      return (
        `the command has ${error.words} words, and the sandbox takes at most ${error.wordsMax}; ` +
        "put them into a script or a file; nothing was run"
      );
    case "link":
      return (
        `${error.path} is a symbolic link, which no sandbox can keep in place; ` +
        "replace it by what it points to, or use the read-only mode; nothing was run"
      );
    default:
      return never(error);
  }
}
