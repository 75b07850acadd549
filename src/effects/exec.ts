/**
 * Starts a planned process and stays with it until it and all that it started have ended. Nothing else in assent
 * starts a process.
 */
import { type ChildProcess, spawn, spawnSync, type StdioOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { SECCOMP_FD, STATUS_FD } from "../core/sandbox/bubblewrap.ts";
import { describeFailure } from "../core/sandbox/failure.ts";
import type { Plan } from "../core/sandbox/plan.ts";
import { never } from "../kit/never.ts";
import { inheritedDescriptors } from "./descriptors.ts";
import { whyNotStartable } from "./look-up.ts";
import { killTree, membersOf, signalTree, type Tree, untilGone } from "./process-tree.ts";
import { lendTerminal } from "./signals.ts";
import { collect, collector, passOn } from "./streams.ts";
import { isAtTerminal } from "./terminal.ts";

export type Streams =
  /** Assent's own. `keepErrors`: stderr goes through a pipe, its end is kept; the command sees no terminal there. */
  | { readonly kind: "inherit"; readonly keepErrors: boolean }
  /** `input` null for none; of the output at most `bytesMax` bytes are kept, both streams in the order of arrival. */
  | { readonly kind: "capture"; readonly input: Uint8Array | null; readonly bytesMax: number };

export type ExecOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly streams: Streams;
  /** Null for no limit. */
  readonly timeoutMs: number | null;
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
      /** The end of stderr where it was kept or captured, as text. */
      readonly errors: string;
    }
  | { readonly kind: "not-started"; readonly fault: "sandbox" | "program"; readonly why: string };

/** Time to end in order, after SIGTERM and before SIGKILL. */
const GRACE_MS = 400;
/** Output of a process that has left its command behind is waited for this long, outside a sandbox. */
const LINGER_MS = 200;
const ERRORS_BYTES_MAX = 16 * 1024;
const STATUS_BYTES_MAX = 64 * 1024;
const MARK = "ASSENT_RUN";
const ENV = "/usr/bin/env";
let knownSignalEnv: string | null | undefined;

/**
 * For a command that will have the terminal: an `env` that can give signals their default again, as coreutils has
 * since 8.31. Null where there is none, or no terminal. Tried once.
 */
export function signalEnv(): string | null {
  if (!isAtTerminal()) return null;
  knownSignalEnv ??=
    spawnSync(ENV, ["--default-signal=INT,QUIT", ENV], { stdio: "ignore", env: {} }).status === 0 ? ENV : null;
  return knownSignalEnv;
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
  return diagnose(plan, options.env);
}

/** A sandbox that does not stand is built once more around nothing, to learn in its own words what is missing. */
async function diagnose(plan: Plan, env: ExecOptions["env"]): Promise<ExecResult> {
  const args = [...plan.args.slice(0, plan.args.indexOf("--") + 1), "/bin/sh", "-c", ":"];
  const streams: Streams = { kind: "capture", input: null, bytesMax: ERRORS_BYTES_MAX };
  const trial = await runOnce({ ...plan, args }, { env, streams, timeoutMs: null }, new AbortController().signal);
  if (trial.kind === "not-started") return trial;
  const why = `${plan.command[0]} could not be executed: its format or its interpreter is not known here`;
  return { kind: "not-started", fault: "program", why };
}

async function runOnce(plan: Plan, options: ExecOptions, signal: AbortSignal): Promise<ExecResult> {
  const { streams } = options;
  const hasTerminal = streams.kind === "inherit" && isAtTerminal();
  // Bubblewrap ends its tree with itself. A bare command is followed by its session and by a mark that all inherit.
  const mark = plan.sandbox === "none" ? randomBytes(16).toString("hex") : null;
  const ownSession = mark !== null && !hasTerminal;
  const nowhere = openSync("/dev/null", "r+");
  const child = spawn(plan.program, plan.args, {
    cwd: plan.cwd,
    env: { ...options.env, ...plan.env, ...(mark === null ? {} : { [MARK]: mark }) },
    stdio: stdioOf(plan, streams, nowhere),
    detached: ownSession,
  });
  closeSync(nowhere);
  const started = await new Promise<Error | null>((resolve) => {
    child.once("spawn", () => resolve(null));
    child.once("error", resolve);
  });
  const { pid } = child;
  if (started !== null || pid === undefined) {
    const fault = plan.sandbox === "none" ? "program" : "sandbox";
    return { kind: "not-started", fault, why: `cannot start ${plan.program}: ${started?.message ?? "no process"}` };
  }
  const giveBack = hasTerminal ? lendTerminal() : () => undefined;
  try {
    const tree: Tree = { pid, ownSession, mark: mark === null ? null : `${MARK}=${mark}` };
    return await follow(plan, child, tree, options, signal);
  } finally {
    giveBack();
  }
}

async function follow(
  plan: Plan,
  child: ChildProcess,
  tree: Tree,
  { streams, timeoutMs }: ExecOptions,
  signal: AbortSignal,
): Promise<ExecResult> {
  const flows = flowsOf(plan, child, streams);
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])));
  });
  const stopper = new Stopper(plan, tree, ended);
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
  for (const stream of child.stdio) stream?.destroy();

  const errors = Buffer.from(flows.errors.bytes()).toString("utf8");
  const output = flows.output.bytes();
  const result = { kind: "ended", status, stopped: stopper.reason, output, errors } as const;
  if (plan.sandbox === "none") return result;
  const report = reportOf(flows.report.bytes());
  if (report.pid !== null) await untilGone(report.pid);
  const isOwn = report.hasStatus || stopper.reason !== null || child.signalCode !== null;
  return isOwn ? result : { kind: "not-started", fault: "sandbox", why: describeFailure(errors) };
}

/** Ends a process with all that it started, once. */
class Stopper {
  reason: "timeout" | "abort" | null = null;
  /** Settles when what was stopped is gone; at once if nothing was. */
  done: Promise<void> = Promise.resolve();
  readonly #plan: Plan;
  readonly #tree: Tree;
  readonly #ended: Promise<unknown>;

  constructor(plan: Plan, tree: Tree, ended: Promise<unknown>) {
    this.#plan = plan;
    this.#tree = tree;
    this.#ended = ended;
  }

  stop(reason: "timeout" | "abort"): void {
    if (this.reason !== null) return;
    this.reason = reason;
    this.done = this.#plan.sandbox === "none" ? this.#stopBare() : this.#stopSandbox();
  }

  async #stopBare(): Promise<void> {
    signalTree(this.#tree, "SIGTERM", null);
    const deadline = performance.now() + GRACE_MS;
    while (performance.now() < deadline && membersOf(this.#tree).length > 0) await sleep(10);
    await killTree(this.#tree);
  }

  /** Bubblewrap itself is spared at first: with it, all would end by force at once. */
  async #stopSandbox(): Promise<void> {
    const { pid } = this.#tree;
    signalTree(this.#tree, "SIGTERM", pid);
    await Promise.race([this.#ended, sleep(GRACE_MS)]);
    const members = membersOf(this.#tree);
    if (members.includes(pid)) process.kill(pid, "SIGKILL");
    await Promise.all(members.map(untilGone));
  }
}

type Flows = {
  readonly all: Promise<unknown>;
  readonly output: ReturnType<typeof collector>;
  readonly errors: ReturnType<typeof collector>;
  readonly report: ReturnType<typeof collector>;
};

/** Moves all bytes between this process and the child that do not flow by themselves. */
function flowsOf(plan: Plan, child: ChildProcess, streams: Streams): Flows {
  const half = streams.kind === "capture" ? Math.ceil(streams.bytesMax / 2) : 0;
  const [output, errors, report] = [
    collector(half, half),
    collector(0, ERRORS_BYTES_MAX),
    collector(STATUS_BYTES_MAX, 0),
  ];
  const all: Promise<void>[] = [];
  if (plan.seccomp !== null) {
    send(child.stdio[SECCOMP_FD], plan.seccomp);
    all.push(collect(readable(child.stdio[STATUS_FD]), report.add));
  }
  switch (streams.kind) {
    case "inherit":
      if (streams.keepErrors) all.push(passOn(readable(child.stderr), 2, errors.add));
      break;
    case "capture":
      if (streams.input !== null) send(child.stdin, streams.input);
      all.push(collect(readable(child.stdout), output.add));
      all.push(
        collect(readable(child.stderr), (chunk) => {
          output.add(chunk);
          errors.add(chunk);
        }),
      );
      break;
    default:
      never(streams);
  }
  return { all: Promise.allSettled(all), output, errors, report };
}

function readable(stream: Readable | Writable | null | undefined): Readable {
  if (!(stream instanceof Readable)) throw new Error("a stream that was asked for is missing");
  return stream;
}

/** A process that ends without reading all of it is no failure. */
function send(stream: Readable | Writable | null | undefined, bytes: Uint8Array): void {
  if (!(stream instanceof Writable)) throw new Error("a stream that was asked for is missing");
  stream.on("error", () => undefined);
  stream.end(bytes);
}

/** @param nowhere a descriptor of /dev/null */
function stdioOf(plan: Plan, streams: Streams, nowhere: number): StdioOptions {
  const stdio: ("inherit" | "ignore" | "pipe" | number)[] =
    streams.kind === "inherit"
      ? ["inherit", "inherit", streams.keepErrors ? "pipe" : "inherit"]
      : [streams.input === null ? "ignore" : "pipe", "pipe", "pipe"];
  if (plan.seccomp !== null) {
    stdio[SECCOMP_FD] = "pipe";
    stdio[STATUS_FD] = "pipe";
  }
  // What assent itself was handed must not reach the command; those that it opens itself are closed anyway.
  const handed = inheritedDescriptors();
  const highest = Math.max(2, ...handed);
  for (let fd = stdio.length; fd <= highest; fd += 1) stdio[fd] = handed.includes(fd) ? nowhere : "ignore";
  return stdio;
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
