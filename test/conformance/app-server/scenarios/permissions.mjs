/** Scenarios: permissions. */
// Extra permissions: the request_permissions tool and with_additional_permissions on a command.
const bye = [{ text: "bye" }];
const sh = (cmd, extra = {}) => ({ call: "exec_command", args: { cmd, ...extra } });
const more = (cmd, permissions, justification = "Need more") =>
  sh(cmd, { sandbox_permissions: "with_additional_permissions", additional_permissions: permissions, justification });
const request = (permissions, reason = "Need more") => ({ call: "request_permissions", args: { permissions, reason } });
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const config = "[features]\nrequest_permissions_tool = true\nexec_permission_approvals = true\n";
const write = { file_system: { write: ["{{OUTSIDE}}"] } };
const grant = (path, scope) => ({
  result: { permissions: { fileSystem: { write: [path] } }, ...(scope ? { scope } : {}) },
});
const touch = sh("touch {{OUTSIDE}}/a");
const many = (calls) => [{ turn: { model: [...calls.map((call) => [call]), bye] } }];
const make = (name, about, calls, answers, extra = {}) => ({
  name: `permissions-${name}`,
  about,
  thread,
  config,
  answers,
  steps: many(calls),
  ...extra,
});

export default [
  make(
    "grant-turn",
    "granted for the turn: later commands of the turn may write, the next turn may not",
    [request(write), touch],
    [grant("{{OUTSIDE}}")],
    {
      steps: [
        { turn: { model: [[request(write)], [touch], bye] } },
        { turn: { model: [[sh("touch {{OUTSIDE}}/b")], bye] } },
      ],
    },
  ),
  make(
    "grant-session",
    "granted for the session: the next turn may write too",
    [],
    [grant("{{OUTSIDE}}", "session"), { result: { permissions: {} } }],
    {
      steps: [
        { turn: { model: [[request(write)], [touch], bye] } },
        { turn: { model: [[sh("touch {{OUTSIDE}}/b")], [request(write)], bye] } },
      ],
    },
  ),
  make(
    "grant-subset",
    "less is granted than was asked",
    [
      request({ file_system: { write: ["{{OUTSIDE}}/x", "{{OUTSIDE}}/y"] } }),
      sh("touch {{OUTSIDE}}/x/1"),
      sh("touch {{OUTSIDE}}/y/1"),
    ],
    [grant("{{OUTSIDE}}/x")],
    { outside: { "x/0": "", "y/0": "" } },
  ),
  make("grant-nothing", "an empty grant", [request(write), touch], [{ result: { permissions: {} } }]),
  make(
    "grant-network",
    "network is asked and granted",
    [
      request({ network: { enabled: true } }),
      sh("(exec 3<>/dev/tcp/127.0.0.1/{{PORT}}) 2>/dev/null && echo open || echo closed"),
    ],
    [{ result: { permissions: { network: { enabled: true } } } }],
  ),
  make(
    "grant-read",
    "read access to a path",
    [request({ file_system: { read: ["{{OUTSIDE}}/x"] } })],
    [{ result: { permissions: { fileSystem: { read: ["{{OUTSIDE}}/x"] } } } }],
  ),
  make(
    "answer-error",
    "an error instead of a grant",
    [request(write), touch],
    [{ error: { code: -32000, message: "no" } }],
  ),
  make("answer-bogus", "a grant of the wrong form", [request(write), touch], [{ result: { decision: "accept" } }]),
  make("interrupt", "turn/interrupt while the request is pending", [request(write)], [{ interrupt: true }]),
  make("empty-request", "a request for nothing", [request({})], []),
  make("tool-never", "policy never", [request(write)], [], {
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
  }),
  make(
    "tool-off",
    "without the feature the tool does not exist",
    [request(write), more("touch {{OUTSIDE}}/a", write)],
    [],
    { config: "" },
  ),
  make(
    "strict-review",
    "strictAutoReview in the answer",
    [request(write), touch],
    [{ result: { permissions: { fileSystem: { write: ["{{OUTSIDE}}"] } }, strictAutoReview: true } }],
    { steps: [{ turn: { model: [[request(write)], [touch], bye], guardian: [[{ text: '{"outcome":"allow"}' }]] } }] },
  ),
  make("review", "the automatic reviewer answers the request", [], [], {
    thread: { ...thread, approvalsReviewer: "auto_review" },
    steps: [{ turn: { model: [[request(write)], [touch], bye], guardian: [[{ text: '{"outcome":"allow"}' }]] } }],
  }),
  make("review-deny", "the automatic reviewer denies the request", [], [], {
    thread: { ...thread, approvalsReviewer: "auto_review" },
    steps: [
      {
        turn: {
          model: [[request(write)], [touch], bye],
          guardian: [
            [{ text: '{"outcome":"deny","risk_level":"high","user_authorization":"low","rationale":"too wide"}' }],
          ],
        },
      },
    ],
  }),
  make(
    "command-accept",
    "additional permissions on one command, accepted",
    [more("touch {{OUTSIDE}}/a", write), touch],
    [{ decision: "accept" }],
  ),
  make(
    "command-decline",
    "additional permissions declined",
    [more("touch {{OUTSIDE}}/a", write)],
    [{ decision: "decline" }],
  ),
  make("command-never", "additional permissions under never", [more("touch {{OUTSIDE}}/a", write)], [], {
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
  }),
  make(
    "command-missing",
    "with_additional_permissions without permissions, and permissions without the flag",
    [
      sh("touch {{OUTSIDE}}/a", { sandbox_permissions: "with_additional_permissions" }),
      sh("touch {{OUTSIDE}}/a", { additional_permissions: write }),
    ],
    [{ decision: "decline" }],
  ),
];
