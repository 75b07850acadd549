/** The commands of a thread that run, by the number that the model calls them. */
import { keptText, type KeptText } from "../../core/agent/kept-text.ts";
import type { Outcome } from "../../core/approval/record.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { LiveProcess } from "../ports.ts";
import { makeGate } from "./gate.ts";
import type { RunningProcess } from "./thread.ts";

/** Of the output of a whole command so much is kept, in UTF-16 units. */
const OUTPUT_CHARS_MAX = 1024 * 1024;

export interface Process {
  /** What the model calls it. */
  readonly name: string;
  readonly item: string;
  readonly argv: Command;
  readonly cwd: string;
  readonly hasTerminal: boolean;
  /** Ends it. */
  readonly abort: AbortController;
  /** Shows its item; once. */
  readonly show: () => void;
  /** All of its output, and what the model has not read of it. */
  readonly output: KeptText;
  unread: KeptText;
  /** Null until it has started. */
  live: LiveProcess | null;
  /** Called once, with what it is written to by. */
  readonly start: (live: LiveProcess) => void;
  /** Resolves when it has started. */
  readonly started: Promise<void>;
  /** Null until it has ended. */
  outcome: Outcome | null;
  /** Resolves when it has ended, and its item was completed. */
  readonly ended: Promise<void>;
  /** Questions about it that wait. */
  questions: number;
  /** Why it was kept from reaching a host, which fails it as a whole; null where it was not. */
  refused: string | null;
}

export interface Processes {
  /** `ended` is given by `settle`. */
  make(of: Pick<Process, "item" | "argv" | "cwd" | "hasTerminal" | "abort" | "show">): {
    readonly job: Process;
    readonly settle: (outcome: Outcome) => void;
  };
  /** Of one that has started; also of one that has ended, until its end was read. */
  find(name: string): Process | null;
  byItem(item: string): Process | null;
  /** The model has read its end. */
  forget(job: Process): void;
  running(): readonly Process[];
  views(): readonly RunningProcess[];
}

/** Ended ones that the model never asks about again. */
const ENDED_MAX = 64;

export function makeProcesses(): Processes {
  const all = new Map<string, Process>();
  let last = 0;

  function dropOldest(): void {
    const ended = [...all.values()].filter(({ outcome }) => outcome !== null);
    for (const { name } of ended.slice(0, Math.max(0, ended.length - ENDED_MAX))) all.delete(name);
  }

  const running = (): readonly Process[] => [...all.values()].filter(({ outcome }) => outcome === null);
  return {
    make(of) {
      last += 1;
      const end = makeGate();
      const beginning = makeGate();
      const job: Process = {
        ...of,
        name: String(last),
        output: keptText(OUTPUT_CHARS_MAX),
        unread: keptText(OUTPUT_CHARS_MAX),
        live: null,
        start(live) {
          job.live = live;
          beginning.open();
        },
        started: beginning.opened,
        outcome: null,
        ended: end.opened,
        questions: 0,
        refused: null,
      };
      all.set(job.name, job);
      dropOldest();
      return {
        job,
        settle(outcome) {
          job.outcome = outcome;
          end.open();
        },
      };
    },
    find(name) {
      const job = all.get(name);
      return job === undefined || (job.live === null && job.outcome === null) ? null : job;
    },
    byItem: (item) => [...all.values()].find((job) => job.item === item) ?? null,
    forget: ({ name }) => void all.delete(name),
    running,
    views: () =>
      running()
        .filter(({ live }) => live !== null)
        .map(({ name, item, argv, cwd }) => ({ process: name, item, command: argv.join(" "), cwd })),
  };
}

/** What the model has not read of its output yet; it counts as read. */
export function takeOutput(job: Process): string {
  const text = job.unread.text();
  job.unread = keptText(OUTPUT_CHARS_MAX);
  return text;
}
