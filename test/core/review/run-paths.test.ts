/** Files that an action runs, by its words. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Program, ProgramFile } from "../../../src/core/approval/facts.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { runPaths } from "../../../src/core/review/run-paths.ts";
import type { Subject } from "../../../src/core/review/subject.ts";
import { HOME, PROJECT, subjectOf } from "./subjects.ts";

function running(script: string, programs: readonly Program[] = []): Subject {
  const action: Action = { kind: "command", argv: ["bash", "-lc", script], cwd: PROJECT, escalate: true, why: null };
  const subject = subjectOf(action);
  const survey = surveyOf(action, { home: HOME, roots: [PROJECT], keep: [] });
  return { ...subject, question: { ...subject.question, survey }, facts: { ...subject.facts, programs } };
}

function own(path: string, writable: boolean): Program {
  return { name: path, path, writable, identity: null };
}

const PATHS: readonly [script: string, expected: readonly string[]][] = [
  ["ls", []],
  ["git status", []],
  ["bash deploy.sh", ["deploy.sh"]],
  ["sh -c 'source env.sh'", ["env.sh"]],
  ["cd sub && bash x.sh", ["x.sh", "sub/x.sh"]],
  ["python3 tools/a.py", ["tools/a.py"]],
  ["xargs -n1 bash run.sh < list", ["run.sh"]],
  ["cat x.sh | bash", ["x.sh"]],
  ["make release", ["GNUmakefile", "makefile", "Makefile"]],
  ["npm test", ["package.json"]],
  ["env npm run build", ["package.json"]],
  ["bash deploy.sh; bash deploy.sh", ["deploy.sh"]],
];

test.each(PATHS)("%s", (script, expected) => {
  expect(runPaths(running(script))).toEqual(expected.map((name) => `${PROJECT}/${name}`));
});

test("programs that the workspace holds, and none of the system's", () => {
  const programs = [own(`${PROJECT}/go.sh`, true), own("/usr/bin/ls", false)];
  expect(runPaths(running("./go.sh", programs))).toEqual([`${PROJECT}/go.sh`]);
});

const STEADY: readonly [isSteady: boolean, expected: readonly string[]][] = [
  [false, [`${PROJECT}/x`, `${PROJECT}/a.js`, "/b"]],
  [true, [`${PROJECT}/a.js`, "/b"]],
];

test.each(STEADY)("a program inside a command, of the system: %s", (isSteady, expected) => {
  const action: Action = {
    kind: "exec",
    argv: ["x", "-v", "a.js", "/b", "go"],
    path: "x",
    cwd: PROJECT,
    chain: [],
    within: "1",
    since: 0,
    why: null,
  };
  const subject = subjectOf(action);
  const file: ProgramFile = { real: `${PROJECT}/x`, isSteady, interpreter: [], copyOf: null };
  expect(runPaths({ ...subject, facts: { ...subject.facts, file } })).toEqual(expected);
});

test("nothing of what is no command", () => {
  expect(runPaths(subjectOf({ kind: "patch", text: "", cwd: PROJECT, why: null }))).toEqual([]);
});
