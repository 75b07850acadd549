/** What is told of programs that did not start. */
import { expect, test } from "vitest";
import { describeInner } from "../../../src/core/approval/describe-inner.ts";
import type { InnerDecision } from "../../../src/core/approval/record.ts";

const STARTED: InnerDecision = {
  id: "1.1",
  command: ["npm", "ci"],
  chain: [],
  reasons: [],
  outcome: { kind: "starts", isLasting: true },
};
const DECLINED: InnerDecision = {
  id: "1.9",
  command: ["rm", "-rf", "dist"],
  chain: [
    ["npm", "run", "x"],
    ["sh", "-c", "rm -rf dist"],
  ],
  reasons: [{ kind: "danger", shown: "rm -rf dist", why: "deletes dist" }],
  outcome: {
    kind: "declined",
    verdict: { outcome: { kind: "decline", feedback: "keep it" }, by: "user", note: null },
  },
};

test.each<[name: string, inner: readonly InnerDecision[], lines: readonly string[]]>([
  ["nothing where all started", [STARTED], []],
  [
    "what did not start, why, and what did",
    [STARTED, STARTED, { ...STARTED, command: ["make"], chain: [["x"]] }, DECLINED],
    [
      "did not start: npm run x > sh -c … > rm -rf dist: declined: keep it (asked because: dangerous: it deletes dist)",
      "had started: npm ci",
    ],
  ],
  [
    "what was not even asked about",
    [{ ...DECLINED, chain: [], reasons: [], outcome: { kind: "cancelled" } }],
    ["did not start: rm -rf dist: cancelled"],
  ],
])("tells %s", (_name, inner, lines) => {
  expect(describeInner(inner)).toEqual(lines);
});
