/** What of a grant was asked for, and how permissions are joined and told. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutTo, type Extra, extraWords, isNothing, joinExtra, NO_EXTRA } from "../../../src/core/permissions/extra.ts";
import { isWithin } from "../../../src/kit/path.ts";

function extra(given: Partial<Extra>): Extra {
  return { ...NO_EXTRA, ...given };
}

const CUT: readonly [name: string, wanted: Partial<Extra>, granted: Partial<Extra>, left: Partial<Extra>][] = [
  [
    "all of it",
    { read: ["/a"], write: ["/b"], network: true },
    { read: ["/a"], write: ["/b"], network: true },
    {
      read: ["/a"],
      write: ["/b"],
      network: true,
    },
  ],
  ["a part of it", { write: ["/a", "/b"], network: true }, { write: ["/b"] }, { write: ["/b"] }],
  ["a place within", { write: ["/a"] }, { write: ["/a/x"] }, { write: ["/a/x"] }],
  ["more than it", { write: ["/a/x"] }, { write: ["/a"] }, {}],
  ["a neighbour", { write: ["/a"] }, { write: ["/ab"] }, {}],
  ["writing where reading was wanted", { read: ["/a"] }, { write: ["/a"] }, {}],
  ["reading where writing was wanted", { write: ["/a"] }, { read: ["/a"] }, { read: ["/a"] }],
  ["a network that was not wanted", { read: ["/a"] }, { network: true }, {}],
];
test.each(CUT)("cuts to what was asked for: %s", (_name, wanted, granted, left) => {
  expect(cutTo(extra(wanted), extra(granted))).toEqual(extra(left));
});

const anyPath = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }).map((names) => `/${names.join("/")}`);
const paths = fc.array(anyPath, { maxLength: 3 });
const anyExtra: fc.Arbitrary<Extra> = fc.record({ read: paths, write: paths, network: fc.boolean() });

function isIn(places: readonly string[], path: string): boolean {
  return places.some((place) => isWithin(place, path));
}

test("nothing that is left is beyond what was asked for", () => {
  fc.assert(
    fc.property(anyExtra, anyExtra, (wanted, granted) => {
      const { read, write, network } = cutTo(wanted, granted);
      expect(write.every((one) => isIn(wanted.write, one))).toBe(true);
      expect(read.every((one) => isIn([...wanted.read, ...wanted.write], one))).toBe(true);
      expect(network && !wanted.network).toBe(false);
    }),
  );
});

test("joins two, each path once", () => {
  expect(joinExtra(extra({ read: ["/a"], network: true }), extra({ read: ["/b", "/a"], write: ["/c"] }))).toEqual({
    read: ["/a", "/b"],
    write: ["/c"],
    network: true,
  });
});

const WORDS: readonly [given: Partial<Extra>, words: string][] = [
  [{}, "nothing"],
  [{ network: true }, "reach the network"],
  [{ read: ["/a", "/b"], write: ["/c"], network: true }, "write /c, read /a, read /b, reach the network"],
];
test.each(WORDS)("%j: %s", (given, words) => {
  expect(extraWords(extra(given))).toBe(words);
  expect(isNothing(extra(given))).toBe(words === "nothing");
});
