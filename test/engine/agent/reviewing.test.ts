/** Automatic reviews through a thread's door: what is shown, asked and told. */
import { describe, expect, test } from "vitest";
import type { ReviewReport } from "../../../src/core/approval/review.ts";
import type { AuditRecord } from "../../../src/core/approval/record.ts";
import { replay } from "../../../src/core/approval/replay.ts";
import type { Subject } from "../../../src/core/review/subject.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import type { InnerAction, Ports } from "../../../src/engine/ports.ts";
import { rulesOf } from "../../rules.ts";
import { answer, FACTS, fakePorts, RAN, systemProgram } from "../fake-ports.ts";
import { APPROVED, DENIED, ESCALATED, FAILED, TIMED_OUT } from "../reports.ts";
import { call, factsOf, type FakeOptions, type FakeThread, fakeThread } from "./fake-thread.ts";

const ESCALATE = { cmd: "deploy", sandbox_permissions: "require_escalated", justification: "why" };
const ASK = call("c1", "exec_command", ESCALATE);
const PATCH = { type: "custom_tool_call", id: "ctc", call_id: "p1", name: "apply_patch", input: "the patch" } as const;
const ARGV = ["/bin/bash", "-lc", "deploy"];

const asking = (id: string, cmd: string) => call(id, "exec_command", { ...ESCALATE, cmd });

type Reviewed = Omit<FakeOptions, "steps" | "start"> & { readonly steps?: FakeOptions["steps"] };

function reviewed(review: NonNullable<Ports["reviewer"]>["review"], options: Reviewed = {}): FakeThread {
  return fakeThread({
    steps: [[ASK]],
    ...options,
    start: { asks: "reviewer" },
    ports: { ...options.ports, reviewer: { review } },
  });
}

const reporting = (report: ReviewReport) => (): Promise<ReviewReport> => Promise.resolve(report);

/** Until it is taken back. */
const hanging = (_subject: Subject, signal: AbortSignal): Promise<ReviewReport> =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("taken back"))));

const between = (thread: FakeThread): readonly string[] => thread.shown.slice(3, -3);

describe("a review", () => {
  test("that approves is shown between the beginning and the end of its item, and nobody is asked", async () => {
    const thread = reviewed(reporting(APPROVED));
    await thread.say("go");
    expect(between(thread)).toEqual([
      "item-started command c1 in-progress",
      "review-started",
      "guardian-warning",
      "review-ended",
      "item-completed command c1 completed",
    ]);
    expect(thread.questions).toEqual([]);
    const action = { kind: "command", argv: ARGV, cwd: "/w", escalate: true, why: "why" };
    const about = { turn: "id-1", item: "c1", review: "1-1", case: "1", action, files: [], startedAt: 1_000 };
    const [started, warning, ended] = thread.events.filter(({ kind }) => /review|guardian/u.test(kind));
    expect(started).toEqual({ kind: "review-started", ...about });
    const why = "it is what was asked for";
    expect(warning).toEqual({
      kind: "guardian-warning",
      text: `The automatic review approved it (risk: low, authorization: high): ${why}`,
    });
    const end = { status: "approved" };
    expect(ended).toMatchObject({ kind: "review-ended", ...about, endedAt: 1_000, end, opinion: null });
  });

  test("that denies declines the item, and the agent is told not to work around it", async () => {
    const thread = reviewed(reporting(DENIED));
    await thread.say("go");
    expect(between(thread)).toEqual([
      "item-started command c1 in-progress",
      "review-started",
      "guardian-warning",
      "review-ended",
      "item-completed command c1 declined",
    ]);
    expect(thread.events.find(({ kind }) => kind === "review-ended")).toMatchObject({ opinion: { outcome: "deny" } });
    expect(thread.outputs()["c1"]).toMatch(/due to unacceptable risk\..*it deletes what nobody named.*Do not work/u);
  });

  test.each([
    ["escalated", ESCALATED],
    ["failed", FAILED],
    ["timed_out", TIMED_OUT],
  ])("that is %s is followed by an ordinary question, which carries it", async (status, report) => {
    const thread = reviewed(reporting(report));
    await thread.say("go");
    expect(between(thread)).toEqual([
      "item-started command c1 in-progress",
      "review-started",
      "guardian-warning",
      "review-ended",
      "waiting 1",
      "waiting 0",
      "item-completed command c1 completed",
    ]);
    expect(thread.questions.map(({ question }) => question.review?.status)).toEqual([status]);
  });

  test("of a reviewer that throws is followed by a question as well", async () => {
    const thread = reviewed(() => Promise.reject(new Error("no reviewer today")));
    await thread.say("go");
    expect(thread.questions.map(({ question }) => question.review?.status)).toEqual(["failed"]);
  });

  test("of a patch names the files that it touches", async () => {
    const thread = reviewed(reporting(APPROVED), {
      steps: [[PATCH]],
      ports: { gather: () => Promise.resolve(factsOf("/elsewhere/a")) },
      thread: { gatherPatch: () => Promise.resolve(factsOf("/elsewhere/a").patch ?? { kind: "broken", why: "" }) },
    });
    await thread.say("go");
    const started = thread.events.find(({ kind }) => kind === "review-started");
    expect(started).toMatchObject({ item: "p1", files: ["/elsewhere/a"] });
    expect(thread.shown).toContain("item-completed file-change p1 completed");
  });

  test("of the parts of a chain is shown for each, and each comes to its end", async () => {
    const rules = rulesOf({ user: 'prefix_rule(pattern=["deploy"], decision="prompt")' });
    const programs = ["bash", "deploy"].map(systemProgram);
    const thread = reviewed(reporting(APPROVED), {
      steps: [[call("c1", "exec_command", { cmd: "deploy a && deploy b" })]],
      ports: { rules: () => Promise.resolve(rules), gather: () => Promise.resolve({ ...FACTS, programs }) },
    });
    await thread.say("go");
    const reviews = thread.events.flatMap((event) =>
      event.kind === "review-started" || event.kind === "review-ended" ? [`${event.kind} ${event.review}`] : [],
    );
    expect(reviews).toEqual(["review-started 1-1", "review-ended 1-1", "review-started 1-2", "review-ended 1-2"]);
    expect(thread.shown).toContain("item-completed command c1 completed");
  });

  test("that nobody waits for is aborted with its turn", async () => {
    const thread = reviewed(hanging);
    const begun = thread.until("review-started");
    const end = thread.say("go");
    await begun;
    await thread.thread.interrupt(thread.thread.running() ?? "");
    await end;
    expect(thread.shown.slice(3)).toEqual([
      "item-started command c1 in-progress",
      "review-started",
      "review-ended",
      "item-completed command c1 declined",
      "turn-ended interrupted",
    ]);
    expect(thread.events.find(({ kind }) => kind === "review-ended")).toMatchObject({ end: "aborted" });
    expect(thread.questions).toEqual([]);
  });

  test("goes on while nobody is there, and what it leaves to a person waits until somebody comes", async () => {
    const reports: ((report: ReviewReport) => void)[] = [];
    const thread = reviewed(() => new Promise((resolve) => void reports.push(resolve)));
    const begun = thread.until("review-started");
    const end = thread.say("go");
    await begun;
    thread.thread.engine.detach(null);
    reports[0]?.(ESCALATED);
    await expect.poll(() => thread.shown.at(-1)).toBe("review-ended");
    expect(thread.questions).toEqual([]);
    thread.thread.engine.attach();
    await end;
    expect(thread.questions).toHaveLength(1);
  });
});

/** After many other things have had their turn. */
async function approvingLate(): Promise<ReviewReport> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return APPROVED;
}

describe("inside a command that runs", () => {
  const file = { real: "/usr/bin/x", isSteady: true, interpreter: [], copyOf: null };
  const program = {
    kind: "exec",
    argv: ["rm", "x"],
    path: "/usr/bin/rm",
    cwd: "/w",
    chain: [],
    since: 0,
    why: null,
  } as const;
  const host = { kind: "network", host: "h", port: 80, protocol: "http", command: null, why: null } as const;

  /** A command that starts, wants this, and ends then, or when it is told to. */
  const wanting = (wanted: InnerAction, goesOn = false): Partial<Ports> => ({
    rules: () => Promise.resolve(rulesOf({ user: 'prefix_rule(pattern=["rm"], decision="prompt")\n' })),
    gather: (action) => Promise.resolve({ ...FACTS, isSupervised: true, file: action.kind === "exec" ? file : null }),
    perform: async (...[, , , signal, inner, live]) => {
      live?.started({ isSandboxed: true, write: () => true });
      await inner(wanted);
      if (goesOn) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      return RAN;
    },
  });

  const steps = [[call("c1", "exec_command", { cmd: "make" })]];
  /** Each wait is over at once, so that only a review keeps a call. */
  const thread = { sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };

  test("a program is reviewed as a part of its item, which is waited for meanwhile", async () => {
    const made = reviewed(approvingLate, { steps, ports: wanting(program), thread });
    await made.say("go");
    expect(made.outputs()["c1"]).toMatch(/Process exited with code 0/u);
    const started = made.events.find(({ kind }) => kind === "review-started");
    expect(started).toMatchObject({ item: "c1", case: "1.1", action: { kind: "exec", argv: ["rm", "x"] } });
  });

  test("it is waited for no longer than that", async () => {
    const made = reviewed(reporting(APPROVED), { steps, ports: wanting(program, true), thread });
    await made.say("go");
    expect(made.outputs()["c1"]).toMatch(/Process running with session ID/u);
    await made.thread.close();
  });

  test("a host belongs to no item", async () => {
    const made = reviewed(reporting(DENIED), { steps, ports: wanting(host) });
    await made.say("go");
    const started = made.events.find(({ kind }) => kind === "review-started");
    expect(started).toMatchObject({ item: null, action: { kind: "network", host: "h" } });
    expect(made.outputs()["c1"]).toMatch(/^exec_command failed: ProcessFailed .*due to unacceptable risk/u);
  });
});

test("three denials in a row end the turn, which has not failed", async () => {
  const steps = ["1", "2", "3", "4"].map((name) => [asking(`c${name}`, `deploy ${name}`)]);
  const thread = reviewed(reporting(DENIED), { steps });
  await thread.say("go");
  expect(thread.shown.filter((line) => line.startsWith("item-completed command"))).toEqual([
    "item-completed command c1 declined",
    "item-completed command c2 declined",
    "item-completed command c3 declined",
  ]);
  const warnings = thread.events.flatMap((event) => (event.kind === "guardian-warning" ? [event.text] : []));
  expect(warnings.at(-1)).toBe(
    "The automatic review denied too much in this turn (3 in a row, 3 of the latest 3 reviews): the turn is ended. Say how to go on.",
  );
  const ended = thread.events.at(-1);
  expect(ended).toMatchObject({ kind: "turn-ended", turn: { status: "interrupted", error: null } });
  // A new turn begins anew.
  await thread.say("go on");
  expect(thread.shown.at(-1)).toBe("turn-ended completed");
});

test("what the person overruled runs once, without another review", async () => {
  const subjects: Subject[] = [];
  const thread = reviewed(
    (subject) => {
      subjects.push(subject);
      return Promise.resolve(DENIED);
    },
    { steps: [[ASK], [], [asking("c2", "deploy")], [], [asking("c3", "deploy")]] },
  );
  await thread.say("go");
  expect(await thread.thread.engine.overrule("9-9")).not.toBeNull();
  expect(await thread.thread.engine.overrule("1-1")).toBeNull();
  await thread.say("again");
  await thread.say("and again");
  expect(thread.shown.filter((line) => line.startsWith("item-completed command"))).toEqual([
    "item-completed command c1 declined",
    "item-completed command c2 completed",
    "item-completed command c3 declined",
  ]);
  expect(subjects.map(({ review }) => review)).toHaveLength(2);
});

test("a turn whose permissions were granted with a review of all is reviewed, though a person answers", async () => {
  const features = { additionalPermissions: false, requestPermissions: true, asksUser: false };
  const wish = { permissions: { file_system: { write: ["/o"] } } };
  const extra = { read: [], write: ["/o"], network: false };
  const commands: string[] = [];
  const thread = fakeThread({
    steps: [
      [call("c1", "request_permissions", wish)],
      [call("c2", "exec_command", { cmd: "make" })],
      [],
      [call("c3", "exec_command", { cmd: "make" })],
    ],
    standing: { features },
    answer: () => Promise.resolve(answer({ kind: "grant", extra, scope: "turn", strict: true })),
    ports: {
      reviewer: {
        review: ({ question }) => {
          commands.push(question.item ?? "");
          return Promise.resolve(APPROVED);
        },
      },
    },
  });
  await thread.say("go");
  await thread.say("go on");
  expect(commands).toEqual(["c2"]);
  expect(thread.questions).toHaveLength(1);
});

test("a review that was under way when assent ended is told as unfinished, and nothing of it runs", async () => {
  const records: AuditRecord[] = [];
  const first = reviewed(hanging, { ports: { append: async (batch) => void records.push(...batch) } });
  const begun = first.until("review-started");
  void first.say("go");
  await begun;
  // As it stands on the disk at that moment, in a process of its own.
  const ports = fakePorts({ reviewer: { review: reporting(APPROVED) } });
  const start = { approvalPolicy: "on-request", sandboxMode: "workspace-write", allowRuns: "inside" } as const;
  const engine = createEngine(ports, { ...start, smartApprovals: true, asks: "reviewer" }, undefined, replay(records));
  engine.attach();
  await expect.poll(() => ports.journal).toEqual(["record settled"]);
  expect(ports.records.map(({ case: id, entry }) => [id, entry])).toEqual([
    [
      "1",
      {
        kind: "settled",
        outcome: { kind: "fault", doing: "ask", why: "assent ended before it was decided: nothing more was run" },
      },
    ],
  ]);
});
