/** Names that sort by time. */
import { expect, test } from "vitest";
import { ID, madeAt, newId } from "../../../src/effects/threads/thread-id.ts";

test("an id tells when it was made, and sorts by that", () => {
  const times = [0, 1, 1_795_304_116_891, 281_474_976_710_655];
  const ids = times.map((time) => newId(time));
  expect(ids.map(madeAt)).toEqual(times);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => ID.test(id) && /^[89ab]$/.test(id[19] ?? ""))).toBe(true);
  expect(new Set(Array.from({ length: 100 }, () => newId(5))).size).toBe(100);
});

test("an id of another version tells no time", () => {
  expect(madeAt("01a20064-9c59-4cd1-935d-360b2b4acd1c")).toBeNull();
});
