/** Joins the streams of a command to those of assent: handed on, passed on or kept. */
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { CHANNEL_FD, SECCOMP_FD, STATUS_FD } from "../core/sandbox/bubblewrap.ts";
import type { Plan } from "../core/sandbox/plan.ts";
import type { Live, LiveProcess } from "../engine/ports.ts";
import { inheritedDescriptors } from "./descriptors.ts";
import { makePipe, type Pipe } from "./pipes.ts";
import { type Collector, collect, collector, passOn } from "./streams.ts";

export type Streams =
  /** Assent's own. `keepErrors`: stderr goes through a pipe, its end is kept; the command sees no terminal there. */
  | { readonly kind: "inherit"; readonly keepErrors: boolean }
  /** `input` null for none; of the output at most `bytesMax` bytes are kept, both streams as they were written. */
  | { readonly kind: "capture"; readonly input: Uint8Array | null; readonly bytesMax: number }
  /** As captured, and told of as it comes; with a terminal of its own the command can be written to, else it has no input. */
  | { readonly kind: "live"; readonly live: Live; readonly bytesMax: number };

type End = "inherit" | "ignore" | "pipe" | "ipc" | number;

/** What a command is started with. */
export type Ends = {
  /** By descriptor. */
  readonly stdio: readonly End[];
  readonly pipe: Pipe | null;
  /** What stands in for descriptors that are not handed on. */
  readonly nowhere: number | null;
};

/** What flows while the command runs. */
export type Flows = {
  /** Settles when all has ended. */
  readonly all: Promise<unknown>;
  readonly output: Collector;
  /** The end of what tells of a failure: stderr, or all that was captured. */
  readonly errors: Collector;
  /** To be called when the command has started: whoever hears of it hears of that first. */
  readonly tellStarted: () => void;
  /** What bubblewrap tells of itself. */
  readonly report: Collector;
  /** Reads nothing more. */
  readonly close: () => void;
};

const ERRORS_BYTES_MAX = 16 * 1024;
const REPORT_BYTES_MAX = 64 * 1024;
/** So much may wait for a command that does not read; more is not taken. */
const INPUT_BYTES_MAX = 1024 * 1024;

/** @param run starts a program and waits for it; true if it succeeded */
export function openEnds(
  plan: Plan,
  streams: Streams,
  folder: string,
  run: (program: string, args: readonly string[]) => boolean,
): Ends {
  const piped = streams.kind !== "inherit" ? [1, 2] : streams.keepErrors ? [2] : [];
  const pipe = piped.length === 0 ? null : makePipe(folder, run);
  const stdio: End[] = ["inherit", "inherit", "inherit"];
  if (streams.kind !== "inherit") stdio[0] = hasInput(streams) ? "pipe" : "ignore";
  // One for both keeps the order in which they were written.
  for (const fd of piped) stdio[fd] = pipe?.writeEnd ?? "pipe";
  if (plan.seccomp !== null) {
    stdio[SECCOMP_FD] = "pipe";
    stdio[STATUS_FD] = "pipe";
  }
  if (plan.supervised) stdio[CHANNEL_FD] = "ipc";
  // What assent itself was handed must not reach the command; those that it opens itself are closed anyway. A
  // supervisor sees to that by itself.
  if (plan.supervised) return { stdio, pipe, nowhere: null };
  const nowhere = openSync("/dev/null", "r+");
  const handed = inheritedDescriptors();
  const highest = Math.max(2, ...handed);
  for (let fd = stdio.length; fd <= highest; fd += 1) stdio[fd] = handed.includes(fd) ? nowhere : "ignore";
  return { stdio, pipe, nowhere };
}

function hasInput(streams: Exclude<Streams, { readonly kind: "inherit" }>): boolean {
  return streams.kind === "live" ? streams.live.tty !== null : streams.input !== null;
}

/** Gives up what only the command should hold, else the end of its output would never come. */
export function closeEnds({ pipe, nowhere }: Ends): void {
  if (nowhere !== null) closeSync(nowhere);
  if (pipe !== null) closeSync(pipe.writeEnd);
}

/** Moves all bytes between this process and the child that do not flow by themselves. */
export function flowsOf(plan: Plan, child: ChildProcess, streams: Streams, { pipe }: Ends): Flows {
  const half = streams.kind === "inherit" ? 0 : Math.ceil(streams.bytesMax / 2);
  const output = collector(half, half);
  const errors = collector(0, ERRORS_BYTES_MAX);
  const report = collector(REPORT_BYTES_MAX, 0);
  const all: Promise<void>[] = [];
  const told = streams.kind === "live" ? tellingOf(streams.live, plan, child) : UNTOLD;
  if (plan.seccomp !== null) {
    send(child.stdio[SECCOMP_FD], plan.seccomp);
    all.push(collect(readable(child.stdio[STATUS_FD]), report.add));
  }
  if (streams.kind !== "inherit") {
    if (streams.kind === "capture" && streams.input !== null) send(child.stdin, streams.input);
    const keepBoth = (chunk: Uint8Array): void => {
      output.add(chunk);
      errors.add(chunk);
      told.output(chunk);
    };
    const froms = pipe === null ? [readable(child.stdout), readable(child.stderr)] : [pipe.from];
    for (const from of froms) all.push(collect(from, keepBoth));
  } else if (streams.keepErrors) {
    all.push(passOn(pipe?.from ?? readable(child.stderr), 2, errors.add));
  }
  const close = (): void => {
    for (const stream of child.stdio) stream?.destroy();
    pipe?.from.destroy();
  };
  return { all: Promise.allSettled(all), output, errors, tellStarted: told.started, report, close };
}

function readable(stream: Readable | Writable | null | undefined): Readable {
  if (!(stream instanceof Readable)) throw new Error("a stream that was asked for is missing");
  return stream;
}

type Told = { readonly started: () => void; readonly output: (chunk: Uint8Array) => void };
const UNTOLD: Told = { started: () => undefined, output: () => undefined };

/** What a command writes may come before the news that its sandbox stands. */
function tellingOf(live: Live, plan: Plan, child: ChildProcess): Told {
  let early: Uint8Array[] | null = [];
  const tell = (chunk: Uint8Array): void => quietly(() => live.output(chunk));
  const write = live.tty === null ? (): boolean => false : writerTo(child.stdin);
  return {
    started: () => {
      if (early === null) return;
      quietly(() => live.started({ isSandboxed: plan.sandbox !== "none", write }));
      const chunks = early;
      early = null;
      for (const chunk of chunks) tell(chunk);
    },
    output: (chunk) => {
      if (early === null) tell(chunk);
      else early.push(chunk);
    },
  };
}

function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // Whoever only listens must not change how a command runs and ends.
  }
}

function writerTo(stream: Writable | null): LiveProcess["write"] {
  if (stream === null) throw new Error("a stream that was asked for is missing");
  stream.on("error", () => undefined);
  return (text) => {
    if (!stream.writable || stream.writableLength + text.length > INPUT_BYTES_MAX) return false;
    stream.write(text);
    return true;
  };
}

/** A process that ends without reading all of it is no failure. */
function send(stream: Readable | Writable | null | undefined, bytes: Uint8Array): void {
  if (!(stream instanceof Writable)) throw new Error("a stream that was asked for is missing");
  stream.on("error", () => undefined);
  stream.end(bytes);
}
