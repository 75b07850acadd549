/** What a line of answers is about: all of a question, or nothing of it. */
import { expect, test } from "vitest";
import type { Command } from "../../../src/core/shell/reading.ts";
import type { Question } from "../../../src/core/approval/question.ts";
import { isAbout, parseSubject } from "../../../src/surfaces/tui/answer-subject.ts";
import { answersApprover, parseAnswers } from "../../../src/surfaces/tui/answers.ts";
import { COMMAND, NETWORK, surveyed } from "./questions.ts";

function command(script: string): Question {
  const argv: Command = ["bash", "-lc", script];
  return {
    ...COMMAND,
    action: { kind: "command", argv, cwd: "/home/you/shop", escalate: true, why: null },
    survey: surveyed(argv),
  };
}

function patch(...paths: readonly string[]): Question {
  const targets = paths.map((path) => ({ path, change: { kind: "create", path, after: "x" } as const }));
  return { ...COMMAND, action: { kind: "patch", text: "", cwd: "/home/you/shop", why: null }, survey: null, targets };
}

const HINTS = { readOnly: null, destructive: null, openWorld: null, idempotent: null };
const TOOL: Question = {
  ...COMMAND,
  action: {
    kind: "mcp",
    server: "shop",
    tool: "buy",
    input: {},
    about: { title: null, description: null, hints: HINTS },
    approval: null,
    why: null,
  },
  survey: null,
};

const CASES: readonly [subject: string, question: Question, isAbout: boolean][] = [
  ["run npm test", command("npm test"), true],
  ["run npm test", command("npm test -- --watch"), true],
  ["run npm test", command("npm install"), false],
  ["run npm test", command("npm test && rm -rf /"), false],
  ["run npm test", command("npm test > /etc/passwd"), false],
  ["run npm test", command("npm test; $(cat x)"), false],
  ["run npm test", patch("/home/you/shop/a"), false],
  ['run ["npm", "test"]', command("npm test"), true],
  ["change src", patch("/home/you/shop/src/a", "/home/you/shop/src/b/c"), true],
  ["change src", patch("/home/you/shop/src/a", "/home/you/shop/srcs"), false],
  ["change /etc/hosts", patch("/etc/hosts"), true],
  ["change .", patch(), false],
  ["change /", command("npm test"), false],
  [
    "connect Example.org",
    {
      ...NETWORK,
      action: { kind: "network", host: "example.org", port: 443, protocol: "https", command: null, why: null },
    },
    true,
  ],
  [
    "connect example.org",
    {
      ...NETWORK,
      action: { kind: "network", host: "a.example.org", port: 443, protocol: "https", command: null, why: null },
    },
    false,
  ],
  ["call shop/buy", TOOL, true],
  ["call shop/sell", TOOL, false],
];
test.each(CASES)("[%s] %#", (text, question, expected) => {
  const subject = parseSubject(text);
  expect(subject).toMatchObject({ ok: true });
  expect(subject.ok && isAbout(subject.value, question)).toBe(expected);
});

const WRONG: readonly [text: string, error: RegExp][] = [
  ["run", /names nothing/],
  ["walk here", /unknown subject "walk"/],
  ["call shop", /SERVER\/TOOL/],
  ["run bash", /./],
  ["run a && b", /one command/],
];
test.each(WRONG)("[%s] is wrong", (text, error) => {
  const read = parseSubject(text);
  expect(read.ok ? "" : read.error).toMatch(error);
});

test("a line with a subject answers each such question, and no other; the rest goes by order", async () => {
  const read = parseAnswers("f", "[run npm test] accept\ndecline first\n[connect x.org] cancel\naccept\n");
  if (!read.ok) throw new Error(read.error);
  const approver = answersApprover(read.value);
  const said: unknown[] = [];
  for (const script of ["npm test", "make", "npm test", "make", "make"]) {
    const { outcome, note } = await approver.ask(command(script), new AbortController().signal);
    said.push(note ?? outcome);
  }
  expect(said).toEqual([
    { kind: "accept" },
    { kind: "decline", feedback: "first" },
    { kind: "accept" },
    { kind: "accept" },
    "the answers are used up",
  ]);
});

test("a line whose subject is wrong is a mistake with its place", () => {
  expect(parseAnswers("f", "a\n[run npm test]\n")).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^f:2: /u),
  });
  expect(parseAnswers("f", "[fly] accept\n")).toMatchObject({ ok: false, error: expect.stringMatching(/^f:1: /u) });
});
