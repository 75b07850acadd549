/** Floats, digit by digit. */
import { expect, test } from "vitest";
import { formatCompact, formatExponent, formatFixed, parseFloatText } from "../../../src/core/starlark/floats.ts";
import { err, ok } from "../../../src/kit/result.ts";

const PRINTED: readonly [value: number, compact: string, exponent: string, fixed: string][] = [
  [0, "0.0", "0.000000e+00", "0.000000"],
  [-0, "-0.0", "-0.000000e+00", "-0.000000"],
  [1.5, "1.5", "1.500000e+00", "1.500000"],
  [-1.5e300, "-1.5e+300", "-1.500000e+300", `${BigInt(-1.5e300)}.000000`],
  [999999.5, "999999.5", "9.999995e+05", "999999.500000"],
  [1e6, "1e+06", "1.000000e+06", "1000000.000000"],
  [1e-5, "0.00001", "1.000000e-05", "0.000010"],
  [1.5e-7, "1.5e-07", "1.500000e-07", "0.000000"],
  [0.0078125, "0.0078125", "7.812500e-03", "0.007812"],
  [0.0234375, "0.0234375", "2.343750e-02", "0.023438"],
  [9.9999999, "9.9999999", "9.000000e+00", "10.000000"],
  [1e22, "1e+22", "1.000000e+22", "10000000000000000000000.000000"],
  [Infinity, "+inf", "+inf", "+inf"],
  [-Infinity, "-inf", "-inf", "-inf"],
  [NaN, "nan", "nan", "nan"],
];

test.each(PRINTED)("prints %d", (value, compact, exponent, fixed) => {
  expect([formatCompact(value), formatExponent(value, false), formatFixed(value)]).toEqual([compact, exponent, fixed]);
});

test.each([
  ["1e5", ok(100000)],
  ["+.5", ok(0.5)],
  ["-Infinity", ok(-Infinity)],
  ["nan", ok(NaN)],
  ["1_0", err('"1_0" is not a valid number: invalid float literal')],
  [" 1", err('" 1" is not a valid number: invalid float literal')],
  ["", err('"" is not a valid number: cannot parse float from empty string')],
  ["-1e400", err("float() floating-point number too large: -1e400")],
])("reads %j", (text, expected) => {
  expect(parseFloatText(text)).toEqual(expected);
});
