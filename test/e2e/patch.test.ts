/** The built program: `assent patch`, inside and outside the workspace. */
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePlace, type Place } from "./place.ts";

let place: Place;
beforeEach(() => {
  place = makePlace();
  place.put({ "work/old.txt": "one\ntwo\n" });
});
afterEach(() => place.remove());

const patch = (...lines: readonly string[]): string => ["*** Begin Patch", ...lines, "*** End Patch", ""].join("\n");
const EDIT = patch("*** Update File: old.txt", "@@", " one", "-two", "+three");

test("inside the workspace it is applied without a question", () => {
  const ended = place.assent(["patch"], { input: EDIT });
  expect(ended).toEqual({
    status: 0,
    stdout: `Success. Updated the following files:\nM ${place.work}/old.txt\n`,
    stderr: "",
  });
  expect(readFileSync(`${place.work}/old.txt`, "utf8")).toBe("one\nthree\n");
});

test.each([
  ["outside the workspace", "*** Add File: ../new.txt"],
  ["a protected path", "*** Add File: .git/hooks/pre-commit"],
])("%s it asks, and without a terminal nothing is written", (_name, header) => {
  const ended = place.assent(["patch"], { input: patch(header, "+x") });
  expect(ended.status).toBe(76);
  expect([existsSync(`${place.root}/new.txt`), existsSync(`${place.work}/.git`)]).toEqual([false, false]);
});

test("accepted, it writes outside", () => {
  place.put({ answers: "accept\n", "p.patch": patch("*** Add File: ../new.txt", "+x") });
  expect(place.assent(["patch", "--answers", `${place.root}/answers`, `${place.root}/p.patch`]).status).toBe(0);
  expect(readFileSync(`${place.root}/new.txt`, "utf8")).toBe("x\n");
});

test("under never it is refused", () => {
  const ended = place.assent(["patch", "-a", "never"], { input: patch("*** Add File: ../new.txt", "+x") });
  expect([ended.status, existsSync(`${place.root}/new.txt`)]).toEqual([77, false]);
});

test("all or nothing: one part that does not apply leaves every file as it is", () => {
  const both = patch("*** Add File: new.txt", "+x", "*** Update File: old.txt", "@@", "-missing", "+y");
  const ended = place.assent(["patch"], { input: both });
  expect([ended.status, existsSync(`${place.work}/new.txt`)]).toEqual([70, false]);
  expect(ended.stderr).toContain("old.txt");
});

test.each([
  [["patch", "no-such-file"], 64, "no-such-file"],
  [["patch", "a", "b"], 64, "one patch at a time"],
  [["patch", "--escalate", "why"], 64, "--escalate"],
])("%j", (args, status, text) => {
  const ended = place.assent(args);
  expect(ended.status).toBe(status);
  expect(ended.stderr).toContain(text);
});

test("text that is no patch is an error that says so", () => {
  const ended = place.assent(["patch"], { input: "hello\n" });
  expect(ended.status).toBe(70);
  expect(ended.stderr).toContain("*** Begin Patch");
});
