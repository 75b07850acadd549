/** Scenarios: an automatic review that never ends. */
// Automatic review that never answers. Slow: the reference waits for its whole deadline.
const esc = (cmd) => ({
  call: "exec_command",
  args: { cmd, sandbox_permissions: "require_escalated", justification: "May I?" },
});
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write", approvalsReviewer: "auto_review" };

export default [
  {
    name: "guardian-timeout",
    about: "the reviewer's model never answers",
    thread,
    slow: true,
    steps: [
      {
        turn: {
          timeoutMs: 200000,
          model: [[esc("touch {{OUTSIDE}}/a")], [{ text: "bye" }]],
          guardian: Array.from({ length: 4 }, () => ({ hang: true })),
        },
      },
    ],
  },
];
