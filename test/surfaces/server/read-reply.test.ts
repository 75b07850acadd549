/** What clients reply, as verdicts; whatever is no proper answer refuses. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Question, Verdict } from "../../../src/core/approval/question.ts";
import { readReply } from "../../../src/surfaces/server/read-reply.ts";
import { FETCH, FORM, PATCH, questionAbout, ruled, TOOL, TOUCH, TYPED, WANTED } from "./questions.ts";

const user = (outcome: Verdict["outcome"]): Verdict => ({ outcome, by: "user", note: null });
const ACCEPT = user({ kind: "accept" });
const DECLINE = user({ kind: "decline", feedback: null });
const SESSION = user({ kind: "accept-for-session" });
const CANCEL = user({ kind: "cancel" });

const PREFIX = { kind: "prefix", pattern: ["touch", "/o/a"] } as const;
const HOST = { kind: "network", host: "one.invalid", protocol: "http" } as const;
const COMMAND = questionAbout(TOUCH, { amendment: PREFIX });
const NETWORK = questionAbout(FETCH, { amendment: HOST });
const HUMAN = questionAbout(TOUCH, { reasons: [ruled(true)] });
const ALWAYS = questionAbout(TOOL, { amendment: { kind: "tool", server: "kit", tool: "change" } });

const amend = (words: unknown): object => ({ acceptWithExecpolicyAmendment: { execpolicy_amendment: words } });
const host = (name: unknown, action: unknown): object => ({
  applyNetworkPolicyAmendment: { network_policy_amendment: { host: name, action } },
});

const ANSWERS: readonly [name: string, question: Question, result: unknown, expected: Verdict][] = [
  ["accept", COMMAND, { decision: "accept" }, ACCEPT],
  ["for the session", COMMAND, { decision: "acceptForSession" }, SESSION],
  ["decline", COMMAND, { decision: "decline" }, DECLINE],
  ["cancel", COMMAND, { decision: "cancel" }, CANCEL],
  [
    "the proposed rule, as a word",
    COMMAND,
    { decision: "acceptWithExecpolicyAmendment" },
    user({ kind: "accept-and-amend", amendment: PREFIX }),
  ],
  [
    "the proposed rule, in full",
    COMMAND,
    { decision: amend(["touch", "/o/a"]) },
    user({ kind: "accept-and-amend", amendment: PREFIX }),
  ],
  ["a host for once", NETWORK, { decision: "accept" }, ACCEPT],
  [
    "a host for always",
    NETWORK,
    { decision: host("one.invalid", "allow") },
    user({ kind: "accept-and-amend", amendment: HOST }),
  ],
  [
    "a host for never",
    NETWORK,
    { decision: host("one.invalid", "deny") },
    user({ kind: "decline-and-amend", amendment: { ...HOST, decision: "forbidden" } }),
  ],
  ["a host where a command is asked about", COMMAND, { decision: host("one.invalid", "allow") }, ACCEPT],
  ["a host refused where a command is asked about", COMMAND, { decision: host("one.invalid", "deny") }, DECLINE],
  ["text for the session counts once", questionAbout(TYPED), { decision: "acceptForSession" }, ACCEPT],
  ["a patch for the session", questionAbout(PATCH), { decision: "acceptForSession" }, SESSION],
  ["a tool once", ALWAYS, { action: "accept", content: {} }, ACCEPT],
  ["a tool for the session", ALWAYS, { action: "accept", _meta: { persist: "session" } }, SESSION],
  [
    "a tool for always",
    ALWAYS,
    { action: "accept", _meta: { persist: "always" } },
    user({ kind: "accept-and-amend", amendment: { kind: "tool", server: "kit", tool: "change" } }),
  ],
  [
    "a tool for always where that is not proposed, once",
    questionAbout(TOOL),
    { action: "accept", _meta: { persist: "always" } },
    ACCEPT,
  ],
  ["a tool declined", ALWAYS, { action: "decline" }, DECLINE],
  ["a tool cancelled", ALWAYS, { action: "cancel" }, CANCEL],
  [
    "a form",
    questionAbout(FORM),
    { action: "accept", content: { name: "x" } },
    user({ kind: "reply", content: { name: "x" } }),
  ],
  ["a form without content", questionAbout(FORM), { action: "accept" }, user({ kind: "reply", content: {} })],
  [
    "part of the permissions",
    questionAbout(WANTED),
    { permissions: { fileSystem: { write: ["/o/x"] } } },
    user({ kind: "grant", extra: { read: [], write: ["/o/x"], network: false }, scope: "turn" }),
  ],
  [
    "permissions as entries, for the session",
    questionAbout(WANTED),
    {
      permissions: {
        network: { enabled: true },
        fileSystem: { entries: [{ path: { type: "path", path: "/r" }, access: "read" }] },
      },
      scope: "session",
    },
    user({ kind: "grant", extra: { read: ["/r"], write: [], network: true }, scope: "session" }),
  ],
  ["no permission", questionAbout(WANTED), { permissions: {} }, DECLINE],
  [
    "a permission with all of the turn to be reviewed",
    questionAbout(WANTED),
    { permissions: { fileSystem: { write: ["/o"] } }, strictAutoReview: true },
    user({ kind: "grant", extra: { read: [], write: ["/o"], network: false }, scope: "turn", strict: true }),
  ],
  [
    "no permission, and all of the turn to be reviewed",
    questionAbout(WANTED),
    { permissions: {}, strictAutoReview: true },
    user({ kind: "grant", extra: { read: [], write: [], network: false }, scope: "turn", strict: true }),
  ],
];

test.each(ANSWERS)("takes %s", (_name, question, result, expected) => {
  expect(readReply(question, { kind: "result", result }, false)).toEqual({ verdict: expected, warning: null });
});

const NO_ANSWERS: readonly [name: string, question: Question, result: unknown][] = [
  ["nothing", COMMAND, null],
  ["a list", COMMAND, ["accept"]],
  ["a word alone", COMMAND, "accept"],
  ["no decision", COMMAND, {}],
  ["an unknown decision", COMMAND, { decision: "yes please" }],
  ["a rule without words", COMMAND, { decision: amend([]) }],
  ["a rule of no words", COMMAND, { decision: amend([1]) }],
  ["a rule that is too broad", COMMAND, { decision: amend(["bash", "-c"]) }],
  ["the proposed rule where there is none", questionAbout(TOUCH), { decision: "acceptWithExecpolicyAmendment" }],
  ["a rule that speaks of something else", questionAbout(TOUCH), { decision: amend(["mkdir"]) }],
  ["another host than was asked about", NETWORK, { decision: host("two.invalid", "allow") }],
  ["a host without an action", NETWORK, { decision: host("one.invalid", "perhaps") }],
  ["what only a person may answer, for the session", HUMAN, { decision: "acceptForSession" }],
  ["a rule for a patch", questionAbout(PATCH), { decision: amend(["x"]) }],
  ["a word of commands for a patch", questionAbout(PATCH), { decision: "acceptWithExecpolicyAmendment" }],
  ["a decision for a tool", ALWAYS, { decision: "accept" }],
  ["a decision for permissions", questionAbout(WANTED), { decision: "accept" }],
  [
    "permissions for another scope",
    questionAbout(WANTED),
    { permissions: { fileSystem: { write: ["/o"] } }, scope: "ever" },
  ],
  [
    "permissions by a pattern",
    questionAbout(WANTED),
    { permissions: { fileSystem: { entries: [{ path: { type: "glob_pattern", pattern: "*" }, access: "write" }] } } },
  ],
];

test.each(NO_ANSWERS)("refuses %s", (_name, question, result) => {
  expect(readReply(question, { kind: "result", result }, true).verdict).toMatchObject({
    outcome: { kind: "decline", feedback: null },
    by: "fault",
  });
});

test("refuses where the client failed", () => {
  expect(readReply(COMMAND, { kind: "error", why: "no window" }, false).verdict).toEqual({
    outcome: { kind: "decline", feedback: null },
    by: "fault",
    note: "the client failed: no window",
  });
});

test("tells the client why a rule was not saved, and nothing runs", () => {
  const { verdict, warning } = readReply(COMMAND, { kind: "result", result: { decision: amend([]) } }, false);
  expect({ by: verdict.by, warning }).toEqual({ by: "fault", warning: "a rule needs one word at least" });
});

test("takes feedback and limits from a client that knows them, and from no other", () => {
  const decline = { kind: "result", result: { decision: "decline", feedback: "use npm" } } as const;
  expect(readReply(COMMAND, decline, true).verdict).toEqual(user({ kind: "decline", feedback: "use npm" }));
  expect(readReply(COMMAND, decline, false).verdict).toEqual(DECLINE);
  const limits = { forMs: 1000, uses: 2, survivesResume: true };
  const accept = { kind: "result", result: { decision: "acceptForSession", limits } } as const;
  expect(readReply(COMMAND, accept, true).verdict).toEqual(user({ kind: "accept-for-session", limits }));
  expect(readReply(COMMAND, accept, false).verdict).toEqual(SESSION);
  const endless = { kind: "result", result: { decision: "acceptForSession", limits: { uses: -1 } } } as const;
  expect(readReply(COMMAND, endless, true).verdict.by).toBe("fault");
});

test("whatever a client sends, it never throws, and grants nothing that was not said", () => {
  const questions = [
    COMMAND,
    NETWORK,
    HUMAN,
    ALWAYS,
    ...[PATCH, FORM, WANTED, TYPED].map((action) => questionAbout(action)),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...questions), fc.jsonValue(), (question, result) => {
      const { verdict } = readReply(question, { kind: "result", result }, true);
      const isYes = !["decline", "cancel", "decline-and-amend"].includes(verdict.outcome.kind);
      expect(isYes && !/accept|permissions/.test(JSON.stringify(result))).toBe(false);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
