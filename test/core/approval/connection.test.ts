/** What the proxy is told of each way in which the judgement of a connection may end. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import { answerOf, isLasting } from "../../../src/core/approval/connection.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { Reason } from "../../../src/core/approval/requirement.ts";

const ACTION = { kind: "network", host: "a.test", port: 443, protocol: "https", command: null, why: null } as const;

const source = { layer: "user", file: "/r/default.rules", line: 3, column: 1 } as const;
const RULE: Reason = {
  kind: "network-rule",
  rule: { host: "a.test", protocol: "https", decision: "forbidden", justification: "no", source },
};
const refused = (decision: string, why: string, rule: string | null = null, source = "baseline_policy"): unknown => ({
  kind: "refuse",
  decision,
  why: `a.test:443: ${why}`,
  rule,
  source,
});
const unanswered = (why: string): unknown => refused("denied", why, null, "decider");
const declined = (by: Verdict["by"], feedback: string | null = null): Outcome => ({
  kind: "declined",
  verdict: { outcome: { kind: "decline", feedback }, by, note: null },
});
const forbidden = (...reasons: readonly Reason[]): Outcome => ({ kind: "forbidden", reasons });
const REMEDY = 'to allow it, add network_rule(host="a.test", protocol="https", decision="allow") to your rules';

const ENDS: readonly [name: string, outcome: Outcome, answer: unknown, lasting: boolean][] = [
  ["allowed", { kind: "allowed" }, { kind: "allow" }, true],
  [
    "a rule denies it",
    forbidden(RULE),
    refused("denied", "network rule for a.test at /r/default.rules:3 forbids this: no", "/r/default.rules:3"),
    false,
  ],
  [
    "the settings deny it",
    forbidden({ kind: "host-denied", pattern: "*.test" }),
    refused("denied", "the settings deny *.test", "*.test"),
    false,
  ],
  [
    "nobody is asked",
    forbidden({ kind: "host-unlisted", host: "a.test" }, { kind: "policy", policy: "never" }),
    refused("not_allowed", `no rule covers the host a.test; approval policy never: nobody is asked; ${REMEDY}`),
    false,
  ],
  [
    "it is local",
    forbidden({ kind: "host-local", host: "a.test" }),
    refused(
      "not_allowed_local",
      `a.test leads to this machine or its network, and no rule or setting names it; ${REMEDY}`,
    ),
    false,
  ],
  ["a person declined", declined("user", "use the mirror"), unanswered("declined: use the mirror"), true],
  ["nobody can be asked", declined("no-terminal"), unanswered("declined"), true],
  ["the terminal was lost", declined("fault"), unanswered("declined"), false],
  ["the turn was cancelled", { kind: "cancelled" }, unanswered("cancelled"), false],
  [
    "a fault",
    { kind: "fault", doing: "record", why: "disk full" },
    unanswered("refused by a fault, not by judgement (while writing the log): disk full"),
    false,
  ],
];

test.each(ENDS)("%s", (_name, outcome, answer, lasting) => {
  const action: Action & { readonly kind: "network" } = ACTION;
  expect([answerOf(outcome, action), isLasting(outcome)]).toEqual([answer, lasting]);
});
