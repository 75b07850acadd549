/** What clients hear of servers of the Model Context Protocol. */
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Mcp, McpServerView } from "../../../src/engine/agent/mcp-port.ts";
import { err, ok } from "../../../src/kit/result.ts";
import type { Call } from "../../../src/surfaces/server/method.ts";
import { MCP_METHODS } from "../../../src/surfaces/server/methods-mcp.ts";

const VIEW: McpServerView = {
  server: "kit",
  state: "ready",
  why: null,
  tools: new Map([["t", { name: "t" }]]),
  resources: [{ uri: "u", name: "n" }],
  resourceTemplates: [],
  info: { name: "Kit", version: "1" },
  capabilities: { tools: {} },
  origin: null,
  auth: "none",
};
const ABOUT = {
  title: null,
  description: null,
  hints: { readOnly: true, destructive: null, openWorld: null, idempotent: null },
};
const TOOL = {
  server: "kit",
  tool: "t",
  namespace: "mcp__kit",
  name: "t",
  inputSchema: {},
  about: ABOUT,
  approval: null,
};

type Room = { readonly views?: readonly McpServerView[]; readonly outcome?: Outcome; readonly reloads?: boolean };

/** A server with rooms by thread, and what was submitted in them. */
function hall(
  rooms: Readonly<Record<string, Room>>,
  names: readonly string[] = [],
): { call: Call; submitted: Request[] } {
  const submitted: Request[] = [];
  const opened = Object.entries(rooms).map(([id, { views, outcome, reloads = true }]) => {
    const servers: Partial<Mcp> = {
      tools: () => [TOOL],
      view: async (named) => (views ?? []).filter(({ server }) => named === null || server === named),
    };
    const submit = async (request: Request): Promise<Outcome> => {
      submitted.push(request);
      return outcome ?? { kind: "fault", doing: "perform", why: "it broke" };
    };
    const reloadServers = async (): Promise<unknown> =>
      reloads ? ok(null) : err({ kind: "usage", why: "no settings" });
    const open = { servers: views === undefined ? null : servers, reloadServers };
    return [id, { open: () => open, thread: () => ({ engine: { submit } }) }] as const;
  });
  const transport = { kind: "url", url: "https://a.example:8443/mcp", bearerTokenEnvVar: "T" };
  const mcpServers = new Map(names.map((name) => [name, { transport, isEnabled: name !== "off" }]));
  const machine = { settings: async () => ok({ loaded: { settings: { mcpServers } } }) };
  return { call: { server: { rooms: new Map(opened), ports: { machine } } } as unknown as Call, submitted };
}

type Method = keyof typeof MCP_METHODS;
const ask = async (method: Method, params: object, call: Call): Promise<unknown> => {
  const answered = await MCP_METHODS[method]?.(params as never, call);
  return answered?.ok === true ? answered.value.result : answered?.error;
};

const SHOWN = {
  name: "kit",
  runtimeStatus: "connected",
  pluginId: null,
  httpOrigin: null,
  serverInfo: { name: "Kit", version: "1", description: null, icons: null, websiteUrl: null },
  serverCapabilities: { tools: {} },
  toolListMeta: null,
  tools: { t: { name: "t" } },
  toolsError: null,
  resources: [{ uri: "u", name: "n" }],
  resourceTemplates: [],
  authStatus: "unsupported",
};

describe("the servers of one thread", () => {
  const FAILED: McpServerView = {
    ...VIEW,
    server: "bad",
    state: "failed",
    why: "it broke",
    info: null,
    tools: new Map(),
  };
  const { call } = hall({ one: { views: [FAILED, VIEW] }, none: {} });

  test("are shown with what is known of them", async () => {
    const bad = { ...SHOWN, name: "bad", runtimeStatus: "failed", serverInfo: null, tools: {}, toolsError: "it broke" };
    const all = await ask("mcpServerStatus/list", { threadId: "one" }, call);
    expect(all).toEqual({ data: [bad, SHOWN], nextCursor: null });
  });

  const LISTS: readonly [name: string, params: object, shown: unknown][] = [
    ["by name", { threadId: "one", serverName: "kit" }, { data: [SHOWN], nextCursor: null }],
    ["page by page", { threadId: "one", cursor: "bad", limit: 1 }, { data: [SHOWN], nextCursor: null }],
    ["without any", { threadId: "none" }, { data: [], nextCursor: null }],
    ["of a thread that is not there", { threadId: "gone" }, { message: "thread not found: gone" }],
    [
      "in short",
      { threadId: "one", serverName: "kit", detail: "toolsAndAuthOnly" },
      { data: [{ ...SHOWN, resources: [], resourceTemplates: [] }], nextCursor: null },
    ],
  ];
  test.each(LISTS)("are listed %s", async (_name, params, shown) => {
    expect(await ask("mcpServerStatus/list", params, call)).toEqual(shown);
  });
});

test("the servers of the settings are shown with what threads know of them", async () => {
  const { call } = hall({ one: { views: [VIEW] } }, ["off", "kit", "new"]);
  const unseen = {
    ...SHOWN,
    runtimeStatus: null,
    httpOrigin: "https://a.example:8443",
    serverInfo: null,
    serverCapabilities: null,
    tools: {},
    resources: [],
    authStatus: "bearerToken",
  };
  expect(await ask("mcpServerStatus/list", {}, call)).toEqual({
    data: [
      { ...SHOWN, runtimeStatus: null },
      { ...unseen, name: "new" },
      { ...unseen, name: "off", runtimeStatus: "disabled" },
    ],
    nextCursor: null,
  });
});

describe("servers are read anew", () => {
  test("in all threads", async () => {
    expect(await ask("config/mcpServer/reload", {}, hall({ one: {}, two: {} }).call)).toEqual({});
  });

  test("and what is wrong with the settings is told", async () => {
    const { call } = hall({ one: {}, two: { reloads: false } });
    expect(await ask("config/mcpServer/reload", {}, call)).toEqual({ message: expect.stringContaining("no settings") });
  });
});

describe("a tool that a client calls", () => {
  const RAN: Outcome = {
    kind: "ran",
    status: 0,
    stopped: null,
    denied: null,
    taken: [],
    output: null,
    result: { content: [{ type: "text", text: "a" }], structured: { b: 1 }, isError: true },
  } as never;

  test("is judged like an agent's", async () => {
    const { call, submitted } = hall({ one: { views: [VIEW], outcome: RAN } });
    const params = { threadId: "one", server: "kit", tool: "t", arguments: { x: 1 } };
    expect(await ask("mcpServer/tool/call", params, call)).toEqual({
      content: [{ type: "text", text: "a" }],
      structuredContent: { b: 1 },
      isError: true,
    });
    const action = { kind: "mcp", server: "kit", tool: "t", input: { x: 1 }, about: ABOUT, approval: null, why: null };
    expect(submitted).toEqual([{ action, mode: "run" }]);
  });

  const REFUSED: readonly [name: string, room: Room, params: object, message: string][] = [
    ["fails", { views: [VIEW] }, {}, "it broke"],
    [
      "is refused",
      { views: [VIEW], outcome: { kind: "forbidden", reasons: [] } },
      {},
      "the call was not carried out: forbidden",
    ],
    ["is not offered", { views: [VIEW] }, { tool: "none" }, "server kit offers no tool none here"],
    ["is of no server", {}, {}, "server kit offers no tool t here"],
    ["is of no thread", {}, { threadId: "gone" }, "thread not found: gone"],
  ];
  test.each(REFUSED)("is an error where it %s", async (_name, room, params, message) => {
    const { call } = hall({ one: room });
    const wanted = { threadId: "one", server: "kit", tool: "t", ...params };
    expect(await ask("mcpServer/tool/call", wanted, call)).toEqual({ message });
  });
});
