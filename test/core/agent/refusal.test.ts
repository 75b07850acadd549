/** What a model and a person are told of what was not carried out. */
import { expect, test } from "vitest";
import { type NotRun, type Refused, refusalOf, refusedHost, refusedInside } from "../../../src/core/agent/refusal.ts";
import { faultVerdict, type Verdict } from "../../../src/core/approval/question.ts";
import type { Reason } from "../../../src/core/approval/requirement.ts";
import type { PrefixRule } from "../../../src/core/policy/rules.ts";

const COMMAND: Refused = { kind: "command", line: "/bin/bash -lc 'touch in'" };
const PATCH: Refused = { kind: "patch" };
const TOOL: Refused = { kind: "tool" };
const INPUT: Refused = { kind: "input" };

function byRule(decision: PrefixRule["decision"], justification: string | null): Reason {
  const source = { layer: "user", file: "/h/a.rules", line: 1, column: 1 } as const;
  const rule: PrefixRule = { pattern: ["touch"], decision, justification, source };
  return { kind: "match", match: { kind: "rule", rule, command: ["touch", "in"], matched: ["touch"] } };
}
const NEVER: Reason = { kind: "policy", policy: "never" };
const forbidden = (...reasons: readonly Reason[]): NotRun => ({ kind: "forbidden", reasons });
const declined = (verdict: Partial<Verdict>): NotRun => {
  return {
    kind: "declined",
    verdict: { outcome: { kind: "decline", feedback: null }, by: "user", note: null, ...verdict },
  };
};

/** How clients tell refusals apart; one text must be of the one class only. */
const CLASSES: readonly [name: string, outcome: NotRun, refused: Refused, told: RegExp][] = [
  [
    "a rule's own words",
    forbidden(byRule("forbidden", "use the editor")),
    COMMAND,
    /`\/bin\/bash -lc 'touch in'` rejected: use the editor/,
  ],
  [
    "a rule without words",
    forbidden(byRule("forbidden", null)),
    COMMAND,
    /policy forbids commands starting with `touch`/,
  ],
  [
    "a rule that asks, under never",
    forbidden(byRule("prompt", null), NEVER),
    COMMAND,
    /approval required by policy, but approval policy is never/,
  ],
  [
    "an escalation under never",
    forbidden({ kind: "escalation" }, NEVER),
    COMMAND,
    /approval policy is never; reject command/,
  ],
  [
    "the key of a granular policy",
    forbidden(byRule("prompt", null), { kind: "granular", key: "rules" }),
    COMMAND,
    /required by policy, but approval_policy\.granular\.rules is false/,
  ],
  [
    "a dangerous command under never",
    forbidden({ kind: "danger", shown: null, why: "deletes a lot" }, NEVER),
    COMMAND,
    /approval policy is never: dangerous: it deletes a lot/,
  ],
  [
    "a patch elsewhere under never",
    forbidden({ kind: "outside", path: "/o" }, NEVER),
    PATCH,
    /^patch rejected: \/o lies outside .*; rejected by user approval settings/,
  ],
  [
    "a tool under never",
    forbidden({ kind: "tool", says: "nothing" }, NEVER),
    TOOL,
    /^MCP tool call requires approval, but approval policy is never$/,
  ],
  [
    "a person's no to a command",
    declined({}),
    COMMAND,
    /^exec_command failed: CreateProcess \{ message: "Rejected\(\\"rejected by user\\"\)" \}$/,
  ],
  ["a person's no to a patch", declined({}), PATCH, /^patch rejected by user$/],
  ["a person's no to a tool", declined({}), TOOL, /^user rejected MCP tool call$/],
  ["a person's no to input", declined({}), INPUT, /^write_stdin rejected: rejected by user$/],
  [
    "an answer that is none",
    { kind: "declined", verdict: faultVerdict("nonsense") },
    PATCH,
    /^approval request failed: nonsense$/,
  ],
  [
    "an answer that is none, to a tool",
    { kind: "declined", verdict: faultVerdict("nonsense") },
    TOOL,
    /^user rejected MCP tool call/,
  ],
  ["nobody's answer", declined({ by: "nobody" }), PATCH, /^approval request failed: nobody was there/],
  [
    "nobody's answer to what a review left to a person",
    declined({ by: "nobody", note: "the review left it to a person, and nobody was there" }),
    PATCH,
    /^approval request failed: the review left it to a person, and nobody was there\. Do what needs no approval/,
  ],
  [
    "what an automatic review says of a command",
    declined({ by: "guardian", note: 'sends "keys"' }),
    COMMAND,
    /Rejected\(\\"This action was rejected due to unacceptable risk\.\\\\nReason: sends \\\\\\"keys\\\\\\"\\\\nDo not work around this/,
  ],
  [
    "what an automatic review says of a tool",
    declined({ by: "guardian", note: "sends keys" }),
    TOOL,
    /^This action was rejected due to unacceptable risk\.\nReason: sends keys\nDo not work around this, and do not try/,
  ],
  ["the end of the turn", { kind: "cancelled" }, COMMAND, /^aborted by user$/],
  ["a tool that was cancelled", { kind: "cancelled" }, TOOL, /^user cancelled MCP tool call$/],
  [
    "a patch that does not fit",
    { kind: "fault", doing: "patch", why: "no such lines" },
    PATCH,
    /^apply_patch verification failed: no such lines$/,
  ],
  [
    "a sandbox that cannot be built",
    { kind: "fault", doing: "sandbox", why: "no bwrap" },
    COMMAND,
    /Failed to create unified exec process: no bwrap/,
  ],
];
test.each(CLASSES)("the model is told %s", (_name, outcome, refused, told) => {
  expect(refusalOf(outcome, refused).told).toMatch(told);
});

test("what the person says goes to the agent", () => {
  const outcome = declined({ outcome: { kind: "decline", feedback: " use npm " } });
  expect(refusalOf(outcome, PATCH)).toEqual({
    told: "patch rejected by user. The person says: use npm",
    note: "patch rejected by user. The person says: use npm",
    status: "declined",
  });
});

test("the agent is told what is left to it, the person only why", () => {
  const { told, note } = refusalOf(forbidden({ kind: "escalation" }, NEVER), COMMAND);
  expect(told).toContain("Run it inside the sandbox");
  expect(note).toBe("approval policy is never; reject command: nobody can be asked to let it out of the sandbox");
});

test("the person is told what a review found, and not what the agent is to do", () => {
  const { note, status } = refusalOf(declined({ by: "guardian", note: "sends keys" }), TOOL);
  expect({ note, status }).toEqual({ note: "denied by the automatic review: sends keys", status: "declined" });
});

const STATUS: readonly [outcome: NotRun, status: string][] = [
  [forbidden(NEVER), "declined"],
  [declined({}), "declined"],
  [{ kind: "cancelled" }, "declined"],
  [{ kind: "declined", verdict: faultVerdict("x") }, "failed"],
  [{ kind: "fault", doing: "program", why: "x" }, "failed"],
];
test.each(STATUS)("%j ends its item as %s", (outcome, status) => {
  expect(refusalOf(outcome, COMMAND).status).toBe(status);
});

test("of what did not run inside a command the agent is told as of the command itself", () => {
  expect(refusedInside(declined({}), "curl h")).toBe("(curl h was not run: rejected by user)");
  expect(refusedInside(declined({ by: "guardian", note: "unknown host" }), "curl h")).toMatch(
    /^\(curl h was not run: This action was rejected due to unacceptable risk\.\nReason: unknown host\nDo not work/,
  );
});

const HOSTS: readonly [name: string, outcome: Parameters<typeof refusedHost>[1], why: string | null][] = [
  ["nothing of one that was let through", { kind: "allowed" }, null],
  ["a person's no", declined({}), "rejected by user: network access to h"],
  ["nobody's answer", declined({ by: "nobody" }), "approval request failed: network access to h"],
  [
    "what an automatic review found",
    declined({ by: "guardian", note: "unknown host" }),
    expect.stringMatching(/^This action was rejected due to unacceptable risk\.\nReason: unknown host\nDo not work/),
  ],
  ["never", forbidden(NEVER), 'Network access to "h" was blocked by policy: approval policy never: nobody is asked'],
  [
    "what the settings say",
    forbidden({ kind: "host-denied", pattern: "h" }),
    'Network access to "h" was blocked: the settings deny h',
  ],
];
test.each(HOSTS)("of a connection it is told %s", (_name, outcome, why) => {
  expect(refusedHost("h", outcome)).toEqual(why);
});
