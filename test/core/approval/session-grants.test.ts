/** What a person grants for a session: what it covers, and how it ends. */
import { describe, expect, test } from "vitest";
import type { Action, Request } from "../../../src/core/approval/action.ts";
import type { Facts, Target } from "../../../src/core/approval/facts.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { GrantChange, GrantLimits, SessionGrant } from "../../../src/core/approval/session-grant.ts";
import { withChange, withGrant, GRANTS_MAX } from "../../../src/core/approval/session-grants.ts";
import type { Start } from "../../../src/engine/engine.ts";
import type { GrantsPort } from "../../../src/engine/ports.ts";
import { type Desk, openDesk, UNTRUSTED } from "../../engine/desk.ts";
import { FACTS, accept, answer, command } from "../../engine/fake-ports.ts";

const FOR_SESSION = answer({ kind: "accept-for-session" });
const limited = (limits: Partial<GrantLimits>): Verdict =>
  answer({ kind: "accept-for-session", limits: { forMs: null, uses: null, survivesResume: false, ...limits } });

const tool = (name: string, input = "x"): Action => ({
  kind: "mcp",
  server: "notes",
  tool: name,
  input,
  about: {
    title: null,
    description: null,
    hints: { readOnly: null, destructive: null, openWorld: null, idempotent: null },
  },
  approval: null,
  why: null,
});

/** Each file on a line; a line of two moves the first to the second. */
const patch = (files: string, cwd = "/w"): Action => ({ kind: "patch", text: files, cwd, why: null });
const host = (over: object = {}): Action => ({
  kind: "network",
  host: "a.test",
  port: 443,
  protocol: "https",
  command: null,
  why: null,
  ...over,
});

const ASK = {
  kind: "elicitation",
  server: "notes",
  message: "?",
  form: { kind: "form", schema: {} },
  why: null,
} as const satisfies Action;
const INPUT = {
  kind: "stdin",
  text: "y\n",
  process: "1",
  argv: ["make"],
  cwd: "/w",
  isSandboxed: false,
  why: null,
} as const satisfies Action;

async function factsOf(action: Action): Promise<Facts> {
  if (action.kind !== "patch") return FACTS;
  const targets = action.text.split("\n").map((line): Target => {
    const [path = "", to] = line.split(" ");
    const change =
      to === undefined
        ? ({ kind: "create", path, after: "x" } as const)
        : ({ kind: "rename", path, to, before: "x", after: "x" } as const);
    return { path, change };
  });
  return { ...FACTS, patch: { kind: "targets", targets } };
}

type Clock = { now: number };

function world(grants?: GrantsPort, start: Start = UNTRUSTED): Desk & { readonly clock: Clock } {
  const clock: Clock = { now: 1_000 };
  const desk = openDesk({ gather: factsOf, now: () => clock.now, ...(grants === undefined ? {} : { grants }) }, start);
  return { ...desk, clock };
}

/** True if it was asked about; the question is answered so. */
async function isAsked(desk: Desk, request: Action | Request, verdict: Verdict = accept()): Promise<boolean> {
  const before = desk.asked.length;
  const done = desk.engine.submit("mode" in request ? request : { action: request, mode: "run" });
  await desk.settle();
  const question = desk.asked[before];
  question?.answer(verdict);
  await done;
  return question !== undefined;
}

const COVERED: readonly (readonly [name: string, first: Action, later: Action, isCovered: boolean])[] = [
  ["the same words", command(["make"]), command(["make"]), true],
  ["other words", command(["make"]), command(["make", "-B"]), false],
  ["the same words outside the sandbox", command(["make"]), command(["make"], true), false],
  ["another folder", command(["make"]), { ...command(["make"]), cwd: "/w/sub" } as Action, false],
  ["a terminal", command(["make"]), { ...command(["make"]), tty: true } as Action, false],
  ["the same file with another text", patch("/out/a"), patch("/out/a", "/w/sub"), true],
  ["one of several files", patch("/out/a\n/out/b"), patch("/out/b"), true],
  ["a further file", patch("/out/a"), patch("/out/a\n/out/b"), false],
  ["the other end of a move", patch("/out/a /out/b"), patch("/out/b"), true],
  ["a command, by a patch", patch("/out/a"), command(["touch", "/out/a"]), false],
  ["the same host", host(), host({ command: ["curl"] }), true],
  ["another port", host(), host({ port: 8443 }), false],
  ["another protocol", host(), host({ protocol: "http" }), false],
  ["another host", host(), host({ host: "b.test" }), false],
  ["the same tool with other input", tool("write"), tool("write", "y"), true],
  ["another tool", tool("write"), tool("erase"), false],
  ["the same input", INPUT, INPUT, false],
  ["the same question of a server", ASK, ASK, false],
];
test.each(COVERED)("accepted for the session: %s", async (_name, first, later, isCovered) => {
  const desk = world();
  expect([await isAsked(desk, first, FOR_SESSION), await isAsked(desk, later)]).toEqual([true, !isCovered]);
});

test("files of several patches are covered together", async () => {
  const desk = world();
  await isAsked(desk, patch("/out/a"), FOR_SESSION);
  await isAsked(desk, patch("/out/b"), FOR_SESSION);
  expect(await isAsked(desk, patch("/out/a\n/out/b"))).toBe(false);
});

test("a grant is for the agent that it was made for", async () => {
  const desk = world();
  const request = { action: command(["make"]), mode: "run" } as const;
  await isAsked(desk, { ...request, agent: "a" }, FOR_SESSION);
  expect([
    await isAsked(desk, { ...request, agent: "b" }),
    await isAsked(desk, request),
    await isAsked(desk, { ...request, agent: "a" }),
  ]).toEqual([true, true, false]);
});

describe("limits", () => {
  test("a time: up to it, and no longer", async () => {
    const desk = world();
    await isAsked(desk, command(["make"]), limited({ forMs: 500 }));
    desk.clock.now = 1_499;
    const before = [await isAsked(desk, command(["make"])), desk.engine.grants().length];
    desk.clock.now = 1_500;
    const after = [await isAsked(desk, command(["make"])), desk.engine.grants().length];
    expect([before, after]).toEqual([
      [false, 1],
      [true, 0],
    ]);
  });

  test("a number of uses, each on record", async () => {
    const desk = world();
    await isAsked(desk, command(["make"]), limited({ uses: 2 }));
    const asked = [];
    for (let use = 0; use < 3; use += 1) asked.push(await isAsked(desk, command(["make"])));
    expect(asked).toEqual([false, false, true]);
    expect(desk.ports.journal.filter((line) => line === "record used")).toHaveLength(2);
  });

  test("uses of two actions at once are counted one by one", async () => {
    const desk = world();
    await isAsked(desk, command(["make"]), limited({ uses: 1 }));
    const before = desk.asked.length;
    const request = { action: command(["make"]), mode: "run" } as const;
    const done = [desk.engine.submit(request), desk.engine.submit(request)];
    await desk.settle();
    expect(desk.asked.length - before).toBe(1);
    desk.asked.at(-1)?.answer(accept());
    await Promise.all(done);
  });

  test("parts of a chain are uses as well", async () => {
    const desk = world();
    const chain = command(["bash", "-c", "make a && make b"]);
    const first = desk.engine.submit({ action: chain, mode: "run" });
    await desk.settle();
    desk.asked[0]?.answer(limited({ uses: 1 }));
    await desk.settle();
    desk.asked[1]?.answer(FOR_SESSION);
    await first;
    expect([await isAsked(desk, chain), await isAsked(desk, chain)]).toEqual([false, true]);
  });

  test("the session's own count where the answer names none", async () => {
    const desk = world(undefined, { ...UNTRUSTED, grantLimits: { forMs: 500, uses: 1, survivesResume: true } });
    await isAsked(desk, command(["make"]), FOR_SESSION);
    const [made] = desk.engine.grants();
    expect([made?.until, made?.usesLeft, made?.survivesResume]).toEqual([1_500, 1, true]);
  });
});

const inTurn = (action: Action, turn = "t1"): Request => ({ action, mode: "run", turn });

async function openIn(desk: Desk, request: Request): Promise<unknown> {
  const before = desk.ports.records.length;
  await isAsked(desk, request);
  const judged = desk.ports.records
    .slice(before)
    .flatMap(({ entry }) => (entry.kind === "judged" ? [entry.under] : []));
  return judged.flatMap((under) => (under?.kind === "restricted" ? under.writable.map(({ path }) => path) : []));
}

describe("permissions", () => {
  const wanted = { read: ["/srv/r"], write: ["/srv/a"], network: false };
  const more: Action = { kind: "permissions", wanted, cwd: "/w", why: null };
  const GRANTED: readonly (readonly [name: string, verdict: Verdict, granted: object])[] = [
    ["all of it for the turn, by a plain yes", accept(), { extra: wanted, scope: "turn" }],
    ["all of it for the session", FOR_SESSION, { extra: wanted, scope: "session" }],
    [
      "a part",
      answer({ kind: "grant", extra: { read: [], write: ["/srv/a/b"], network: false }, scope: "session" }),
      { extra: { read: [], write: ["/srv/a/b"], network: false }, scope: "session" },
    ],
    [
      "no more than was asked for",
      answer({
        kind: "grant",
        extra: { read: ["/"], write: ["/srv/a/../b", "/srv", "/srv/a"], network: true },
        scope: "turn",
      }),
      { extra: { read: [], write: ["/srv/a"], network: false }, scope: "turn" },
    ],
    [
      "nothing",
      answer({ kind: "grant", extra: { read: [], write: [], network: false }, scope: "turn" }),
      { extra: { read: [], write: [], network: false }, scope: "turn" },
    ],
  ];
  test.each(GRANTED)("%s", async (_name, verdict, granted) => {
    const desk = world(undefined, { ...UNTRUSTED, approvalPolicy: "on-request" });
    const done = desk.engine.submit(inTurn(more));
    await desk.settle();
    desk.asked[0]?.answer(verdict);
    expect(await done).toEqual({ kind: "allowed", granted });
  });

  test("for the turn: open to its commands until it ends, and to no other's", async () => {
    const desk = world(undefined, { ...UNTRUSTED, approvalPolicy: "on-request" });
    await isAsked(desk, inTurn(more));
    const during = [await openIn(desk, inTurn(command(["make"]))), await openIn(desk, inTurn(command(["make"]), "t2"))];
    desk.engine.endTurn("t1");
    expect([...during, await openIn(desk, inTurn(command(["make"])))]).toEqual([["/w", "/srv/a"], ["/w"], ["/w"]]);
    expect(desk.ports.journal.at(-1)).toBe("record settled");
  });

  test("for the session: until it is revoked", async () => {
    const desk = world(undefined, { ...UNTRUSTED, approvalPolicy: "on-request" });
    await isAsked(desk, inTurn(more), FOR_SESSION);
    desk.engine.endTurn("t1");
    const before = await openIn(desk, inTurn(command(["make"]), "t2"));
    expect(await desk.engine.changeGrant({ kind: "revoked", id: "g1" })).toBeNull();
    expect([before, await openIn(desk, inTurn(command(["make"]), "t2"))]).toEqual([["/w", "/srv/a"], ["/w"]]);
  });

  test("for a turn where there is none: refused", async () => {
    const desk = world(undefined, { ...UNTRUSTED, approvalPolicy: "on-request" });
    const done = desk.engine.submit({ action: more, mode: "run" });
    await desk.settle();
    desk.asked[0]?.answer(accept());
    expect(await done).toEqual({
      kind: "declined",
      verdict: {
        outcome: { kind: "decline", feedback: null },
        by: "fault",
        note: "there is no turn that it could hold for",
      },
    });
  });
});

function shared(): GrantsPort & { kept: readonly SessionGrant[]; taken: readonly GrantChange[]; isBroken: boolean } {
  return {
    kept: [],
    taken: [],
    isBroken: false,
    keep(grants) {
      this.kept = grants;
      return this.isBroken ? Promise.reject(new Error("disk full")) : Promise.resolve();
    },
    changes() {
      return this.isBroken ? Promise.reject(new Error("torn")) : Promise.resolve(this.taken);
    },
  };
}

describe("seen and taken back by others", () => {
  test("what is made, used and revoked is shown, and counts before the next judgement", async () => {
    const port = shared();
    const desk = world(port);
    await isAsked(desk, command(["make"]), limited({ uses: 3 }));
    await isAsked(desk, command(["make"]));
    expect(port.kept.map(({ id, words, usesLeft }) => [id, words, usesLeft])).toEqual([["g1", "make in /w", 2]]);
    port.taken = [{ kind: "revoked", id: "g1" }];
    expect([await isAsked(desk, command(["make"])), port.kept]).toEqual([true, []]);
    expect(desk.ports.records.find(({ entry }) => entry.kind === "revoked")).toMatchObject({ case: "1" });
  });

  test("where it cannot be told what was taken back, no grant counts", async () => {
    const port = shared();
    const desk = world(port);
    await isAsked(desk, command(["make"]), FOR_SESSION);
    port.isBroken = true;
    const broken = await isAsked(desk, command(["make"]));
    port.isBroken = false;
    expect([broken, await isAsked(desk, command(["make"]))]).toEqual([true, false]);
  });

  test("a grant that cannot be shown holds all the same", async () => {
    const port = shared();
    const desk = world({ keep: () => Promise.reject(new Error("disk full")), changes: () => port.changes() });
    await isAsked(desk, command(["make"]), FOR_SESSION);
    expect(await isAsked(desk, command(["make"]))).toBe(false);
  });
});

const GRANT: SessionGrant = {
  id: "g1",
  kind: "command",
  covers: ["a"],
  opens: null,
  words: "a",
  madeAt: 1,
  until: 100,
  usesLeft: 5,
  survivesResume: true,
  case: "1",
  turn: null,
  agent: null,
};
const LIMITS = { kind: "limited", id: "g1", until: null, uses: null, survivesResume: true } as const;
const CHANGED: readonly (readonly [name: string, change: GrantChange, after: SessionGrant | null])[] = [
  ["revoked", { kind: "revoked", id: "g1" }, null],
  ["a shorter time", { ...LIMITS, until: 50 }, { ...GRANT, until: 50 }],
  ["a longer time", { ...LIMITS, until: 500 }, GRANT],
  ["fewer uses", { ...LIMITS, uses: 1 }, { ...GRANT, usesLeft: 1 }],
  ["more uses", { ...LIMITS, uses: 9 }, GRANT],
  ["no longer after a resume", { ...LIMITS, survivesResume: false }, { ...GRANT, survivesResume: false }],
  ["another one", { kind: "revoked", id: "g2" }, GRANT],
];
test.each(CHANGED)("a grant is never made wider: %s", (_name, change, after) => {
  expect(withChange([GRANT], change)).toEqual(after === null ? [] : [after]);
});

test("of too many grants the eldest is forgotten", () => {
  const made = Array.from({ length: GRANTS_MAX + 1 }, (_, at): SessionGrant => ({ ...GRANT, id: `g${at}` }));
  const kept = made.reduce<readonly SessionGrant[]>(withGrant, []);
  expect([kept.length, kept[0]?.id]).toEqual([GRANTS_MAX, "g1"]);
});
