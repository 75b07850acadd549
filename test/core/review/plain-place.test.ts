/** Which places outside the workspace are no more than the person's own files. */
import { expect, test } from "vitest";
import { isPlainPlace } from "../../../src/core/review/plain-place.ts";

const PLACES: readonly [path: string | null, isPlain: boolean][] = [
  ["/home/you/notes.txt", true],
  ["/home/other/notes.txt", true],
  ["/var/tmp/x/a", true],
  ["/srv/data/a", true],
  ["/home/you/.bashrc", false],
  ["/home/you/.config/x/a", false],
  ["/srv/.hidden/a", false],
  ["/etc/hosts", false],
  ["/opt/tool/a", false],
  ["/usr/local/bin/a", false],
  ["/var/lib/a", false],
  ["/a", false],
  ["/home", false],
  [null, false],
];
test.each(PLACES)("%s: %s", (path, isPlain) => {
  expect(isPlainPlace(path, "/home/you")).toBe(isPlain);
});

test("all of a home folder that lies elsewhere is the person's", () => {
  expect(isPlainPlace("/root/a", "/root")).toBe(true);
});
