/**
 * Starts a planned process and stays with it to its end; no command starts elsewhere.
 */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { scrubbed } from "../core/sandbox/environment.ts";
import type { Made } from "../core/sandbox/evidence.ts";
import { describeFailure } from "../core/sandbox/failure.ts";
import type { Plan } from "../core/sandbox/plan.ts";
import { type Cover, type Supervision, UNSUPERVISED } from "../core/sandbox/supervision.ts";
import { reportOf } from "./bubblewrap-report.ts";
import { closeEnds, type Flows, flowsOf, openEnds, type Streams } from "./flows.ts";
import { whyNotStartable } from "./look-up.ts";
import { refillPipes } from "./pipes.ts";
import { type Tree, untilGone } from "./process-tree.ts";
import { lendTerminal } from "./signals.ts";
import { Stopper, type StopReason } from "./stopper.ts";
import { attend, type Attendance, type Fault } from "./supervisor.ts";
import { hasTerminal, isAtTerminal } from "./terminal.ts";

export type ExecOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly streams: Streams;
  /** Null for no limit. */
  readonly timeoutMs: number | null;
  /** Called while the command runs, if the plan has a supervisor. */
  readonly supervision: Supervision;
  /** Called once, before the command starts, if the plan has a supervisor. */
  readonly onReady: (cover: Cover) => void;
  /** See `Listeners`. */
  readonly mayOpen: (path: string) => boolean;
  /** A folder of assent's own, out of reach for commands; made if missing. */
  readonly folder: string;
};

export type ExecResult =
  | {
      readonly kind: "ended";
      /** The exit code, or 128 plus the signal's number. */
      readonly status: number;
      /** Why assent ended it, if it did. */
      readonly stopped: StopReason | null;
      /** Why the sandbox was no longer watched, where that ended it; one line, unescaped. */
      readonly fault: string | null;
      /** What the command has made, of what the plan asked for; null where nobody watched it. */
      readonly made: Made | null;
      /** What was captured; empty for inherited streams. */
      readonly output: Uint8Array;
      /** The end of what tells of a failure, as text: stderr where it was kept, all that was captured. */
      readonly errors: string;
    }
  | { readonly kind: "not-started"; readonly fault: "sandbox" | "program"; readonly why: string };

/** Output of a process that outlives its command is waited for this long, outside a sandbox. */
const LINGER_MS = 200;
/** The same where an agent waits for the end. As in Codex. */
const LIVE_LINGER_MS = 50;
const PREPARE_MS = 50;
const TRIAL_BYTES_MAX = 16 * 1024;
const MARK = "ASSENT_RUN";
const ENV = "/usr/bin/env";
let knownSignalEnv: string | null | undefined;

/**
 * For a command that will have the terminal: an `env` that can give signals their default again, as coreutils has
 * since 8.31. Null where there is none, or no terminal. Tried once.
 */
export function signalEnv(): string | null {
  if (!isAtTerminal()) return null;
  knownSignalEnv ??= succeeds(ENV, ["--default-signal=INT,QUIT", ENV]) ? ENV : null;
  return knownSignalEnv;
}

/** What the next commands need is made when the one that starts needs the processor no more. */
function prepareForNext(folder: string): void {
  setTimeout(() => void refillPipes(folder, succeedsLater), PREPARE_MS).unref();
}

function succeedsLater(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, (error) => resolve(error === null));
  });
}

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/**
 * Never runs anything with less of a sandbox than planned. `signal` and the timeout end the command and all that it
 * started: politely, then after 400 ms by force. Resolves when they are gone.
 */
export async function exec(plan: Plan, wanted: ExecOptions, signal: AbortSignal): Promise<ExecResult> {
  const options = { ...wanted, env: scrubbed(wanted.env, plan.scrub) };
  const why = whyNotStartable(plan.command[0], plan.cwd, options.env["PATH"]);
  if (why !== null) return { kind: "not-started", fault: "program", why };
  if (signal.aborted) return { kind: "not-started", fault: "program", why: "cancelled before it was started" };
  const run = await runOnce(plan, options, signal);
  return run.kind === "unbuilt" ? diagnose(plan, options, run) : run;
}

/** A sandbox that does not stand is built once more around nothing, to learn in its own words what is missing. */
async function diagnose(plan: Plan, options: ExecOptions, { errors }: Unbuilt): Promise<ExecResult> {
  const args = [...plan.args.slice(0, plan.around), "/bin/sh", "-c", ":"];
  const streams: Streams = { kind: "capture", input: null, bytesMax: TRIAL_BYTES_MAX };
  const quiet = { streams, timeoutMs: null, supervision: UNSUPERVISED, onReady: () => undefined, mayOpen: () => false };
  const trial = await runOnce({ ...plan, args }, { ...options, ...quiet }, new AbortController().signal);
  if (trial.kind === "not-started") return trial;
  if (trial.kind === "unbuilt") return { kind: "not-started", fault: "sandbox", why: describeFailure(trial.errors) };
  // A supervisor tells of the program by itself, and bubblewrap names what it could not execute.
  if (plan.supervised || /^bwrap: (?!execvp )/m.test(errors)) {
    const why = `${describeFailure(errors)}, and a second try shows nothing wrong: something changed meanwhile; run it again`;
    return { kind: "not-started", fault: "sandbox", why };
  }
  const why = `${plan.command[0]} could not be executed: its format or its interpreter is not known here`;
  return { kind: "not-started", fault: "program", why };
}

/** Bubblewrap gave up; why, it may have told on what the command would have had as stderr. */
type Unbuilt = { readonly kind: "unbuilt"; readonly errors: string };

async function runOnce(plan: Plan, options: ExecOptions, signal: AbortSignal): Promise<ExecResult | Unbuilt> {
  const { streams } = options;
  const lendsTerminal = streams.kind === "inherit" && isAtTerminal();
  // Bubblewrap ends its tree with itself. A bare command is followed by its session and by a mark that all inherit.
  const mark = plan.sandbox === "none" ? randomBytes(16).toString("hex") : null;
  // A session of its own has no terminal, so a command that may need one stays in assent's.
  const ownSession = mark !== null && !(streams.kind === "inherit" && hasTerminal());
  const ends = openEnds(plan, streams, options.folder, succeeds);
  const child = spawn(plan.program, plan.args, {
    cwd: plan.cwd,
    env: { ...options.env, ...plan.env, ...(mark === null ? {} : { [MARK]: mark }) },
    stdio: [...ends.stdio],
    detached: ownSession,
  });
  closeEnds(ends);
  const started = await new Promise<Error | null>((resolve) => {
    child.once("spawn", () => resolve(null));
    child.once("error", resolve);
  });
  const { pid } = child;
  if (started !== null || pid === undefined) {
    const fault = plan.sandbox === "none" ? "program" : "sandbox";
    return { kind: "not-started", fault, why: `cannot start ${plan.program}: ${started?.message ?? "no process"}` };
  }
  const giveBack = lendsTerminal ? lendTerminal() : () => undefined;
  try {
    const tree: Tree = { pid, ownSession, mark: mark === null ? null : `${MARK}=${mark}` };
    const run: Run = { child, tree, flows: flowsOf(plan, child, streams, ends) };
    if (!plan.supervised) run.flows.tellStarted();
    if (streams.kind === "live") prepareForNext(options.folder);
    return await settle(plan, await follow(plan, run, options, signal));
  } finally {
    giveBack();
  }
}

type Run = { readonly child: ChildProcess; readonly tree: Tree; readonly flows: Flows };

/** How the process that was started ended, and what was told meanwhile. */
type Followed = {
  readonly status: number;
  /** The signal that ended it; null if none did. */
  readonly signalled: NodeJS.Signals | null;
  readonly stopped: StopReason | null;
  readonly attendance: Attendance | null;
  readonly flows: Flows;
};

async function follow(
  plan: Plan,
  { child, tree, flows }: Run,
  { supervision, streams, onReady, mayOpen, timeoutMs }: ExecOptions,
  signal: AbortSignal,
): Promise<Followed> {
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])));
  });
  const root = plan.supervised ? "supervisor" : plan.sandbox === "none" ? "command" : "bubblewrap";
  const stopper = new Stopper(root, tree, ended);
  const onFault = (): void => {
    if (child.exitCode === null && child.signalCode === null) stopper.stop("fault");
  };
  const ready = (cover: Cover): void => {
    onReady(cover);
    flows.tellStarted();
  };
  const attendance = plan.supervised ? attend(child, supervision, { onReady: ready, mayOpen, onFault }) : null;
  const onAbort = (): void => stopper.stop("abort");
  signal.addEventListener("abort", onAbort);
  const timer = timeoutMs === null ? null : setTimeout(() => stopper.stop("timeout"), timeoutMs);
  // The signal may have come while the process started.
  if (signal.aborted) onAbort();
  const status = await ended;
  if (timer !== null) clearTimeout(timer);
  signal.removeEventListener("abort", onAbort);
  await stopper.done;
  await attendance?.over;
  await (plan.sandbox === "none" ? Promise.race([flows.all, lingered(streams)]) : flows.all);
  flows.close();
  return { status, signalled: child.signalCode, stopped: stopper.reason, attendance, flows };
}

function lingered({ kind }: Streams): Promise<void> {
  return sleep(kind === "live" ? LIVE_LINGER_MS : LINGER_MS, undefined, { ref: false });
}

async function settle(plan: Plan, ran: Followed): Promise<ExecResult | Unbuilt> {
  const { status, signalled, stopped, attendance, flows } = ran;
  const errors = Buffer.from(flows.errors.bytes()).toString("utf8");
  const output = flows.output.bytes();
  const ended = {
    kind: "ended",
    status,
    stopped,
    fault: null,
    made: attendance?.made() ?? null,
    output,
    errors,
  } as const;
  if (plan.sandbox === "none") return ended;
  const report = reportOf(flows.report.bytes());
  if (attendance === null) {
    // A supervisor waits for that by itself.
    if (report.pid !== null) await untilGone(report.pid);
    return report.hasStatus || stopped !== null || signalled !== null ? ended : { kind: "unbuilt", errors };
  }
  const fault = faultOf(ran);
  if (fault?.what === "program") {
    const why = `${plan.command[0]} could not be executed: ${fault.why}`;
    return { kind: "not-started", fault: "program", why };
  }
  if (fault !== null && !attendance.isReady()) {
    const why = `the sandbox could not be completed (${fault.why}); nothing was run`;
    return { kind: "not-started", fault: "sandbox", why };
  }
  if (fault !== null) return { ...ended, stopped: "fault", fault: `the sandbox lost its supervisor: ${fault.why}` };
  return report.hasStatus || stopped !== null || attendance.isReady() ? ended : { kind: "unbuilt", errors };
}

/** What went wrong with the supervisor; null where assent itself ended it. */
function faultOf({ signalled, stopped, attendance }: Followed): Fault | null {
  if (stopped === "abort" || stopped === "timeout") return null;
  const told = attendance?.fault() ?? null;
  if (told !== null || signalled === null) return told;
  return { what: "sandbox", why: `it was ended by ${signalled}` };
}
