/** Real servers that do as a plan says, and what a thread hears of them. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach } from "vitest";
import type { McpServer, McpTransport } from "../../../src/core/config/servers.ts";
import type { ToolResult } from "../../../src/core/approval/facts.ts";
import { openMcp } from "../../../src/effects/mcp/mcp.ts";
import type { Elicit, Mcp, McpServerState } from "../../../src/engine/agent/mcp-port.ts";
import type { Json } from "../../../src/kit/json.ts";
import type { Result } from "../../../src/kit/result.ts";

const SERVER = fileURLToPath(new URL("../fixtures/mcp-server.mjs", import.meta.url));
const base = mkdtempSync(`${tmpdir()}/assent-mcp-`);
afterAll(() => rmSync(base, { recursive: true, force: true }));

export const NO_SIGNAL = new AbortController().signal;

/** As in test/effects/fixtures/mcp-server.mjs. */
export type Plan = { readonly [key: string]: Json };

let plans = 0;
/** The words that start the server of that plan. */
export function planned(plan: Plan): readonly [string, ...string[]] {
  plans += 1;
  const file = `${base}/${plans}.json`;
  writeFileSync(file, JSON.stringify(plan));
  return [process.execPath, SERVER, file];
}

const SETTINGS: Omit<McpServer, "transport"> = {
  isEnabled: true,
  isRequired: false,
  startupTimeoutMs: null,
  toolTimeoutMs: null,
  enabledTools: null,
  disabledTools: [],
  approval: null,
  approvalByTool: new Map(),
};

export function program(plan: Plan, over: Partial<McpServer & (McpTransport & { kind: "command" })> = {}): McpServer {
  const [command, ...args] = planned(plan);
  const { command: own = command, env = {}, envVars = [], cwd = null, ...rest } = over;
  return { ...SETTINGS, ...rest, transport: { kind: "command", command: own, args, env, envVars, cwd } };
}

export function address(url: string, over: Partial<McpServer & (McpTransport & { kind: "url" })> = {}): McpServer {
  const { bearerTokenEnvVar = null, httpHeaders = {}, envHttpHeaders = {}, ...rest } = over;
  return { ...SETTINGS, ...rest, transport: { kind: "url", url, bearerTokenEnvVar, httpHeaders, envHttpHeaders } };
}

const running: ChildProcess[] = [];
afterAll(() => running.forEach((child) => child.kill()));

/** Starts a server of that plan that listens on loopback; its address. */
export async function listening(plan: Plan): Promise<string> {
  const [command, ...args] = planned(plan);
  const child = spawn(command, [...args, "--http"], { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  const port = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
  });
  return `http://127.0.0.1:${port}/mcp`;
}

export type Heard = {
  readonly mcp: Mcp;
  readonly states: McpServerState[];
  readonly warnings: string[];
  /** All of the server's first content pieces, or its error. */
  readonly call: (tool: string, input?: Json, signal?: AbortSignal) => Promise<string>;
};

const open: Mcp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((mcp) => mcp.close()));
});

const DECLINE: Elicit = () => Promise.resolve({ kind: "decline" });

/** Opens servers and waits until none starts any more. */
export async function hear(
  servers: Readonly<Record<string, McpServer>>,
  elicit: Elicit = DECLINE,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Heard> {
  const states: McpServerState[] = [];
  const warnings: string[] = [];
  const mcp = openMcp(
    new Map(Object.entries(servers)),
    { cwd: base, env },
    { elicit, onState: (state) => states.push(state), warn: (text) => warnings.push(text) },
  );
  open.push(mcp);
  while (mcp.states().some(({ state }) => state === "starting")) await mcp.settled(NO_SIGNAL);
  return { mcp, states, warnings, call: (tool, input = {}, signal = NO_SIGNAL) => callAs(mcp, tool, input, signal) };
}

async function callAs(mcp: Mcp, tool: string, input: Json, signal: AbortSignal): Promise<string> {
  const offered = mcp.tools().find((one) => one.tool === tool);
  if (offered === undefined) return `${tool} is not offered`;
  const { server, about } = offered;
  return textIn(await mcp.call({ server, tool, input, about }, signal));
}

export function textIn(result: Result<ToolResult, string>): string {
  if (!result.ok) return `error: ${result.error}`;
  return result.value.content.map((piece) => (piece as { text?: string }).text ?? JSON.stringify(piece)).join("\n");
}

export function tool(name: string, more: Plan = {}): Json {
  return { name, inputSchema: { type: "object", properties: {} }, annotations: { readOnlyHint: true }, ...more };
}
