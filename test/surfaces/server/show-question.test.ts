/** Each kind of question as the request that clients are sent. */
import { expect, test } from "vitest";
import { NO_COST } from "../../../src/core/approval/review.ts";
import type { Question } from "../../../src/core/approval/question.ts";
import { type Asked, showQuestion } from "../../../src/surfaces/server/show-question.ts";
import { FETCH, FORM, PATCH, questionAbout, ruled, SIGN_IN, TOOL, TOUCH, TYPED, WANTED } from "./questions.ts";

function shown(question: Question, more: Partial<Asked> = {}, details = false): unknown {
  return showQuestion({ thread: "t", turn: "u", question, askedAt: 5, item: null, token: "uuid", ...more }, details);
}

function aboutTool(amended: boolean): Question {
  return questionAbout(TOOL, amended ? { amendment: { kind: "tool", server: "kit", tool: "change" } } : {});
}

const PLACE = { threadId: "t", turnId: "u" };
const COMMAND = "item/commandExecution/requestApproval";
const PREFIX = { kind: "prefix", pattern: ["touch", "/o/a"] } as const;

test("a command with the rule that is proposed and every decision that is honoured", () => {
  expect(shown(questionAbout(TOUCH, { amendment: PREFIX }))).toEqual({
    method: COMMAND,
    params: {
      kind: "command",
      ...PLACE,
      itemId: "call_1",
      startedAtMs: 5,
      environmentId: "local",
      reason: "May I?",
      command: "/bin/bash -lc 'touch /o/a'",
      cwd: "/w",
      commandActions: [{ type: "unknown", command: "touch /o/a" }],
      proposedExecpolicyAmendment: ["touch", "/o/a"],
      availableDecisions: [
        "accept",
        "acceptForSession",
        { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["touch", "/o/a"] } },
        "decline",
        "cancel",
      ],
    },
  });
});

test("a command tells what its item does, where that was shown", () => {
  const item = { cwd: "/w", actions: [{ kind: "list", command: "ls", path: null }] } as const;
  expect(shown(questionAbout(TOUCH), { item })).toMatchObject({
    params: { commandActions: [{ type: "listFiles", command: "ls", path: null }] },
  });
});

test("a rule that asks says why, in the place of the agent's own words", () => {
  expect(shown(questionAbout(TOUCH, { reasons: [ruled(false)] }))).toMatchObject({
    params: { kind: "command", reason: "`/bin/bash -lc 'touch /o/a'` requires approval: it makes files" },
  });
});

function mayWrite(path: string): object {
  return { path: { type: "path", path }, access: "write" };
}

test("a command tells what it has beside the sandbox: what it wants, and what was granted before", () => {
  const granted = { read: [], write: ["/b"], network: true };
  const wanting = { ...TOUCH, more: { read: [], write: ["/a"], network: false } };
  expect(shown(questionAbout(wanting, { granted }))).toMatchObject({
    params: {
      additionalPermissions: {
        network: { enabled: true },
        fileSystem: { read: null, write: ["/a", "/b"], entries: [mayWrite("/a"), mayWrite("/b")] },
      },
    },
  });
});

test("a rule that asks without a word says that it is one", () => {
  expect(shown(questionAbout(TOUCH, { reasons: [ruled(false, null)] }))).toMatchObject({
    params: { reason: "`/bin/bash -lc 'touch /o/a'` requires approval by policy" },
  });
});

test("what only a person may answer has a name of its own and three answers", () => {
  expect(shown(questionAbout(TOUCH, { id: "4", reasons: [ruled(true)] }))).toMatchObject({
    params: {
      kind: "humanCommand",
      approvalId: "4",
      reason: "`/bin/bash -lc 'touch /o/a'` requires human approval: it makes files",
      availableDecisions: ["accept", "decline", "cancel"],
    },
  });
});

test("a second question about the same command says that it failed", () => {
  expect(shown(questionAbout(TOUCH, { attempt: 2 }))).toMatchObject({
    params: { reason: "command failed; retry without sandbox?" },
  });
});

test("a part of a chain is asked about by itself, under a name of its own", () => {
  const part = { ...TOUCH, argv: ["touch", "b"] } as const;
  const whole = ["bash", "-lc", "touch a && touch b"] as const;
  expect(shown(questionAbout(part, { id: "2", whole: [...whole] }), {}, true)).toMatchObject({
    params: {
      approvalId: "2",
      command: "touch b",
      commandActions: [{ type: "unknown", command: "touch b" }],
      details: { behind: "bash -lc 'touch a && touch b'" },
    },
  });
});

test("a program inside a command keeps the item and has its case as its name", () => {
  const inner = {
    kind: "exec",
    argv: ["rm", "-rf", "x"],
    path: "/usr/bin/rm",
    cwd: "/w",
    chain: [["sh", "s.sh"]],
    within: "1",
    since: 0,
    why: null,
  } as const;
  expect(
    shown(
      questionAbout(
        { ...inner, argv: [...inner.argv], chain: [["sh", "s.sh"]] },
        { id: "1.2", reasons: [ruled(false)] },
      ),
    ),
  ).toMatchObject({
    method: COMMAND,
    params: {
      itemId: "call_1",
      approvalId: "1.2",
      command: "rm -rf x",
      cwd: "/w",
      reason: "`rm -rf x` requires approval: it makes files",
    },
  });
});

test("a permission for one command alone offers no rule", () => {
  const more = { read: [], write: ["/o"], network: false };
  expect(shown(questionAbout({ ...TOUCH, more }, { amendment: PREFIX }))).toMatchObject({
    params: {
      additionalPermissions: {
        network: null,
        fileSystem: {
          read: null,
          write: ["/o"],
          entries: [{ path: { type: "path", path: "/o" }, access: "write" }],
        },
      },
      availableDecisions: ["accept", "acceptForSession", "decline", "cancel"],
    },
  });
});

test("a host carries the command behind it, its folder, and both rules", () => {
  const amendment = { kind: "network", host: "one.invalid", protocol: "http" } as const;
  const item = { cwd: "/w", actions: [] };
  expect(shown(questionAbout(FETCH, { id: "1.1", amendment }), { item })).toEqual({
    method: COMMAND,
    params: {
      kind: "command",
      ...PLACE,
      itemId: "network#local#http#one.invalid#80#uuid",
      startedAtMs: 5,
      approvalId: "1.1",
      environmentId: "local",
      reason: "Network access to one.invalid requires approval",
      command: "curl http://one.invalid/",
      cwd: "/w",
      commandActions: [{ type: "unknown", command: "curl http://one.invalid/" }],
      networkApprovalContext: { host: "one.invalid", protocol: "http" },
      proposedNetworkPolicyAmendments: [
        { host: "one.invalid", action: "allow" },
        { host: "one.invalid", action: "deny" },
      ],
      availableDecisions: [
        "accept",
        "acceptForSession",
        { applyNetworkPolicyAmendment: { network_policy_amendment: { host: "one.invalid", action: "allow" } } },
        { applyNetworkPolicyAmendment: { network_policy_amendment: { host: "one.invalid", action: "deny" } } },
        "decline",
        "cancel",
      ],
    },
  });
});

test("text for a process is never granted for the session", () => {
  expect(shown(questionAbout(TYPED))).toMatchObject({
    params: {
      kind: "writeStdin",
      approvalId: "1",
      command: "write_stdin --session-id 7 'one\n'",
      cwd: "/w",
      availableDecisions: ["accept", "decline", "cancel"],
    },
  });
});

test("a patch says no more than clients of Codex know", () => {
  const params = { ...PLACE, itemId: "call_1", startedAtMs: 5, reason: null, grantRoot: null };
  expect(shown(questionAbout(PATCH))).toEqual({ method: "item/fileChange/requestApproval", params });
});

test("a patch tells its files, reasons and decisions to a client that wants them", () => {
  const change = { kind: "rename", path: "/w/a", to: "/o/a", before: "x", after: "x" } as const;
  const question = questionAbout(PATCH, {
    targets: [{ path: "/w/a", change }],
    reasons: [{ kind: "outside", path: "/o/a" }],
  });
  expect(shown(question, {}, true)).toMatchObject({
    params: {
      details: {
        paths: ["/w/a", "/o/a"],
        denied: [],
        behind: null,
        availableDecisions: ["accept", "acceptForSession", "decline", "cancel"],
      },
    },
  });
});

test("what a review left to a person carries what it found, for a client that wants that", () => {
  const found = { status: "escalated", riskLevel: "high", riskScore: 60, userAuthorization: "contrary" } as const;
  const review = { id: "7-1", ...found, rationale: "why", findings: [], cost: NO_COST, repeats: null };
  const question = questionAbout(PATCH, { review });
  const told = { ...found, rationale: "why", findings: [], model: null, requests: 0, tookMs: 0, repeats: null };
  expect(shown(question, {}, true)).toMatchObject({ params: { details: { review: told } } });
  expect(shown(questionAbout(PATCH), {}, true)).toMatchObject({ params: { details: { review: null } } });
  expect(shown(question)).toEqual(shown(questionAbout(PATCH)));
});

test("permissions with every path as an entry", () => {
  expect(shown(questionAbout(WANTED))).toEqual({
    method: "item/permissions/requestApproval",
    params: {
      ...PLACE,
      itemId: "call_1",
      environmentId: "local",
      startedAtMs: 5,
      cwd: "/w",
      reason: "to build",
      permissions: {
        network: { enabled: true },
        fileSystem: {
          read: ["/r"],
          write: ["/o"],
          entries: [
            { path: { type: "path", path: "/r" }, access: "read" },
            { path: { type: "path", path: "/o" }, access: "write" },
          ],
        },
      },
    },
  });
});

test("a tool as a form without fields, told by its hints; for always only where that is proposed", () => {
  expect(shown(aboutTool(true))).toEqual({
    method: "mcpServer/elicitation/request",
    params: {
      ...PLACE,
      serverName: "kit",
      mode: "form",
      _meta: {
        codex_approval_kind: "mcp_tool_call",
        persist: ["session", "always"],
        tool_name: "change",
        tool_annotations: { readOnlyHint: false, destructiveHint: true },
        tool_description: "Changes a thing",
        tool_params: { what: "x" },
        tool_params_display: [{ name: "what", value: "x", display_name: "what" }],
      },
      message: 'May the server "kit" run its tool "change"?',
      requestedSchema: { type: "object", properties: {} },
    },
  });
  expect(shown(aboutTool(false))).toMatchObject({ params: { _meta: { persist: ["session"] } } });
});

test("what a server asks is passed on as it is", () => {
  expect(shown(questionAbout(SIGN_IN))).toEqual({
    method: "mcpServer/elicitation/request",
    params: {
      ...PLACE,
      serverName: "kit",
      mode: "url",
      _meta: null,
      message: "Sign in",
      url: "https://example.com/login",
      elicitationId: "e-1",
    },
  });
  expect(shown(questionAbout(FORM))).toMatchObject({
    params: { mode: "form", requestedSchema: { type: "object", properties: { name: { type: "string" } } } },
  });
});
