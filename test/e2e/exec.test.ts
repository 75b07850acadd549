/** What ends `assent exec` before a model is asked: its status and its words. */
import { afterAll, expect, test } from "vitest";
import { makePlace } from "./place.ts";

const place = makePlace();
afterAll(() => place.remove());
place.put({ "work/no.json": "{", "work/answers": "perhaps\n" });

const SKIP = "--skip-git-repo-check";
const CASES: readonly [name: string, args: readonly string[], status: number, said: RegExp][] = [
  [
    "no repository",
    ["go"],
    1,
    /work is in no git repository and not trusted: .*; work in a repository, or add --skip-git-repo-check\n$/,
  ],
  ["no task", [SKIP], 64, /there is no task on standard input/],
  ["an empty task", [SKIP, " "], 64, /the task is empty/],
  ["a policy that is none", [SKIP, "-a", "often", "go"], 78, /-a takes .*, not "often"/],
  ["a mode that is none", [SKIP, "-s", "open", "go"], 78, /--sandbox/],
  ["answers that are missing", [SKIP, "--answers", "none", "go"], 64, /cannot read none: there is no such file/],
  ["answers that are wrong", [SKIP, "--answers", "answers", "go"], 64, /answers:1: unknown answer "perhaps"/],
  ["a schema that is missing", [SKIP, "--output-schema", "none", "go"], 64, /none: there is no such file/],
  ["a schema that is no JSON", [SKIP, "--output-schema", "no.json", "go"], 64, /no\.json is no JSON Schema: /],
  ["no thread to go on with", [SKIP, "resume", "--last", "go"], 64, /there is no thread of .*work to go on with/],
  ["a thread that is none", [SKIP, "resume", "x", "go"], 64, /./],
  ["a folder that is none", [SKIP, "-C", "gone", "go"], 64, /cannot work in .*gone/],
];
test.each(CASES)("%s", (_name, args, status, said) => {
  const ended = place.assent(["exec", ...args]);
  expect([ended.status, ended.stdout]).toEqual([status, ""]);
  expect(ended.stderr).toMatch(said);
  expect(ended.stderr).not.toMatch(/^\s+at /mu);
});
