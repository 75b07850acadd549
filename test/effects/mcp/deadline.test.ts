/** A time that stands still while it is paused. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Deadline, deadlineIn } from "../../../src/effects/mcp/deadline.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Step = number | Exclude<keyof Deadline, symbol>;

const CASES: readonly [name: string, steps: readonly Step[], times: number][] = [
  ["not before it is over", [99], 0],
  ["once when it is over", [100, 1000], 1],
  ["not after it was cleared", [50, "clear", 1000], 0],
  ["not while it is paused", [50, "pause", 1000], 0],
  ["not before what was left is over", [50, "pause", 1000, "resume", 49], 0],
  ["when what was left is over", [50, "pause", 1000, "resume", 50], 1],
  ["whatever is said twice", ["pause", "pause", 1000, "resume", 60, "resume", 40], 1],
];
test.each(CASES)("%s", (_name, steps, times) => {
  let calls = 0;
  const deadline = deadlineIn(100, () => (calls += 1));
  for (const step of steps) {
    if (typeof step === "number") vi.advanceTimersByTime(step);
    else deadline[step]();
  }
  expect(calls).toBe(times);
});
