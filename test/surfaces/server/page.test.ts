/** Pages of a list. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { err, ok, type Result } from "../../../src/kit/result.ts";
import { type Page, pageOf } from "../../../src/surfaces/server/page.ts";

const page = (cursor: string | null, limit: number): unknown =>
  pageOf(["a", "b", "c"], (entry) => entry, { cursor, limit });

test.each([
  [null, 2, ok({ entries: ["a", "b"], next: "b" })],
  ["b", 2, ok({ entries: ["c"], next: null })],
  ["c", 2, ok({ entries: [], next: null })],
  [null, 3, ok({ entries: ["a", "b", "c"], next: null })],
  ["x", 2, err("invalid cursor: x")],
])("from %s at most %i", (cursor, limit, expected) => {
  expect(page(cursor, limit)).toEqual(expected);
});

test("all pages together are the list", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 5 }), (list, limit) => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const found: Result<Page<string>, string> = pageOf(list, (entry) => entry, { cursor, limit });
        if (!found.ok) throw new Error(found.error);
        seen.push(...found.value.entries);
        cursor = found.value.next;
      } while (cursor !== null);
      expect(seen).toEqual(list);
    }),
    { seed: 3 },
  );
});
