/** Turns of which the person wants all to be reviewed. */
import { expect, test } from "vitest";
import type { Action, Request } from "../../../src/core/approval/action.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { Start } from "../../../src/engine/engine.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import { type Desk, openDesk, UNTRUSTED } from "../../engine/desk.ts";
import { FACTS, RAN, accept, answer, command } from "../../engine/fake-ports.ts";
import { APPROVED, DENIED, ESCALATED } from "../../engine/reports.ts";
import { rulesOf } from "../../rules.ts";

const ON_REQUEST: Start = { ...UNTRUSTED, approvalPolicy: "on-request" };
const MAKE: Request = { action: command(["make"]), mode: "run", turn: "t1" };
const DONE: Outcome = { ...RAN, kind: "ran", inner: [] };
const MORE: Action = {
  kind: "permissions",
  wanted: { read: [], write: ["/srv/a"], network: false },
  cwd: "/w",
  why: null,
};

const grant = (write: readonly string[], strict: boolean, scope: "turn" | "session" = "turn"): Verdict => {
  const extra = { read: [], write, network: false };
  return answer({ kind: "grant", extra, scope, ...(strict ? { strict: true as const } : {}) });
};

const RULES = rulesOf({
  user:
    'prefix_rule(pattern=["deploy"], decision="forbidden")\nprefix_rule(pattern=["shellcheck"], decision="allow")\n' +
    'prefix_rule(pattern=["publish"], decision="prompt")\n',
});
const GATHER: Ports["gather"] = (action) => {
  if (action.kind !== "patch") return Promise.resolve(FACTS);
  const targets = [{ path: "/w/a", change: { kind: "create", path: "/w/a", after: "x" } }] as const;
  return Promise.resolve({ ...FACTS, patch: { kind: "targets", targets } });
};

/** A person granted permissions in turn t1, and wants all of it to be reviewed. */
async function strictDesk(start: Start = ON_REQUEST, verdict: Verdict = grant(["/srv/a"], true)): Promise<Desk> {
  const desk = openDesk({ gather: GATHER, rules: () => Promise.resolve(RULES) }, { ...start, asks: "person" });
  const done = desk.engine.submit({ ...MAKE, action: MORE });
  await desk.settle();
  desk.asked[0]?.answer(verdict);
  await done;
  desk.engine.configure(start);
  return desk;
}

const PATCH: Action = { kind: "patch", text: "x", cwd: "/w", why: null };
const input = (text: string): Action => {
  return { kind: "stdin", text, process: "7", argv: ["make"], cwd: "/w", isSandboxed: true, why: null };
};
const tool = (readOnly: boolean): Action => ({
  kind: "mcp",
  server: "notes",
  tool: "list",
  input: {},
  about: {
    title: null,
    description: null,
    hints: { readOnly, destructive: null, openWorld: null, idempotent: null },
  },
  approval: null,
  why: null,
});

const CASES: readonly [name: string, action: Action, asks: "person" | "reviewer", expected: string][] = [
  ["a command", MAKE.action, "person", "reviewed"],
  ["a command", MAKE.action, "reviewer", "reviewed"],
  ["what a rule allows", command(["shellcheck", "a.sh"]), "person", "reviewed"],
  ["a patch", PATCH, "person", "reviewed"],
  ["a tool that reads", tool(true), "person", "reviewed"],
  ["input", input("y\n"), "person", "reviewed"],
  ["a look at what a process wrote", input(""), "person", "unasked"],
  ["what is forbidden", command(["deploy"]), "person", "unasked"],
  ["what a person is asked about anyway", command(["make"], true), "person", "asked"],
  ["what the reviewer is asked about anyway", command(["make"], true), "reviewer", "reviewed"],
];

test.each(CASES)("%s: %j, where a %s is asked first", async (_name, action, asks, expected) => {
  const desk = await strictDesk({ ...ON_REQUEST, asks });
  void desk.engine.submit({ ...MAKE, action });
  await desk.settle();
  const found = desk.reviews.length > 0 ? "reviewed" : desk.asked.length > 1 ? "asked" : "unasked";
  expect(found).toBe(expected);
});

test("a review of it names why, and approves it under what it would have run under", async () => {
  const desk = await strictDesk();
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  const { question } = desk.reviews[0]?.subject ?? {};
  expect(question?.reasons[0]).toEqual({ kind: "strict-review" });
  desk.reviews[0]?.report(APPROVED);
  expect(await done).toEqual(DONE);
  const plain = openDesk({ gather: GATHER }, ON_REQUEST);
  await plain.engine.submit(MAKE);
  expect(lastGrantIn(plain)).toMatchObject({ from: "policy" });
  expect(lastGrantIn(desk)).toMatchObject({ from: "guardian", permissions: question?.under });
});

test("what is denied there does not run, though it would run unasked in any other turn", async () => {
  const desk = await strictDesk();
  const done = desk.engine.submit(MAKE);
  await desk.settle();
  desk.reviews[0]?.report(DENIED);
  expect((await done).kind).toBe("declined");
  expect(await desk.engine.submit({ ...MAKE, turn: "t2" })).toEqual(DONE);
  expect(await desk.engine.submit({ action: MAKE.action, mode: "run" })).toEqual(DONE);
  desk.engine.endTurn("t1");
  expect(await desk.engine.submit(MAKE)).toEqual(DONE);
  expect(desk.reviews.length).toBe(1);
});

test("what was accepted for the session is reviewed all the same, and no grant is used", async () => {
  const desk = await strictDesk({ ...ON_REQUEST, asks: "person" });
  const out: Request = { ...MAKE, action: command(["make"], true) };
  const first = desk.engine.submit({ ...out, turn: "t2" });
  await desk.settle();
  desk.asked[1]?.answer(answer({ kind: "accept-for-session" }));
  await first;
  expect(await desk.engine.submit({ ...out, turn: "t2" })).toEqual(DONE);
  void desk.engine.submit(out);
  await desk.settle();
  const used = desk.ports.records.filter(({ entry }) => entry.kind === "used").length;
  expect([desk.reviews.length, used]).toEqual([1, 1]);
});

function lastGrantIn({ ports }: Desk): unknown {
  return ports.records.findLast(({ entry }) => entry.kind === "granted")?.entry;
}

const NO_STRICT: readonly [name: string, verdict: Verdict][] = [
  ["a grant without it", grant(["/srv/a"], false)],
  ["a plain yes", accept()],
  ["a no", answer({ kind: "decline", feedback: null })],
];

test.each(NO_STRICT)("nothing is stricter after %s", async (_name, verdict) => {
  const desk = await strictDesk(ON_REQUEST, verdict);
  expect(await desk.engine.submit(MAKE)).toEqual(DONE);
});

test.each([
  ["for the session", grant(["/srv/a"], true, "session")],
  ["that gives nothing", grant([], true)],
])("strictness holds for the turn, also with a grant %s", async (_name, verdict) => {
  const desk = await strictDesk(ON_REQUEST, verdict);
  void desk.engine.submit(MAKE);
  await desk.settle();
  expect(desk.reviews.length).toBe(1);
});

test("a chain is reviewed as a whole", async () => {
  const desk = await strictDesk({ ...ON_REQUEST, asks: "reviewer" });
  void desk.engine.submit({ ...MAKE, action: command(["bash", "-c", "make && publish a && publish b"]) });
  await desk.settle();
  expect(desk.reviews.map(({ subject }) => [subject.question.id, subject.question.whole])).toEqual([["2", null]]);
});

const OFF = { rules: true, mcp_elicitations: false, request_permissions: true, skill_approval: true };
const UNASKED: readonly [name: string, policy: Start["approvalPolicy"], action: Action, expected: string][] = [
  ["never", "never", MAKE.action, "declined"],
  ["granular", { granular: { ...OFF, sandbox_approval: false } }, MAKE.action, "declined"],
  ["granular, for a tool", { granular: { ...OFF, sandbox_approval: true } }, tool(true), "declined"],
  ["granular, its key true", { granular: { ...OFF, sandbox_approval: true } }, MAKE.action, "asked"],
  ["untrusted", "untrusted", command(["ls"]), "asked"],
];

test.each(UNASKED)("what a review hands on where the policy is %s", async (_name, approvalPolicy, action, expected) => {
  const desk = await strictDesk();
  desk.engine.configure({ ...ON_REQUEST, approvalPolicy });
  const done = desk.engine.submit({ ...MAKE, action });
  await desk.settle();
  desk.reviews[0]?.report(ESCALATED);
  await desk.settle();
  const verdict = {
    outcome: { kind: "decline", feedback: null },
    by: "nobody",
    note: "the approval policy lets nobody be asked about it",
  };
  expect(desk.asked.length > 1 ? "asked" : await done).toEqual(
    expected === "asked" ? "asked" : { kind: "declined", verdict },
  );
});
