/** Chunked bodies end where they say, however they arrive. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CHUNKS_START, readChunks } from "../../../src/core/network/chunks.ts";

/** How many bytes the body has, "more" or "fault"; given in pieces of `size` bytes. */
function end(text: string, strict: boolean, size: number): number | "more" | "fault" {
  const bytes = Buffer.from(text, "latin1");
  let place = CHUNKS_START;
  for (let at = 0; at < bytes.length; at += size) {
    const step = readChunks(place, bytes.subarray(at, at + size), strict);
    if (step.kind === "done") return at + step.end;
    if (step.kind === "fault") return "fault";
    place = step.place;
  }
  return "more";
}

test.each<readonly [text: string, strict: number | "more" | "fault", lenient: number | "more" | "fault"]>([
  ["0\r\n\r\n", 5, 5],
  ["5\r\nhello\r\n0\r\n\r\nGET / HTTP", 15, 15],
  ["A\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n", 26, 26],
  ["5\r\nhello", "more", "more"],
  ["5\r\nhello\r\n0\r\n", "more", "more"],
  ["5;a=b\r\nhello\r\n0\r\n\r\n", "fault", 19],
  ["5 \r\nhello\r\n0\r\n\r\n", "fault", 16],
  ["0\r\nX: y\r\n\r\n", "fault", 11],
  ["5\nhello\n0\n\n", "fault", 11],
  ["0\r\n\n", "fault", 4],
  ["-5\r\n", "fault", "fault"],
  ["0x5\r\n", "fault", "fault"],
  ["\r\n", "fault", "fault"],
  ["5\r\nhelloX\r\n", "fault", "fault"],
  ["5\r\nhello\rX", "fault", "fault"],
  ["fffffffffffff\r\n", "fault", "fault"],
  ["1".repeat(2000), "fault", "fault"],
])("%j ends at %j, leniently at %j", (text, strict, lenient) => {
  for (const size of [1, 3, text.length]) {
    expect([end(text, true, size), end(text, false, size)]).toEqual([strict, lenient]);
  }
});

test("what is written in chunks is found to end where it does, however it arrives", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 20 }), fc.string(), (chunks, size, rest) => {
      const body = `${chunks.map((length) => `${length.toString(16)}\r\n${"\n".repeat(length)}\r\n`).join("")}0\r\n\r\n`;
      expect(end(body + rest, true, size)).toBe(body.length);
    }),
  );
});
