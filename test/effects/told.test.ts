/** What was told of the settings, on a real disk. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toldBefore } from "../../src/effects/told.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "assent-told-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const HOUR = 3_600_000;
const told = (...keys: readonly string[]): readonly string[] => [...toldBefore(home, keys, HOUR)];
const files = (): readonly string[] => readdirSync(`${home}/assent/told`).map((name) => `${home}/assent/told/${name}`);

/** Moves all that was told into the past; a negative age into the future. */
function age(ms: number): void {
  const at = (Date.now() - ms) / 1000;
  for (const file of files()) utimesSync(file, at, at);
}

test("what was told is known, each by itself", () => {
  expect(told("a")).toEqual([]);
  expect(told("a", "b")).toEqual(["a"]);
  expect(told("b", "a")).toEqual(["b", "a"]);
});

test.each([
  ["after its time", 2 * HOUR],
  ["where another clock wrote it", -HOUR],
])("is told anew %s, and what is old is thrown away", (_name, ms) => {
  told("a", "b");
  age(ms);
  expect(told("a")).toEqual([]);
  expect(files()).toHaveLength(1);
  expect(told("a")).toEqual(["a"]);
});

test("is for the person alone", () => {
  told("a");
  expect([`${home}/assent/told`, ...files()].map((file) => statSync(file).mode & 0o077)).toEqual([0, 0]);
});

test("where nothing can be kept, all is told each time", () => {
  writeFileSync(`${home}/assent`, "a file");
  chmodSync(`${home}/assent`, 0o600);
  expect([told("a"), told("a")]).toEqual([[], []]);
});
