/** The reviews of a log: who decided in the end, what is damaged, and what they took in all. */
import { expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Entry } from "../../../src/core/approval/record.ts";
import { NO_COST, type Review } from "../../../src/core/approval/review.ts";
import { type Decided, reviewLog, type ReviewStory, totalsOf } from "../../../src/core/audit/reviews.ts";

const REQUEST: Request = {
  action: { kind: "command", argv: ["npm", "publish"], cwd: "/w", escalate: true, why: null },
  mode: "run",
};
const RECEIVED: Entry = { kind: "received", request: REQUEST };
const CANCELLED: Entry = { kind: "settled", outcome: { kind: "cancelled" } };
const ACCEPTED: Entry = { kind: "answered", verdict: { outcome: { kind: "accept" }, by: "user", note: null } };
const REVIEW: Review = {
  id: "1-1",
  status: "approved",
  riskLevel: "low",
  riskScore: 3,
  userAuthorization: "high",
  rationale: "asked for",
  findings: [],
  cost: NO_COST,
  repeats: null,
};

function reviewed(review: Partial<Review>): Entry {
  return { kind: "reviewed", review: { ...REVIEW, ...review } };
}

/** Entries of one case, or of the case before the colon. */
function storiesOf(...entries: readonly (Entry | readonly [id: string, entry: Entry])[]): readonly ReviewStory[] {
  const log = reviewLog();
  for (const [index, each] of entries.entries()) {
    const [id, entry] = "kind" in each ? ["1", each] : each;
    log.take({ seq: index + 1, time: index, case: id, entry });
  }
  return log.stories();
}

const answered = (entry: Entry & { readonly kind: "answered" }): Decided => ({
  kind: "answered",
  verdict: entry.verdict,
});

test.each<[name: string, entries: readonly Entry[], decided: readonly Decided["kind"][]]>([
  ["approved", [RECEIVED, reviewed({}), CANCELLED], ["guardian"]],
  ["denied", [RECEIVED, reviewed({ status: "denied" }), CANCELLED], ["guardian"]],
  [
    "denied, and overruled later",
    [reviewed({ status: "denied" }), CANCELLED, { kind: "overruled", review: "1-1" }],
    ["overruled"],
  ],
  ["another one overruled", [reviewed({ status: "denied" }), { kind: "overruled", review: "1-9" }], ["guardian"]],
  ["handed on and answered", [reviewed({ status: "escalated" }), ACCEPTED, CANCELLED], ["answered"]],
  ["handed on and taken back", [reviewed({ status: "timed_out" }), CANCELLED], ["ended"]],
  ["handed on, and no end", [reviewed({ status: "failed" })], ["open"]],
  [
    "two of one case, of which the second was answered",
    [reviewed({}), reviewed({ id: "1-2", status: "escalated" }), ACCEPTED],
    ["guardian", "answered"],
  ],
])("%s", (_name, entries, decided) => {
  expect(storiesOf(...entries).map((story) => story.decided.kind)).toEqual(decided);
});

test("cases at the same time are kept apart", () => {
  const second = reviewed({ id: "2-2", status: "escalated" });
  if (ACCEPTED.kind !== "answered") throw new Error("no answer");
  expect(storiesOf(RECEIVED, ["2", RECEIVED], reviewed({ status: "escalated" }), ["2", second], ACCEPTED)).toEqual([
    {
      time: 2,
      case: "1",
      action: REQUEST.action,
      review: { ...REVIEW, status: "escalated" },
      decided: answered(ACCEPTED),
    },
    {
      time: 3,
      case: "2",
      action: REQUEST.action,
      review: { ...REVIEW, id: "2-2", status: "escalated" },
      decided: { kind: "open" },
    },
  ]);
});

test.each<[name: string, review: unknown]>([
  ["null", null],
  ["a text", "approved"],
  ["a status that is none", { ...REVIEW, status: "fine" }],
  ["a level that is none", { ...REVIEW, riskLevel: "none" }],
  ["no findings", { ...REVIEW, findings: null }],
  ["no cost", { ...REVIEW, cost: undefined }],
])("a review that makes no sense is counted, and is none: %s", (_name, review) => {
  const log = reviewLog();
  const entry: Entry = JSON.parse(JSON.stringify({ kind: "reviewed", review }));
  log.take({ seq: 1, time: 1, case: "1", entry });
  expect([log.stories(), log.damaged()]).toEqual([[], 1]);
});

function cost(tookMs: number): Review["cost"] {
  const tokens = { input: 100, cachedInput: 80, output: 10 };
  return { tookMs, requests: 1, lookups: 0, model: "m", tokens };
}

test("what they took: repeated ones took nothing", () => {
  const stories = storiesOf(
    reviewed({}),
    reviewed({ status: "denied", cost: cost(1000) }),
    reviewed({ status: "escalated", cost: cost(2000) }),
    reviewed({ status: "failed", cost: { ...cost(9000), tokens: null } }),
    reviewed({ status: "timed_out", cost: cost(90_000), repeats: "1-1" }),
  );
  expect(totalsOf(stories)).toEqual({
    reviews: 5,
    approved: 1,
    denied: 1,
    escalated: 1,
    timedOut: 1,
    failed: 1,
    overruled: 0,
    byChecks: 1,
    repeated: 1,
    tokens: { input: 200, cachedInput: 160, output: 20 },
    medianMs: 2000,
  });
  expect(totalsOf([]).medianMs).toBe(null);
  expect(totalsOf(stories.slice(1, 3)).medianMs).toBe(1500);
});
