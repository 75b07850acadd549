/** Scenarios: automatic review. */
// Automatic review: verdicts, malformed replies, failures, the denial limit, and what the model is told.
const esc = (cmd, extra = {}) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?", ...extra },
});
const bye = [{ text: "bye" }];
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write", approvalsReviewer: "auto_review" };
const verdict = (outcome, risk_level, user_authorization, rationale) => [
  { text: JSON.stringify({ risk_level, user_authorization, outcome, rationale }) },
];
const allow = verdict("allow", "low", "high", "asked for");
const deny = verdict("deny", "high", "low", "not asked for");
const out = "touch {{OUTSIDE}}/a";
const patch = "*** Begin Patch\n*** Add File: {{OUTSIDE}}/new.txt\n+hello\n*** End Patch\n";
const guarded = (name, about, guardian, extra = {}) => ({
  name: `guardian-${name}`,
  about,
  thread,
  steps: [{ turn: { model: [[esc(out)], bye], guardian, timeoutMs: extra.timeoutMs } }],
  ...extra,
});

export default [
  guarded("allow", "an allowed action runs outside the sandbox and nobody is asked", [allow]),
  guarded("allow-bare", "the short verdict for low risk", [[{ text: '{"outcome":"allow"}' }]]),
  guarded("deny", "a denied action is not run and the model is told why", [deny]),
  guarded("deny-low", "a denial with low risk", [verdict("deny", "low", "high", "contradictory")]),
  guarded(
    "malformed",
    "replies that are not JSON, however often asked",
    Array.from({ length: 6 }, () => [{ text: "I think it is fine." }]),
  ),
  guarded(
    "bad-outcome",
    "an outcome outside the schema",
    Array.from({ length: 6 }, () => [{ text: '{"outcome":"maybe"}' }]),
  ),
  guarded(
    "http-error",
    "the reviewer's model answers with an error",
    Array.from({ length: 12 }, () => ({ status: 500, message: "no reviewer today" })),
  ),
  guarded(
    "cut-stream",
    "the reviewer's stream breaks off",
    Array.from({ length: 6 }, () => ({ steps: [], cutShort: true })),
  ),
  guarded("reads-first", "the reviewer runs a read-only check before its verdict", [
    [{ call: "exec_command", args: { cmd: "ls" } }],
    allow,
  ]),
  guarded("legacy-name", "guardian_subagent as the reviewer's name", [allow], {
    thread: { ...thread, approvalsReviewer: "guardian_subagent" },
  }),
  guarded("config", "approvals_reviewer in config.toml", [allow], {
    config: 'approvals_reviewer = "auto_review"\n',
    thread: { approvalPolicy: "on-request", sandbox: "workspace-write" },
  }),
  {
    name: "guardian-denial-limit",
    about: "three denials in a row interrupt the turn",
    thread,
    steps: [
      {
        turn: {
          model: [
            [esc("touch {{OUTSIDE}}/1")],
            [esc("touch {{OUTSIDE}}/2")],
            [esc("touch {{OUTSIDE}}/3")],
            [esc("touch {{OUTSIDE}}/4")],
            bye,
          ],
          guardian: [deny, deny, deny, deny],
        },
      },
      { turn: { model: [[esc("touch {{OUTSIDE}}/5")], bye], guardian: [deny] } },
    ],
  },
  {
    name: "guardian-approve-denied",
    about:
      "thread/approveGuardianDeniedAction after a denial: the next try is reviewed again, with the approval as context",
    thread,
    steps: [
      { turn: { model: [[esc(out)], bye], guardian: [deny] } },
      { request: "thread/approveGuardianDeniedAction", params: { event: {} } },
      {
        request: "thread/approveGuardianDeniedAction",
        params: {
          event: {
            id: "x",
            turn_id: "t",
            status: "denied",
            started_at_ms: 1,
            action: { type: "command", source: "unified_exec", command: out, cwd: "{{CWD}}" },
          },
        },
      },
      { turn: { model: [[esc(out)], bye], guardian: [allow] } },
    ],
  },
  {
    name: "guardian-same-again",
    about: "the same action after an allowance and after a denial is reviewed again",
    thread,
    steps: [{ turn: { model: [[esc(out)], [esc(out)], [esc(out)], bye], guardian: [allow, deny, allow] } }],
  },
  {
    name: "guardian-patch",
    about: "a patch outside the workspace is reviewed",
    thread,
    steps: [{ turn: { model: [[{ custom: "apply_patch", input: patch }], bye], guardian: [allow] } }],
  },
  {
    name: "guardian-interrupt",
    about: "interrupting the turn while the review runs",
    thread,
    settleMs: 500,
    steps: [
      {
        turn: { model: [[esc(out)], bye], guardian: [{ hang: true }], interruptOn: "item/autoApprovalReview/started" },
      },
    ],
  },
  {
    name: "guardian-rules-forbidden",
    about: "a forbidden rule never reaches the reviewer",
    thread,
    home: {
      "rules/default.rules": 'prefix_rule(pattern=["touch"], decision="forbidden", justification="writes files")\n',
    },
    steps: [{ turn: { model: [[esc(out)], bye], guardian: [] } }],
  },
  {
    name: "guardian-dangerous",
    about: "a dangerous command inside the sandbox is reviewed",
    thread,
    steps: [{ turn: { model: [[{ call: "exec_command", args: { cmd: "rm -rf nothing" } }], bye], guardian: [deny] } }],
  },
  {
    name: "guardian-untrusted",
    about: "with the untrusted policy the person is asked, not the reviewer",
    answers: [{ decision: "decline" }],
    thread: { ...thread, approvalPolicy: "untrusted" },
    steps: [{ turn: { model: [[{ call: "exec_command", args: { cmd: "ls" } }], bye] } }],
  },
  {
    name: "guardian-never",
    about: "with policy never nothing is reviewed",
    thread: { ...thread, approvalPolicy: "never" },
    steps: [{ turn: { model: [[esc(out)], bye] } }],
  },
];
