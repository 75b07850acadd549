/** What string and bytes literals mean. */
import { expect, test } from "vitest";
import { parseFile } from "../../../src/core/starlark/parser.ts";
import { showStatements } from "./show.ts";

function meaningOf(literal: string): string {
  const parsed = parseFile(literal);
  return parsed.ok ? showStatements(parsed.value.statements) : parsed.error.message;
}

const CASES: readonly [name: string, literal: string, expected: string][] = [
  ["both quotes", `'a"' + "b'"`, `(+ "a\\"" "b'")`],
  ["an empty string of each kind", `["", '', """""", '''''']`, `["", "", "", ""]`],
  ["simple escapes", String.raw`"\n\r\t\a\b\f\v\\\'\""`, String.raw`"\n\r\t\u0007\b\f\u000b\\'\""`],
  ["hexadecimal and octal escapes", String.raw`"\x41\u00e9\U0001F600\0\101\7778"`, `"Aé😀\\u0000Aǿ8"`],
  ["unknown escapes as they are", String.raw`"\q\9\é"`, String.raw`"\\q\\9\\é"`],
  ["an escaped line end as nothing", '"a\\\nb\\\r\nc"', `"abc"`],
  ["raw text but for quotes", String.raw`r"\n\"\'\\"`, String.raw`"\\n\"'\\\\"`],
  ["carriage returns as nothing", '"""a\r\nb\rc"""', `"a\\nbc"`],
  ["quotes inside three quotes", `"""a"b""c\\""""`, `"a\\"b\\"\\"c\\""`],
  ["text around escapes in three quotes", `'''é\\n''x'\\x41'''`, `"é\\n''x'A"`],
  ["bytes as UTF-8", `b"aé😀"`, "b[97 195 169 240 159 152 128]"],
  ["escapes in bytes as octets", String.raw`b"\xff\377\u00e9\q"`, "b[255 255 195 169 92 113]"],
  ["raw bytes either way round", String.raw`[rb"\n", br"\n"]`, "[b[92 110], b[92 110]]"],
  ["f-strings with text and conversions", `f"a{x}b{y!r}{z!s}"`, `(f "a" x!s "b" y!r z!s)`],
  ["escapes and braces in f-strings", String.raw`f"\x41{{\q}}\""`, String.raw`(f "A{\\q}\"")`],
  ["raw f-strings, where only the own quote loses its backslash", String.raw`fr"\n\"\'"`, String.raw`(f "\\n\"\\'")`],
  ["f-strings in three quotes", `f'''a''b\n{x}''c'''`, `(f "a''b\\n" x!s "''c")`],
];
test.each(CASES)("reads %s", (_name, literal, expected) => {
  expect(meaningOf(literal)).toBe(expected);
});
