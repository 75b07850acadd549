/** Scenarios: files. */
// File changes by apply_patch: inside, outside and protected paths, every decision, session grants.
const bye = [{ text: "bye" }];
const patch = (body) => ({ custom: "apply_patch", input: `*** Begin Patch\n${body}*** End Patch\n` });
const add = (file, text = "hello") => patch(`*** Add File: ${file}\n+${text}\n`);
const update = (file, from, to) => patch(`*** Update File: ${file}\n@@\n-${from}\n+${to}\n`);
const onRequest = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const one = (call) => [{ turn: { model: [[call], bye] } }];
const many = (calls) => [{ turn: { model: [...calls.map((call) => [call]), bye] } }];

export default [
  {
    name: "file-inside",
    about: "a patch inside the workspace is applied unasked",
    thread: onRequest,
    files: { "a.txt": "one\n" },
    steps: many([add("new.txt"), update("a.txt", "one", "two"), patch("*** Delete File: a.txt\n")]),
  },
  {
    name: "file-outside-accept",
    about: "a patch outside asks, accept applies it, and it is asked again",
    thread: onRequest,
    answers: [{ decision: "accept" }, { decision: "decline" }],
    steps: many([add("{{OUTSIDE}}/n.txt"), update("{{OUTSIDE}}/n.txt", "hello", "bye")]),
  },
  {
    name: "file-outside-decline",
    about: "declined",
    thread: onRequest,
    answers: [{ decision: "decline" }],
    steps: one(add("{{OUTSIDE}}/n.txt")),
  },
  {
    name: "file-outside-cancel",
    about: "cancelled: the turn is interrupted",
    thread: onRequest,
    answers: [{ decision: "cancel" }],
    steps: one(add("{{OUTSIDE}}/n.txt")),
  },
  {
    name: "file-outside-session",
    about: "acceptForSession covers the same file, another file is asked",
    thread: onRequest,
    answers: [{ decision: "acceptForSession" }, { decision: "decline" }],
    steps: many([add("{{OUTSIDE}}/n.txt"), update("{{OUTSIDE}}/n.txt", "hello", "bye"), add("{{OUTSIDE}}/m.txt")]),
  },
  {
    name: "file-outside-session-command",
    about: "a session grant for a file does not open it to commands",
    thread: onRequest,
    answers: [{ decision: "acceptForSession" }],
    steps: many([add("{{OUTSIDE}}/n.txt"), { call: "exec_command", args: { cmd: "echo x >> {{OUTSIDE}}/n.txt" } }]),
  },
  {
    name: "file-inside-and-outside",
    about: "one patch with a file on each side",
    thread: onRequest,
    answers: [{ decision: "decline" }],
    steps: one(patch("*** Add File: in.txt\n+1\n*** Add File: {{OUTSIDE}}/out.txt\n+2\n")),
  },
  {
    name: "file-protected",
    about: "patches to .git, .codex, .agents and .aws",
    thread: onRequest,
    files: { ".agents/a": "1\n" },
    answers: Array.from({ length: 5 }, () => ({ decision: "decline" })),
    steps: many([
      add(".git/hooks/pre-commit"),
      add(".codex/config.toml"),
      add(".agents/b"),
      add(".aws/credentials"),
      add("sub/.git/config"),
    ]),
  },
  {
    name: "file-protected-accept",
    about: "an accepted patch to .codex is written",
    thread: onRequest,
    answers: [{ decision: "accept" }],
    steps: one(add(".codex/notes.md")),
  },
  {
    name: "file-read-only",
    about: "a patch inside under read-only",
    thread: { approvalPolicy: "on-request", sandbox: "read-only" },
    answers: [{ decision: "accept" }],
    steps: one(add("new.txt")),
  },
  {
    name: "file-never-read-only",
    about: "never and read-only",
    thread: { approvalPolicy: "never", sandbox: "read-only" },
    steps: one(add("in.txt")),
  },
  {
    name: "file-full-access",
    about: "no sandbox: outside is written unasked",
    thread: { approvalPolicy: "on-request", sandbox: "danger-full-access" },
    steps: one(add("{{OUTSIDE}}/n.txt")),
  },
  {
    name: "file-untrusted",
    about: "untrusted: a patch inside is asked",
    thread: { approvalPolicy: "untrusted", sandbox: "workspace-write" },
    answers: [{ decision: "acceptForSession" }, { decision: "decline" }],
    files: { "a.txt": "one\n" },
    steps: many([update("a.txt", "one", "two"), update("a.txt", "two", "three"), add("b.txt")]),
  },
  {
    name: "file-bad-patch",
    about: "patches that do not parse or do not match",
    thread: onRequest,
    files: { "a.txt": "one\n" },
    steps: many([
      { custom: "apply_patch", input: "no patch" },
      update("a.txt", "nothing", "x"),
      update("missing.txt", "a", "b"),
      patch("*** Add File: a.txt\n+over\n"),
    ]),
  },
  {
    name: "file-interrupt-pending",
    about: "turn/interrupt while a file approval is pending",
    thread: onRequest,
    answers: [{ interrupt: true, decision: "accept" }],
    steps: [{ turn: { model: [[add("{{OUTSIDE}}/n.txt")], bye], settleMs: 150 } }],
  },
  {
    name: "file-answer-bogus",
    about: "a decision a file change does not have",
    thread: onRequest,
    answers: [{ decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["x"] } } }],
    steps: one(add("{{OUTSIDE}}/n.txt")),
  },
];
