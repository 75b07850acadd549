/** Slices against their definition. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "./run-file.ts";

const bound = fc.option(fc.integer({ min: -9, max: 9 }), { nil: null });
const step = fc.option(
  fc.integer({ min: -4, max: 4 }).filter((value) => value !== 0),
  { nil: null },
);

/** The positions that a slice names, one by one as its definition says. */
function positions(length: number, from: number | null, to: number | null, by: number): number[] {
  const end = (value: number): number => (value < 0 ? value + length : value);
  const found: number[] = [];
  for (let at = by > 0 ? 0 : length - 1; at >= 0 && at < length; at += Math.sign(by)) {
    const isIn = by > 0 ? at >= low(from) && at < high(to) : at <= top(from) && at > bottom(to);
    if (isIn) found.push(at);
  }
  return found.filter((at) => (at - (found[0] ?? 0)) % by === 0);

  function low(value: number | null): number {
    return value === null ? 0 : end(value);
  }
  function high(value: number | null): number {
    return value === null ? length : end(value);
  }
  function top(value: number | null): number {
    return value === null ? length - 1 : end(value);
  }
  function bottom(value: number | null): number {
    return value === null ? -1 : Math.max(end(value), -1);
  }
}

test("slices of every sequence name the same positions", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 }), bound, bound, step, (length, from, to, by) => {
      const slice = `[${from ?? ""}:${to ?? ""}:${by ?? ""}]`;
      const wanted = positions(length, from, to, by ?? 1);
      const items = Array.from({ length }, (_, at) => at);
      const letters = items.map((at) => "日é😀xyzw".match(/./gu)?.[at] ?? "");
      expect(evaluate(`[${items.join(", ")}]${slice}`)).toBe(`[${wanted.join(", ")}]`);
      expect(evaluate(`list(tuple([${items.join(", ")}])${slice})`)).toBe(`[${wanted.join(", ")}]`);
      expect(evaluate(`list(range(${length})${slice})`)).toBe(`[${wanted.join(", ")}]`);
      const text = wanted.map((at) => letters[at]).join("");
      expect(evaluate(`"${letters.join("")}"${slice} == "${text}"`)).toBe("True");
    }),
    { seed: 4, numRuns: 300 },
  );
});
