/** What a running command asks about, through the engine's door. */
import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import type { Command } from "../../src/core/shell/reading.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Approver, Inner, InnerAction, Ports } from "../../src/engine/ports.ts";
import { rulesOf } from "../rules.ts";
import { FACTS, RAN, accept, answer, command, fakePorts, type FakePorts } from "./fake-ports.ts";

const ON_REQUEST = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
} as const;
const RULES = rulesOf({
  user: 'prefix_rule(pattern=["rm"], decision="prompt")\nprefix_rule(pattern=["dd"], decision="forbidden")\n',
});
const SHELL: Command = ["bash", "-c", "make; rm dist"];

function exec(argv: Command, chain: readonly Command[] = [["make"], ["sh", "-c", "x"]]): InnerAction {
  return { kind: "exec", argv, path: `/usr/bin/${argv[0]}`, cwd: "/w", chain, since: 0, why: null };
}

/** A command that starts these programs one after the other. */
function ports(
  start: (inner: Inner, signal: AbortSignal) => Promise<void>,
  approver: Approver | Verdict = accept(),
  over: Partial<Ports> = {},
): FakePorts {
  return fakePorts({
    rules: () => Promise.resolve(RULES),
    gather: (action) => {
      const file = { real: "/usr/bin/x", isSteady: true, interpreter: [], copyOf: null };
      return Promise.resolve({ ...FACTS, isSupervised: true, file: action.kind === "exec" ? file : null });
    },
    perform: async (_grant, _facts, _watch, signal, inner) => {
      await start(inner, signal);
      return RAN;
    },
    approver: "ask" in approver ? approver : { ask: () => Promise.resolve(approver) },
    ...over,
  });
}

function run(fake: FakePorts, argv: Command = ["make"], signal?: AbortSignal): Promise<Outcome> {
  return createEngine(fake, ON_REQUEST).submit({ action: command(argv), mode: "run" }, signal);
}

const storyOf = (fake: FakePorts): readonly string[] =>
  fake.records.map(({ case: id, entry }) => `${id} ${entry.kind}`).filter((line) => !line.startsWith("1 "));

test("programs that go on are not recorded, and the decision lasts while the command runs", async () => {
  const told: Outcome[] = [];
  const fake = ports(async (inner) => {
    told.push(await inner(exec(["cc", "-v"])), await inner(exec(["rm", "x"])));
  });
  await run(fake);
  expect([told, storyOf(fake)]).toEqual([
    [
      { kind: "starts", isLasting: true },
      { kind: "starts", isLasting: false },
    ],
    ["1.2 received", "1.2 judged", "1.2 asked", "1.2 answered", "1.2 granted", "1.2 settled"],
  ]);
});

test("an answer is on record before it takes effect", async () => {
  const seen: string[] = [];
  const fake = ports(async (inner) => {
    await inner(exec(["rm", "x"]));
    seen.push(...storyOf(fake));
  });
  await run(fake);
  expect(seen).toEqual(["1.1 received", "1.1 judged", "1.1 asked", "1.1 answered", "1.1 granted", "1.1 settled"]);
});

test("a part that is declined leaves those before it done, and the end tells which", async () => {
  const declined = answer({ kind: "decline", feedback: "keep it" });
  const fake = ports(async (inner) => {
    await inner(exec(["make"], [SHELL]));
    await inner(exec(["cc"], [SHELL, ["make"]]));
    await inner(exec(["rm", "dist"], [SHELL]));
    await inner(exec(["dd", "x"], [SHELL, ["make"]]));
  }, declined);
  const outcome = await run(fake, SHELL);
  const prompt = RULES.prefixes.rules[0];
  const forbid = RULES.prefixes.rules[1];
  const ruled = (rule: typeof prompt, words: Command): object => {
    const argv = [`/usr/bin/${words[0]}`, ...words.slice(1)];
    return { kind: "match", match: { kind: "rule", rule, command: argv, matched: [words[0]] } };
  };
  expect(outcome).toEqual({
    ...RAN,
    kind: "ran",
    inner: [
      { id: "1.1", command: ["make"], chain: [], reasons: [], outcome: { kind: "starts", isLasting: true } },
      {
        id: "1.3",
        command: ["rm", "dist"],
        chain: [],
        reasons: [ruled(prompt, ["rm", "dist"])],
        outcome: { kind: "declined", verdict: declined },
      },
      {
        id: "1.4",
        command: ["dd", "x"],
        chain: [SHELL, ["make"]],
        reasons: [],
        outcome: { kind: "forbidden", reasons: [ruled(forbid, ["dd", "x"])] },
      },
    ],
  });
});

test("what was accepted for the session is not asked about again, in another command either", async () => {
  let asked = 0;
  const approver: Approver = {
    ask: () => {
      asked += 1;
      return Promise.resolve(answer({ kind: "accept-for-session" }));
    },
  };
  const fake = ports(async (inner) => {
    await inner(exec(["rm", "x"]));
    await inner(exec(["rm", "x"]));
    await inner(exec(["rm", "y"]));
  }, approver);
  const engine = createEngine(fake, ON_REQUEST);
  await engine.submit({ action: command(["make"]), mode: "run" });
  await engine.submit({ action: command(["make"]), mode: "run" });
  expect(asked).toBe(2);
});

test("cancelling a question inside ends the command with all that it asks", async () => {
  const told: Outcome[] = [];
  const fake = ports(
    async (inner, signal) => {
      const gone = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      told.push(...(await Promise.all([inner(exec(["rm", "x"])), inner(exec(["rm", "y"]))])));
      await gone;
    },
    answer({ kind: "cancel" }),
  );
  await run(fake);
  expect(told).toEqual([{ kind: "cancelled" }, { kind: "cancelled" }]);
});

test("a question is withdrawn when its command has ended", async () => {
  const withdrawn: boolean[] = [];
  const told: Promise<Outcome>[] = [];
  const shown: (() => void)[] = [];
  const asking = new Promise<void>((resolve) => {
    shown.push(resolve);
  });
  const approver: Approver = {
    ask: (_question, signal) =>
      new Promise((_resolve, reject) => {
        shown[0]?.();
        signal.addEventListener("abort", () => {
          withdrawn.push(true);
          reject(new Error("withdrawn"));
        });
      }),
  };
  const fake = ports(async (inner) => {
    told.push(inner(exec(["rm", "x"])));
    await asking;
  }, approver);
  await run(fake);
  expect([await Promise.all(told), withdrawn]).toEqual([[{ kind: "cancelled" }], [true]]);
});

test("a program is refused once its command has ended", async () => {
  const late: Inner[] = [];
  const fake = ports((inner) => {
    late.push(inner);
    return Promise.resolve();
  });
  await run(fake);
  expect(await late[0]?.(exec(["cc"]))).toEqual({ kind: "cancelled" });
});

test("a command that runs again goes on counting", async () => {
  const engine = { ...ON_REQUEST, approvalPolicy: "on-failure" } as const;
  const fake = ports(async (inner) => {
    await inner(exec(["rm", "x"]));
  });
  const denied = {
    ...fake,
    perform: (...args: Parameters<Ports["perform"]>) =>
      fake.perform(...args).then((ran) => ({ ...ran, denied: { kind: "guess" as const, line: "EROFS" } })),
  };
  await createEngine(denied, engine).submit({ action: command(["make"]), mode: "run" });
  const received = fake.records.filter(({ entry }) => entry.kind === "received").map(({ case: id }) => id);
  expect(received).toEqual(["1", "1.1", "1.2"]);
});

const FAULTS: readonly (readonly [name: string, over: Partial<Ports>, why: Outcome["kind"]])[] = [
  [
    "no facts",
    {
      gather: (action) =>
        action.kind === "exec" ? Promise.reject(new Error("no")) : Promise.resolve({ ...FACTS, isSupervised: true }),
    },
    "fault",
  ],
  ["no approver", { approver: { ask: () => Promise.reject(new Error("no")) } }, "declined"],
];

test.each(FAULTS)("a program is refused where there is %s", async (_name, over, kind) => {
  const told: Outcome[] = [];
  const fake = ports(
    async (inner) => {
      told.push(await inner(exec(["rm", "x"])));
    },
    accept(),
    over,
  );
  await run(fake);
  expect(told.map((outcome) => outcome.kind)).toEqual([kind]);
});

test("a failing log refuses a program and ends the command", async () => {
  const told: Promise<Outcome>[] = [];
  let isFull = false;
  const fake = ports(
    async (inner) => {
      isFull = true;
      told.push(inner(exec(["rm", "x"])));
      await told[0];
    },
    accept(),
    { append: () => (isFull ? Promise.reject(new Error("disk full")) : Promise.resolve()) },
  );
  const outcome = await run(fake);
  const fault: Outcome = { kind: "fault", doing: "record", why: "cannot write the log: disk full" };
  expect([outcome, await Promise.all(told)]).toEqual([fault, [fault]]);
});
