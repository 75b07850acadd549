/** Requests about servers of the Model Context Protocol. */
import type { McpServer } from "../../core/config/servers.ts";
import type { McpServerState, McpServerView } from "../../engine/agent/mcp-port.ts";
import type { Json, JsonObject } from "../../kit/json.ts";
import { answer, jsonOf, refuse } from "./answer.ts";
import type { Call, Methods } from "./method.ts";
import { pageOf } from "./page.ts";
import { describeStartFault } from "./server.ts";

export const MCP_METHODS: Methods = {
  "mcpServerStatus/list": async ({ threadId, serverName, detail, cursor, limit }, call) => {
    const named = serverName ?? null;
    const found =
      threadId === undefined || threadId === null ? await ofAll(named, call) : await ofOne(threadId, named, call);
    if (typeof found === "string") return refuse(found);
    const page = pageOf(found, ({ name }) => name, { cursor: cursor ?? null, limit: limit ?? found.length });
    if (!page.ok) return refuse(page.error);
    const isShort = detail === "toolsAndAuthOnly";
    const data = page.value.entries.map(({ shown }) =>
      isShort ? { ...shown, resources: [], resourceTemplates: [] } : shown,
    );
    return answer({ data, nextCursor: page.value.next });
  },

  "config/mcpServer/reload": async (_params, { server }) => {
    const done = await Promise.all([...server.rooms.values()].map((room) => room.open().reloadServers()));
    const failed = done.find((one) => !one.ok);
    return failed === undefined || failed.ok ? answer({}) : refuse(describeStartFault(failed.error));
  },

  // A tool that a client calls is judged like one that an agent calls.
  "mcpServer/tool/call": async ({ threadId, server: name, tool, arguments: given }, { server }) => {
    const room = server.rooms.get(threadId);
    if (room === undefined) return refuse(`thread not found: ${threadId}`);
    const offered = room
      .open()
      .servers?.tools()
      .find((one) => one.server === name && one.tool === tool);
    if (offered === undefined) return refuse(`server ${name} offers no tool ${tool} here`);
    const { about, approval } = offered;
    const input = given === undefined ? null : jsonOf(given);
    const action = { kind: "mcp", server: name, tool, input, about, approval, why: null } as const;
    const outcome = await room.thread().engine.submit({ action, mode: "run" });
    if (outcome.kind !== "ran" || outcome.result === undefined) {
      return refuse(outcome.kind === "fault" ? outcome.why : `the call was not carried out: ${outcome.kind}`);
    }
    const { content, structured, isError } = outcome.result;
    return answer({
      content,
      ...(structured === null ? {} : { structuredContent: structured }),
      ...(isError ? { isError } : {}),
    });
  },
};

type Shown = { readonly name: string; readonly shown: JsonObject };

async function ofOne(thread: string, named: string | null, { server }: Call): Promise<readonly Shown[] | string> {
  const room = server.rooms.get(thread);
  if (room === undefined) return `thread not found: ${thread}`;
  const views = (await room.open().servers?.view(named, new AbortController().signal)) ?? [];
  return views.map((view) => ({ name: view.server, shown: showServer(view, RUNTIME[view.state]) }));
}

/** Servers of the settings, with what the latest thread that has them knows: none is started to be looked at. */
async function ofAll(named: string | null, { server }: Call): Promise<readonly Shown[] | string> {
  const settings = await server.ports.machine.settings(null);
  if (!settings.ok) return describeStartFault({ kind: "config", error: settings.error });
  const known = new Map<string, McpServerView>();
  for (const room of server.rooms.values()) {
    const views = (await room.open().servers?.view(named, new AbortController().signal)) ?? [];
    for (const view of views) known.set(view.server, view);
  }
  const all = [...settings.value.loaded.settings.mcpServers].filter(([name]) => named === null || name === named);
  return all
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => {
      const status = one.isEnabled ? null : "disabled";
      return { name, shown: showServer(known.get(name) ?? unseen(name, one), status) };
    });
}

function unseen(server: string, { transport }: McpServer): McpServerView {
  const isAddress = transport.kind === "url" && URL.canParse(transport.url);
  return {
    server,
    state: "starting",
    why: null,
    tools: new Map(),
    resources: [],
    resourceTemplates: [],
    info: null,
    capabilities: null,
    origin: isAddress ? new URL(transport.url).origin : null,
    auth: transport.kind === "url" && transport.bearerTokenEnvVar !== null ? "bearer" : "none",
  };
}

const RUNTIME: Readonly<Record<McpServerState["state"], string>> = {
  starting: "starting",
  ready: "connected",
  failed: "failed",
};

function showServer(view: McpServerView, runtimeStatus: string | null): JsonObject {
  const info = view.info === null ? null : { description: null, icons: null, websiteUrl: null, ...Object(view.info) };
  return {
    name: view.server,
    runtimeStatus,
    pluginId: null,
    httpOrigin: view.origin,
    serverInfo: info,
    serverCapabilities: view.capabilities,
    toolListMeta: null,
    tools: Object.fromEntries<Json>(view.tools),
    toolsError: view.state === "failed" ? view.why : null,
    resources: view.resources,
    resourceTemplates: view.resourceTemplates,
    authStatus: view.auth === "bearer" ? "bearerToken" : "unsupported",
  };
}
