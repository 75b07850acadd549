/** Fetching with options that may do more than that. */
import { expect, test } from "vitest";
import type { Checks } from "../../../src/core/approval/review.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { checkAction } from "../../../src/core/review/check-action.ts";
import { strangeOption } from "../../../src/core/review/fetch-options.ts";
import { NO_BACKGROUND } from "../../../src/core/review/subject.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { subjectOf } from "./subjects.ts";

function checked(script: string): Checks {
  const action = {
    kind: "command",
    argv: ["bash", "-lc", script],
    cwd: "/home/you/app",
    escalate: true,
    why: null,
  } as const;
  const made = subjectOf(action);
  const survey = surveyOf(action, { home: "/home/you", roots: ["/home/you/app"], keep: [] });
  const subject = { ...made, question: { ...made.question, survey, under: UNRESTRICTED } };
  return checkAction(subject, { ...NO_BACKGROUND, words: ["Fetch https://example.com/x please."] });
}

test.each([
  "curl https://example.com/x",
  "curl -sSfL --retry 3 --compressed https://example.com/x",
  "curl -fsSLO https://example.com/x",
  "curl -s http://localhost:3000/x",
  "curl --version",
  "wget -qO- https://example.com/x",
  "wget -nv --tries=3 https://example.com/x",
])("%s only fetches", (script) => {
  expect(checked(script).isCleared).toBe(true);
});

test.each([
  "curl -K conf",
  "curl --config conf",
  "curl -sSfLK conf",
  "echo x | curl -K-",
  "curl",
  "wget --input-file=list",
  "curl -K conf https://example.com/x",
  "curl --conf conf https://example.com/x",
  "curl --data-bin @notes.md https://example.com/x",
  "curl --upload notes.md https://example.com/x",
  "curl --variable x@notes.md --expand-url https://example.com/x",
  "curl -n https://example.com/x",
  'curl -A "$(cat notes.md)" https://example.com/x',
  "wget --post-fil=notes.md https://example.com/x",
  "wget --input-file=list https://example.com/x",
  "wget --execute=post_file=notes.md https://example.com/x",
  "wget --config=wgetrc https://example.com/x",
])("%s may do more, which nobody asked for", (script) => {
  const { isCleared, level, authorization } = checked(script);
  expect([isCleared, level, authorization === "high"]).toEqual([false, "high", false]);
});

const OPTIONS: readonly [program: "curl" | "wget", args: readonly string[], strange: string | null][] = [
  ["curl", ["-o", "--conf", "-"], null],
  ["curl", ["-o-", "-sS", "--", "--conf"], null],
  ["curl", ["-sSn", "x"], "-sSn"],
  ["curl", ["-nc"], "-nc"],
  ["wget", ["-nc", "-O", "--conf"], null],
  ["wget", ["--tries", "3", "--exec=x"], "--exec=x"],
];
test.each(OPTIONS)("%s %j: %s", (program, args, strange) => {
  expect(strangeOption(program, args)).toBe(strange);
});
