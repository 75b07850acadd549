/** Scenarios: mcp. */
// MCP: which tools are asked about, what an answer does and remembers, and elicitations by the server.
const bye = [{ text: "bye" }];
const server = (extra = "") => `[mcp_servers.kit]\ncommand = "{{NODE}}"\nargs = ["{{KIT}}/mcp-server.mjs"]\n${extra}`;
const use = (tool, what = "x") => ({ mcp: tool, namespace: "mcp__kit", args: { what } });
const thread = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const many = (tools) => [
  { turn: { model: [...tools.map((tool) => [typeof tool === "string" ? use(tool) : tool]), bye] } },
];
const say = (action, meta, content) => ({
  result: { action, ...(content !== undefined ? { content } : {}), ...(meta ? { _meta: meta } : {}) },
});
const make = (name, about, tools, answers, extra = {}) => ({
  name: `mcp-${name}`,
  about,
  config: server(),
  thread,
  answers,
  steps: many(tools),
  ...extra,
});
const all = ["look", "change", "add", "reach", "plain"];

export default [
  make(
    "classes",
    "which tools are asked about under on-request",
    all,
    Array.from({ length: 5 }, () => say("accept")),
  ),
  make(
    "accept",
    "accepted once: the same tool is asked again",
    ["change", "change"],
    [say("accept", null, {}), say("decline")],
  ),
  make(
    "session",
    "accepted for the session",
    ["change", use("change", "y"), "reach"],
    [say("accept", { persist: "session" }), say("decline")],
  ),
  make("decline", "declined", ["change"], [say("decline")]),
  make("cancel", "cancelled", ["change"], [say("cancel")]),
  make("answer-error", "an error instead of an answer", ["change"], [{ error: { code: -32000, message: "no" } }]),
  make("never", "policy never", all, [], { thread: { approvalPolicy: "never", sandbox: "workspace-write" } }),
  make(
    "untrusted",
    "policy untrusted",
    all,
    Array.from({ length: 5 }, () => say("accept")),
    {
      thread: { approvalPolicy: "untrusted", sandbox: "workspace-write" },
    },
  ),
  make(
    "full-access",
    "no sandbox",
    all,
    Array.from({ length: 5 }, () => say("accept")),
    {
      thread: { approvalPolicy: "on-request", sandbox: "danger-full-access" },
    },
  ),
  make("mode-approve", "approval_mode approve for one tool", ["change", "reach"], [say("decline")], {
    config: server('[mcp_servers.kit.tools.change]\napproval_mode = "approve"\n'),
  }),
  make("mode-default-approve", "default_tools_approval_mode approve", ["change", "plain"], [], {
    config: server('default_tools_approval_mode = "approve"\n'),
  }),
  make("interrupt", "turn/interrupt while the tool is asked about", ["change"], [{ interrupt: true }]),
  make(
    "elicit-form",
    "a form elicited by the server, accepted with content",
    ["ask_form"],
    [say("accept", null, { colour: "red" })],
  ),
  make("elicit-empty", "a bare confirmation", ["ask_empty"], [say("accept", null, {})]),
  make("elicit-url", "a page to visit", ["ask_url"], [say("accept")]),
  make("tool-fails", "a tool that reports an error", ["fail"], []),
  make("review", "automatic review of a tool call", [], [], {
    thread: { ...thread, approvalsReviewer: "auto_review" },
    steps: [
      {
        turn: {
          model: [[use("change")], [use("change", "y")], bye],
          guardian: [
            [{ text: '{"outcome":"allow"}' }],
            [{ text: '{"outcome":"deny","risk_level":"high","user_authorization":"low","rationale":"no"}' }],
          ],
        },
      },
    ],
  }),
];
