/** What clients are sent of automatic reviews. */
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import { NO_COST, type Opinion, type Review, type ReviewStatus } from "../../../src/core/approval/review.ts";
import type { ThreadEvent, UnderReview } from "../../../src/engine/agent/thread.ts";
import { showEvent } from "../../../src/surfaces/server/show-event.ts";

const COMMAND: Action = {
  kind: "command",
  argv: ["/bin/bash", "-lc", "touch /o/a"],
  cwd: "/w",
  escalate: true,
  why: null,
};
const ABOUT: UnderReview = {
  turn: "turn",
  item: "c1",
  review: "7-12",
  case: "7",
  action: COMMAND,
  files: [],
  startedAt: 5,
};

function sent(event: ThreadEvent): unknown {
  return showEvent("thread", event, false);
}

test("a review that begins", () => {
  expect(sent({ kind: "review-started", ...ABOUT })).toEqual({
    method: "item/autoApprovalReview/started",
    params: {
      threadId: "thread",
      turnId: "turn",
      startedAtMs: 5,
      reviewId: "7-12",
      targetItemId: "c1",
      review: { status: "inProgress", riskLevel: null, userAuthorization: null, rationale: null },
      action: { type: "command", source: "unifiedExec", command: "/bin/bash -lc 'touch /o/a'", cwd: "/w" },
    },
  });
});

const HINTS = { readOnly: null, destructive: null, openWorld: null, idempotent: null };
const about = { title: "Change it", description: null, hints: HINTS };

const ACTIONS: readonly [name: string, action: Action, shown: object][] = [
  [
    "a program inside a command, by the file that starts",
    {
      kind: "exec",
      argv: ["rm", "-rf", "x"],
      path: "/usr/bin/rm",
      cwd: "/w",
      chain: [],
      within: "7",
      since: 1,
      why: null,
    },
    {
      type: "execve",
      source: "unifiedExec",
      program: "/usr/bin/rm",
      argv: ["rm", "-rf", "x"],
      cwd: "/w",
    },
  ],
  [
    "input",
    { kind: "stdin", text: "yes\n", process: "3", argv: ["sh"], cwd: "/w", isSandboxed: false, why: null },
    { type: "writeStdin", approvalId: "7", processId: "3", stdin: "yes\n", cwd: "/w" },
  ],
  [
    "a patch",
    { kind: "patch", text: "the patch", cwd: "/w", why: null },
    { type: "applyPatch", cwd: "/w", files: ["/w/a"] },
  ],
  [
    "a host",
    { kind: "network", host: "one.invalid", port: 80, protocol: "http", command: null, why: null },
    { type: "networkAccess", target: "http://one.invalid:80", host: "one.invalid", protocol: "http", port: 80 },
  ],
  [
    "an address",
    { kind: "network", host: "2001:db8::1", port: 1080, protocol: "socks5_tcp", command: null, why: null },
    {
      type: "networkAccess",
      target: "socks5-tcp://[2001:db8::1]:1080",
      host: "2001:db8::1",
      protocol: "socks5Tcp",
      port: 1080,
    },
  ],
  [
    "a tool",
    { kind: "mcp", server: "kit", tool: "change", input: {}, about, approval: null, why: null },
    {
      type: "mcpToolCall",
      server: "kit",
      toolName: "change",
      connectorId: null,
      connectorName: null,
      toolTitle: "Change it",
    },
  ],
  [
    "permissions",
    { kind: "permissions", wanted: { read: [], write: ["/o"], network: true }, cwd: "/w", why: "Need more" },
    {
      type: "requestPermissions",
      reason: "Need more",
      permissions: {
        network: { enabled: true },
        fileSystem: { read: null, write: ["/o"], entries: [{ path: { type: "path", path: "/o" }, access: "write" }] },
      },
    },
  ],
];

test.each(ACTIONS)("what is reviewed is %s", (_name, action, shown) => {
  const files = action.kind === "patch" ? ["/w/a"] : [];
  expect(sent({ kind: "review-started", ...ABOUT, action, files })).toMatchObject({ params: { action: shown } });
});

describe("a review that is over", () => {
  const review: Review = {
    id: "7-12",
    status: "denied",
    riskLevel: "high",
    riskScore: 60,
    userAuthorization: "contrary",
    rationale: "it sends keys",
    findings: [],
    cost: NO_COST,
    repeats: null,
  };
  const ENDED = { kind: "review-ended", ...ABOUT, endedAt: 9, opinion: null } as const;
  const NOTHING = { riskLevel: null, userAuthorization: null };

  test("is told whole", () => {
    expect(sent({ ...ENDED, end: { ...review, userAuthorization: "medium" } })).toEqual({
      method: "item/autoApprovalReview/completed",
      params: {
        threadId: "thread",
        turnId: "turn",
        startedAtMs: 5,
        completedAtMs: 9,
        reviewId: "7-12",
        targetItemId: "c1",
        decisionSource: "agent",
        review: { status: "denied", riskLevel: "high", userAuthorization: "medium", rationale: "it sends keys" },
        action: { type: "command", source: "unifiedExec", command: "/bin/bash -lc 'touch /o/a'", cwd: "/w" },
      },
    });
  });

  test("is told with all that was found to clients that want to know", () => {
    const finding = { category: "exfiltration", level: "high", what: "sends keys" } as const;
    const cost = { ...NO_COST, tookMs: 900, requests: 2, model: "m" };
    const shown = showEvent("thread", { ...ENDED, end: { ...review, findings: [finding], cost } }, true);
    expect(shown?.params["details"]).toEqual({
      status: "denied",
      riskLevel: "high",
      riskScore: 60,
      userAuthorization: "contrary",
      rationale: "it sends keys",
      findings: [finding],
      model: "m",
      requests: 2,
      tookMs: 900,
      repeats: null,
    });
    expect(showEvent("thread", { ...ENDED, end: "aborted" }, true)?.params["details"]).toBeUndefined();
  });

  const FOUND = { riskLevel: "high", userAuthorization: "low" };
  const ENDS: readonly [status: ReviewStatus, shown: object][] = [
    ["approved", { status: "approved", ...FOUND, rationale: "it sends keys" }],
    ["denied", { status: "denied", ...FOUND, rationale: "it sends keys" }],
    ["escalated", { status: "aborted", ...FOUND, rationale: "It is left to a person: it sends keys" }],
    [
      "failed",
      {
        status: "aborted",
        ...NOTHING,
        rationale: "Automatic approval review failed, so that it is left to a person: it sends keys",
      },
    ],
    [
      "timed_out",
      {
        status: "timedOut",
        ...NOTHING,
        rationale: "Automatic approval review timed out, so that it is left to a person.",
      },
    ],
  ];
  test.each(ENDS)("%s", (status, shown) => {
    expect(sent({ ...ENDED, end: { ...review, status } })).toMatchObject({ params: { review: shown } });
  });

  const OPINION: Opinion = {
    outcome: "deny",
    riskLevel: "medium",
    riskScore: null,
    authorization: "high",
    rationale: "as the model says",
  };
  const SAID = { riskLevel: "medium", userAuthorization: "high", rationale: "as the model says" };
  const OPINIONS: readonly [name: string, status: ReviewStatus, opinion: Opinion, shown: object][] = [
    ["denied as the model has it, in its words", "denied", OPINION, { status: "denied", ...SAID }],
    [
      "approved as the model has it, in its words",
      "approved",
      { ...OPINION, outcome: "allow" },
      { status: "approved", ...SAID },
    ],
    [
      "approved as the model has it, which gave no reason",
      "approved",
      { ...OPINION, outcome: "allow", rationale: " " },
      { status: "approved", ...SAID, rationale: "Auto-review returned no reason." },
    ],
    [
      "denied though the model would allow it, as it was ruled",
      "denied",
      { ...OPINION, outcome: "allow" },
      { status: "denied", ...FOUND, rationale: "it sends keys" },
    ],
    [
      "left to a person though the model would allow it, as it was ruled",
      "escalated",
      { ...OPINION, outcome: "allow" },
      { status: "aborted", ...FOUND, rationale: "It is left to a person: it sends keys" },
    ],
  ];
  test.each(OPINIONS)("%s", (_name, status, opinion, shown) => {
    expect(sent({ ...ENDED, end: { ...review, status }, opinion })).toMatchObject({ params: { review: shown } });
  });

  test("because it was taken back", () => {
    const shown = { status: "aborted", ...NOTHING, rationale: null };
    expect(sent({ ...ENDED, end: "aborted" })).toMatchObject({ params: { review: shown } });
  });
});

test("a word of the reviewer's for the person", () => {
  expect(sent({ kind: "guardian-warning", text: "it was denied" })).toEqual({
    method: "guardianWarning",
    params: { threadId: "thread", message: "it was denied" },
  });
});
