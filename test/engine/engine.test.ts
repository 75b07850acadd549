/** The engine through its door: what is recorded and done, and in which order. */
import { describe, expect, test } from "vitest";
import type { NetworkProtocol } from "../../src/core/approval/action.ts";
import type { Facts } from "../../src/core/approval/facts.ts";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import { NO_EXTRA } from "../../src/core/permissions/extra.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Approver, Ports } from "../../src/engine/ports.ts";
import { rulesOf } from "../rules.ts";
import { FACTS, RAN, accept, answer, command, fakePorts } from "./fake-ports.ts";

const ON_REQUEST = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
} as const;
const UNTRUSTED = { ...ON_REQUEST, approvalPolicy: "untrusted" } as const;
const ran = (status = 0): Outcome => ({
  kind: "ran",
  inner: [],
  status,
  stopped: null,
  denied: null,
  taken: [],
  output: null,
});

const broken = (): Promise<never> => Promise.reject(new Error("broken"));

/** An approver that never answers by itself. */
const silent: Approver = {
  ask: (_question, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("withdrawn")));
    }),
};

describe("the order of records and effects", () => {
  test("a command that may run is granted and started on record before it runs", async () => {
    const ports = fakePorts();
    const outcome = await createEngine(ports, ON_REQUEST).submit({ action: command(["make"]), mode: "run" });
    expect(outcome).toEqual(ran());
    expect(ports.journal).toEqual([
      "gather",
      "record received",
      "record judged",
      "record granted",
      "record started",
      "perform",
      "record settled",
    ]);
  });

  test("a question is on record before it is shown, the answer before anything runs", async () => {
    const ports = fakePorts();
    await createEngine(ports, UNTRUSTED).submit({ action: command(["make"]), mode: "run" });
    expect(ports.journal).toEqual([
      "gather",
      "record received",
      "record judged",
      "record asked",
      "ask",
      "record answered",
      "record granted",
      "record started",
      "perform",
      "record settled",
    ]);
  });

  test("a rule is saved after the answer is on record and before the command runs", async () => {
    const ports = fakePorts(
      {},
      answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["make", "all"] } }),
    );
    await createEngine(ports, UNTRUSTED).submit({ action: command(["make", "all"]), mode: "run" });
    expect(ports.journal.slice(5)).toEqual([
      "record answered",
      "amend",
      "record amended",
      "record granted",
      "record started",
      "perform",
      "record settled",
    ]);
  });

  test("a forbidden command reaches neither a person nor the sandbox", async () => {
    const rules = rulesOf({ user: 'prefix_rule(pattern=["make"], decision="forbidden")' });
    const ports = fakePorts({ rules: () => Promise.resolve(rules) });
    const outcome = await createEngine(ports, ON_REQUEST).submit({ action: command(["make"]), mode: "run" });
    expect(outcome.kind).toBe("forbidden");
    expect(ports.journal).toEqual(["gather", "record received", "record judged", "record settled"]);
  });
});

const script = (digest: string): Partial<Facts> => {
  const identity = { device: 1, inode: 2, size: 3, modifiedMs: 4, changedMs: 5, digest };
  return { programs: [{ name: "make", path: "/w/make", writable: true, identity }] };
};
const linkTo = (real: string): Partial<Facts> => ({ links: [{ path: "/w/link", real }] });

describe("answers", () => {
  const CASES: readonly (readonly [name: string, verdict: Verdict, outcome: Outcome["kind"], performed: boolean])[] = [
    ["accept", accept(), "ran", true],
    ["accept for the session", answer({ kind: "accept-for-session" }), "ran", true],
    ["decline", answer({ kind: "decline", feedback: "no" }), "declined", false],
    ["cancel", answer({ kind: "cancel" }), "cancelled", false],
    ["accept, in the name of nobody", { ...accept(), by: "nobody" }, "declined", false],
    ["accept, though no proper answer came", { ...accept(), by: "fault" }, "declined", false],
    [
      "permissions that were not asked for",
      answer({ kind: "grant", extra: NO_EXTRA, scope: "turn" }),
      "declined",
      false,
    ],
    ["a reply to no question of a server", answer({ kind: "reply", content: {} }), "declined", false],
    [
      "a rule that is too broad",
      answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["bash"] } }),
      "declined",
      false,
    ],
    [
      "a rule of another kind than was proposed",
      answer({ kind: "accept-and-amend", amendment: { kind: "network", host: "x.test", protocol: "https" } }),
      "declined",
      false,
    ],
  ];
  test.each(CASES)("%s", async (_name, verdict, kind, performed) => {
    const ports = fakePorts({}, verdict);
    const outcome = await createEngine(ports, UNTRUSTED).submit({ action: command(["make", "all"]), mode: "run" });
    expect([outcome.kind, ports.journal.includes("perform")]).toEqual([kind, performed]);
  });

  test("accept for the session covers the identical command and no other", async () => {
    const ports = fakePorts({}, answer({ kind: "accept-for-session" }));
    const engine = createEngine(ports, UNTRUSTED);
    const asked = async (action: ReturnType<typeof command>): Promise<boolean> => {
      const before = ports.journal.filter((line) => line === "ask").length;
      await engine.submit({ action, mode: "run" });
      return ports.journal.filter((line) => line === "ask").length > before;
    };
    const first = command(["make", "all"]);
    expect([
      await asked(first),
      await asked({ ...first, why: "another reason" } as typeof first),
      await asked(command(["make", "all", "-B"])),
      await asked({ ...first, cwd: "/w/sub" } as typeof first),
      await asked(command(["make", "all"], true)),
    ]).toEqual([true, false, true, true, true]);
  });

  test("accept for the session covers a command only as long as its folder, words and scripts are what they were", async () => {
    const places: readonly Partial<Facts>[] = [
      {},
      { folder: "/w" },
      { folder: "/out" },
      { folder: "/out" },
      { folder: "/elsewhere" },
      linkTo("/out"),
      linkTo("/out"),
      linkTo("/elsewhere"),
      script("one"),
      script("one"),
      script("two"),
    ];
    const next = places.values();
    const gather = (): Promise<Facts> => Promise.resolve({ ...FACTS, ...next.next().value });
    const ports = fakePorts({ gather }, answer({ kind: "accept-for-session" }));
    const engine = createEngine(ports, UNTRUSTED);
    const asked: boolean[] = [];
    for (const _ of places) {
      const before = ports.journal.filter((line) => line === "ask").length;
      await engine.submit({ action: command(["make", "all"]), mode: "run" });
      asked.push(ports.journal.filter((line) => line === "ask").length > before);
    }
    expect(asked).toEqual([true, false, true, false, true, true, false, true, true, false, true]);
  });

  test("cancel ends every other question of the session", async () => {
    let questions = 0;
    const approver: Approver = {
      ask: (question, signal) => {
        questions += 1;
        return questions === 1 ? silent.ask(question, signal) : Promise.resolve(answer({ kind: "cancel" }));
      },
    };
    const engine = createEngine(fakePorts({ approver }), UNTRUSTED);
    const outcomes = await Promise.all([
      engine.submit({ action: command(["make", "a"]), mode: "run" }),
      engine.submit({ action: command(["make", "b"]), mode: "run" }),
    ]);
    expect(outcomes).toEqual([{ kind: "cancelled" }, { kind: "cancelled" }]);
  });
});

test("a network rule is saved only for the host that was asked about", async () => {
  const action = { kind: "network", host: "a.test", port: 443, protocol: "https", command: null, why: null } as const;
  const ended = async (host: string): Promise<readonly [kind: string, saved: boolean]> => {
    const ports = fakePorts(
      {},
      answer({ kind: "accept-and-amend", amendment: { kind: "network", host, protocol: "https" } }),
    );
    const outcome = await createEngine(ports, ON_REQUEST).submit({ action, mode: "judge" });
    return [outcome.kind, ports.journal.includes("amend")];
  };
  expect([await ended("a.test"), await ended("b.test")]).toEqual([
    ["allowed", true],
    ["declined", false],
  ]);
});

const REGISTRIES: readonly [host: string, protocol: NetworkProtocol, kind: string, saved: boolean][] = [
  ["pypi.org", "https", "allowed", true],
  ["pypi.org", "http", "declined", false],
  ["example.com", "https", "declined", false],
];
test.each(REGISTRIES)("all package registries at %s by %s: %s", async (host, protocol, kind, saved) => {
  const ports = fakePorts({}, answer({ kind: "accept-and-amend", amendment: { kind: "registries" } }));
  const action = { kind: "network", host, port: 443, protocol, command: null, why: null } as const;
  const outcome = await createEngine(ports, ON_REQUEST).submit({ action, mode: "judge" });
  expect([outcome.kind, ports.journal.includes("amend")]).toEqual([kind, saved]);
});

describe("on-failure", () => {
  const ON_FAILURE = { ...ON_REQUEST, approvalPolicy: "on-failure" } as const;

  test("a run that the sandbox denied is asked about and run again outside", async () => {
    const places: string[] = [];
    const ports = fakePorts({
      perform: (grant) => {
        places.push(grant.permissions.kind);
        const denied =
          grant.permissions.kind === "restricted" ? ({ kind: "guess", line: "Read-only file system" } as const) : null;
        return Promise.resolve({ ...RAN, status: denied === null ? 0 : 1, denied });
      },
    });
    const outcome = await createEngine(ports, ON_FAILURE).submit({ action: command(["make"]), mode: "run" });
    expect(outcome).toEqual(ran());
    expect(places).toEqual(["restricted", "unrestricted"]);
    expect(ports.journal.filter((line) => line === "ask")).toHaveLength(1);
  });

  test("an ordinary failure is not asked about", async () => {
    const ports = fakePorts({ perform: () => Promise.resolve({ ...RAN, status: 2 }) });
    const outcome = await createEngine(ports, ON_FAILURE).submit({ action: command(["make"]), mode: "run" });
    expect([outcome, ports.journal.includes("ask")]).toEqual([ran(2), false]);
  });
});

describe("faults end in a refusal", () => {
  const FAULTS: readonly (readonly [name: string, over: Partial<Ports>, outcome: Outcome, performed: boolean])[] = [
    ["gathering facts", { gather: broken }, { kind: "fault", doing: "gather", why: "broken" }, false],
    ["reading rules", { rules: broken }, { kind: "fault", doing: "gather", why: "broken" }, false],
    ["running", { perform: broken }, { kind: "fault", doing: "perform", why: "broken" }, true],
    [
      "asking",
      { approver: { ask: broken } },
      { kind: "declined", verdict: { outcome: { kind: "decline", feedback: null }, by: "fault", note: "broken" } },
      false,
    ],
    [
      "asking, at once",
      {
        approver: {
          ask: () => {
            throw new Error("broken");
          },
        },
      },
      { kind: "declined", verdict: { outcome: { kind: "decline", feedback: null }, by: "fault", note: "broken" } },
      false,
    ],
    ["recording", { append: broken }, { kind: "fault", doing: "record", why: "cannot write the log: broken" }, false],
  ];
  test.each(FAULTS)("%s", async (_name, over, outcome, performed) => {
    const ports = fakePorts(over);
    expect(await createEngine(ports, UNTRUSTED).submit({ action: command(["make"]), mode: "run" })).toEqual(outcome);
    expect(ports.journal.includes("perform")).toBe(performed);
  });

  test("a rule that cannot be saved keeps the command from running", async () => {
    const verdict = answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["make", "all"] } });
    const ports = fakePorts({ amend: broken }, verdict);
    const outcome = await createEngine(ports, UNTRUSTED).submit({ action: command(["make", "all"]), mode: "run" });
    expect([outcome, ports.journal.includes("perform")]).toEqual([
      { kind: "fault", doing: "amend", why: "broken" },
      false,
    ]);
  });

  test("without a backend nothing runs and nobody is asked", async () => {
    const facts = { ...FACTS, backend: { kind: "none", why: "bubblewrap is not installed" } } as const;
    const ports = fakePorts({ gather: () => Promise.resolve(facts) });
    const outcome = await createEngine(ports, UNTRUSTED).submit({ action: command(["make"]), mode: "run" });
    expect(outcome).toEqual({ kind: "fault", doing: "sandbox", why: "bubblewrap is not installed" });
    expect([ports.journal.includes("ask"), ports.journal.includes("perform")]).toEqual([false, false]);
  });

  test("a clock that fails stops all, and everybody hears of it", async () => {
    const ports = {
      ...fakePorts(),
      now: () => {
        throw new Error("no time");
      },
    };
    const engine = createEngine(ports, ON_REQUEST);
    expect((await engine.submit({ action: command(["make"]), mode: "run" })).kind).toBe("fault");
    expect((await engine.submit({ action: command(["make"]), mode: "run" })).kind).toBe("fault");
  });

  test("after the log failed nothing is taken on any more", async () => {
    let writes = 0;
    const append = (): Promise<void> => (++writes === 2 ? broken() : Promise.resolve());
    const ports = fakePorts({ append });
    const engine = createEngine(ports, ON_REQUEST);
    const outcomes = [
      await engine.submit({ action: command(["make"]), mode: "run" }),
      await engine.submit({ action: command(["ls"]), mode: "run" }),
    ];
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["fault", "fault"]);
    expect(ports.journal.includes("perform")).toBe(false);
  });
});

describe("cancelling from outside", () => {
  test("a question is withdrawn", async () => {
    const stop = new AbortController();
    const engine = createEngine(fakePorts({ approver: silent }), UNTRUSTED);
    const done = engine.submit({ action: command(["make"]), mode: "run" }, stop.signal);
    setImmediate(() => stop.abort());
    expect(await done).toEqual({ kind: "cancelled" });
  });

  test("a running command is told to end and keeps the status it ended with", async () => {
    const stop = new AbortController();
    const perform: Ports["perform"] = (_grant, _facts, _watch, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve({ ...RAN, status: 143 }));
        setImmediate(() => stop.abort());
      });
    const engine = createEngine(fakePorts({ perform }), ON_REQUEST);
    expect(await engine.submit({ action: command(["make"]), mode: "run" }, stop.signal)).toEqual(ran(143));
  });
});

describe("mode judge: the caller runs it bare", () => {
  test.each([
    ["known safe", ["ls", "-l"], "/w", "allowed", false],
    ["held only by a sandbox", ["make", "all"], "/w", "allowed", true],
    ["git, which runs what a repository's settings name", ["git", "status"], "/w", "allowed", true],
  ] as const)("%s", async (_name, argv, cwd, kind, asked) => {
    const ports = fakePorts();
    const action = { kind: "command", argv, cwd, escalate: false, why: null } as const;
    const outcome = await createEngine(ports, ON_REQUEST).submit({ action, mode: "judge" });
    expect([outcome.kind, ports.journal.includes("ask"), ports.journal.includes("perform")]).toEqual([
      kind,
      asked,
      false,
    ]);
  });
});
