/**
 * Starts a planned process and stays with it to its end; nothing else starts one.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { describeFailure } from "../core/sandbox/failure.ts";
import type { Plan } from "../core/sandbox/plan.ts";
import { closeEnds, type Flows, flowsOf, openEnds, type Streams } from "./flows.ts";
import { whyNotStartable } from "./look-up.ts";
import { type Tree, untilGone } from "./process-tree.ts";
import { lendTerminal } from "./signals.ts";
import { Stopper } from "./stopper.ts";
import { hasTerminal, isAtTerminal } from "./terminal.ts";

export type ExecOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly streams: Streams;
  /** Null for no limit. */
  readonly timeoutMs: number | null;
  /** A folder of assent's own, out of reach for commands; made if missing. */
  readonly folder: string;
};

export type ExecResult =
  | {
      readonly kind: "ended";
      /** The exit code, or 128 plus the signal's number. */
      readonly status: number;
      /** Why assent ended it, if it did. */
      readonly stopped: "timeout" | "abort" | null;
      /** What was captured; empty for inherited streams. */
      readonly output: Uint8Array;
      /** The end of what tells of a failure, as text: stderr where it was kept, all that was captured. */
      readonly errors: string;
    }
  | { readonly kind: "not-started"; readonly fault: "sandbox" | "program"; readonly why: string };

/** Output of a process that has left its command behind is waited for this long, outside a sandbox. */
const LINGER_MS = 200;
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

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/**
 * Never runs anything with less of a sandbox than planned. `signal` and the timeout end the command and all that it
 * started: politely, then after 400 ms by force. Resolves when they are gone.
 */
export async function exec(plan: Plan, options: ExecOptions, signal: AbortSignal): Promise<ExecResult> {
  const why = whyNotStartable(plan.command[0], plan.cwd, options.env["PATH"]);
  if (why !== null) return { kind: "not-started", fault: "program", why };
  if (signal.aborted) return { kind: "not-started", fault: "program", why: "cancelled before it was started" };
  const run = await runOnce(plan, options, signal);
  if (run.kind === "ended" || run.fault === "program" || plan.sandbox === "none") return run;
  return diagnose(plan, options);
}

/** A sandbox that does not stand is built once more around nothing, to learn in its own words what is missing. */
async function diagnose(plan: Plan, options: ExecOptions): Promise<ExecResult> {
  const args = [...plan.args.slice(0, plan.args.indexOf("--") + 1), "/bin/sh", "-c", ":"];
  const streams: Streams = { kind: "capture", input: null, bytesMax: TRIAL_BYTES_MAX };
  const trial = await runOnce(
    { ...plan, args },
    { ...options, streams, timeoutMs: null },
    new AbortController().signal,
  );
  if (trial.kind === "not-started") return trial;
  const why = `${plan.command[0]} could not be executed: its format or its interpreter is not known here`;
  return { kind: "not-started", fault: "program", why };
}

async function runOnce(plan: Plan, options: ExecOptions, signal: AbortSignal): Promise<ExecResult> {
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
    return await follow(plan, child, tree, { ...options, flows: flowsOf(plan, child, streams, ends) }, signal);
  } finally {
    giveBack();
  }
}

async function follow(
  plan: Plan,
  child: ChildProcess,
  tree: Tree,
  { flows, timeoutMs }: ExecOptions & { readonly flows: Flows },
  signal: AbortSignal,
): Promise<ExecResult> {
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])));
  });
  const stopper = new Stopper(plan.sandbox, tree, ended);
  const onAbort = (): void => stopper.stop("abort");
  signal.addEventListener("abort", onAbort);
  const timer = timeoutMs === null ? null : setTimeout(() => stopper.stop("timeout"), timeoutMs);
  // The signal may have come while the process started.
  if (signal.aborted) onAbort();
  const status = await ended;
  if (timer !== null) clearTimeout(timer);
  signal.removeEventListener("abort", onAbort);
  await stopper.done;
  await (plan.sandbox === "none" ? Promise.race([flows.all, sleep(LINGER_MS)]) : flows.all);
  flows.close();

  const errors = Buffer.from(flows.errors.bytes()).toString("utf8");
  const output = flows.output.bytes();
  const result = { kind: "ended", status, stopped: stopper.reason, output, errors } as const;
  if (plan.sandbox === "none") return result;
  const report = reportOf(flows.report.bytes());
  if (report.pid !== null) await untilGone(report.pid);
  const isOwn = report.hasStatus || stopper.reason !== null || child.signalCode !== null;
  return isOwn ? result : { kind: "not-started", fault: "sandbox", why: describeFailure(errors) };
}

/** What bubblewrap tells of itself, one JSON value a line: its first process, and a status if the command was reached. */
function reportOf(bytes: Uint8Array): { readonly pid: number | null; readonly hasStatus: boolean } {
  const lines = Buffer.from(bytes).toString("latin1").split("\n");
  const values = lines.filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line));
  const pids = values.map((value) => numberIn(value, "child-pid")).filter((pid) => pid !== null);
  return { pid: pids[0] ?? null, hasStatus: values.some((value) => numberIn(value, "exit-code") !== null) };
}

function numberIn(value: unknown, key: string): number | null {
  if (typeof value !== "object" || value === null) return null;
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "number" ? found : null;
}
