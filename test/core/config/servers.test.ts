/** MCP servers of one source and of several: what they come to, and what cannot be a server. */
import { expect, test } from "vitest";
import type { McpServer, McpTransport } from "../../../src/core/config/servers.ts";
import { settingsFor } from "./machine.ts";

function serversOf(text: string, ...typed: readonly string[]): ReadonlyMap<string, McpServer> | string {
  const settings = settingsFor({ text, typed });
  return typeof settings === "string" ? settings : settings.mcpServers;
}

const PLAIN: Omit<McpServer, "transport"> = {
  isEnabled: true,
  isRequired: false,
  startupTimeoutMs: null,
  toolTimeoutMs: null,
  enabledTools: null,
  disabledTools: [],
  approval: null,
  approvalByTool: new Map(),
};
const command = (said: object = {}): McpTransport => ({
  kind: "command",
  command: "c",
  args: [],
  env: {},
  envVars: [],
  cwd: null,
  ...said,
});
const url = (said: object = {}): McpTransport => ({
  kind: "url",
  url: "https://a.test/mcp",
  bearerTokenEnvVar: null,
  httpHeaders: {},
  envHttpHeaders: {},
  ...said,
});
const C = '[mcp_servers.s]\ncommand = "c"\n';
const U = '[mcp_servers.s]\nurl = "https://a.test/mcp"\n';

const RIGHT: readonly [text: string, typed: readonly string[], expected: McpServer][] = [
  [C, [], { ...PLAIN, transport: command() }],
  [U, [], { ...PLAIN, transport: url() }],
  [
    `${C}args = ["-v"]\nenv = { A = "1" }\nenv_vars = ["B", { name = "C", source = "local" }]\ncwd = "~/x"`,
    [],
    { ...PLAIN, transport: command({ args: ["-v"], env: { A: "1" }, envVars: ["B", "C"], cwd: "/home/u/x" }) },
  ],
  [
    `${U}bearer_token_env_var = "T"\nhttp_headers = { X = "1" }\nenv_http_headers = { Y = "V" }`,
    [],
    { ...PLAIN, transport: url({ bearerTokenEnvVar: "T", httpHeaders: { X: "1" }, envHttpHeaders: { Y: "V" } }) },
  ],
  [
    `${C}enabled = false\nrequired = true\nstartup_timeout_sec = 1.5\ntool_timeout_sec = 60\nenabled_tools = ["a"]\ndisabled_tools = ["b"]`,
    [],
    {
      ...PLAIN,
      transport: command(),
      isEnabled: false,
      isRequired: true,
      startupTimeoutMs: 1500,
      toolTimeoutMs: 60_000,
      enabledTools: ["a"],
      disabledTools: ["b"],
    },
  ],
  [
    `${C}startup_timeout_sec = 0\nstartup_timeout_ms = 500`,
    [],
    { ...PLAIN, transport: command(), startupTimeoutMs: 0 },
  ],
  [`${C}startup_timeout_ms = 500`, [], { ...PLAIN, transport: command(), startupTimeoutMs: 500 }],
  [
    `${C}default_tools_approval_mode = "writes"\ntools.a.approval_mode = "approve"\ntools.b = {}`,
    [],
    { ...PLAIN, transport: command(), approval: "writes", approvalByTool: new Map([["a", "approve"]]) },
  ],
  [
    `${C}env = { A = "1", B = "2" }\ntools.a.approval_mode = "approve"\nargs = ["x"]`,
    [
      'mcp_servers.s.env.B="3"',
      "mcp_servers.s.tools.a.approval_mode=prompt",
      "mcp_servers.s.tools.b.approval_mode=auto",
      "mcp_servers.s.args=[]",
      "mcp_servers.s.enabled=false",
    ],
    {
      ...PLAIN,
      transport: command({ env: { A: "1", B: "3" } }),
      isEnabled: false,
      approvalByTool: new Map([
        ["a", "prompt"],
        ["b", "auto"],
      ]),
    },
  ],
  [
    `${U}http_headers = { X = "1" }`,
    ['mcp_servers.s.http_headers.Y="2"', "mcp_servers.s.enabled_tools=[]"],
    { ...PLAIN, transport: url({ httpHeaders: { X: "1", Y: "2" } }), enabledTools: [] },
  ],
  ["", ["mcp_servers.s.command=c"], { ...PLAIN, transport: command() }],
];
test.each(RIGHT)("%j and %j make a server", (text, typed, expected) => {
  expect(serversOf(text, ...typed)).toEqual(new Map([["s", expected]]));
});

const EXPECTED = 'but must be a server with either "command" or "url", and with the keys of that one';

const WRONG: readonly [text: string, typed: readonly string[], expected: string][] = [
  ["\n[mcp_servers.s]", [], `/h/config.toml:2:1: mcp_servers.s is a server with neither, ${EXPECTED}`],
  ["[mcp_servers.s]\nenabled = false", [], `/h/config.toml:1:1: mcp_servers.s is a server with neither, ${EXPECTED}`],
  [`${C}url = "u"`, [], `/h/config.toml:1:1: mcp_servers.s is a server with both, ${EXPECTED}`],
  [C, ["mcp_servers.s.url=u"], `-c mcp_servers.s.url=u: mcp_servers.s is a server with both, ${EXPECTED}`],
  [`${U}args = []`, [], `/h/config.toml:1:1: mcp_servers.s is a url with args, ${EXPECTED}`],
  [`${U}env = {}`, [], `/h/config.toml:1:1: mcp_servers.s is a url with env, ${EXPECTED}`],
  [`${U}env_vars = []`, [], `/h/config.toml:1:1: mcp_servers.s is a url with env_vars, ${EXPECTED}`],
  [`${U}cwd = "/"`, [], `/h/config.toml:1:1: mcp_servers.s is a url with cwd, ${EXPECTED}`],
  [`${C}http_headers = {}`, [], `/h/config.toml:1:1: mcp_servers.s is a command with http_headers, ${EXPECTED}`],
  [
    `${C}env_http_headers = {}`,
    [],
    `/h/config.toml:1:1: mcp_servers.s is a command with env_http_headers, ${EXPECTED}`,
  ],
  [
    `${C}bearer_token_env_var = "T"`,
    [],
    `/h/config.toml:1:1: mcp_servers.s is a command with bearer_token_env_var, ${EXPECTED}`,
  ],
];
test.each(WRONG)("%j and %j make none", (text, typed, expected) => {
  expect(serversOf(text, ...typed)).toBe(expected);
});
