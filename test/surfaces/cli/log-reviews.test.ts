/** `assent log --reviews`: what is told of each review, of all sessions or one; totals. */
import { expect, test } from "vitest";
import type { Entry } from "../../../src/core/approval/record.ts";
import { NO_COST, type Review } from "../../../src/core/approval/review.ts";
import { printLine } from "../../../src/core/audit/line.ts";
import { tellReviews, type ReviewsWish } from "../../../src/surfaces/cli/log-reviews.ts";
import { ESCALATED } from "../tui/questions-reviews.ts";

const TIME = Date.UTC(2026, 10, 21, 11, 15, 2);
const RECEIVED: Entry = {
  kind: "received",
  request: {
    action: { kind: "command", argv: ["curl", "https://a.example\u001b[2J"], cwd: "/w", escalate: true, why: null },
    mode: "run",
  },
};
const DECLINED: Entry = {
  kind: "answered",
  verdict: { outcome: { kind: "decline", feedback: "not\nnow" }, by: "user", note: null },
};
const CLEARED: Review = {
  ...ESCALATED,
  id: "2-2",
  status: "approved",
  riskLevel: "low",
  riskScore: 0,
  userAuthorization: "high",
  rationale: "the person asked for exactly this",
  findings: [],
  cost: NO_COST,
};

function logOf(...entries: readonly (readonly [id: string, entry: Entry])[]): string {
  return entries
    .map(([id, entry], index) =>
      printLine({ kind: "record", seq: index + 1, time: TIME + 1000 * index, case: id, entry }),
    )
    .join("");
}

const FILES: Readonly<Record<string, string>> = {
  "a.jsonl": logOf(
    ["1", RECEIVED],
    ["1", { kind: "reviewed", review: ESCALATED }],
    ["1", DECLINED],
    ["2", { kind: "reviewed", review: CLEARED }],
  ),
  "b.jsonl": `${logOf(["1", { kind: "reviewed", review: { ...ESCALATED, status: "denied", repeats: "1-0" } }])}{"kind":"rec`,
};

async function told(files: readonly string[], wish: Partial<ReviewsWish> = {}): Promise<string> {
  let text = "";
  await tellReviews(
    files,
    { json: false, count: null, ...wish },
    {
      lines: async function* (name) {
        yield* (FILES[name] ?? "").split("\n");
      },
      out: (piece) => (text += piece),
      colour: false,
    },
  );
  return text;
}

test("a paragraph a review, then the totals; nothing is obeyed", async () => {
  expect(await told(["a.jsonl", "b.jsonl"])).toBe(`2026-11-21 11:15:03  run curl 'https://a.example\\x1b[2J'
  review 1-1 of session a
  handed on high, 72 of 100; nothing that the person said speaks of it
  because   it sends a file with keys to a host that nobody spoke of
  found     exfiltration, high: sends ~/.aws/credentials to collect.example
  found     network, medium: reaches collect.example
  decided   declined: not\\nnow (by the user)
  took      1.2 s, 1 request to gpt-6-mini, 1,340 tokens

2026-11-21 11:15:05  an action whose beginning is not in the log
  review 2-2 of session a
  approved  low, 0 of 100; the person asked for exactly this
  because   the person asked for exactly this
  decided   approved by the guardian
  took      0 ms, checks alone

2026-11-21 11:15:02  an action whose beginning is not in the log
  review 1-1 of session b
  denied    high, 72 of 100; nothing that the person said speaks of it
  because   it sends a file with keys to a host that nobody spoke of
  found     exfiltration, high: sends ~/.aws/credentials to collect.example
  found     network, medium: reaches collect.example
  decided   denied by the guardian
  took      nothing: the same action as in review 1-0

3 reviews
  1 approved, 1 denied, 1 handed on to a person, 0 timed out, 0 failed
  1 by the checks alone, 1 of an action that was reviewed before
  1,340 tokens (1,000 from the cache); half of those by a model within 1.2 s
`);
});

test("as JSON, a line each and the totals last", async () => {
  const lines = (await told(["a.jsonl"], { json: true, count: 1 })).trimEnd().split("\n");
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      session: "a",
      time: TIME + 3000,
      case: "2",
      review: "2-2",
      status: "approved",
      riskLevel: "low",
      riskScore: 0,
      userAuthorization: "high",
      rationale: "the person asked for exactly this",
      findings: [],
      decided: "approved by the guardian",
      action: null,
      ...NO_COST,
      repeats: null,
    },
    {
      totals: {
        reviews: 1,
        approved: 1,
        denied: 0,
        escalated: 0,
        timedOut: 0,
        failed: 0,
        overruled: 0,
        byChecks: 1,
        repeated: 0,
        tokens: { input: 0, cachedInput: 0, output: 0 },
        medianMs: null,
        damaged: 0,
      },
    },
  ]);
});

test("the last of all, and where there is none", async () => {
  expect((await told(["a.jsonl", "b.jsonl"], { count: 1 })).split("\n")[1]).toBe("  review 1-1 of session b");
  expect(await told([])).toBe("no action has been reviewed\n");
});
