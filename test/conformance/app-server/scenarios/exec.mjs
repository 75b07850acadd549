/** Scenarios: exec. */
// `exec --json`: the same fake model behind the non-interactive command, where nobody can be asked.
const bye = [{ text: "bye" }];
const sh = (cmd, extra = {}) => ({ call: "exec_command", args: { cmd, ...extra } });
const esc = (cmd) => sh(cmd, { sandbox_permissions: "require_escalated", justification: "May I?" });
const add = (file) => ({
  custom: "apply_patch",
  input: `*** Begin Patch\n*** Add File: ${file}\n+hello\n*** End Patch\n`,
});
const mcp = '[mcp_servers.kit]\ncommand = "{{NODE}}"\nargs = ["{{KIT}}/mcp-server.mjs"]\n';
const make = (name, about, turns, extra = {}) => ({
  name: `exec-${name}`,
  kind: "exec",
  about,
  turns: [...turns.map((call) => [call]), bye],
  args: ["--sandbox", "workspace-write"],
  ...extra,
});
const allow = [{ text: '{"outcome":"allow"}' }];
const deny = [{ text: '{"outcome":"deny","risk_level":"high","user_authorization":"low","rationale":"no"}' }];

export default [
  make("message", "a plain answer", []),
  make("defaults", "no flags: read-only, nothing is asked", [sh("ls"), sh("touch in")], { args: [] }),
  make("command", "commands inside the sandbox, one that fails", [
    sh("touch in"),
    sh("exit 3"),
    sh("touch {{OUTSIDE}}/a"),
  ]),
  make("escalate", "an escalation is refused", [esc("touch {{OUTSIDE}}/a")]),
  make("policy-flag", "approval_policy from the command line does not make it ask", [esc("touch {{OUTSIDE}}/a")], {
    args: ["--sandbox", "workspace-write", "-c", 'approval_policy="on-request"'],
  }),
  make("patch", "patches inside and outside", [add("in.txt"), add("{{OUTSIDE}}/out.txt")]),
  make("ignore-rules", "--ignore-rules", [sh("touch in")], {
    args: ["--sandbox", "workspace-write", "--ignore-rules"],
    home: { "rules/default.rules": 'prefix_rule(pattern=["touch"], decision="forbidden")\n' },
  }),
  make("full-access", "no sandbox", [sh("touch {{OUTSIDE}}/a"), sh("rm -rf {{OUTSIDE}}/a")], {
    args: ["--sandbox", "danger-full-access"],
  }),
  make(
    "mcp",
    "MCP tools: a reader and a changer",
    [
      { mcp: "look", namespace: "mcp__kit", args: {} },
      { mcp: "change", namespace: "mcp__kit", args: {} },
    ],
    { config: mcp },
  ),
  make("no-git", "a folder without git is refused", [], { git: false, args: [] }),
  make("no-git-skip", "--skip-git-repo-check", [sh("ls")], { git: false, args: ["--skip-git-repo-check"] }),
  make(
    "approve-for-me",
    "--approve-for-me: workspace-write with the automatic reviewer",
    [esc("touch {{OUTSIDE}}/a"), esc("touch {{OUTSIDE}}/b"), sh("touch in")],
    { args: ["--approve-for-me"], guardian: [allow, deny] },
  ),
  make("model-error", "the model's endpoint fails", [], {
    turns: Array.from({ length: 4 }, () => ({ status: 400, message: "bad request, scripted" })),
  }),
];
