/** Scenarios: granular. */
// The granular policy: each field switched off makes its kind of question an automatic rejection.
const bye = [{ text: "bye" }];
const on = {
  sandbox_approval: true,
  rules: true,
  mcp_elicitations: true,
  request_permissions: true,
  skill_approval: true,
};
const mcp = '[mcp_servers.kit]\ncommand = "{{NODE}}"\nargs = ["{{KIT}}/mcp-server.mjs"]\n';
const config = "[features]\nrequest_permissions_tool = true\nexec_permission_approvals = true\n" + mcp;
const home = { "rules/default.rules": 'prefix_rule(pattern=["mkdir"], decision="prompt", justification="folders")\n' };
const probes = [
  [
    {
      call: "exec_command",
      args: { cmd: "touch {{OUTSIDE}}/a", sandbox_permissions: "require_escalated", justification: "May I?" },
    },
  ],
  [{ call: "exec_command", args: { cmd: "mkdir d" } }],
  [{ call: "exec_command", args: { cmd: "rm -rf d" } }],
  [{ custom: "apply_patch", input: "*** Begin Patch\n*** Add File: {{OUTSIDE}}/p.txt\n+x\n*** End Patch\n" }],
  [{ call: "request_permissions", args: { permissions: { file_system: { write: ["{{OUTSIDE}}"] } } } }],
  [{ mcp: "change", namespace: "mcp__kit", args: { what: "x" } }],
  [{ mcp: "ask_form", namespace: "mcp__kit", args: {} }],
];
const answers = [
  { method: "item/permissions/requestApproval", result: { permissions: {} } },
  ...Array.from({ length: 3 }, () => ({ method: "mcpServer/elicitation/request", result: { action: "decline" } })),
  ...Array.from({ length: 8 }, () => ({ decision: "decline" })),
];
const make = (name, about, granular, extra = {}) => ({
  name: `granular-${name}`,
  about,
  config,
  home,
  answers,
  thread: { approvalPolicy: { granular }, sandbox: "workspace-write" },
  steps: [{ turn: { model: [...probes, bye] } }],
  ...extra,
});

export default [
  make("all-on", "everything may be asked", on),
  make("no-sandbox", "sandbox_approval off", { ...on, sandbox_approval: false }),
  make("no-rules", "rules off", { ...on, rules: false }),
  make("no-permissions", "request_permissions off", { ...on, request_permissions: false }),
  make("defaults", "only the three required fields", { sandbox_approval: true, rules: true, mcp_elicitations: true }),
  make("all-off", "nothing may be asked", {
    sandbox_approval: false,
    rules: false,
    mcp_elicitations: false,
    request_permissions: false,
    skill_approval: false,
  }),
  {
    name: "granular-missing-field",
    about: "a required field is missing",
    thread: { approvalPolicy: { granular: { sandbox_approval: true } } },
    steps: [],
  },
];
