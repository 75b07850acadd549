/** Chains whose parts are asked about one by one, where nothing asks when they are reached. */
import { expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import { FACTS, RAN, accept, answer, command, fakePorts, systemProgram } from "../../engine/fake-ports.ts";

const UNTRUSTED = {
  approvalPolicy: "untrusted",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
} as const;
const CHAIN = "make a && ls && make b && make c";
const DECLINED = answer({ kind: "decline", feedback: "no" });

type Run = {
  readonly outcome: Outcome;
  /** Number and words of each question. */
  readonly asked: readonly string[];
  /** Scripts that were carried out. */
  readonly done: readonly string[];
};

function world(
  verdicts: readonly Verdict[],
  isSupervised = false,
): { readonly engine: Engine; readonly run: (script: string) => Promise<Run> } {
  const asked: string[] = [];
  const done: string[] = [];
  let at = 0;
  const ports = fakePorts({
    gather: () => Promise.resolve({ ...FACTS, isSupervised, programs: ["bash", "make", "ls"].map(systemProgram) }),
    approver: {
      ask: ({ id, action, whole }) => {
        const words = action.kind === "command" ? action.argv.join(" ") : "";
        asked.push(`${id} ${words}${whole === null ? "" : ` of ${whole[2] ?? ""}`}`);
        return Promise.resolve(verdicts[at++] ?? DECLINED);
      },
    },
    perform: (grant) => {
      done.push(grant.action.kind === "command" ? (grant.action.argv[2] ?? "") : "");
      return Promise.resolve(RAN);
    },
  });
  const engine = createEngine(ports, UNTRUSTED);
  const run = async (script: string): Promise<Run> => {
    asked.length = 0;
    done.length = 0;
    const request: Request = { action: command(["bash", "-c", script]), mode: "run" };
    return { outcome: await engine.submit(request), asked: [...asked], done: [...done] };
  };
  return { engine, run };
}

const ASKED = ["1.1 make a", "1.2 make b", "1.3 make c"].map((words) => `${words} of ${CHAIN}`);

test("each part that needs approval is asked about by itself, then all of it runs", async () => {
  const { run } = world([accept(), accept(), accept()]);
  expect(await run(CHAIN)).toEqual({ outcome: { ...RAN, kind: "ran", inner: [] }, asked: ASKED, done: [CHAIN] });
});

test("a part that is declined takes with it what is behind it", async () => {
  const { run } = world([accept(), DECLINED]);
  const { outcome, asked, done } = await run(CHAIN);
  const inner = outcome.kind === "ran" ? outcome.inner : [];
  expect([asked, done, inner]).toEqual([
    ASKED.slice(0, 2),
    ["make a && ls && exit 126"],
    [
      {
        id: "1.2",
        command: ["make", "b"],
        chain: [],
        reasons: [
          { kind: "match", match: { kind: "other", command: ["make", "b"] } },
          { kind: "policy", policy: "untrusted" },
        ],
        outcome: { kind: "declined", verdict: DECLINED },
      },
    ],
  ]);
});

test.each<[name: string, script: string, verdicts: readonly Verdict[]]>([
  ["the first part is declined", CHAIN, [DECLINED]],
  ["the chain goes on whatever came before", "make a; make b", [accept(), DECLINED]],
  ["the chain has another way", "make a || make b && make c", [accept(), DECLINED]],
])("nothing runs where %s", async (_name, script, verdicts) => {
  const { outcome, done } = await world(verdicts).run(script);
  expect([outcome, done]).toEqual([{ kind: "declined", verdict: DECLINED }, []]);
});

test("what is accepted for the session is not asked about again, in whichever chain", async () => {
  const { run } = world([accept(), answer({ kind: "accept-for-session" }), accept(), accept(), accept()]);
  await run(CHAIN);
  const { asked } = await run("make x && make b && make y");
  expect(asked).toEqual(["2.1 make x", "2.2 make y"].map((words) => `${words} of make x && make b && make y`));
});

test("a rule that is saved for one part is followed by the question about the next", async () => {
  const rule = answer({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["make", "a"] } });
  const { asked, done } = await world([rule, accept(), accept()]).run(CHAIN);
  expect([asked, done]).toEqual([ASKED, [CHAIN]]);
});

test.each<[name: string, script: string]>([
  ["one part only", "make a && ls"],
  ["a script that cannot be told apart", "make a && make b > x"],
])("%s is asked about as a whole", async (_name, script) => {
  const { asked, done } = await world([accept()]).run(script);
  expect([asked, done]).toEqual([[`1 bash -c ${script}`], [script]]);
});
