/** Scenarios: commands. */
// Command approvals: every decision, session caching, amendments, answers that are wrong, late or missing.
const ask = (cmd, extra = {}) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?", ...extra },
});
const sh = (cmd, extra = {}) => ({ call: "exec_command", args: { cmd, ...extra } });
const bye = [{ text: "bye" }];
const onRequest = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const out = "touch {{OUTSIDE}}/a";

export default [
  {
    name: "command-accept",
    about: "an escalated command, accepted once, runs outside the sandbox and is asked again next time",
    thread: onRequest,
    answers: [{ decision: "accept" }, { decision: "decline" }],
    steps: [{ turn: { model: [[ask(out)], [ask(out)], bye] } }],
  },
  {
    name: "command-accept-for-session",
    about: "same command again is not asked; another argument is",
    thread: onRequest,
    answers: [{ decision: "acceptForSession" }, { decision: "accept" }],
    steps: [{ turn: { model: [[ask(out)], [ask(out)], [ask("touch {{OUTSIDE}}/b")], bye] } }],
  },
  {
    name: "command-accept-for-session-scope",
    about: "the session cache lasts into the next turn of the thread but not into another thread",
    thread: onRequest,
    answers: [{ decision: "acceptForSession" }, { decision: "decline" }],
    steps: [
      { turn: { model: [[ask(out)], bye] } },
      { turn: { model: [[ask(out)], bye] } },
      { newThread: onRequest },
      { turn: { model: [[ask(out)], bye] } },
    ],
  },
  {
    name: "command-decline",
    about: "the model is told and the turn goes on",
    thread: onRequest,
    answers: [{ decision: "decline" }],
    steps: [{ turn: { model: [[ask(out)], bye] } }],
  },
  {
    name: "command-cancel",
    about: "the turn is interrupted at once",
    thread: onRequest,
    answers: [{ decision: "cancel" }],
    steps: [{ turn: { model: [[ask(out)], bye] } }, { turn: { text: "next", model: [bye] } }],
  },
  {
    name: "command-amendment",
    about: "the rule is written to rules/default.rules and the prefix is not asked again",
    thread: onRequest,
    answers: [{ decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["touch"] } } }],
    steps: [
      {
        turn: {
          model: [
            [ask(out, { prefix_rule: ["touch"] })],
            [ask("touch {{OUTSIDE}}/b")],
            [sh("touch {{OUTSIDE}}/c")],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "command-amendment-restart",
    about: "an accepted prefix holds in a new process, under another policy",
    thread: onRequest,
    answers: [{ decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["touch"] } } }],
    steps: [
      { turn: { model: [[ask(out, { prefix_rule: ["touch"] })], bye] } },
      { restart: true },
      { newThread: { approvalPolicy: "untrusted", sandbox: "read-only" } },
      { turn: { model: [[sh("touch {{OUTSIDE}}/b")], bye] } },
    ],
  },
  {
    name: "command-amendment-empty",
    about: "the client answers with an empty prefix",
    thread: onRequest,
    answers: [{ decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: [] } } }, { decision: "decline" }],
    steps: [{ turn: { model: [[ask(out)], [ask("touch {{OUTSIDE}}/b")], bye] } }],
  },
  {
    name: "command-amendment-append",
    about: "an existing default.rules file is appended to; a repeated rule is not written twice",
    thread: onRequest,
    home: { "rules/default.rules": '# mine\nprefix_rule(pattern = ["ls"], decision = "allow")' },
    answers: [
      { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["touch"] } } },
      { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["ls"] } } },
    ],
    steps: [{ turn: { model: [[ask(out)], [ask("mkdir {{OUTSIDE}}/d")], bye] } }],
  },
  {
    name: "command-chain-proposal",
    about: "which chains and shell features still get a proposed prefix",
    thread: onRequest,
    answers: Array.from({ length: 6 }, () => ({ decision: "decline" })),
    steps: [
      {
        turn: {
          model: [
            [ask("touch a && touch b")],
            [ask("touch a && touch b", { prefix_rule: ["touch"] })],
            [ask("echo hi > {{OUTSIDE}}/f")],
            [ask("FOO=1 touch a")],
            [ask("touch *.txt")],
            [ask("cat a | tee b", { prefix_rule: ["tee"] })],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "command-answer-error",
    about: "a JSON-RPC error as the answer",
    thread: onRequest,
    answers: [{ error: { code: -32000, message: "client failed" } }],
    steps: [{ turn: { model: [[ask(out)], bye] } }],
  },
  {
    name: "command-answer-bogus",
    about: "a decision that does not exist",
    thread: onRequest,
    answers: [{ result: { decision: "yes please" } }],
    steps: [{ turn: { model: [[ask(out)], bye] } }],
  },
  {
    name: "command-answer-network-amendment",
    about: "a network decision to a command that offered none",
    thread: onRequest,
    answers: [
      {
        decision: {
          applyNetworkPolicyAmendment: { network_policy_amendment: { host: "example.com", action: "allow" } },
        },
      },
    ],
    steps: [{ turn: { model: [[ask(out)], bye] } }],
  },
  {
    name: "command-answer-twice",
    about: "only the first answer counts",
    thread: onRequest,
    answers: [{ decision: "decline", again: { decision: "accept" } }],
    steps: [{ turn: { model: [[ask(out)], bye] } }],
  },
  {
    name: "command-answer-late",
    about: "an answer after the turn is ignored and the next turn works",
    thread: onRequest,
    answers: [{ interrupt: true, decision: "accept" }, { decision: "accept" }],
    steps: [
      { turn: { model: [[ask(out)], bye], settleMs: 150 } },
      { turn: { model: [[ask("touch {{OUTSIDE}}/b")], bye] } },
    ],
  },
  {
    name: "command-interrupt-pending",
    about: "turn/interrupt while an approval is pending resolves the request and declines nothing else",
    thread: onRequest,
    answers: [{ interrupt: true }],
    steps: [{ turn: { model: [[ask(out)], bye] } }],
  },
  {
    name: "command-amendment-dangerous",
    about: "does an accepted rule for a dangerous command stop the question?",
    thread: onRequest,
    answers: [
      { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["rm", "-rf", "x"] } } },
      { decision: "decline" },
      { decision: "decline" },
    ],
    steps: [{ turn: { model: [[sh("rm -rf x")], [sh("rm -rf x")], [sh("rm -rf x y")], bye] } }],
  },
  {
    name: "command-two-pending",
    about: "two calls of one reply: are both asked before either is answered?",
    thread: onRequest,
    answers: [
      { for: "call_b", decision: "decline", afterMs: 150 },
      { for: "call_a", decision: "accept", afterMs: 450 },
    ],
    steps: [
      {
        turn: {
          model: [
            [
              { ...ask("touch {{OUTSIDE}}/a"), id: "call_a" },
              { ...ask("touch {{OUTSIDE}}/b"), id: "call_b" },
            ],
            bye,
          ],
        },
      },
    ],
  },
];
