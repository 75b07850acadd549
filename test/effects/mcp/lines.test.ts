/** Lines come out whole and in order, however the chunks are cut. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lineReader } from "../../../src/effects/mcp/lines.ts";

function read(
  chunks: readonly Buffer[],
  bytesMax: number,
): { readonly lines: readonly string[]; readonly tooLong: number } {
  const lines: string[] = [];
  let tooLong = 0;
  const take = lineReader(
    bytesMax,
    (line) => lines.push(line),
    () => (tooLong += 1),
  );
  for (const chunk of chunks) take(chunk);
  return { lines, tooLong };
}

const CASES: readonly [name: string, chunks: readonly string[], lines: readonly string[], tooLong: number][] = [
  ["one line", ["a\n"], ["a"], 0],
  ["a line that has not ended is kept back", ["a\nb"], ["a"], 0],
  ["a line in pieces", ["a", "b", "c\nd\n"], ["abc", "d"], 0],
  ["line breaks of another system", ["a\r\nb\r\n"], ["a", "b"], 0],
  ["empty lines are none", ["\n\n \na\n\n"], ["a"], 0],
  ["a line of just so many bytes", ["12345678\n"], ["12345678"], 0],
  ["a longer one ends it, and nothing comes after", ["a\n123456789\nb\n", "c\n"], ["a"], 1],
  ["a longer one in pieces", ["1234", "56789"], [], 1],
];
test.each(CASES)("%s", (_name, chunks, lines, tooLong) => {
  const bytes = chunks.map((chunk) => Buffer.from(chunk));
  expect(read(bytes, 8)).toEqual({ lines, tooLong });
});

test("the same lines, wherever the bytes are cut", () => {
  const text = fc.string({ unit: "grapheme" }).map((line) => line.replaceAll(/\s/gu, "x"));
  const cut = fc.tuple(fc.array(text, { maxLength: 6 }), fc.array(fc.nat({ max: 60 }), { maxLength: 6 }));
  fc.assert(
    fc.property(cut, ([wanted, cuts]) => {
      const bytes = Buffer.from(wanted.map((line) => `${line}\n`).join(""));
      const at = [0, ...cuts.map((one) => Math.min(one, bytes.length)), bytes.length].toSorted((a, b) => a - b);
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      expect(read(chunks, 1 << 20)).toEqual({ lines: wanted.filter((line) => line !== ""), tooLong: 0 });
    }),
  );
});
