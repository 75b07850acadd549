/** Questions that go to the automatic reviewer first, and what its report leads to. */
import { expect, test } from "vitest";
import type { Action, Request } from "../../../src/core/approval/action.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { ReviewReport } from "../../../src/core/approval/review.ts";
import { USUAL_REVIEW_TERMS } from "../../../src/core/config/review-terms.ts";
import type { Start } from "../../../src/engine/engine.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import { type Desk, openDesk, storyOf, UNTRUSTED } from "../../engine/desk.ts";
import { FACTS, RAN, accept, answer, command, systemProgram } from "../../engine/fake-ports.ts";
import { APPROVED, byModel, CLEARED, DENIED, ESCALATED, FAILED, reportOf, TIMED_OUT } from "../../engine/reports.ts";
import { rulesOf } from "../../rules.ts";

const REVIEWED: Start = { ...UNTRUSTED, approvalPolicy: "on-request", asks: "reviewer" };
const OUT: Request = { action: command(["make"], true), mode: "run", turn: "t1", item: "call_1" };
const DONE: Outcome = { ...RAN, kind: "ran", inner: [] };

function open(over: Partial<Ports> = {}, start: Start = REVIEWED): Desk {
  return openDesk(over, start);
}

async function submitted(desk: Desk, request: Request = OUT): Promise<{ readonly done: Promise<Outcome> }> {
  const done = desk.engine.submit(request);
  await desk.settle();
  return { done };
}

function entriesOf(desk: Desk, kind: string): readonly unknown[] {
  return desk.ports.records.flatMap(({ entry }) => (entry.kind === kind ? [entry] : []));
}

test("what the reviewer is given: the whole question, the facts, a name for the review", async () => {
  const desk = open();
  await submitted(desk);
  const [review] = desk.reviews;
  const { review: id, facts, withModel, question } = review?.subject ?? {};
  expect([id, facts, withModel, question?.action, question?.review]).toEqual([
    "1-1",
    FACTS,
    true,
    OUT.action,
    undefined,
  ]);
  expect([desk.asked.length, entriesOf(desk, "asked")]).toEqual([
    0,
    [
      {
        kind: "asked",
        amendment: null,
        under: question?.under,
        attempt: 1,
        review: "1-1",
      },
    ],
  ]);
});

test("what is approved runs once, under the very permissions that were shown, in the reviewer's name", async () => {
  const desk = open();
  const { done } = await submitted(desk);
  desk.reviews[0]?.report(APPROVED);
  expect(await done).toEqual(DONE);
  expect(storyOf(desk)).toEqual(
    ["received", "judged", "asked", "reviewed", "granted", "started", "settled"].map((kind) => `1 ${kind}`),
  );
  expect(entriesOf(desk, "granted")).toEqual([
    { kind: "granted", permissions: desk.reviews[0]?.subject.question.under, from: "guardian" },
  ]);
  // The next one is reviewed again.
  await submitted(desk);
  expect([desk.reviews.length, desk.engine.grants()]).toEqual([2, []]);
});

test("what is denied is refused with the reason, and asked of nobody", async () => {
  const desk = open();
  const { done } = await submitted(desk);
  desk.reviews[0]?.report(DENIED);
  expect(await done).toEqual({
    kind: "declined",
    verdict: {
      outcome: { kind: "decline", feedback: null },
      by: "guardian",
      note: "it deletes what nobody named",
    },
  });
  expect([desk.asked.length, desk.ports.journal.includes("perform"), storyOf(desk)]).toEqual([
    0,
    false,
    ["received", "judged", "asked", "reviewed", "settled"].map((kind) => `1 ${kind}`),
  ]);
});

const ROUGH: readonly [name: string, tell: (desk: Desk) => void, status: string][] = [
  ["is escalated", (desk) => desk.reviews[0]?.report(ESCALATED), "escalated"],
  ["failed", (desk) => desk.reviews[0]?.report(FAILED), "failed"],
  ["timed out", (desk) => desk.reviews[0]?.report(TIMED_OUT), "timed_out"],
  ["throws", (desk) => desk.reviews[0]?.fail(new Error("broken")), "failed"],
  ["throws what is no error", (desk) => desk.reviews[0]?.fail("broken"), "failed"],
  ["never reports", (desk) => desk.alarms[0]?.ring(), "timed_out"],
  ["reports nonsense", (desk) => desk.reviews[0]?.report(JSON.parse('{"checks":{}}')), "failed"],
  ["reports nothing", (desk) => desk.reviews[0]?.report(JSON.parse("null")), "failed"],
];

test.each(ROUGH)("a review that %s goes to the person, who decides", async (_name, tell, status) => {
  const desk = open();
  const { done } = await submitted(desk);
  tell(desk);
  await desk.settle();
  const [asked] = desk.asked;
  expect([asked?.of, asked?.question.review?.status, asked?.question.action]).toEqual(["person", status, OUT.action]);
  expect([desk.ports.journal.includes("perform"), desk.reviews[0]?.signal.aborted]).toEqual([false, true]);
  // Whatever it reports now comes too late.
  desk.reviews[0]?.report(APPROVED);
  await desk.settle();
  expect(desk.ports.journal.includes("perform")).toBe(false);
  asked?.answer(accept());
  expect(await done).toEqual(DONE);
  expect(entriesOf(desk, "granted")).toEqual([{ kind: "granted", permissions: asked?.question.under, from: "user" }]);
});

test("the time of a reviewer that hangs is the settings' own, and a little more", async () => {
  const desk = open({}, { ...REVIEWED, review: { ...USUAL_REVIEW_TERMS, timeoutMs: 20_000 } });
  await submitted(desk);
  expect(desk.alarms.map(({ ms }) => ms)).toEqual([25_000]);
});

test("where there is no reviewer the person is asked", async () => {
  const desk = open({ reviewer: { review: () => Promise.reject(new Error("no reviewer")) } });
  const { done } = await submitted(desk);
  desk.asked[0]?.answer(answer({ kind: "decline", feedback: null }));
  expect((await done).kind).toBe("declined");
});

const NOBODY =
  "nobody was there to answer, and the automatic review came to no approval: nobody asked for it (no model reviews)";

test("a review goes on while nobody is there; what it hands on waits, and is declined where nobody comes", async () => {
  const desk = open();
  desk.engine.detach(1000);
  const [one, other] = [await submitted(desk), await submitted(desk)];
  desk.reviews[0]?.report(APPROVED);
  expect(await one.done).toEqual(DONE);
  desk.reviews[1]?.report(ESCALATED);
  await desk.settle();
  expect([desk.asked.length, storyOf(desk).at(-1)]).toEqual([0, "2 waits"]);
  desk.alarms.find(({ ms }) => ms === 1000)?.ring();
  const verdict = { outcome: { kind: "decline", feedback: null }, by: "nobody", note: NOBODY };
  expect(await other.done).toEqual({ kind: "declined", verdict });
  const later = await submitted(desk);
  desk.reviews[2]?.report(ESCALATED);
  expect(await later.done).toEqual({ kind: "declined", verdict });
});

test.each<[name: string, stop: (desk: Desk, signal: AbortController) => void]>([
  ["an interrupt", (desk) => desk.engine.interrupt()],
  ["a cancel", (_desk, signal) => signal.abort()],
])("%s takes the review back", async (_name, stop) => {
  const desk = open();
  const signal = new AbortController();
  const done = desk.engine.submit(OUT, signal.signal);
  await desk.settle();
  stop(desk, signal);
  expect(await done).toEqual({ kind: "cancelled" });
  desk.reviews[0]?.report(APPROVED);
  await desk.settle();
  expect([desk.reviews[0]?.signal.aborted, desk.ports.journal.includes("perform")]).toEqual([true, false]);
});

const PATCH: Action = { kind: "patch", text: "x", cwd: "/w", why: null };
const HOST: Action = { kind: "network", host: "a.test", port: 443, protocol: "https", command: null, why: null };
const MORE: Action = {
  kind: "permissions",
  wanted: { read: [], write: ["/srv/a"], network: false },
  cwd: "/w",
  why: null,
};
const INPUT: Action = {
  kind: "stdin",
  text: "y\n",
  process: "7",
  argv: ["make"],
  cwd: "/w",
  isSandboxed: false,
  why: null,
};
const NO_HINTS = { readOnly: null, destructive: null, openWorld: null, idempotent: null };
const TOOL: Action = {
  kind: "mcp",
  server: "notes",
  tool: "write",
  input: { text: "x" },
  about: { title: null, description: null, hints: NO_HINTS },
  approval: null,
  why: null,
};
const FORM: Action = {
  kind: "elicitation",
  server: "notes",
  message: "Which?",
  form: { kind: "form", schema: {} },
  why: null,
};

const RULES = rulesOf({
  user: 'prefix_rule(pattern=["deploy"], decision="forbidden")\nprefix_rule(pattern=["publish"], decision="prompt")\n',
  person: 'prefix_rule(pattern=["sign"], decision="prompt")\n',
});
const GATHER: Ports["gather"] = (action) => {
  if (action.kind !== "patch") return Promise.resolve(FACTS);
  const targets = [{ path: "/out/a", change: { kind: "create", path: "/out/a", after: "x" } }] as const;
  return Promise.resolve({ ...FACTS, patch: { kind: "targets", targets } });
};

const ASKED: readonly [name: string, action: Action, over: Partial<Start>, expected: string][] = [
  ["leaving the sandbox", OUT.action, {}, "reviewer"],
  ["a dangerous command", command(["git", "reset", "--hard"]), {}, "reviewer"],
  ["a rule that asks", command(["publish"]), {}, "reviewer"],
  ["a patch outside", PATCH, {}, "reviewer"],
  ["a host", HOST, {}, "reviewer"],
  ["permissions", MORE, {}, "reviewer"],
  ["input", INPUT, {}, "reviewer"],
  ["a tool", TOOL, {}, "reviewer"],
  ["what a server asks", FORM, {}, "person"],
  ["a rule for a person", command(["sign"]), {}, "person"],
  ["a rule for a person, leaving the sandbox", command(["sign"], true), {}, "person"],
  ["a rule that forbids", command(["deploy"], true), {}, "nobody"],
  ["what runs unasked", command(["make"]), {}, "nobody"],
  ["never", OUT.action, { approvalPolicy: "never" }, "nobody"],
  ["untrusted", OUT.action, { approvalPolicy: "untrusted" }, "person"],
  ["a tool under untrusted", TOOL, { approvalPolicy: "untrusted" }, "person"],
  ["a person is asked first", OUT.action, { asks: "person" }, "person"],
];

test.each(ASKED)("who is asked: %s", async (_name, action, over, expected) => {
  const desk = open({ rules: () => Promise.resolve(RULES), gather: GATHER }, { ...REVIEWED, ...over });
  await submitted(desk, { ...OUT, action });
  const of = desk.reviews.length > 0 ? "reviewer" : (desk.asked[0]?.of ?? "nobody");
  expect([of, desk.reviews.length + desk.asked.length]).toEqual([expected, expected === "nobody" ? 0 : 1]);
});

test("as long as a rules file is broken the person is asked: nobody else can know what it forbids", async () => {
  const desk = open({ rules: () => Promise.resolve(rulesOf({ user: "prefix_rule(" })) });
  await submitted(desk, { ...OUT, action: command(["make"]) });
  expect([desk.reviews.length, desk.asked[0]?.of]).toEqual([0, "person"]);
});

test("permissions that are approved hold for the turn, all of them, and no longer", async () => {
  const desk = open();
  const { done } = await submitted(desk, { ...OUT, action: MORE });
  desk.reviews[0]?.report(APPROVED);
  const wanted = { read: [], write: ["/srv/a"], network: false };
  expect(await done).toEqual({ kind: "allowed", granted: { extra: wanted, scope: "turn" } });
  expect(desk.engine.grants().map(({ opens, turn, covers }) => [opens, turn, covers])).toEqual([[wanted, "t1", []]]);
  desk.engine.endTurn("t1");
  await desk.settle();
  expect(desk.engine.grants()).toEqual([]);
});

test("permissions that no turn would end are asked of the person", async () => {
  const desk = open();
  await submitted(desk, { action: MORE, mode: "run" });
  expect([desk.reviews.length, desk.asked[0]?.of]).toEqual([0, "person"]);
});

test("what is left to the caller is released by an approval", async () => {
  const desk = open();
  const { done } = await submitted(desk, { ...OUT, action: TOOL, mode: "judge" });
  desk.reviews[0]?.report(byModel({}, CLEARED));
  expect(await done).toEqual({ kind: "allowed" });
});

test("a run that the sandbox denied is reviewed before it runs again", async () => {
  let runs = 0;
  const denied = { kind: "guess", line: "Read-only file system" } as const;
  const desk = open(
    { perform: () => Promise.resolve(runs++ === 0 ? { ...RAN, status: 1, denied } : RAN) },
    { ...REVIEWED, approvalPolicy: "on-failure" },
  );
  const { done } = await submitted(desk, { ...OUT, action: command(["make"]) });
  expect(desk.reviews.map(({ subject }) => [subject.review, subject.question.attempt])).toEqual([["1-1", 2]]);
  desk.reviews[0]?.report(APPROVED);
  expect([await done, runs]).toEqual([DONE, 2]);
});

const CHAIN = "publish a && publish b && publish c";

function chainDesk(done: string[]): Desk {
  return open({
    rules: () => Promise.resolve(RULES),
    gather: () => Promise.resolve({ ...FACTS, programs: ["bash", "publish"].map(systemProgram) }),
    perform: (grant) => {
      done.push(`${grant.action.kind === "command" ? (grant.action.argv[2] ?? "") : ""} by ${grant.from}`);
      return Promise.resolve(RAN);
    },
  });
}

const PARTS: readonly [name: string, reports: readonly ReviewReport[], accepts: number, ran: readonly string[]][] = [
  ["all are approved", [APPROVED, APPROVED, APPROVED], 0, [`${CHAIN} by guardian`]],
  ["one is denied: nothing runs", [APPROVED, DENIED], 0, []],
  ["a person accepts the last", [APPROVED, APPROVED, ESCALATED], 1, [`${CHAIN} by guardian`]],
  ["a person accepts the first", [ESCALATED, APPROVED, APPROVED], 1, [`${CHAIN} by guardian`]],
  ["a person accepts all", [ESCALATED, ESCALATED, ESCALATED], 3, [`${CHAIN} by user`]],
];

test.each(PARTS)("parts of a chain are reviewed one by one: %s", async (_name, reports, accepts, ran) => {
  const done: string[] = [];
  const desk = chainDesk(done);
  const { done: outcome } = await submitted(desk, { ...OUT, action: command(["bash", "-c", CHAIN]) });
  for (const [at, report] of reports.entries()) {
    const { action, review } = desk.reviews[at]?.subject.question ?? {};
    // What was said of one part says nothing of the next.
    expect([action?.kind === "command" && action.argv[1], review]).toEqual([["a", "b", "c"][at], undefined]);
    desk.reviews[at]?.report(report);
    await desk.settle();
    if (report === ESCALATED) desk.asked.at(-1)?.answer(accept());
    await desk.settle();
  }
  await outcome;
  expect([done, desk.reviews.length, desk.asked.length]).toEqual([ran, reports.length, accepts]);
});

test("where a person declines a part, what was approved before it runs in the reviewer's name", async () => {
  const done: string[] = [];
  const desk = chainDesk(done);
  const { done: outcome } = await submitted(desk, { ...OUT, action: command(["bash", "-c", CHAIN]) });
  desk.reviews[0]?.report(APPROVED);
  await desk.settle();
  desk.reviews[1]?.report(ESCALATED);
  await desk.settle();
  desk.asked[0]?.answer(answer({ kind: "decline", feedback: null }));
  await outcome;
  expect(done).toEqual(["publish a && exit 126 by guardian"]);
});

test("a program inside a command is reviewed while the command waits", async () => {
  const told: Outcome[] = [];
  const file = { real: "/usr/bin/publish", isSteady: true, interpreter: [], copyOf: null };
  const desk = open({
    rules: () => Promise.resolve(RULES),
    gather: ({ kind }) => Promise.resolve({ ...FACTS, isSupervised: true, file: kind === "exec" ? file : null }),
    perform: async (_grant, _facts, _watch, _signal, inner) => {
      const action = { argv: ["publish", "x"], path: "/usr/bin/publish", cwd: "/w", chain: [["make"]] } as const;
      for (let at = 0; at < 2; at += 1) told.push(await inner({ ...action, kind: "exec", since: 0, why: null }));
      return RAN;
    },
  });
  const { done } = await submitted(desk, { ...OUT, action: command(["make"]) });
  desk.reviews[0]?.report(APPROVED);
  await desk.settle();
  desk.reviews[1]?.report(DENIED);
  await done;
  expect([desk.reviews.map(({ subject }) => subject.review), told.map(({ kind }) => kind)]).toEqual([
    ["1.1-1", "1.2-2"],
    ["starts", "declined"],
  ]);
});

const BUDGET: readonly [budget: number | null, withModel: readonly boolean[]][] = [
  [null, [true, true, true]],
  [2, [true, true, false]],
  [0, [false, false, false]],
];

test.each(BUDGET)("with a budget of %s reviews by a model", async (budget, expected) => {
  const desk = open({}, { ...REVIEWED, review: { ...USUAL_REVIEW_TERMS, budget } });
  for (const at of expected.keys()) {
    const { done } = await submitted(desk);
    desk.reviews[at]?.report(byModel({}, CLEARED));
    await done;
  }
  expect(desk.reviews.map(({ subject }) => subject.withModel)).toEqual(expected);
});

test("reviews that are under way count for the budget, those without a model do not once they are over", async () => {
  const desk = open({}, { ...REVIEWED, review: { ...USUAL_REVIEW_TERMS, budget: 1 } });
  const first = await submitted(desk);
  await submitted(desk);
  desk.reviews[0]?.report(reportOf(CLEARED));
  await first.done;
  desk.engine.interrupt();
  await submitted(desk);
  expect(desk.reviews.map(({ subject }) => subject.withModel)).toEqual([true, false, true]);
});
