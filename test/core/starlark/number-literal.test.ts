/** What number literals mean. */
import { expect, test } from "vitest";
import { parseFile } from "../../../src/core/starlark/parser.ts";
import type { Expression } from "../../../src/core/starlark/syntax.ts";

/** The value of a file of one literal; the message where it is refused. */
function valueOf(literal: string): bigint | number | string {
  const parsed = parseFile(literal);
  if (!parsed.ok) return parsed.error.message;
  const [statement] = parsed.value.statements;
  const value: Expression | null = statement?.kind === "expression" ? statement.value : null;
  return value?.kind === "int" || value?.kind === "float" ? value.value : "no number";
}

const CASES: readonly [literal: string, expected: bigint | number | string][] = [
  ["0", 0n],
  ["1234567890123456", 1234567890123456n],
  ["123456789012345678901234567890", 123456789012345678901234567890n],
  ["0x1F", 31n],
  ["0XfF", 255n],
  ["0o17", 15n],
  ["0B101", 5n],
  ["1.5", 1.5],
  ["1.", 1],
  [".5", 0.5],
  ["00.5", 0.5],
  ["1e3", 1000],
  ["1.5E-2", 0.015],
  [".5e+1", 5],
  ["1e999", Infinity],
  ["007", "Parse error: integer cannot have leading 0, got `007`"],
  ["1_000", "Parse error: unexpected identifier '_000', expected new line"],
  ["0x", "Parse error: unexpected identifier 'x', expected new line"],
  ["0b2", "Parse error: unexpected identifier 'b2', expected new line"],
  ["1e", "Parse error: unexpected identifier 'e', expected new line"],
  ["1 1e30", "Parse error: unexpected float literal '1000000000000000000000000000000', expected new line"],
  ["1 1.25e-7", "Parse error: unexpected float literal '0.000000125', expected new line"],
  ["9".repeat(100_001), "integer has more than 100000 digits"],
  [`0x${"f".repeat(100_000)}`, "integer has more than 100000 digits"],
];
test.each(CASES)("reads %s", (literal, expected) => {
  expect(valueOf(literal)).toBe(expected);
});
