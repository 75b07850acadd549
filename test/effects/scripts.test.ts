/** Files that a command would run: told from what stands there later. */
import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { statesOf } from "../../src/effects/scripts.ts";

let root = "";
let file = "";
beforeAll(() => {
  root = mkdtempSync(`${tmpdir()}/assent-scripts-`);
  file = `${root}/go.sh`;
});
afterAll(() => rmSync(root, { recursive: true }));

const LONG_AGO = new Date(0);

const CHANGES: readonly [name: string, isAnother: boolean, change: () => void][] = [
  ["nothing", false, () => undefined],
  [
    "other words of the same length, with the old time put back",
    true,
    () => {
      writeFileSync(file, "echo b");
      utimesSync(file, LONG_AGO, LONG_AGO);
    },
  ],
  [
    "another file in its place",
    true,
    () => {
      writeFileSync(`${root}/other`, "echo a");
      utimesSync(`${root}/other`, LONG_AGO, LONG_AGO);
      renameSync(`${root}/other`, file);
    },
  ],
  [
    "a link to another one",
    true,
    () => {
      writeFileSync(`${root}/evil.sh`, "echo a");
      unlinkSync(file);
      symlinkSync("evil.sh", file);
    },
  ],
  ["none any more", true, () => unlinkSync(file)],
];

test.each(CHANGES)("after %s it is another one: %s", async (_name, isAnother, change) => {
  rmSync(file, { force: true });
  writeFileSync(file, "echo a");
  utimesSync(file, LONG_AGO, LONG_AGO);
  const before = statesOf([file]);
  // File systems keep times by the tick of the kernel.
  await new Promise((resolve) => setTimeout(resolve, 20));
  change();
  expect(statesOf([file]).join() !== before.join()).toBe(isAnother);
});

test("of too many nothing is known to be the same", () => {
  const many = Array.from({ length: 101 }, (_, at) => `${root}/${at}`);
  expect(statesOf(many)).not.toEqual(statesOf(many));
});
