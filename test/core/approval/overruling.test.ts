/** Denials that the person overrules. */
import { expect, test } from "vitest";
import type { Action, Request } from "../../../src/core/approval/action.ts";
import type { Facts } from "../../../src/core/approval/facts.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { ReviewReport } from "../../../src/core/approval/review.ts";
import type { Start } from "../../../src/engine/engine.ts";
import { openDesk, storyOf } from "../../engine/desk.ts";
import { FACTS, RAN, command, systemProgram } from "../../engine/fake-ports.ts";
import { APPROVED, DENIED, ESCALATED } from "../../engine/reports.ts";
import { DONE, MAKE, OUT, REVIEWED, reviewAll } from "../../engine/reviewing.ts";
import { rulesOf } from "../../rules.ts";

test("the very action whose denial was overruled runs once, as the person's, and no second time", async () => {
  const desk = openDesk({}, REVIEWED);
  await reviewAll(desk, [DENIED]);
  expect(await desk.engine.overrule("1-1")).toBeNull();
  expect(storyOf(desk).at(-1)).toBe("1 overruled");
  // It allows nothing by itself.
  expect(desk.ports.journal.includes("perform")).toBe(false);
  expect(await desk.engine.submit({ ...OUT, turn: "t2" })).toEqual(DONE);
  const note = "the denial of the review 1-1 was overruled";
  expect(desk.ports.records.flatMap(({ case: id, entry }) => (id === "2" ? [entry] : []))).toMatchObject([
    { kind: "received" },
    { kind: "judged", requirement: "ask" },
    { kind: "answered", verdict: { outcome: { kind: "accept" }, by: "user", note } },
    { kind: "granted", from: "user" },
    { kind: "started" },
    { kind: "settled" },
  ]);
  await reviewAll(desk, [DENIED]);
  expect(desk.reviews.length).toBe(2);
});

const PATCH: Action = { kind: "patch", text: "x", cwd: "/w", why: null };
const MORE: Action = {
  kind: "permissions",
  wanted: { read: [], write: ["/srv/a"], network: false },
  cwd: "/w",
  why: null,
};
const HOST: Action = {
  kind: "network",
  host: "a.test",
  port: 443,
  protocol: "https",
  command: ["curl", "a.test"],
  chain: [],
  why: null,
};
const TOOL: Action = {
  kind: "mcp",
  server: "notes",
  tool: "write",
  input: { text: "x" },
  about: {
    title: null,
    description: null,
    hints: { readOnly: null, destructive: null, openWorld: null, idempotent: null },
  },
  approval: null,
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

type World = { readonly facts?: Partial<Facts>; readonly terms?: Partial<Start>; readonly user?: string };

function targets(after: string): Partial<Facts> {
  return {
    patch: { kind: "targets", targets: [{ path: "/out/a", change: { kind: "create", path: "/out/a", after } }] },
  };
}

const written = { device: 1, inode: 2, size: 3, modifiedMs: 4, changedMs: 5 };
const script = (digest: string): Partial<Facts> => {
  const identity = { ...written, digest };
  return { programs: [{ name: "make", path: "/w/make", writable: true, identity }] };
};

/** What was denied, what is tried after the denial was overruled, and what that comes to. */
const TRIES: readonly [name: string, denied: Request, tried: Request, expected: string, before: World, now: World][] = [
  [
    "the same with another reason of the agent's",
    OUT,
    { ...OUT, action: { ...MAKE, why: "please" } },
    "goes on",
    {},
    {},
  ],
  ["other words", OUT, { ...OUT, action: command(["make", "x"], true) }, "reviewed", {}, {}],
  ["another folder", OUT, { ...OUT, action: { ...MAKE, cwd: "/w/a" } }, "reviewed", {}, {}],
  ["another agent", OUT, { ...OUT, agent: "sub" }, "reviewed", {}, {}],
  ["carried out by another", OUT, { ...OUT, mode: "judge" }, "reviewed", {}, {}],
  ["inside the sandbox", OUT, { ...OUT, action: command(["make"]) }, "ran", {}, {}],
  [
    "other permissions",
    { ...OUT, action: command(["git", "reset", "--hard"]) },
    { ...OUT, action: command(["git", "reset", "--hard"]) },
    "reviewed",
    {},
    { terms: { sandboxMode: "read-only" } },
  ],
  ["a folder that leads elsewhere now", OUT, OUT, "reviewed", { facts: { folder: "/w" } }, { facts: { folder: "/x" } }],
  ["a program that was rewritten", OUT, OUT, "reviewed", { facts: script("a") }, { facts: script("b") }],
  ["a program that stands as it was", OUT, OUT, "goes on", { facts: script("a") }, { facts: script("a") }],
  [
    "a script that was rewritten",
    OUT,
    OUT,
    "reviewed",
    { facts: { scripts: ["a 1"] } },
    { facts: { scripts: ["a 2"] } },
  ],
  ["a script that stands as it was", OUT, OUT, "goes on", { facts: { scripts: ["a"] } }, { facts: { scripts: ["a"] } }],
  ["a rule forbids it now", OUT, OUT, "forbidden", {}, { user: 'prefix_rule(pattern=["make"], decision="forbidden")' }],
  ["the policy refuses it now", OUT, OUT, "forbidden", {}, { terms: { approvalPolicy: "never" } }],
  ["a person is to be asked now", OUT, OUT, "asked", {}, { terms: { approvalPolicy: "untrusted" } }],
  [
    "the same patch",
    { ...OUT, action: PATCH },
    { ...OUT, action: PATCH },
    "goes on",
    { facts: targets("x") },
    { facts: targets("x") },
  ],
  [
    "a patch with another result",
    { ...OUT, action: PATCH },
    { ...OUT, action: PATCH },
    "reviewed",
    { facts: targets("x") },
    { facts: targets("y") },
  ],
  [
    "the same call of a tool",
    { ...OUT, action: TOOL, mode: "judge" },
    { ...OUT, action: TOOL, mode: "judge" },
    "goes on",
    {},
    {},
  ],
  [
    "a tool with other input",
    { ...OUT, action: TOOL },
    { ...OUT, action: { ...TOOL, input: { text: "y" } } },
    "reviewed",
    {},
    {},
  ],
  [
    "a host for the same command",
    { ...OUT, action: HOST, mode: "judge" },
    { ...OUT, action: HOST, mode: "judge" },
    "goes on",
    {},
    {},
  ],
  [
    "a host for another command",
    { ...OUT, action: HOST },
    { ...OUT, action: { ...HOST, command: ["nc"] } },
    "reviewed",
    {},
    {},
  ],
  ["the same permissions", { ...OUT, action: MORE }, { ...OUT, action: MORE }, "goes on", {}, {}],
];

/** Others than commands and patches are carried out by the caller. */
const TO_GO_ON: Readonly<Record<string, Outcome["kind"]>> = {
  mcp: "allowed",
  network: "allowed",
  permissions: "allowed",
};

const TRIED = TRIES.map(([name, denied, tried, expected, ...worlds]) => ({ name, denied, tried, expected, worlds }));

test.each(TRIED)("once overruled: $name", async ({ denied, tried, expected, worlds: [before, now] }) => {
  let world = before;
  const desk = openDesk(
    {
      gather: () => Promise.resolve({ ...FACTS, ...world.facts }),
      rules: () => Promise.resolve(rulesOf({ user: world.user })),
    },
    REVIEWED,
  );
  await reviewAll(desk, [DENIED], denied);
  expect(await desk.engine.overrule("1-1")).toBeNull();
  world = now;
  desk.engine.configure({ ...REVIEWED, ...now.terms });
  const done = desk.engine.submit(tried);
  await desk.settle();
  const isWaiting = desk.reviews.length > 1 || desk.asked.length > 0;
  const fate = isWaiting ? (desk.reviews.length > 1 ? "reviewed" : "asked") : (await done).kind;
  const isAccepted = storyOf(desk).includes("2 answered");
  expect([fate, isAccepted]).toEqual(
    expected === "goes on" ? [TO_GO_ON[denied.action.kind] ?? "ran", true] : [expected, false],
  );
});

test("what only a person may answer is asked of one, whatever was overruled", async () => {
  let person = "";
  const desk = openDesk({ rules: () => Promise.resolve(rulesOf({ person })) }, REVIEWED);
  await reviewAll(desk, [DENIED]);
  expect(await desk.engine.overrule("1-1")).toBeNull();
  person = 'prefix_rule(pattern=["make"], decision="prompt")';
  void desk.engine.submit(OUT);
  await desk.settle();
  expect([desk.asked[0]?.of, desk.reviews.length]).toEqual(["person", 1]);
});

const UNKNOWN = "is known here whose denial could be overruled";
const REFUSED: readonly [name: string, request: Request, report: ReviewReport, review: string, why: string][] = [
  ["a review that nobody made", OUT, DENIED, "7-7", `no review 7-7 ${UNKNOWN}`],
  ["one that approved", OUT, APPROVED, "1-1", `no review 1-1 ${UNKNOWN}`],
  ["one that the person decided on", OUT, ESCALATED, "1-1", `no review 1-1 ${UNKNOWN}`],
  [
    "input",
    { ...OUT, action: INPUT, mode: "judge" },
    DENIED,
    "1-1",
    "what that review denied is never twice the same, so that it cannot be tried again",
  ],
];

test.each(REFUSED)("cannot be overruled: %s", async (_name, request, report, review, why) => {
  const desk = openDesk({}, REVIEWED);
  await reviewAll(desk, [report], request);
  const story = storyOf(desk);
  expect([await desk.engine.overrule(review), storyOf(desk)]).toEqual([why, story]);
});

test("a denial is overruled once; each of several counts for one try", async () => {
  const desk = openDesk({}, REVIEWED);
  await reviewAll(desk, [DENIED, DENIED]);
  expect([
    await desk.engine.overrule("1-1"),
    await desk.engine.overrule("1-1"),
    await desk.engine.overrule("2-2"),
  ]).toEqual([null, `no review 1-1 ${UNKNOWN}`, null]);
  expect([await desk.engine.submit(OUT), await desk.engine.submit(OUT)]).toEqual([DONE, DONE]);
  await reviewAll(desk, [DENIED]);
  expect(desk.reviews.length).toBe(3);
});

test("the latest fifty denials are known", async () => {
  const desk = openDesk({}, REVIEWED);
  for (let at = 0; at < 51; at += 1) {
    await reviewAll(desk, [DENIED]);
    desk.engine.endTurn("t1");
  }
  expect([await desk.engine.overrule("1-1"), await desk.engine.overrule("2-2")]).toEqual([
    `no review 1-1 ${UNKNOWN}`,
    null,
  ]);
});

test("a part of a chain that was denied goes on when it is reached, and no other part does", async () => {
  const desk = openDesk(
    {
      gather: () => Promise.resolve({ ...FACTS, programs: ["bash", "publish"].map(systemProgram) }),
      rules: () => Promise.resolve(rulesOf({ user: 'prefix_rule(pattern=["publish"], decision="prompt")' })),
    },
    REVIEWED,
  );
  const chain: Request = { ...OUT, action: command(["bash", "-c", "publish a && publish b"]) };
  const first = desk.engine.submit(chain);
  await desk.settle();
  desk.reviews[0]?.report(APPROVED);
  await desk.settle();
  desk.reviews[1]?.report(DENIED);
  await first;
  expect(await desk.engine.overrule("1-2")).toBeNull();
  const done = desk.engine.submit(chain);
  await desk.settle();
  expect(desk.reviews.map(({ subject }) => subject.question.id)).toEqual(["1.1", "1.2", "2.1"]);
  desk.reviews[2]?.report(APPROVED);
  expect(await done).toEqual(DONE);
});

test("a program that may be another one the next time cannot be tried again, one that stands fast can", async () => {
  for (const isSteady of [true, false]) {
    const told: string[] = [];
    const file = { real: "/usr/bin/publish", isSteady, interpreter: [], copyOf: null };
    const desk = openDesk(
      {
        rules: () => Promise.resolve(rulesOf({ user: 'prefix_rule(pattern=["publish"], decision="prompt")' })),
        gather: ({ kind }) => Promise.resolve({ ...FACTS, isSupervised: true, file: kind === "exec" ? file : null }),
        perform: async (_grant, _facts, _watch, _signal, inner) => {
          const action = { argv: ["publish"], path: "/usr/bin/publish", cwd: "/w", chain: [["make"]] } as const;
          told.push((await inner({ ...action, kind: "exec", since: 0, why: null })).kind);
          return RAN;
        },
      },
      REVIEWED,
    );
    const run: Request = { ...OUT, action: command(["make"]) };
    await reviewAll(desk, [DENIED], run);
    const why = await desk.engine.overrule("1.1-1");
    const done = desk.engine.submit(run);
    await desk.settle();
    desk.reviews[1]?.report(DENIED);
    await done;
    expect([why === null, told]).toEqual(isSteady ? [true, ["declined", "starts"]] : [false, ["declined", "declined"]]);
  }
});
