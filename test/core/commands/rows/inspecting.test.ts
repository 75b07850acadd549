/** Programs that look into binaries, media and source trees. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["nm -gU lib.a", "read lib.a = anywhere"],
  ["objdump -d a.o", "read a.o = anywhere"],
  ["readelf -h a", "read a = anywhere"],
  ["size a", "read a = anywhere"],
  ["ldd a", "runs a"],
  ["nm --plugin=./p a", "runs ./p, read a"],
  ["cloc src", "read src = boxed"],
  ["cloc --report-file=out src", "write out, read src"],
  ["shellcheck -s bash a.sh", "read a.sh = boxed"],
  ["ffprobe -v error a.mp4", "read a.mp4 = boxed"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
