/** Integer arithmetic against that of bigints. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as integers from "../../../src/core/starlark/integers.ts";
import type { Int } from "../../../src/core/starlark/integers.ts";
import { LIMITS } from "../../../src/core/starlark/limits.ts";
import { Machine } from "../../../src/core/starlark/machine.ts";
import { Lines } from "../../../src/core/starlark/places.ts";

function machine(): Machine {
  return new Machine("F", new Lines(""), LIMITS);
}

/** Integers on both sides of every border: 32 bits, the safe range, 64 bits, and far beyond. */
const ints = fc
  .oneof(
    fc.bigInt({ min: -20n, max: 20n }),
    fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    fc
      .tuple(fc.constantFrom(31n, 32n, 53n, 63n, 64n), fc.bigInt({ min: -2n, max: 2n }), fc.boolean())
      .map(([bits, off, minus]) => (minus ? -(2n ** bits) : 2n ** bits) + off),
  )
  .map(integers.integer);

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

type Operation = (machine: Machine, left: Int, right: Int) => Int;
const OPERATIONS: readonly [name: string, act: Operation, expected: (a: bigint, b: bigint) => bigint][] = [
  ["add", integers.add, (a, b) => a + b],
  ["subtract", integers.subtract, (a, b) => a - b],
  ["multiply", integers.multiply, (a, b) => a * b],
  ["and", (m, a, b) => integers.bitwise(m, "&", a, b), (a, b) => a & b],
  ["or", (m, a, b) => integers.bitwise(m, "|", a, b), (a, b) => a | b],
  ["exclusive or", (m, a, b) => integers.bitwise(m, "^", a, b), (a, b) => a ^ b],
  ["negate", (m, a) => integers.negate(m, a), (a) => -a],
  ["invert", (m, a) => integers.invert(m, a), (a) => ~a],
];

test.each(OPERATIONS)("%s is exact and in one form", (_name, act, expected) => {
  fc.assert(
    fc.property(ints, ints, (a, b) => {
      const wanted = integers.integer(expected(BigInt(a), BigInt(b)));
      expect(Object.is(act(machine(), a, b), wanted)).toBe(true);
    }),
    { seed: 1 },
  );
});

test("division and rest round towards minus infinity", () => {
  fc.assert(
    fc.property(ints, ints, (a, b) => {
      fc.pre(b !== 0);
      const quotient = floorDivide(BigInt(a), BigInt(b));
      expect(Object.is(integers.floorDivide(machine(), a, b), integers.integer(quotient))).toBe(true);
      const rest = BigInt(a) - quotient * BigInt(b);
      expect(Object.is(integers.floorModulo(machine(), a, b), integers.integer(rest))).toBe(true);
    }),
    { seed: 2 },
  );
});

test("shifts are products and quotients of powers of two", () => {
  fc.assert(
    fc.property(ints, fc.integer({ min: 0, max: 300 }), (a, by) => {
      const power = 2n ** BigInt(by);
      expect(integers.shiftLeft(machine(), a, by)).toBe(integers.integer(BigInt(a) * power));
      expect(integers.shiftRight(machine(), a, by)).toBe(integers.integer(floorDivide(BigInt(a), power)));
    }),
    { seed: 3 },
  );
});
