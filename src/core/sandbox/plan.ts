/** Turns permissions and a command into a plan: one process to start, and its filter. */
import { never } from "../../kit/never.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Environment, Permissions, Restricted } from "../permissions/permissions.ts";
import type { Command } from "../shell/reading.ts";
import type { Backend } from "./backend.ts";
import { bubblewrapArgs } from "./bubblewrap.ts";
import { networkVariables } from "./environment.ts";
import {
  type Confines,
  type Helper,
  innerCommand,
  noticesOf,
  outerArgs,
  partMounts,
  sizeOf,
  type Terminal,
  TOOL,
  unheldLimit,
} from "./helper.ts";
import { gitVariables } from "./git-paths.ts";
import { type DiskFacts, type Mount, mountsOf } from "./mounts.ts";
import { filterOf } from "./seccomp.ts";
import type { Architecture } from "./syscalls.ts";

/** What is true of this machine and this run, beside the disk. */
export type Machine = {
  /** As Node names it. */
  readonly architecture: string;
  readonly backend: Backend;
  readonly helper: Helper;
  readonly confines: Confines;
  /** Paths below /proc that must not be written or seen, those that exist. */
  readonly proc: readonly string[];
  /**
   * Where there is no supervisor: a coreutils `env` that can give signals their default again, if assent runs at a
   * terminal; else null. A key that interrupts reaches bubblewrap as well, and it would end the command at once: so it
   * runs with the signal ignored, and the command gets it back by `env`.
   */
  readonly signalEnv: string | null;
};

/** One process to start; pure data, the same on every machine for the same facts. */
export type Plan = {
  readonly sandbox: "bubblewrap" | "none";
  readonly program: string;
  readonly args: readonly string[];
  /** How many of `args` come before what is run inside the sandbox. */
  readonly around: number;
  /** What the command wants to be; for messages, and to be looked up before anything starts. */
  readonly command: Command;
  readonly cwd: string;
  /** What is left out of the environment. */
  readonly scrub: Environment;
  /** Variables set over the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The system call filter that the sandbox reads; null without one. */
  readonly seccomp: Uint8Array | null;
  /** True if a supervisor is started, and talks to assent. */
  readonly supervised: boolean;
  /** Made over a read-only disk, in this order; empty without a sandbox. */
  readonly mounts: readonly Mount[];
  /** What was wished for and is not held on this machine, in words for people; the sandbox stands all the same. */
  readonly notices: readonly string[];
};

/** Why there is no way to run the command as its permissions say. */
export type PlanError =
  | { readonly kind: "no-backend"; readonly why: string }
  | { readonly kind: "architecture"; readonly name: string }
  | { readonly kind: "link"; readonly path: string }
  /** Only hosts may be reached, and there is nothing that could let their connections out. */
  | { readonly kind: "no-proxy"; readonly missing: string }
  /** A limit that was set, and nothing that could hold it. */
  | { readonly kind: "no-limit"; readonly what: string; readonly why: string }
  /** A terminal of its own, and nothing that could make one. */
  | { readonly kind: "no-terminal"; readonly missing: string }
  | { readonly kind: "too-many-words"; readonly words: number; readonly wordsMax: number };

export type Wanted = {
  readonly command: Command;
  /** Absolute; symbolic links in it are kept, so that the command sees the name that was typed. */
  readonly cwd: string;
  readonly permissions: Permissions;
  /** What is wanted of a supervisor: to be asked about programs, to let connections out to a proxy. */
  readonly asks: { readonly exec: boolean; readonly proxy: boolean };
  /** Names that the supervisor tells of when the command makes them; empty if nobody asks. */
  readonly told: readonly string[];
  /** The size of a terminal that is made for the command; null for none. */
  readonly tty: Terminal | null;
};

/** bubblewrap refuses more, its own options and the command's words taken together. */
const BWRAP_ARGUMENTS_MAX = 8_999;
/** The shell ignores both signals and becomes what follows. */
const IGNORE_KEYS = 'trap "" INT QUIT; exec "$@"';
const NOTHING_SCRUBBED: Environment = { scrub: [], keep: [] };

/** Never less than the permissions call for: what cannot be enforced is an error. */
export function planOf(wanted: Wanted, machine: Machine, disk: DiskFacts): Result<Plan, PlanError> {
  const { command, cwd, permissions } = wanted;
  if (wanted.tty !== null && machine.helper.kind === "missing") {
    return err({ kind: "no-terminal", missing: machine.helper.why });
  }
  if (permissions.kind === "unrestricted") {
    const [program, ...args] = bareWords(wanted, machine.helper);
    const around = Math.max(0, args.length - command.length);
    const bare = { env: {}, scrub: NOTHING_SCRUBBED, seccomp: null, supervised: false, mounts: [], notices: [] };
    return ok({ sandbox: "none", program, args, around, command, cwd, ...bare });
  }
  if (machine.backend.kind === "none") return err({ kind: "no-backend", why: machine.backend.why });
  const architecture = architectureOf(machine.architecture);
  if (architecture === null) return err({ kind: "architecture", name: machine.architecture });
  const [link] = disk.links;
  if (link !== undefined) return err({ kind: "link", path: link });
  const { helper } = machine;
  const hosts = typeof permissions.network === "object" ? permissions.network.allow : [];
  if (helper.kind === "missing" && hosts.length > 0 && wanted.asks.proxy) {
    return err({ kind: "no-proxy", missing: helper.why });
  }
  const unheld = unheldLimit(permissions, machine);
  if (unheld !== null) return err({ kind: "no-limit", ...unheld });

  const watched = { exec: wanted.asks.exec, reads: permissions.denied.globs.length > 0 };
  const mounts = mountsOf(disk);
  const started = startOf(wanted, permissions, {
    machine,
    mounts,
    standing: disk.standing,
    bwrap: machine.backend.program,
  });
  if (started.bwrapArgs > BWRAP_ARGUMENTS_MAX) {
    const wordsMax = BWRAP_ARGUMENTS_MAX - (started.bwrapArgs - command.length);
    return err({ kind: "too-many-words", words: command.length, wordsMax });
  }
  return ok({
    sandbox: "bubblewrap",
    program: started.program,
    args: started.args,
    around: started.args.length - command.length,
    command,
    cwd,
    scrub: permissions.environment,
    env: {
      ...networkVariables(permissions.network, wanted.asks.proxy && helper.kind === "found"),
      ...gitVariables(permissions.git),
    },
    seccomp: filterOf(permissions, architecture, helper.kind === "found" ? watched : null),
    supervised: helper.kind === "found",
    mounts,
    notices: noticesOf(permissions, machine, wanted.asks.exec),
  });
}

/** Without a sandbox; a terminal is made by the supervisor's program all the same. */
function bareWords({ command, tty }: Wanted, helper: Helper): Command {
  if (tty === null || helper.kind === "missing") return command;
  return [helper.program, "terminal", sizeOf(tty), "--", ...command];
}

type Around = {
  readonly machine: Machine;
  readonly mounts: readonly Mount[];
  readonly standing: DiskFacts["standing"];
  readonly bwrap: string;
};
type Start = { readonly program: string; readonly args: readonly string[]; readonly bwrapArgs: number };

/** The process to start: bubblewrap, and around it and in it what else the machine has. */
function startOf(
  { command, cwd, asks, told, tty }: Wanted,
  permissions: Restricted,
  { machine, mounts, standing, bwrap }: Around,
): Start {
  const { helper, confines, proc } = machine;
  if (helper.kind === "found") {
    const parted = helper.mountsOn ? partMounts(mounts) : null;
    const tool = parted === null ? { from: helper.program, to: TOOL } : null;
    const wanted = {
      permissions,
      mounts,
      outside: parted?.outside ?? mounts,
      standing,
      tool: tool?.to ?? helper.program,
      made: parted === null ? null : { mounts: parted.inside, proc },
      cwd,
      confines,
      proxy: asks.proxy,
    };
    const args = bubblewrapArgs({
      permissions,
      mounts: parted?.outside ?? mounts,
      proc: parted === null ? proc : [],
      cwd,
      tool,
      filter: "leave",
      mountsOn: parted !== null,
      command: innerCommand(command, wanted),
    });
    const outer = outerArgs(permissions, confines, { told, tty });
    return { program: helper.program, args: [...outer, bwrap, ...args], bwrapArgs: args.length };
  }
  // What `env` would take for an option or an assignment is no program to it.
  const signalEnv = /^-|=/.test(command[0]) ? null : machine.signalEnv;
  const inner: Command = signalEnv === null ? command : [signalEnv, "--default-signal=INT,QUIT", ...command];
  const bare = { tool: null, filter: "load", mountsOn: false } as const;
  const args = bubblewrapArgs({ permissions, mounts, proc, cwd, ...bare, command: inner });
  if (signalEnv === null) return { program: bwrap, args, bwrapArgs: args.length };
  return { program: "/bin/sh", args: ["-c", IGNORE_KEYS, "sh", bwrap, ...args], bwrapArgs: args.length };
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
    case "no-proxy":
      return (
        `single hosts can be reached only through assent's own proxy, and ${error.missing}; ` +
        "allow the whole network, or none; nothing was run"
      );
    case "no-terminal":
      return `only assent's supervisor makes a terminal for a command, and ${error.missing}; nothing was run`;
    case "no-limit":
      return `${error.what} cannot be limited as the settings say: ${error.why}; nothing was run`;
    case "link":
      return (
        `${error.path} is a symbolic link, which no sandbox can keep in place; ` +
        "replace it by what it points to, or use the read-only mode; nothing was run"
      );
    default:
      return never(error);
  }
}
