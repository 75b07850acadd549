/** Which rules a person may save: those that speak of what was shown, and are narrow. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import { whyNotAmended } from "../../../src/core/approval/amending.ts";
import type { Question } from "../../../src/core/approval/question.ts";
import type { Amendment, Reason } from "../../../src/core/approval/requirement.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

function asked(script: string, given: Partial<Question> = {}): Question {
  const argv: Command = ["bash", "-lc", script];
  return {
    id: "1",
    action: { kind: "command", argv, cwd: "/w", escalate: true, why: null },
    whole: null,
    survey: surveyOf({ argv, cwd: "/w" }, { home: "/home/you", roots: ["/w"], keep: [] }),
    targets: [],
    reasons: [{ kind: "escalation" }],
    under: UNRESTRICTED,
    amendment: null,
    opens: false,
    attempt: 1,
    ...given,
  };
}

function rule(...pattern: readonly [string, ...string[]]): Amendment {
  return { kind: "prefix", pattern };
}

const DANGER: Reason = { kind: "danger", shown: null, why: "deletes" };
const UNSEEN: Reason = { kind: "unseen", what: "a control character" };
const OTHER = "it does not speak of what was asked about";
const NONE = "no rule answers what was asked";
const KIND = "no rule of this kind was proposed";

const MORE: Action = {
  kind: "command",
  argv: ["touch", "a"],
  cwd: "/w",
  escalate: false,
  why: null,
  more: { read: [], write: ["/a"], network: false },
};

const CASES: readonly (readonly [name: string, question: Question, amendment: Amendment, why: string | null])[] = [
  ["what was proposed", asked("touch a", { amendment: rule("touch", "a") }), rule("touch", "a"), null],
  ["a shorter one", asked("touch a", { amendment: rule("touch", "a") }), rule("touch"), null],
  ["one for a part of a chain", asked("touch a && mkdir b"), rule("mkdir", "b"), null],
  ["one for the program by its path", asked("/usr/bin/touch a"), rule("touch"), null],
  ["another command", asked("touch a", { amendment: rule("touch", "a") }), rule("mkdir"), OTHER],
  ["other words", asked("touch a"), rule("touch", "b"), OTHER],
  ["more words than were shown", asked("touch a"), rule("touch", "a", "b"), OTHER],
  ["a program elsewhere", asked("./touch a"), rule("touch"), OTHER],
  ["a shell", asked("bash a.sh"), rule("bash"), "bash runs any script that it is given"],
  [
    "a tool that is many",
    asked("git push", { amendment: rule("git", "push") }),
    rule("git"),
    "git alone would allow all that git can do: name a subcommand",
  ],
  [
    "for a script that was not read",
    asked("touch $x"),
    rule("touch"),
    "no rule can allow a script that was not read in full",
  ],
  ["for a danger", asked("touch a", { reasons: [DANGER] }), rule("touch"), NONE],
  ["for what cannot be seen", asked("touch a", { reasons: [{ kind: "escalation" }, UNSEEN] }), rule("touch"), NONE],
  ["for permissions of one command", asked("touch a", { action: MORE, reasons: [] }), rule("touch"), NONE],
  ["for a folder", asked("touch a", { amendment: { kind: "root", path: "/a" } }), rule("touch"), KIND],
];
test.each(CASES)("%s", (_name, question, amendment, why) => {
  expect(whyNotAmended(question, amendment)).toBe(why);
});

const HOST = { kind: "network", host: "a.test", protocol: "https" } as const;
const CONNECTION: Action = { kind: "network", host: "a.test", port: 443, protocol: "https", command: null, why: null };
const TOOL = { kind: "tool", server: "a", tool: "b" } as const;

const OTHERS: readonly (readonly [
  name: string,
  proposed: Amendment | null,
  amendment: Amendment,
  why: string | null,
])[] = [
  ["a host", HOST, HOST, null],
  ["the host denied", HOST, { ...HOST, decision: "forbidden" }, null],
  ["another host", HOST, { ...HOST, host: "b.test" }, "it is for another host or protocol than was asked about"],
  [
    "another host denied",
    HOST,
    { ...HOST, host: "b.test", decision: "forbidden" },
    "it is for another host or protocol than was asked about",
  ],
  ["a host where none was proposed", null, HOST, KIND],
  ["a rule for a host", HOST, rule("curl"), KIND],
  ["a tool", TOOL, TOOL, null],
  ["another tool", TOOL, { ...TOOL, tool: "c" }, "it is for another tool than was asked about"],
  ["registries for a host that is none", HOST, { kind: "registries" }, "what was asked about is no package registry"],
];
test.each(OTHERS)("%s", (_name, amendment, wanted, why) => {
  expect(whyNotAmended(asked("", { action: CONNECTION, survey: null, amendment }), wanted)).toBe(why);
});
