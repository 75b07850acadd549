/** Scenarios: requirements. */
// Machine-wide requirements (/etc/codex/requirements.toml): what they refuse, replace and add.
const bye = [{ text: "bye" }];
const esc = (cmd) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?" },
});
const sh = (cmd) => ({ call: "exec_command", args: { cmd } });
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const one = (...calls) => [{ turn: { model: [...calls.map((call) => [call]), bye] } }];
const rules = (decision, justification) =>
  `[rules]\nprefix_rules = [ { pattern = [{ token = "touch" }], decision = "${decision}"${justification ? `, justification = "${justification}"` : ""} } ]\n`;
const human = { experimentalApi: true, requiredHumanApproval: true };

export default [
  {
    name: "requirements-policy-refused",
    about: "a policy that is not allowed, in thread/start",
    requirements: 'allowed_approval_policies = ["on-request", "untrusted"]\n',
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
    answers: [{ decision: "decline" }],
    steps: one(esc("touch {{OUTSIDE}}/a")),
  },
  {
    name: "requirements-policy-config",
    about: "a policy that is not allowed, in config.toml",
    requirements: 'allowed_approval_policies = ["untrusted"]\n',
    config: 'approval_policy = "never"\nsandbox_mode = "workspace-write"\n',
    thread: {},
    answers: [{ decision: "decline" }],
    steps: one(sh("touch in")),
  },
  {
    name: "requirements-sandbox-refused",
    about: "a sandbox that is not allowed, in thread/start",
    requirements: 'allowed_sandbox_modes = ["read-only", "workspace-write"]\n',
    thread: { approvalPolicy: "on-request", sandbox: "danger-full-access" },
    steps: one(sh("touch {{OUTSIDE}}/a")),
  },
  {
    name: "requirements-sandbox-config",
    about: "a sandbox that is not allowed, in config.toml",
    requirements: 'allowed_sandbox_modes = ["read-only"]\n',
    config: 'sandbox_mode = "danger-full-access"\n',
    thread: {},
    steps: one(sh("touch in")),
  },
  {
    name: "requirements-reviewer",
    about: "the automatic reviewer is not allowed",
    requirements: 'allowed_approvals_reviewers = ["user"]\n',
    thread: { ...thread, approvalsReviewer: "auto_review" },
    answers: [{ decision: "decline" }],
    steps: one(esc("touch {{OUTSIDE}}/a")),
  },
  {
    name: "requirements-rules-prompt",
    about: "a managed prompt rule asks",
    requirements: rules("prompt", "managed"),
    thread,
    answers: [{ decision: "accept" }, { decision: "acceptForSession" }],
    steps: one(sh("touch in"), sh("touch in"), sh("touch in")),
  },
  {
    name: "requirements-rules-forbidden",
    about: "a managed forbidden rule rejects",
    requirements: rules("forbidden", "managed"),
    thread,
    steps: one(sh("touch in"), esc("touch in")),
  },
  {
    name: "requirements-rules-allow",
    about: "a managed allow rule is not accepted",
    requirements: rules("allow"),
    thread,
    steps: one(sh("touch {{OUTSIDE}}/a")),
  },
  {
    name: "requirements-rules-any-of",
    about: "a managed rule with alternatives for a word",
    requirements:
      '[rules]\nprefix_rules = [ { pattern = [{ any_of = ["touch", "mkdir"] }, { token = "x" }], decision = "forbidden" } ]\n',
    thread,
    steps: one(sh("touch x"), sh("mkdir x"), sh("mkdir y")),
  },
  {
    name: "requirements-rules-no-decision",
    about: "a managed rule without a decision",
    requirements: '[rules]\nprefix_rules = [ { pattern = [{ token = "touch" }] } ]\n',
    thread,
    steps: one(sh("touch in")),
  },
  {
    name: "requirements-rules-amendment",
    about: "accepting an amendment against a managed prompt rule",
    requirements: rules("prompt", "managed"),
    thread,
    answers: [
      { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["touch"] } } },
      { decision: "decline" },
    ],
    steps: one(sh("touch in"), sh("touch in")),
  },
  {
    name: "requirements-human",
    about: "a managed prompt-user rule with a client that can ask a person",
    requirements: rules("prompt-user", "ask a person"),
    thread,
    capabilities: human,
    answers: [
      { decision: "accept" },
      { decision: "decline" },
      { decision: "acceptForSession" },
      { decision: "cancel" },
    ],
    steps: [...one(sh("touch in"), sh("touch in"), esc("touch {{OUTSIDE}}/a")), ...one(sh("touch in"))],
  },
  {
    name: "requirements-human-plain-client",
    about: "a managed prompt-user rule with a client that did not say it can ask a person",
    requirements: rules("prompt-user", "ask a person"),
    thread,
    answers: [{ decision: "accept" }],
    steps: one(sh("touch in")),
  },
  {
    name: "requirements-human-full-access",
    about: "a managed prompt-user rule under never without a sandbox",
    requirements: rules("prompt-user", "ask a person"),
    thread: { approvalPolicy: "never", sandbox: "danger-full-access" },
    capabilities: human,
    answers: [{ decision: "accept" }],
    steps: one(sh("touch in")),
  },
  {
    name: "requirements-broken",
    about: "a requirements file that does not parse",
    requirements: "allowed_approval_policies = [\n",
    thread,
    steps: [],
  },
  {
    name: "requirements-empty-list",
    about: "no policy is allowed at all",
    requirements: "allowed_approval_policies = []\n",
    thread,
    steps: [],
  },
  {
    name: "requirements-read",
    about: "configRequirements/read shows what is in force",
    requirements:
      'allowed_approval_policies = ["on-request"]\nallowed_sandbox_modes = ["read-only", "workspace-write"]\nallowed_approvals_reviewers = ["user"]\n' +
      rules("prompt", "managed"),
    thread: null,
    steps: [{ request: "configRequirements/read", noThread: true, params: {} }],
  },
];
