/** What is no regular file is refused, and nothing waits for it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keyStoresAt } from "../../src/effects/key-stores.ts";
import { readPlainNow } from "../../src/effects/plain-file.ts";
import { codeOf } from "../../src/effects/text-file.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync("/var/tmp/assent-plain-");
  writeFileSync(`${root}/file`, "text");
  symlinkSync("file", `${root}/link`);
  mkdirSync(`${root}/folder`);
  execFileSync("mkfifo", [`${root}/pipe`]);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CASES: readonly (readonly [name: string, expected: string | null])[] = [
  ["file", "text"],
  ["link", "text"],
  ["gone", "ENOENT"],
  ["folder", "ENXIO"],
  ["pipe", "ENXIO"],
  ["../../../dev/zero", "ENXIO"],
];
test.each(CASES)("reads or refuses %s", (name, expected) => {
  expect(textOrCode(`${root}/${name}`)).toBe(expected);
});

function textOrCode(path: string): string | null {
  try {
    return readPlainNow(path).toString();
  } catch (error) {
    return codeOf(error);
  }
}

test("a pipe in the place of settings that may hold a key counts as a store", () => {
  execFileSync("mkfifo", [`${root}/.npmrc`]);
  expect(keyStoresAt({ home: root, env: {}, allow: [], roots: [] })).toContain(`${root}/.npmrc`);
});
