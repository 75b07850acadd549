/** The built program: the demo without a terminal, from its first step to its table. */
import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePlace, type Place } from "./place.ts";

const SUPERVISOR = new URL("../../dist/native/assent-supervisor", import.meta.url).pathname;

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

test("the demo runs to its end with the default answers", () => {
  const { status, stdout, stderr } = place.assent(["demo"], { env: { TMPDIR: place.root } });
  expect([status, stderr]).toEqual([0, ""]);
  const rows = stdout
    .split("\n")
    .filter((line) => /^│ \d/.test(line))
    .map((line) => line.split("│").map((cell) => cell.trim()))
    .map(([, number, , judged, answer, ran, result]) => [number, judged, answer, ran, result].join(" "));
  expect(rows).toEqual([
    "1 allow – sandboxed done",
    "2 allow – sandboxed exit 1",
    "3 allow – sandboxed done",
    "4 allow – sandboxed done",
    "5 allow – sandboxed exit 1",
    "6 ask accepted outside done",
    "7 ask rule saved outside done",
    "8 allow – outside done",
    "9 allow – sandboxed done",
    "10 forbid – not run refused",
    "11 ask declined not run refused",
    // Where nothing asks when a part is reached, all of it is asked about beforehand.
    existsSync(SUPERVISOR) ? "12 allow declined sandboxed exit 126" : "12 ask declined not run refused",
  ]);
  const log = /ASSENT_HOME=(\S+)/.exec(stdout)?.[1] ?? "";
  expect(place.assent(["log"], { env: { ASSENT_HOME: log } }).stdout).toContain("[12]");
});

test("a terminal that shows nothing but ASCII gets nothing else, and a folder with blanks is quoted", () => {
  place.put({ "a b/file": "" });
  const { status, stdout } = place.assent(["demo"], { env: { TMPDIR: `${place.root}/a b`, LANG: "C", LC_ALL: "C" } });
  expect([status, /[^\n -~]/.exec(stdout)]).toEqual([0, null]);
  expect(stdout).toMatch(/\nRead it: ASSENT_HOME='[^']*\/a b\/[^']*' assent log\n$/);
});

test("without a place for its scratch folder it says so", () => {
  const { status, stdout, stderr } = place.assent(["demo"], { env: { TMPDIR: `${place.root}/none` } });
  expect([status, stdout]).toEqual([70, ""]);
  expect(stderr).toMatch(/^assent: .*\/none\/.*no such file or folder\n$/);
});

test("its help stands alone, and arguments are refused", () => {
  expect(place.assent(["demo", "--help"])).toMatchObject({ status: 0, stderr: "" });
  expect(place.assent(["demo", "fast"])).toMatchObject({ status: 64, stdout: "" });
});
