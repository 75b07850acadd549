/** Whether two texts are about the same. */
import { expect, test } from "vitest";
import { shareTopic } from "../../../src/core/review/topic.ts";

const CASES: readonly [texts: string, others: string, isShared: boolean][] = [
  ["parseDate", "Sort the dates", true],
  ["rate = 0.19", "our invoices show 19 percent", true],
  ["parse_config", "the configs are wrong", true],
  ["return a + b", "fix the bug", false],
  ["const value = new Error()", "add a new value, there is an error", false],
  ["auth", "MAX in limits should be 100", false],
  ["host: localhost", "Raise the pool size", false],
  ["", "anything", false],
];

test.each(CASES)("%j and %j: %s", (texts, others, isShared) => {
  expect(shareTopic([texts], [others])).toBe(isShared);
  expect(shareTopic([others], [texts])).toBe(isShared);
});
