/** Spans of time as people type them. */
import { expect, test } from "vitest";
import { durationIn } from "../../../src/surfaces/cli/duration.ts";

const CASES: readonly [typed: string, ms: number | null][] = [
  ["90s", 90_000],
  ["20m", 1_200_000],
  ["1h", 3_600_000],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
  ["365d", 31_536_000_000],
  ["366d", null],
  ["0s", null],
  ["-1h", null],
  ["1", null],
  ["h", null],
  ["1 h", null],
  ["1w", null],
  ["", null],
];
test.each(CASES)("%j", (typed, ms) => {
  expect(durationIn(typed)).toBe(ms);
});
