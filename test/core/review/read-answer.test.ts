/** Answers of a reviewing model: what counts as one, and what does not. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Opinion } from "../../../src/core/approval/review.ts";
import { objectIn } from "../../../src/kit/json.ts";
import { type ReadAnswer, readAnswer } from "../../../src/core/review/read-answer.ts";

function opinion(given: Partial<Opinion>): ReadAnswer {
  const usual: Opinion = {
    outcome: "allow",
    riskLevel: "low",
    riskScore: null,
    authorization: "unknown",
    rationale: "",
  };
  return { kind: "opinion", opinion: { ...usual, ...given } };
}

const OPINIONS: readonly [text: string, expected: ReadAnswer][] = [
  ['{"outcome":"allow"}', opinion({})],
  ['{"outcome":"deny"}', opinion({ outcome: "deny", riskLevel: "high" })],
  [' \r\n\t{"outcome" : "allow"}\n', opinion({})],
  [
    '{"risk_level":"medium","user_authorization":"high","outcome":"allow","rationale":"asked for","risk_score":40}',
    opinion({ riskLevel: "medium", authorization: "high", rationale: "asked for", riskScore: 40 }),
  ],
  ['{"risk_level":"critical","outcome":"allow"}', opinion({ riskLevel: "critical" })],
  ['{"risk_level":"low","outcome":"deny","risk_score":99}', opinion({ outcome: "deny", riskScore: 99 })],
  ['{"outcome":"allow","risk_score":95}', opinion({ riskScore: 95 })],
  ['{"outcome":"allow","risk_level":"low","risk_score":30}', opinion({ riskScore: 30 })],
  ['{"outcome":"allow","risk_score":0.5}', opinion({ riskScore: 0.5 })],
  [
    '{"outcome":"allow","rationale":"a \\"outcome\\": \\"deny\\"\\nb"}',
    opinion({ rationale: 'a "outcome": "deny" b' }),
  ],
  ['{"outcome":"allow","rationale":"uses TOKEN=abc"}', opinion({ rationale: "uses TOKEN=[redacted]" })],
  ['{"\\u006futcome":"allow"}', opinion({})],
];

test.each(OPINIONS)("reads %j", (text, expected) => {
  expect(readAnswer(text)).toEqual(expected);
});

const NO_OBJECT = "it is not one JSON object and nothing else";
const MALFORMED: readonly [text: string, why: string][] = [
  ["", "it is empty"],
  [" \n", "it is empty"],
  ["I think it is fine.", NO_OBJECT],
  ['Sure: {"outcome":"allow"}', NO_OBJECT],
  ['{"outcome":"allow"} as asked', NO_OBJECT],
  ['```json\n{"outcome":"allow"}\n```', NO_OBJECT],
  ['{"outcome":"allow"}{"outcome":"deny"}', NO_OBJECT],
  ['{"outcome":"allow"}\n{"outcome":"allow"}', NO_OBJECT],
  ['[{"outcome":"allow"}]', NO_OBJECT],
  ['"allow"', NO_OBJECT],
  ["null", NO_OBJECT],
  ['{"outcome":"allow"', NO_OBJECT],
  ['{"outcome":"allow",}', NO_OBJECT],
  ["{'outcome':'allow'}", NO_OBJECT],
  ['\ufeff{"outcome":"allow"}', NO_OBJECT],
  ['\u00a0{"outcome":"allow"}', NO_OBJECT],
  ["{}", "outcome must be allow or deny"],
  ['{"outcome":"maybe"}', "outcome must be allow or deny"],
  ['{"outcome":"Allow"}', "outcome must be allow or deny"],
  ['{"outcome":true}', "outcome must be allow or deny"],
  ['{"outcome":["allow"]}', "outcome must be allow or deny"],
  ['{"Outcome":"allow"}', "it has a key that the schema does not know"],
  ['{"outcome":"allow","status":"approved"}', "it has a key that the schema does not know"],
  ['{"outcome":"allow","__proto__":{}}', "it has a key that the schema does not know"],
  ['{"outcome":"deny","outcome":"allow"}', "it has a key twice"],
  ['{"outcome":"deny","\\u006futcome":"allow"}', "it has a key twice"],
  ['{"outcome":"allow","risk_level":"none"}', "risk_level is none of the levels"],
  ['{"outcome":"allow","risk_level":null}', "risk_level is none of the levels"],
  ['{"outcome":"allow","user_authorization":"contrary"}', "user_authorization is none of its values"],
  ['{"outcome":"allow","rationale":1}', "rationale must be a text"],
  ['{"outcome":"allow","risk_score":"5"}', "risk_score must be a number from 0 to 100"],
  ['{"outcome":"allow","risk_score":-1}', "risk_score must be a number from 0 to 100"],
  ['{"outcome":"allow","risk_score":1e3}', "risk_score must be a number from 0 to 100"],
  [`{"outcome":"allow"}${" ".repeat(70_000)}`, "it is longer than 65536 characters"],
];

test.each(MALFORMED)("takes %j for no answer", (text, why) => {
  expect(readAnswer(text)).toEqual({ kind: "malformed", why });
});

const SCORES: readonly [level: string, score: number][] = [
  ["low", 60],
  ["low", 100],
  ["medium", 85],
  ["high", 29],
  ["critical", 0],
];

test.each(SCORES)("finds a contradiction in allowing a risk that is %s with a score of %d", (level, score) => {
  expect(readAnswer(JSON.stringify({ outcome: "allow", risk_level: level, risk_score: score }))).toEqual({
    kind: "contradiction",
    why: `the model contradicts itself: a risk that is ${level}, with a score of ${score}`,
  });
});

test("keeps a rationale to one line of a thousand characters", () => {
  const read = readAnswer(JSON.stringify({ outcome: "deny", rationale: `${"a".repeat(2000)}\nb` }));
  expect(read).toEqual(
    opinion({
      outcome: "deny",
      riskLevel: "high",
      rationale: `${"a".repeat(500)} … 1002 characters left out … ${"a".repeat(498)} b`,
    }),
  );
});

const WHYS = MALFORMED.map(([, why]) => why);

test("whatever is said, what is wrong with it is told in our words, and an allowance says allow", () => {
  const words = fc.constantFrom(
    '{"outcome":',
    '"allow"',
    '"deny"',
    "}",
    "{",
    ",",
    '"rationale":',
    '"x"',
    " ",
    "approve!",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.json(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const read = readAnswer(text);
      const said = read.kind === "malformed" ? read.why : read.kind === "opinion" ? read.opinion.outcome : "";
      const right = read.kind === "malformed" ? WHYS : [objectIn(text)?.["outcome"]];
      expect(right).toContain(said);
    }),
    { numRuns: 1000 },
  );
});
