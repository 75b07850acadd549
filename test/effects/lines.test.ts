/** Bytes into messages, however they are cut. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutLines } from "../../src/effects/lines.ts";
import type { Received } from "../../src/engine/wire.ts";

/** What is received of the bytes, which come in pieces of these lengths, over and over. */
function receive(bytes: Buffer, lengths: readonly number[], bytesMax?: number): readonly Received[] {
  const received: Received[] = [];
  const lines = cutLines((message) => received.push(message), bytesMax);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    lines.add(bytes.subarray(at, at + length));
    at += length;
  }
  lines.end();
  return received;
}

const text = (written: string): Received => ({ kind: "text", text: written });
const LONG: Received = { kind: "too-long", bytesMax: 8 };

const CASES: readonly [name: string, bytes: string | Buffer, received: readonly Received[]][] = [
  ["lines", "a\nb\n", [text("a"), text("b")]],
  ["ends of line of both kinds", "a\r\nb\n", [text("a"), text("b")]],
  ["a last line without an end", "a\nb", [text("a"), text("b")]],
  ["blank lines, which are none", "\n \n\r\na\n\n", [text("a")]],
  ["characters of several bytes", "äöü\n€\n", [text("äöü"), text("€")]],
  ["a line of just the longest length", "12345678\nx\n", [text("12345678"), text("x")]],
  ["a line that is too long, and the next", "123456789\nx\n", [LONG, text("x")]],
  ["one that is very much too long", `${"y".repeat(100)}\nx\n`, [LONG, text("x")]],
  ["one that is too long and never ends", "y".repeat(100), [LONG]],
  ["two that are too long", `${"y".repeat(9)}\n${"z".repeat(9)}\nx`, [LONG, LONG, text("x")]],
  ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe, 0x0a, 0x61, 0x0a]), [{ kind: "not-text" }, text("a")]],
  ["half a character", Buffer.from([0xc3, 0x0a]), [{ kind: "not-text" }]],
];

test.each(CASES)("cuts %s, in whatever pieces they come", (_name, bytes, expected) => {
  const whole = Buffer.from(bytes);
  for (const lengths of [[1], [2], [3, 1], [whole.length]]) {
    expect(receive(whole, lengths, 8)).toEqual(expected);
  }
});

test("whatever is written comes out again", () => {
  const line = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => !/[\r\n]/u.test(one) && one.trim() !== "");
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, lengths) => {
      const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(""));
      expect(receive(bytes, lengths)).toEqual(lines.map(text));
    }),
    { seed: 3 },
  );
});
