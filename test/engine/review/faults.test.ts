/** Whatever goes wrong with a reviewing model: nothing of it approves, and nothing runs. */
import { expect, test } from "vitest";
import type { ModelAnswer, ReviewReport } from "../../../src/core/approval/review.ts";
import { ruleOn } from "../../../src/core/approval/ruling.ts";
import { USUAL_REVIEW_TERMS } from "../../../src/core/config/review-terms.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import type { Reviewer } from "../../../src/engine/ports.ts";
import type { Json } from "../../../src/kit/json.ts";
import { command as ordinary, fakePorts, FACTS } from "../fake-ports.ts";
import {
  ALLOW,
  call,
  calls,
  CHECKS,
  completed,
  DENY,
  done,
  message,
  type Reply,
  says,
  scripted,
  settle,
  subjectFor,
} from "./scripted.ts";

const TRIED = "the model gave no proper answer in 3 tries: ";
const TWO = "the model contradicts itself: it gave two verdicts";

function three(reply: Reply): readonly Reply[] {
  // A fourth one would be good: it is not asked for.
  return [reply, reply, reply, says(ALLOW)];
}

function many(reply: Reply): readonly Reply[] {
  return Array.from({ length: 20 }, () => reply);
}

const LS = JSON.stringify({ cmd: "ls" });
const big = "x".repeat(10 * 1024 * 1024);

const PARTS = [{ type: "output_text", text: ALLOW }];
const REFUSAL = { type: "refusal", refusal: "I had better not." };

/** A verdict that is not quite the model's. */
function other(over: Readonly<Record<string, Json>>): Reply {
  return [done({ ...message(ALLOW), ...over }), completed()];
}

type Fault = readonly [name: string, replies: readonly Reply[], answer: ModelAnswer, requests: number];

const FAULTS: readonly Fault[] = [
  [
    "it says something else",
    three(says("I think it is fine.")),
    failed(`${TRIED}it is not one JSON object and nothing else`),
    3,
  ],
  ["broken JSON", three(says('{"outcome":"allow"')), failed(`${TRIED}it is not one JSON object and nothing else`), 3],
  ["another outcome", three(says('{"outcome":"maybe"}')), failed(`${TRIED}outcome must be allow or deny`), 3],
  [
    "a wrong schema",
    three(says('{"verdict":"allow"}')),
    failed(`${TRIED}it has a key that the schema does not know`),
    3,
  ],
  ["text around it", three(says(`Sure. ${ALLOW}`)), failed(`${TRIED}it is not one JSON object and nothing else`), 3],
  [
    "two verdicts in one text",
    three(says(`${DENY}${ALLOW}`)),
    failed(`${TRIED}it is not one JSON object and nothing else`),
    3,
  ],
  ["two verdicts in two messages", [says(DENY, ALLOW), says(ALLOW)], failed(TWO), 1],
  ["the same verdict twice", three(says(ALLOW, ALLOW)), failed(`${TRIED}there is more than one message`), 3],
  ["an empty answer", three(says("")), failed(`${TRIED}it is empty`), 3],
  ["no answer at all", three([completed()]), failed(`${TRIED}it is empty`), 3],
  ["thoughts only", three([done({ type: "reasoning", summary: [] }), completed()]), failed(`${TRIED}it is empty`), 3],
  [
    "a refusal",
    three([done({ type: "message", content: [{ type: "refusal", refusal: ALLOW }] }), completed()]),
    failed(`${TRIED}it is empty`),
    3,
  ],
  ...["user", "system", "developer", "tool"].map((role): Fault => {
    return [`words of the ${role}`, three(other({ role })), failed(`${TRIED}it is empty`), 3];
  }),
  ["a message that was cut short", three(other({ status: "incomplete" })), failed(`${TRIED}it is empty`), 3],
  ["a verdict and a refusal of it", three(other({ content: [...PARTS, REFUSAL] })), failed(`${TRIED}it is empty`), 3],
  ...["local_shell_call", "web_search_call", "mcp_call", "function_call_output", "agent_message"].map((type): Fault => {
    const reply = [done({ type, call_id: "c" }), done(message(ALLOW)), completed()];
    return [
      `a verdict beside a ${type}`,
      three(reply),
      failed(`${TRIED}there is something in it that is no message`),
      3,
    ];
  }),
  ["a stream that is cut off", [[done(message(ALLOW))], says(ALLOW)], failed("the model's reply broke off"), 1],
  [
    "an endpoint that fails",
    [[{ kind: "failed", fault: { message: "no reviewer today", status: 500 } }], says(ALLOW)],
    failed("no reviewer today"),
    1,
  ],
  ["a model that throws", ["throw", says(ALLOW)], failed("a fault in the model"), 1],
  [
    "10 MB in pieces",
    [[{ kind: "text", item: "m", delta: big }, done(message(ALLOW)), completed()]],
    failed("the model's reply is longer than 1048576 characters"),
    1,
  ],
  [
    "10 MB at once",
    [says(`${ALLOW}${" ".repeat(big.length)}`)],
    failed("the model's reply is longer than 1048576 characters"),
    1,
  ],
  [
    "10 MB of thoughts",
    [[{ kind: "reasoning", item: "r", delta: big }, done(message(ALLOW)), completed()]],
    failed("the model's reply is longer than 1048576 characters"),
    1,
  ],
  [
    "100 KB of an answer",
    three(says(`${ALLOW}${" ".repeat(100_000)}`)),
    failed(`${TRIED}it is longer than 65536 characters`),
    3,
  ],
  ["looks without end", many(calls("ls", "ls")), failed("the model looks on and on, and answers nothing"), 5],
  [
    "tools that there are not, without end",
    many([done(call("shell", "{}")), completed()]),
    failed("the model looks on and on, and answers nothing"),
    8,
  ],
  [
    "a verdict while it looks, and another one",
    [[done(message(DENY)), done(call("exec_command", LS)), completed()], says(ALLOW)],
    failed(TWO),
    2,
  ],
  ["a denial that does not count, and another verdict", [says(DENY, DENY), says(ALLOW)], failed(TWO), 2],
  [
    "a score that fits no such risk",
    [says('{"outcome":"allow","risk_level":"low","risk_score":90}'), says(ALLOW)],
    failed("the model contradicts itself: a risk that is low, with a score of 90"),
    1,
  ],
];

function failed(why: string): ModelAnswer {
  return { kind: "failed", why };
}

test.each(FAULTS)("%s: no opinion", async (_name, replies, answer, requests) => {
  const { guardian } = scripted(replies);
  const report = await guardian.review(subjectFor("touch /a"), new AbortController().signal);
  expect(report).toMatchObject({ checks: CHECKS, answer, cost: { requests }, repeats: null });
  expect(ruleOn("1-1", report, USUAL_REVIEW_TERMS).status).toBe("failed");
});

const HANGS: readonly [name: string, replies: readonly Reply[]][] = [
  ["never answers", ["hang"]],
  ["never answers once it has looked", [calls("ls"), "hang"]],
  ["never answers once it was told what was wrong", [says("?"), "hang"]],
];

test.each(HANGS)("a model that %s is timed out", async (_name, replies) => {
  const { guardian, ring } = scripted(replies);
  const report = guardian.review(subjectFor("touch /a"), new AbortController().signal);
  await settle();
  ring();
  expect((await report).answer).toEqual({ kind: "timed-out" });
});

test("a look that never ends, and files that cannot be read, are timed out as well", async () => {
  for (const over of [
    { look: () => new Promise<string>(() => undefined) },
    { runFiles: () => new Promise<[]>(() => undefined) },
  ]) {
    const { guardian, ring } = scripted([calls("ls"), says(ALLOW)], over);
    const report = guardian.review(subjectFor("touch /a"), new AbortController().signal);
    await settle();
    ring();
    expect((await report).answer).toEqual({ kind: "timed-out" });
  }
});

test("a review that is taken back ends soon, and has come to nothing", async () => {
  const { guardian } = scripted(["hang"]);
  const back = new AbortController();
  const report = guardian.review(subjectFor("touch /a"), back.signal);
  await settle();
  back.abort();
  expect((await report).answer).toEqual(failed("the review was taken back"));
});

test("a clock that fails is a time that is over", async () => {
  const { guardian } = scripted(["hang"], { wake: () => Promise.reject(new Error("no clock")) });
  const report = await guardian.review(subjectFor("touch /a"), new AbortController().signal);
  expect(report.answer).toEqual({ kind: "timed-out" });
});

const throws = (): never => {
  throw new Error("a fault");
};

test("where the checks fail there are none, and no model is asked", async () => {
  const { guardian, requests } = scripted([says(ALLOW)], { check: throws });
  const report = await guardian.review(subjectFor("touch /a"), new AbortController().signal);
  expect(report).toMatchObject({ checks: null, answer: failed("the review failed: a fault") });
  expect(requests).toEqual([]);
});

test.each(["background", "standing", "model", "runFiles"] as const)("a fault in %s approves nothing", async (port) => {
  const { guardian } = scripted([says(ALLOW)], { [port]: throws });
  const report = await guardian.review(subjectFor("touch /a"), new AbortController().signal);
  expect(report.answer).toEqual(failed("the review failed: a fault"));
});

test("an allowance of a critical risk is an opinion, which is denied", async () => {
  const { guardian } = scripted([says('{"outcome":"allow","risk_level":"critical","user_authorization":"high"}')]);
  const report = await guardian.review(subjectFor("touch /a"), new AbortController().signal);
  expect(report.answer.kind).toBe("opinion");
  expect(ruleOn("1-1", report, USUAL_REVIEW_TERMS).status).toBe("denied");
});

/** An engine whose only way to approve is this reviewer: the person declines. */
async function throughEngine(
  reviewer: Reviewer,
): Promise<{ readonly asked: number; readonly journal: readonly string[] }> {
  let asked = 0;
  const ports = fakePorts({
    reviewer,
    gather: () => Promise.resolve(FACTS),
    approver: {
      ask: () => {
        asked += 1;
        return Promise.resolve({ outcome: { kind: "decline", feedback: null }, by: "user", note: null });
      },
    },
  });
  const terms = { sandboxMode: "workspace-write", allowRuns: "inside", smartApprovals: true } as const;
  const engine = createEngine(ports, { ...terms, approvalPolicy: "on-request", asks: "reviewer" });
  await engine.submit({ action: ordinary(["deploy"], true), mode: "run" });
  return { asked, journal: ports.journal };
}

test.each(FAULTS)("%s: a person is asked, and nothing runs", async (_name, replies) => {
  const { asked, journal } = await throughEngine(scripted(replies).guardian);
  expect(asked).toBe(1);
  expect(journal).not.toContain("perform");
});

const REVIEWERS: readonly [name: string, review: () => Promise<ReviewReport>][] = [
  ["throws", throws],
  ["rejects", () => Promise.reject(new Error("a fault"))],
];

test.each(REVIEWERS)("a reviewer that %s: a person is asked, and nothing runs", async (_name, review) => {
  const { asked, journal } = await throughEngine({ review });
  expect(asked).toBe(1);
  expect(journal).not.toContain("perform");
});

test("what both allow runs, and nobody is asked", async () => {
  const { asked, journal } = await throughEngine(scripted([says(ALLOW)]).guardian);
  expect(asked).toBe(0);
  expect(journal).toContain("perform");
});

test("what the model denies is neither asked nor run", async () => {
  const { asked, journal } = await throughEngine(scripted([says(DENY)]).guardian);
  expect(asked).toBe(0);
  expect(journal).not.toContain("perform");
});

test("no model where one is wanted: failed, with what is missing", async () => {
  const { guardian } = scripted([], { model: () => ({ ok: false, error: "there is no such provider" }) });
  const report = await guardian.review(subjectFor("touch /a"), new AbortController().signal);
  expect(report.answer).toEqual(failed("there is no such provider"));
});
