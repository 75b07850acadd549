/** Scenarios: sessions. */
// Running processes, several turns and threads, interrupts, steering, resuming, and requests out of turn.
const bye = [{ text: "bye" }];
const esc = (cmd, extra = {}) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?", ...extra },
});
const sh = (cmd, extra = {}) => ({ call: "exec_command", args: { cmd, ...extra } });
const reader = "read a; echo got $a; read b; echo got $b";
const write = (chars) => ({
  call: "write_stdin",
  args: { session_id: "{{SESSION}}", chars: `${chars}\n`, yield_time_ms: 700 },
});
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write" };

export default [
  {
    name: "session-interrupt-running",
    about: "turn/interrupt while a sandboxed command runs",
    thread,
    steps: [
      { turn: { model: [[sh("echo started; sleep 20")], bye], interruptOn: "item/started-command", timeoutMs: 15000 } },
    ],
  },
  {
    name: "session-interrupt-idle",
    about: "turn/interrupt after the turn ended",
    thread,
    steps: [{ turn: { model: [bye] } }, { request: "turn/interrupt", params: { turnId: "none" } }],
  },
  {
    name: "session-interrupt-wrong-turn",
    about: "turn/interrupt with another turn's id while an approval is pending",
    thread,
    answers: [{ decision: "accept", afterMs: 500 }],
    steps: [
      { turn: { model: [[esc("touch {{OUTSIDE}}/a")], bye], noWait: true } },
      { waitMs: 250 },
      { request: "turn/interrupt", params: { turnId: "none" } },
      { waitMs: 900 },
    ],
  },
  {
    name: "session-steer-while-pending",
    about: "turn/steer while an approval is pending",
    thread,
    answers: [{ decision: "accept", afterMs: 700 }],
    steps: [
      { turn: { model: [[esc("touch {{OUTSIDE}}/a")], bye], noWait: true } },
      { waitMs: 250 },
      { request: "turn/steer", params: { input: [{ type: "text", text: "more" }], expectedTurnId: "{{TURN}}" } },
      { waitMs: 1200 },
    ],
  },
  {
    name: "session-unknown-thread",
    about: "turn/start for a thread that does not exist",
    thread: null,
    steps: [
      {
        request: "turn/start",
        noThread: true,
        params: { threadId: "00000000-0000-7000-8000-000000000000", input: [{ type: "text", text: "x" }] },
      },
    ],
  },
  {
    name: "session-unknown-method",
    about: "a method that does not exist, and parameters that do not fit",
    thread: null,
    steps: [
      { request: "thread/destroy", noThread: true, params: {} },
      { request: "thread/start", noThread: true, params: { cwd: 5 } },
      { request: "turn/start", noThread: true, params: {} },
    ],
  },
  {
    name: "session-policy-values",
    about: "every policy, sandbox and reviewer as thread/start answers it",
    thread: null,
    steps: ["untrusted", "on-request", "never"]
      .flatMap((approvalPolicy) =>
        ["read-only", "workspace-write", "danger-full-access"].map((sandbox) => ({
          newThread: { approvalPolicy, sandbox },
        })),
      )
      .concat([
        { newThread: { approvalsReviewer: "guardian_subagent" } },
        { newThread: { approvalsReviewer: "auto_review" } },
        { newThread: { config: { approval_policy: "untrusted" } } },
      ]),
  },
  {
    name: "session-no-experimental",
    about: "without experimentalApi: which fields are left out of an approval request",
    thread,
    capabilities: {},
    answers: [{ decision: "decline" }, { decision: "decline" }],
    steps: [
      {
        turn: {
          model: [
            [esc("touch {{OUTSIDE}}/a")],
            [{ custom: "apply_patch", input: "*** Begin Patch\n*** Add File: {{OUTSIDE}}/p.txt\n+x\n*** End Patch\n" }],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "session-tool-arguments",
    about: "calls with bad arguments",
    thread,
    steps: [
      {
        turn: {
          model: [
            [{ call: "exec_command", args: "{not json" }],
            [{ call: "exec_command", args: {} }],
            [{ call: "exec_command", args: { cmd: "ls", sandbox_permissions: "root" } }],
            [{ call: "shell", args: { command: ["ls"] } }],
            [sh("ls", { prefix_rule: ["ls"] })],
            [sh("ls", { justification: "just because" })],
            [sh("ls", { workdir: "/no/such/folder" })],
            [{ call: "update_plan", args: { plan: [{ step: "a", status: "pending" }] } }],
            bye,
          ],
        },
      },
    ],
    answers: [{ decision: "decline" }],
  },
  {
    name: "session-stdin",
    about: "input to a process that runs unsandboxed after approval: is it asked about?",
    thread,
    answers: [{ decision: "accept" }, { decision: "accept" }, { decision: "decline" }],
    steps: [
      { turn: { model: [[esc(reader, { yield_time_ms: 300, tty: true })], [write("one")], [write("two")], bye] } },
    ],
  },
  {
    name: "session-stdin-sandboxed",
    about: "input to a sandboxed process: is it asked about?",
    thread,
    steps: [
      { turn: { model: [[sh(reader, { yield_time_ms: 300, tty: true })], [write("one")], [write("two")], bye] } },
    ],
  },
  {
    name: "session-stdin-poll",
    about: "an empty write only polls",
    thread,
    answers: [{ decision: "accept" }],
    steps: [
      {
        turn: {
          model: [
            [esc("sleep 1; echo end", { yield_time_ms: 300 })],
            [{ call: "write_stdin", args: { session_id: "{{SESSION}}", chars: "", yield_time_ms: 5000 } }],
            bye,
          ],
        },
      },
    ],
  },
  {
    name: "session-no-justification",
    about: "an escalation without a justification",
    thread,
    answers: [{ decision: "decline" }],
    steps: [
      {
        turn: {
          model: [
            [{ call: "exec_command", args: { cmd: "touch {{OUTSIDE}}/a", sandbox_permissions: "require_escalated" } }],
            bye,
          ],
        },
      },
    ],
  },
];
