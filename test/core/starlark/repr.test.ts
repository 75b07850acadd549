/** Values printed, and read again. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "./run-file.ts";

/** Source text of a value, printed as `repr` would. */
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("None", "True", "False", "1.5", "1e+20", "-0.25", "[]", "()", "{}"),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(String),
    fc
      .string({ unit: fc.constantFrom("a", "Z", " ", "日", "\\n", "\\x00", '\\"', "\\\\", "\\xe9", "\\u200b") })
      .map(quoted),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc.array(tie("value"), { minLength: 2, maxLength: 4 }).map((items) => `(${items.join(", ")})`),
    tie("value").map((item) => `(${item},)`),
    fc
      .array(tie("value"), { maxLength: 3 })
      .map((items) => `{${items.map((item, at) => `${at}: ${item}`).join(", ")}}`),
  ),
}));

function quoted(text: string): string {
  return `"${text}"`;
}

test("repr gives the source of a value again", () => {
  fc.assert(
    fc.property(value, (source) => {
      expect(evaluate(source)).toBe(source);
    }),
    { seed: 5, numRuns: 500 },
  );
});

const SELVES: readonly [name: string, program: string, printed: string][] = [
  ["a list in itself", "(lambda x: [x.append(x), x][1])([1])", "[1, [...]]"],
  ["a dict in itself", "(lambda x: [x.update(a = x), x][1])({})", '{"a": {...}}'],
  ["a list twice, but not in itself", "(lambda x: [x, x])([1])", "[[1], [1]]"],
];

test.each(SELVES)("prints %s", (_name, program, printed) => {
  expect(evaluate(program)).toBe(printed);
});
