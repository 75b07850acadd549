/** `assent sandbox` and `assent debug`: a command in the sandbox, judged by nobody. */
import { STOPPED } from "../../core/approval/describe.ts";
import type { Ran } from "../../core/approval/facts.ts";
import type { Flags } from "../../core/config/flags.ts";
import type { Notice } from "../../core/config/notice.ts";
import type { Permissions } from "../../core/permissions/permissions.ts";
import { describeTaken } from "../../core/sandbox/left-behind.ts";
import { type Denial, describeDenial } from "../../core/sandbox/denial.ts";
import type { Plan } from "../../core/sandbox/plan.ts";
import { seatbeltProfile } from "../../core/sandbox/seatbelt.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { StartFault } from "../../engine/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { bypassBanner, type ErrorScreen } from "./banner.ts";
import { DEBUG, SANDBOX } from "./commands-run.ts";
import { describePlan } from "./describe-plan.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { parseOptions } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { tellUsage } from "./usage.ts";

export type SandboxOptions = {
  readonly flags: Flags;
  readonly overrides: readonly string[];
  /** As typed; null for the process's own folder. */
  readonly cwd: string | null;
  readonly addDirs: readonly string[];
  readonly timeoutMs: number | null;
};

/** A sandbox ready for one command. */
export type OpenSandbox = {
  readonly permissions: Permissions;
  /** Names of the variables that a command does not get. */
  readonly withheld: readonly string[];
  /** What a person should know about the settings. */
  readonly notices: readonly Notice[];
  /**
   * Streams are the process's own. `watch`: stderr passes through assent, to find what the sandbox denied.
   * `tell` is called once, before the command starts.
   */
  run(command: Command, watch: boolean, tell: (plan: Plan) => void): Promise<Ran>;
};

export type SandboxIo = {
  /** Without a flag or a setting the mode is read-only. */
  readonly open: (options: SandboxOptions) => Promise<Result<OpenSandbox, StartFault>>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** True where `out` is a terminal that wants colours. */
  readonly colour: () => boolean;
  /** Null where `error` is no terminal. */
  readonly screen: () => ErrorScreen | null;
};

/** `args` behind `assent sandbox`; resolves with the exit status. */
export async function sandbox(args: readonly string[], io: SandboxIo): Promise<number> {
  const [system, ...rest] = args;
  switch (system) {
    case "linux":
      return start("sandbox", rest, io);
    case "macos":
    case "seatbelt":
      return printSeatbelt(rest, io);
    case "windows":
      return tellUsage(
        "sandbox",
        "there is no sandbox for Windows itself: run assent inside WSL 2, as on Linux",
        io.error,
      );
    case "landlock":
      return tellUsage("sandbox", 'Landlock is a part of "assent sandbox linux", where the kernel has it', io.error);
    default:
      return start("sandbox", args, io);
  }
}

/** `args` behind `assent debug`; resolves with the exit status. */
export function debug(args: readonly string[], io: SandboxIo): Promise<number> {
  return start("debug", args, io);
}

async function start(name: "sandbox" | "debug", args: readonly string[], io: SandboxIo): Promise<number> {
  const parsed = readArgs(args);
  if (!parsed.ok) return tellUsage(name, parsed.error, io.error);
  if (parsed.value === "help") {
    io.out(name === "debug" ? commandHelp(name, DEBUG, io.colour()) : commandHelp(name, SANDBOX, io.colour()));
    return EXIT.ok;
  }
  const { options, command } = parsed.value;
  const opened = await io.open(options);
  if (!opened.ok) return tellFault(opened.error, io.error);
  const { permissions, withheld, notices } = opened.value;
  const isDebug = name === "debug";
  const say = (line: string): void => io.error(`assent: ${visible(line)}\n`);
  // Nobody is asked here, so what the settings say of asking is of no interest.
  tellNotices(
    notices.filter(({ kind }) => kind !== "on-failure-deprecated"),
    io.error,
  );
  if (options.flags.yolo && permissions.kind === "unrestricted") io.error(bypassBanner(io.screen(), false));
  const tell = (plan: Plan): void => {
    if (isDebug) for (const line of describePlan(permissions, plan, withheld)) say(line);
  };
  const ran = await opened.value.run(command, isDebug, tell);
  if (ran.kind === "not-started") {
    say(ran.why);
    return ran.fault === "program" ? EXIT.notFound : EXIT.noSandbox;
  }
  if (ran.stopped === "timeout") say(STOPPED.timeout);
  if (isDebug) say(describeEnd(ran.status, ran.denied));
  for (const taken of ran.taken) say(describeTaken(taken));
  return ran.status;
}

/** The profile for the permissions that the options ask for; a command would not be run, so none is taken. */
async function printSeatbelt(args: readonly string[], io: SandboxIo): Promise<number> {
  const parsed = readArgs([...args, "--", "true"]);
  if (!parsed.ok) return tellUsage("sandbox", parsed.error, io.error);
  if (parsed.value === "help") {
    io.out(commandHelp("sandbox", SANDBOX, io.colour()));
    return EXIT.ok;
  }
  const { options, command } = parsed.value;
  if (command.length > 1 || args.includes("--")) {
    return tellUsage(
      "sandbox",
      "macos prints the profile and takes no command; use it with sandbox-exec -f FILE COMMAND",
      io.error,
    );
  }
  const opened = await io.open(options);
  if (!opened.ok) return tellFault(opened.error, io.error);
  io.out(seatbeltProfile(opened.value.permissions));
  return EXIT.ok;
}

/** What to run and how, or what is wrong in one line. */
function readArgs(
  args: readonly string[],
): Result<"help" | { readonly options: SandboxOptions; readonly command: Command }, string> {
  const parsed = parseOptions(args, ["timeout"]);
  if (!parsed.ok) return parsed;
  const options = parsed.value;
  if (options.help) return ok("help");
  const [program, ...rest] = options.rest;
  if (program === undefined) return err("there is no command; write it after --");
  const { flags, overrides, cwd, addDirs, timeoutMs } = options;
  return ok({ options: { flags, overrides, cwd, addDirs, timeoutMs }, command: [program, ...rest] });
}

function describeEnd(status: number, denied: Denial | null): string {
  const end = `ended with ${status}`;
  if (denied !== null) return `${end}; ${describeDenial(denied)}`;
  return status === 0 ? end : `${end}; nothing points to the sandbox`;
}
