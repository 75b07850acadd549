/** Scenarios: trust. */
// Trust of a project: which layer of its .codex folder counts, and what starting a thread records.
const bye = [{ text: "bye" }];
const sh = (cmd) => ({ call: "exec_command", args: { cmd } });
const one = (...calls) => [{ turn: { model: [...calls.map((call) => [call]), bye] } }];
const trusted = '[projects."{{CWD}}"]\ntrust_level = "trusted"\n';
const untrusted = '[projects."{{CWD}}"]\ntrust_level = "untrusted"\n';
const layer = { ".codex/config.toml": 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n' };

export default [
  {
    name: "trust-layer-trusted",
    about: "policy and sandbox from .codex/config.toml of a trusted project",
    config: trusted,
    files: layer,
    thread: {},
    steps: one(sh("touch {{OUTSIDE}}/a")),
  },
  {
    name: "trust-layer-untrusted",
    about: "the same in an untrusted project",
    config: untrusted,
    files: layer,
    thread: {},
    answers: [{ decision: "decline" }],
    steps: one(sh("touch {{OUTSIDE}}/a")),
  },
  {
    name: "trust-layer-unknown",
    about: "the same in a project that is not known",
    files: layer,
    thread: {},
    answers: [{ decision: "decline" }],
    steps: one(sh("touch {{OUTSIDE}}/a")),
  },
  {
    name: "trust-recorded-workspace-write",
    about: "thread/start with workspace-write records trust",
    thread: { sandbox: "workspace-write" },
    steps: [],
  },
  {
    name: "trust-recorded-read-only",
    about: "thread/start with read-only",
    thread: { sandbox: "read-only" },
    steps: [],
  },
  {
    name: "trust-recorded-full-access",
    about: "thread/start with danger-full-access",
    thread: { sandbox: "danger-full-access" },
    steps: [],
  },
  {
    name: "trust-recorded-policy-only",
    about: "thread/start with a policy and no sandbox",
    thread: { approvalPolicy: "never" },
    steps: [],
  },
  {
    name: "trust-recorded-turn",
    about: "turn/start with workspace-write in a project that is not known",
    thread: {},
    steps: [
      {
        turn: {
          params: {
            sandboxPolicy: {
              type: "workspaceWrite",
              writableRoots: [],
              networkAccess: false,
              excludeTmpdirEnvVar: false,
              excludeSlashTmp: false,
            },
          },
          model: [[sh("touch in")], bye],
        },
      },
    ],
  },
  {
    name: "trust-subfolder",
    about: "trust of the repository root holds in a folder below it",
    config: trusted,
    files: { ...layer, "sub/x": "1" },
    thread: { cwd: "{{CWD}}/sub" },
    steps: one(sh("touch {{OUTSIDE}}/a")),
  },
  {
    name: "trust-layer-reviewer",
    about: "may a trusted project choose the reviewer and a model provider?",
    config: trusted,
    files: {
      ".codex/config.toml":
        'approvals_reviewer = "auto_review"\nmodel_provider = "other"\n[model_providers.other]\nname = "other"\nbase_url = "http://127.0.0.1:1/v1"\n',
    },
    thread: {},
    steps: [],
  },
  {
    name: "trust-layer-mcp-trusted",
    about: "MCP servers named by a trusted project",
    config: trusted,
    files: { ".codex/config.toml": '[mcp_servers.kit]\ncommand = "{{NODE}}"\nargs = ["{{KIT}}/mcp-server.mjs"]\n' },
    thread: { approvalPolicy: "on-request" },
    answers: [{ result: { action: "accept" } }],
    steps: [{ turn: { model: [[{ mcp: "change", namespace: "mcp__kit", args: { what: "x" } }], bye] } }],
  },
  {
    name: "trust-managed-config",
    about: "/etc/codex/managed_config.toml against config.toml",
    managedConfig: 'approval_policy = "untrusted"\n',
    config: 'approval_policy = "never"\nsandbox_mode = "workspace-write"\n',
    thread: {},
    answers: [{ decision: "decline" }],
    steps: one(sh("touch in")),
  },
];
