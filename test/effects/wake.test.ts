/** Times that are waited for, and given up. */
import { expect, test } from "vitest";
import { wake } from "../../src/effects/wake.ts";

const LONG_MS = 2 ** 40;

test.each([0, -1])("%i milliseconds are over at once", async (ms) => {
  expect(await wake(ms, new AbortController().signal)).toBeUndefined();
});

test("a wait longer than any timer ends where it is given up, and not before", async () => {
  const stop = new AbortController();
  let isOver = false;
  const waiting = wake(LONG_MS, stop.signal).then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  stop.abort();
  await waiting;
  expect(isOver).toBe(true);
});

test("what is given up beforehand is not waited for", async () => {
  expect(await wake(LONG_MS, AbortSignal.abort())).toBeUndefined();
});
