/** An engine whose questions and timers the test answers itself, in any order. */
import type { Question, Verdict } from "../../src/core/approval/question.ts";
import type { ReviewReport } from "../../src/core/approval/review.ts";
import type { Asked as Awaited, Replayed } from "../../src/core/approval/session.ts";
import { createEngine, type Engine, type Start } from "../../src/engine/engine.ts";
import type { Subject } from "../../src/core/review/subject.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { type FakePorts, fakePorts } from "./fake-ports.ts";

export const UNTRUSTED: Start = {
  approvalPolicy: "untrusted",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
};

export type Asked = {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly of: Awaited | undefined;
  readonly answer: (verdict: Verdict) => void;
};

/** A review that the test reports on, or whose reviewer throws. */
export type Reviewing = {
  readonly subject: Subject;
  readonly signal: AbortSignal;
  readonly report: (report: ReviewReport) => void;
  readonly fail: (error: unknown) => void;
};

export type Alarm = { readonly ms: number; readonly signal: AbortSignal; readonly ring: () => void };

export type Desk = {
  readonly engine: Engine;
  readonly ports: FakePorts;
  readonly asked: readonly Asked[];
  readonly reviews: readonly Reviewing[];
  readonly alarms: readonly Alarm[];
  /** Until nothing moves any more. */
  readonly settle: () => Promise<void>;
};

export function openDesk(over: Partial<Ports> = {}, start: Start = UNTRUSTED, earlier: Replayed | null = null): Desk {
  const asked: Asked[] = [];
  const reviews: Reviewing[] = [];
  const alarms: Alarm[] = [];
  const ports = fakePorts({
    now: () => 1_000,
    approver: {
      ask: (question, signal, of) => new Promise((answer) => void asked.push({ question, signal, of, answer })),
    },
    reviewer: {
      review: (subject, signal) => new Promise((report, fail) => void reviews.push({ subject, signal, report, fail })),
    },
    wake: (ms, signal) => new Promise((ring) => void alarms.push({ ms, signal, ring })),
    ...over,
  });
  const engine = createEngine(ports, start, undefined, earlier);
  return { engine, ports, asked, reviews, alarms, settle };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** What is on record, one line each: `1 asked`. */
export function storyOf({ ports }: Desk): readonly string[] {
  return ports.records.map(({ case: id, entry }) => `${id} ${entry.kind}`);
}
