/** Scenarios: rules. */
// Rules files: allow, prompt, forbidden, chains of commands, broken files, and which files are read.
const esc = (cmd, extra = {}) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?", ...extra },
});
const sh = (cmd, extra = {}) => ({ call: "exec_command", args: { cmd, ...extra } });
const bye = [{ text: "bye" }];
const onRequest = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const rule = (pattern, decision, justification) =>
  `prefix_rule(pattern=${JSON.stringify(pattern)}, decision="${decision}"${justification ? `, justification="${justification}"` : ""})\n`;
const allowTouch = rule(["touch"], "allow");
const promptTouch = rule(["touch"], "prompt", "touch makes files");
const forbidTouch = rule(["touch"], "forbidden", "use the editor");
const rules = (text) => ({ "rules/default.rules": text });
const each = (cmds) => [...cmds.map((cmd) => [sh(cmd)]), bye];
const declines = (n) => Array.from({ length: n }, () => ({ decision: "decline" }));
const accepts = (n) => Array.from({ length: n }, () => ({ decision: "accept" }));

export default [
  {
    name: "rules-allow",
    about: "an allowed prefix runs unasked and outside the sandbox",
    thread: onRequest,
    home: rules(allowTouch),
    steps: [
      {
        turn: {
          model: each(["touch {{OUTSIDE}}/a", "/usr/bin/touch {{OUTSIDE}}/b", "bash -lc 'touch {{OUTSIDE}}/c'"]),
        },
      },
    ],
  },
  {
    name: "rules-prompt",
    about: "a prompt rule asks with its justification; what runs after accept?",
    thread: onRequest,
    home: rules(promptTouch),
    answers: [{ decision: "accept" }, { decision: "accept" }, { decision: "decline" }],
    steps: [{ turn: { model: each(["touch in", "touch {{OUTSIDE}}/a", "touch in2"]) } }],
  },
  {
    name: "rules-prompt-session",
    about: "acceptForSession on a prompt rule",
    thread: onRequest,
    home: rules(promptTouch),
    answers: [{ decision: "acceptForSession" }, { decision: "decline" }],
    steps: [{ turn: { model: each(["touch in", "touch in", "touch other"]) } }],
  },
  {
    name: "rules-prompt-never",
    about: "a prompt rule under never",
    thread: { approvalPolicy: "never", sandbox: "workspace-write" },
    home: rules(promptTouch),
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-prompt-full-access",
    about: "a prompt rule without a sandbox",
    thread: { approvalPolicy: "on-request", sandbox: "danger-full-access" },
    home: rules(promptTouch),
    answers: accepts(1),
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-forbidden",
    about: "a forbidden prefix with its justification, plain, escalated and in a chain",
    thread: onRequest,
    home: rules(forbidTouch),
    steps: [
      {
        turn: {
          model: [[sh("touch in")], [esc("touch in")], [sh("ls && touch in")], [sh("bash -lc 'touch in'")], bye],
        },
      },
    ],
  },
  {
    name: "rules-forbidden-bare",
    about: "a forbidden prefix without a justification",
    thread: onRequest,
    home: rules(rule(["touch"], "forbidden")),
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-forbidden-full-access",
    about: "forbidden without a sandbox and with policy never",
    thread: { approvalPolicy: "never", sandbox: "danger-full-access" },
    home: rules(forbidTouch),
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-chain-allow-prompt",
    about: "the strictest part of a chain decides",
    thread: onRequest,
    home: rules(allowTouch + rule(["mkdir"], "prompt", "folders")),
    answers: declines(2),
    steps: [
      {
        turn: { model: each(["touch a && mkdir d", "touch {{OUTSIDE}}/a; touch {{OUTSIDE}}/b", "touch a | mkdir d"]) },
      },
    ],
  },
  {
    name: "rules-chain-allow-unknown",
    about: "an allowed part and a part no rule knows",
    thread: onRequest,
    home: rules(allowTouch),
    answers: declines(3),
    steps: [
      {
        turn: {
          model: each([
            "touch {{OUTSIDE}}/a && cp in {{OUTSIDE}}/b",
            "touch {{OUTSIDE}}/c > log",
            "touch {{OUTSIDE}}/d $(echo e)",
          ]),
        },
      },
    ],
  },
  {
    name: "rules-allow-dangerous",
    about: "an allow rule for rm does not cover rm -rf",
    thread: onRequest,
    home: rules(rule(["rm"], "allow")),
    answers: declines(2),
    outside: { "x/y": "1" },
    steps: [{ turn: { model: each(["rm {{OUTSIDE}}/x/y", "rm -rf {{OUTSIDE}}/x"]) } }],
  },
  {
    name: "rules-allow-untrusted",
    about: "an allowed prefix under untrusted, alone and in a chain",
    thread: { approvalPolicy: "untrusted", sandbox: "workspace-write" },
    home: rules(rule(["ls"], "allow")),
    answers: declines(2),
    steps: [{ turn: { model: each(["ls", "ls && pwd"]) } }],
  },
  {
    name: "rules-strictest-file",
    about: "two files disagree",
    thread: onRequest,
    home: { "rules/a.rules": allowTouch, "rules/b.rules": promptTouch },
    answers: declines(1),
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-broken-file",
    about: "a file that does not parse, next to a good one",
    thread: onRequest,
    home: { "rules/bad.rules": "prefix_rule(pattern=[\n", "rules/default.rules": forbidTouch },
    answers: declines(1),
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-other-names",
    about: "which names and folders below the home are read",
    thread: onRequest,
    home: {
      "rules/notes.txt": forbidTouch,
      "rules/sub/deep.rules": rule(["mkdir"], "forbidden", "deep"),
      "default.rules": rule(["cp"], "forbidden", "top"),
      "rules/x.codexpolicy": rule(["mv"], "forbidden", "old"),
    },
    steps: [{ turn: { model: each(["touch in", "mkdir d", "cp in in2", "mv in2 in3"]) } }],
  },
  {
    name: "rules-project-trusted",
    about: "rules in .codex of a trusted project",
    thread: onRequest,
    config: '[projects."{{CWD}}"]\ntrust_level = "trusted"\n',
    files: { ".codex/rules/p.rules": forbidTouch },
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-project-untrusted",
    about: "rules in .codex of an untrusted project",
    thread: { approvalPolicy: "on-request" },
    config: '[projects."{{CWD}}"]\ntrust_level = "untrusted"\n',
    files: { ".codex/rules/p.rules": forbidTouch },
    steps: [{ turn: { model: each(["touch in"]) } }],
  },
  {
    name: "rules-host-executable",
    about: "host_executable limits which path counts as the program",
    thread: onRequest,
    home: rules(allowTouch + 'host_executable(name="touch", paths=["/opt/nowhere/touch"])\n'),
    steps: [{ turn: { model: each(["touch {{OUTSIDE}}/a", "/usr/bin/touch {{OUTSIDE}}/b"]) } }],
  },
  {
    name: "rules-shell-forms",
    about: "how the shell and its flags are seen by the rules",
    thread: onRequest,
    home: rules(forbidTouch),
    steps: [
      {
        turn: {
          model: [
            [sh("touch in", { login: false })],
            [sh("touch in", { shell: "/bin/sh" })],
            [sh("touch in", { tty: true })],
            [sh("cd sub && touch in")],
            bye,
          ],
        },
      },
    ],
    files: { "sub/x": "1" },
  },
];
