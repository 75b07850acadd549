/** Answers from a file: every word, every mistake with its line, what each one gives. */
import { expect, test } from "vitest";
import type { Question, Verdict } from "../../../src/core/approval/question.ts";
import { answersApprover, noTerminalApprover, parseAnswers, type Answer } from "../../../src/surfaces/tui/answers.ts";
import { COMMAND, HOST, NETWORK, PERSON, SCRIPT } from "./questions.ts";

const READ: readonly [text: string, answers: readonly Answer[]][] = [
  ["", []],
  ["# nothing\n\n   \n", []],
  ["a\naccept\n", [{ kind: "accept" }, { kind: "accept" }]],
  ["s\r\naccept-for-session", [{ kind: "accept-for-session" }, { kind: "accept-for-session" }]],
  [
    "p\nadd-to-policy",
    [
      { kind: "add-to-policy", pattern: null },
      { kind: "add-to-policy", pattern: null },
    ],
  ],
  ['p ["npm", "test"]', [{ kind: "add-to-policy", pattern: ["npm", "test"] }]],
  ["add-to-policy git commit 'a b'", [{ kind: "add-to-policy", pattern: ["git", "commit", "a b"] }]],
  [
    "d\ndecline",
    [
      { kind: "decline", feedback: null },
      { kind: "decline", feedback: null },
    ],
  ],
  ["r\nallow-registries", [{ kind: "allow-registries" }, { kind: "allow-registries" }]],
  ["  d   use pnpm # please  ", [{ kind: "decline", feedback: "use pnpm # please" }]],
  ["c\ncancel", [{ kind: "cancel" }, { kind: "cancel" }]],
  ["\ufeffa", [{ kind: "accept" }]],
];
test.each(READ)("reads %j", (text, answers) => {
  expect(parseAnswers("f", text)).toEqual({ ok: true, value: answers });
});

const WRONG: readonly [text: string, error: RegExp][] = [
  ["a\nyes\n", /^f:2: unknown answer "yes"; known: accept, /],
  ["A", /^f:1: unknown answer "A"; /],
  ["a now", /^f:1: a stands alone, without "now"$/],
  ["r npm", /^f:1: r stands alone, without "npm"$/],
  ["\n\nc x", /^f:3: c stands alone, without "x"$/],
  ["p npm", /^f:1: npm alone /],
  ["p bash -c x", /^f:1: ./],
  ["p [1]", /^f:1: a list holds words only: /],
  ["p []", /^f:1: a list holds words only: /],
  ['p ["npm"', /^f:1: a list looks like /],
  ["p npm $x", /^f:1: a rule is made of plain words; this has a variable or other expansion$/],
  ["p npm test; ls", /^f:1: a rule is about one command$/],
];
test.each(WRONG)("refuses %j", (text, error) => {
  const result = parseAnswers("f", text);
  expect(result).toEqual({ ok: false, error: expect.stringMatching(error) });
});

const given = (outcome: Verdict["outcome"]): Verdict => ({ outcome, by: "answers", note: null });
const declined = (note: string): Verdict => ({ outcome: { kind: "decline", feedback: null }, by: "answers", note });

const GIVEN: readonly [text: string, question: Question, verdict: Verdict][] = [
  ["a", COMMAND, given({ kind: "accept" })],
  ["s", COMMAND, given({ kind: "accept-for-session" })],
  ["p", COMMAND, given({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["npm", "install"] } })],
  [
    "p npm install left-pad",
    COMMAND,
    given({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["npm", "install", "left-pad"] } }),
  ],
  [
    "p",
    NETWORK,
    given({
      kind: "accept-and-amend",
      amendment: { kind: "network", host: "registry.npmjs.org", protocol: "https" },
    }),
  ],
  [
    "p npm ci",
    COMMAND,
    declined("the rule of the answer does not suit: not matched; no rule covers npm install left-pad"),
  ],
  ["r", NETWORK, given({ kind: "accept-and-amend", amendment: { kind: "registries" } })],
  ["r", HOST, declined("the answer allows package registries, but this is none")],
  ["r", COMMAND, declined("the answer allows package registries, but this is none")],
  ["p npm ci", NETWORK, declined("the answer has a rule for a command, but this is a connection")],
  ["p", SCRIPT, declined("the answer adds a rule, but none may be added for this")],
  ["d", COMMAND, given({ kind: "decline", feedback: null })],
  ["d use pnpm", COMMAND, given({ kind: "decline", feedback: "use pnpm" })],
  ["c", COMMAND, given({ kind: "cancel" })],
  ["", COMMAND, declined("the answers are used up")],
];
test.each(GIVEN)("%j answers", async (text, question, verdict) => {
  expect(await approverOf(text).ask(question, new AbortController().signal)).toEqual(verdict);
});

test("answers are used in their order, and then no more", async () => {
  const approver = approverOf("a\n# then\nd not this\n");
  const { signal } = new AbortController();
  const verdicts = [
    await approver.ask(COMMAND, signal),
    await approver.ask(SCRIPT, signal),
    await approver.ask(COMMAND, signal),
  ];
  expect(verdicts).toEqual([
    given({ kind: "accept" }),
    given({ kind: "decline", feedback: "not this" }),
    declined("the answers are used up"),
  ]);
});

const NOBODY: readonly (readonly [question: Question, note: string])[] = [
  [COMMAND, "there is no terminal to ask at; give the answers with --answers FILE, or a rule that allows it"],
  [SCRIPT, "there is no terminal to ask at; give the answers with --answers FILE"],
  [PERSON, "there is no terminal to ask at, and an administrator requires that a person answers this"],
];
test.each(NOBODY)("without a terminal all is declined, with what to do: %#", async (question, note) => {
  const verdict = await noTerminalApprover.ask(question, new AbortController().signal);
  expect(verdict).toEqual({ outcome: { kind: "decline", feedback: null }, by: "no-terminal", note });
});

function approverOf(text: string): ReturnType<typeof answersApprover> {
  const answers = parseAnswers("f", text);
  if (!answers.ok) throw new Error(answers.error);
  return answersApprover(answers.value);
}
