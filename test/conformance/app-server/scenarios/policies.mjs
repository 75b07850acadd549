/** Scenarios: policies. */
// What each approval policy and sandbox lets run, asks about, or refuses, without any rules.
const esc = (cmd, extra = {}) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?", ...extra },
});
const sh = (cmd, extra = {}) => ({ call: "exec_command", args: { cmd, ...extra } });
const bye = [{ text: "bye" }];
const probe = ["ls", "touch in", "touch {{OUTSIDE}}/o", "rm -rf in", "git status"];
const matrix = (approvalPolicy, sandbox, answers) => ({
  name: `policy-${typeof approvalPolicy === "string" ? approvalPolicy : "granular"}-${sandbox}`,
  about: "a read, a write inside, a write outside, a dangerous command, a git read, and an escalation",
  thread: { approvalPolicy, sandbox },
  answers,
  steps: [{ turn: { model: [...probe.map((cmd) => [sh(cmd)]), [esc("touch {{OUTSIDE}}/e")], bye] } }],
});
const accept = (n) => Array.from({ length: n }, () => ({ decision: "accept" }));

export default [
  ...["read-only", "workspace-write", "danger-full-access"].flatMap((sandbox) => [
    matrix("on-request", sandbox, accept(6)),
    matrix("untrusted", sandbox, accept(6)),
    matrix("never", sandbox, accept(6)),
  ]),
  {
    name: "policy-on-failure-thread",
    about: "the retired policy as a thread/start value",
    thread: { approvalPolicy: "on-failure", sandbox: "workspace-write" },
    steps: [],
  },
  {
    name: "policy-defaults-untrusted-project",
    about: "no policy given, project marked untrusted",
    config: '[projects."{{CWD}}"]\ntrust_level = "untrusted"\n',
    thread: {},
    answers: accept(4),
    steps: [{ turn: { model: [[sh("ls")], [sh("touch in")], bye] } }],
  },
  {
    name: "policy-defaults-trusted-project",
    about: "no policy given, project marked trusted",
    config: '[projects."{{CWD}}"]\ntrust_level = "trusted"\n',
    thread: {},
    answers: accept(4),
    steps: [{ turn: { model: [[sh("ls")], [sh("touch in")], [sh("touch {{OUTSIDE}}/o")], bye] } }],
  },
  {
    name: "policy-defaults-unknown-project",
    about: "no policy given, project not known",
    thread: {},
    answers: accept(4),
    steps: [{ turn: { model: [[sh("ls")], [sh("touch in")], [sh("touch {{OUTSIDE}}/o")], bye] } }],
  },
  {
    name: "policy-protected-paths",
    about: "writes to .git, .codex, .agents and .aws inside the workspace, and to /tmp",
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
    files: { ".codex/x": "1", ".agents/x": "1" },
    steps: [
      {
        turn: {
          model: [
            [
              sh(
                "touch .git/w; echo git=$?; touch .codex/w; echo codex=$?; touch .agents/w; echo agents=$?; touch .aws; echo aws=$?; touch /tmp/conformance-w && rm /tmp/conformance-w; echo tmp=$?",
              ),
            ],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "policy-network-off",
    about: "a sandboxed command has no network, not even to this machine",
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
    steps: [
      {
        turn: {
          model: [
            [
              sh(
                "(exec 3<>/dev/tcp/127.0.0.1/{{PORT}}) 2>/dev/null && echo open || echo closed; echo $CODEX_SANDBOX_NETWORK_DISABLED",
              ),
            ],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "policy-network-on",
    about: "the same with network_access in the config",
    config: "[sandbox_workspace_write]\nnetwork_access = true\n",
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
    steps: [
      {
        turn: {
          model: [
            [
              sh(
                "(exec 3<>/dev/tcp/127.0.0.1/{{PORT}}) 2>/dev/null && echo open || echo closed; echo $CODEX_SANDBOX_NETWORK_DISABLED",
              ),
            ],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "policy-dangerous",
    about: "commands treated as dangerous under on-request",
    thread: { approvalPolicy: "on-request", sandbox: "workspace-write" },
    answers: Array.from({ length: 8 }, () => ({ decision: "decline" })),
    steps: [
      {
        turn: {
          model: [
            "rm -rf x",
            "rm -f x",
            "rm -r x",
            "sudo rm -rf x",
            "git reset --hard",
            "bash -lc 'rm -rf x'",
            "ls && rm -rf x",
            "git clean -fdx",
          ]
            .map((cmd) => [sh(cmd)])
            .concat([bye]),
        },
      },
    ],
  },
  {
    name: "policy-untrusted-safe-list",
    about: "commands that count as harmless reads under untrusted",
    thread: { approvalPolicy: "untrusted", sandbox: "read-only" },
    answers: Array.from({ length: 24 }, () => ({ decision: "decline" })),
    files: { a: "1\n" },
    steps: [
      {
        turn: {
          model: [
            "ls -la",
            "cat a",
            "head -1 a",
            "rg x",
            "grep x a",
            "find . -name a",
            "find . -delete",
            "git log",
            "git diff",
            "git branch",
            "git push",
            "sed -n 1,2p a",
            "sed -i s/a/b/ a",
            "echo hi",
            "echo hi > b",
            "ls | wc -l",
            "ls && pwd",
            "ls; rm a",
            "python3 -c 1",
            "FOO=1 ls",
            "which ls",
            "env",
            "cat a > b",
            "rg --pre cat x",
          ]
            .map((cmd) => [sh(cmd)])
            .concat([bye]),
        },
      },
    ],
  },
  {
    name: "policy-bad-thread-start",
    about: "values that do not exist",
    thread: { approvalPolicy: "always", sandbox: "workspace-write" },
    steps: [
      { request: "thread/start", noThread: true, params: { sandbox: "none" } },
      { request: "thread/start", noThread: true, params: { approvalsReviewer: "nobody" } },
    ],
  },
];
