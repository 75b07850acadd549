/** The built program beside broken files: it runs nothing, and says what is wrong. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePlace, type Place } from "./place.ts";

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const CONFIG = 78;
const DECLINED = 76;

function linked(file: string, to: string): void {
  mkdirSync(dirname(file), { recursive: true });
  symlinkSync(to, file);
}

/** `make` gets the scratch folder; `said` stands behind the folder's name in the message. */
const STOPPED: readonly [name: string, make: (root: string) => void, said: string][] = [
  ["no TOML", () => place.put({ "home/config.toml": "a = 1\nb = = 2\n" }), "/home/config.toml:2:5: this is not TOML"],
  [
    "a wrong value",
    () => place.put({ "home/config.toml": 'sandbox_mode = "all"\n' }),
    '/home/config.toml:1:16: sandbox_mode is "all", but must be one of',
  ],
  [
    "a broken project",
    () => place.put({ "work/.codex/config.toml": "approval_policy = 5\n" }),
    "/work/.codex/config.toml:1:19: approval_policy is 5, but must be",
  ],
  [
    "broken requirements",
    () => place.put({ "home/requirements.toml": '[[rules]]\npattern = ["ls"]\ndecision = "allow"\n' }),
    "/home/requirements.toml:3:12: ",
  ],
  ["a folder", (root) => mkdirSync(`${root}/home/config.toml`), "/home/config.toml: it is a folder"],
  [
    "a link to nothing",
    (root) => linked(`${root}/home/config.toml`, "/nowhere"),
    "/home/config.toml: it is a symbolic link",
  ],
  [
    "a pipe",
    (root) => execFileSync("mkfifo", [`${root}/home/config.toml`]),
    "/home/config.toml: it is no regular file",
  ],
  [
    "a device in a project",
    (root) => linked(`${root}/work/.codex/config.toml`, "/dev/zero"),
    "/work/.codex/config.toml: it is no regular file",
  ],
];
test.each(STOPPED)("%s stops the start", (_name, make, said) => {
  make(place.root);
  for (const args of [["run"], ["run", "--full-auto"], ["run", "--yolo"], ["sandbox", "linux", "--full-auto"]]) {
    const ended = place.assent([...args, "--", "touch", "made"]);
    expect([ended.status, ended.stdout]).toEqual([CONFIG, ""]);
    expect(ended.stderr).toContain(place.root + said);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  }
  expect(existsSync(`${place.work}/made`)).toBe(false);
});

const ASKED: readonly [name: string, make: (root: string) => void, said: string][] = [
  ["no Starlark", () => place.put({ "home/rules/a.rules": "x = 1\ny = = 2\n" }), "/home/rules/a.rules:2:5"],
  [
    "a wrong decision",
    () => place.put({ "home/rules/a.rules": 'prefix_rule(pattern = ["ls"], decision = "maybe")\n' }),
    "/home/rules/a.rules:1:1",
  ],
  ["a project's", () => place.put({ "work/.codex/rules/a.rules": "forbid_all()\n" }), "/work/.codex/rules/a.rules:1:1"],
  ["a link to nothing", (root) => linked(`${root}/home/rules/a.rules`, "/nowhere"), "/home/rules/a.rules"],
];
test.each(ASKED)("broken rules make every command ask: %s", (_name, make, said) => {
  make(place.root);
  // Another file's rules let it run.
  place.put({ "home/rules/b.rules": 'prefix_rule(pattern = ["touch"], decision = "allow")\n' });
  const ended = place.assent(["run", "--", "touch", "made"]);
  expect(ended.status).toBe(DECLINED);
  expect(ended.stderr).toContain(place.root + said);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  expect(existsSync(`${place.work}/made`)).toBe(false);
});
