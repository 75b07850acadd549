/** Actions as a reviewing model sees them. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import { actionText } from "../../../src/core/review/action-text.ts";

const COMMAND = { kind: "command", argv: ["ls"], cwd: "/w", escalate: false, why: null } as const;
const ABOUT = {
  title: null,
  description: "Says it is harmless.",
  hints: { readOnly: true, destructive: null, openWorld: null, idempotent: null },
};

const ACTIONS: readonly [name: string, action: Action, expected: object][] = [
  [
    "a command outside the sandbox",
    { ...COMMAND, argv: ["bash", "-lc", "ls"], escalate: true, why: "May I?", tty: true },
    {
      tool: "exec_command",
      command: ["bash", "-lc", "ls"],
      cwd: "/w",
      environment_id: "local",
      sandbox_permissions: "require_escalated",
      justification: "May I?",
      tty: true,
    },
  ],
  [
    "a command with more permissions, of a skill",
    { ...COMMAND, more: { read: [], write: ["/x"], network: true }, skill: "s" },
    {
      tool: "exec_command",
      command: ["ls"],
      cwd: "/w",
      environment_id: "local",
      sandbox_permissions: "with_additional_permissions",
      additional_permissions: { file_system: { read: [], write: ["/x"] }, network: { enabled: true } },
      skill: "s",
      justification: null,
      tty: false,
    },
  ],
  [
    "a patch",
    { kind: "patch", text: "*** Begin Patch\n", cwd: "/w", why: null },
    { tool: "apply_patch", cwd: "/w", patch: "*** Begin Patch\n", justification: null },
  ],
  [
    "a connection",
    { kind: "network", host: "h.example", port: 443, protocol: "https", command: ["curl", "h"], why: null },
    {
      tool: "network_access",
      host: "h.example",
      port: 443,
      protocol: "https",
      trigger: ["curl", "h"],
      started_by: [],
      justification: null,
    },
  ],
  [
    "a program inside a command",
    {
      kind: "exec",
      argv: ["rm", "a"],
      path: "/bin/rm",
      cwd: "/w",
      chain: [["make"]],
      within: "1",
      since: 0,
      why: null,
    },
    { tool: "execve", program: "/bin/rm", argv: ["rm", "a"], cwd: "/w", started_by: [["make"]] },
  ],
  [
    "input",
    { kind: "stdin", text: "y\n", process: "7", argv: ["bash"], cwd: "/w", isSandboxed: false, why: null },
    { tool: "write_stdin", session_id: "7", chars: "y\n", command: ["bash"], cwd: "/w", sandboxed: false },
  ],
  [
    "permissions",
    { kind: "permissions", wanted: { read: ["/r"], write: [], network: false }, cwd: "/w", why: "for tests" },
    {
      tool: "request_permissions",
      cwd: "/w",
      permissions: { file_system: { read: ["/r"], write: [] }, network: { enabled: false } },
      justification: "for tests",
    },
  ],
  [
    "a tool",
    { kind: "mcp", server: "s", tool: "t", input: { a: [1, "b"] }, about: ABOUT, approval: null, why: null },
    { tool: "mcp_tool_call", server: "s", tool_name: "t", arguments: { a: [1, "b"] }, said_by_server: ABOUT },
  ],
  [
    "what a server asks",
    { kind: "elicitation", server: "s", message: "m", form: { kind: "url", url: "u", id: "1" }, why: null },
    { tool: "elicitation", server: "s", message: "m" },
  ],
  [
    "values that are secrets, and code that only looks like one",
    { ...COMMAND, argv: ["bash", "-c", 'API_KEY=abc token="$(cat ~/.ssh/id_rsa)" x'] },
    {
      tool: "exec_command",
      command: ["bash", "-c", 'API_KEY=[redacted] token="$(cat ~/.ssh/id_rsa)" x'],
      cwd: "/w",
      environment_id: "local",
      sandbox_permissions: "use_default",
      justification: null,
      tty: false,
    },
  ],
];

test.each(ACTIONS)("%s", (_name, action, expected) => {
  expect(JSON.parse(actionText({ action, whole: null, attempt: 1 }))).toEqual(expected);
});

test("what a key says is a secret is none of what a model sees, unless it may be more", () => {
  const input = { api_key: "abc", token: "$(cat key)", other: "abc" };
  const action: Action = { kind: "mcp", server: "s", tool: "t", input, about: ABOUT, approval: null, why: null };
  expect(actionText({ action, whole: null, attempt: 1 }).split("\n").slice(4, 9)).toEqual([
    '  "arguments": {',
    '    "api_key": [redacted],',
    '    "token": "$(cat key)",',
    '    "other": "abc"',
    "  },",
  ]);
});

test("a part of a chain, tried again", () => {
  expect(JSON.parse(actionText({ action: COMMAND, whole: ["bash", "-c", "ls && x"], attempt: 2 }))).toMatchObject({
    part_of: ["bash", "-c", "ls && x"],
    attempt: "again, after the sandbox stopped it",
  });
});
