/** `list_mcp_resources`, `list_mcp_resource_templates` and `read_mcp_resource`. */
import { withinTokens } from "../../core/agent/kept-text.ts";
import { OUTPUT_TOKENS } from "../../core/agent/call-texts.ts";
import { readArguments } from "../../core/agent/read-arguments.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { asObject, type Json } from "../../kit/json.ts";
import type { Mcp } from "./mcp-port.ts";
import type { CallEnd, ToolCall } from "./thread-ports.ts";
import type { Tool, ToolContext } from "./tool.ts";

export function readResources(mcp: Mcp, name: string): Tool | null {
  switch (name) {
    case "list_mcp_resources":
      return (call, context) => list(mcp, "resources", call, context);
    case "list_mcp_resource_templates":
      return (call, context) => list(mcp, "templates", call, context);
    case "read_mcp_resource":
      return (call, context) => readOne(mcp, call, context);
    default:
      return null;
  }
}

type Kind = Parameters<Mcp["listResources"]>[0];
const KEYS = { resources: "resources", templates: "resourceTemplates" } as const;
/** A server that goes on and on is left there. */
const PAGES_MAX = 64;

/** One page of one server, or all of all. As in Codex. */
async function list(mcp: Mcp, kind: Kind, call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const [server, cursor] = [read.text("server"), read.text("cursor")];
  const fault = read.fault() ?? unknown(mcp, server);
  if (fault !== null) return { output: fault };
  return shown(call, context, server, async () => {
    if (server !== null) return onePage(mcp, kind, { server, cursor }, context.signal);
    if (cursor !== null) return err("cursor can only be used when a server is specified");
    return everyPage(mcp, kind, context.signal);
  });
}

async function onePage(
  mcp: Mcp,
  kind: Kind,
  { server, cursor }: { readonly server: string; readonly cursor: string | null },
  signal: AbortSignal,
): Promise<Result<Json, string>> {
  const page = await mcp.listResources(kind, server, cursor, signal);
  if (!page.ok) return page;
  const { entries, next } = page.value;
  const more = next === null ? {} : { nextCursor: next };
  return ok({ server, [KEYS[kind]]: entries.map((entry) => withServer(server, entry)), ...more });
}

async function everyPage(mcp: Mcp, kind: Kind, signal: AbortSignal): Promise<Result<Json, string>> {
  const names = mcp.states().flatMap((one) => (one.state === "ready" ? [one.server] : []));
  const found = await Promise.all(names.map((server) => pagesOf(mcp, kind, server, signal)));
  return ok({ [KEYS[kind]]: found.flat() });
}

/** What one server fails at is told in its place. */
async function pagesOf(mcp: Mcp, kind: Kind, server: string, signal: AbortSignal): Promise<readonly Json[]> {
  const all: Json[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page: Awaited<ReturnType<Mcp["listResources"]>> = await mcp.listResources(kind, server, cursor, signal);
    if (!page.ok) return [...all, { server, error: page.error }];
    all.push(...page.value.entries.map((entry) => withServer(server, entry)));
    cursor = page.value.next;
    if (cursor === null) break;
  }
  return all;
}

async function readOne(mcp: Mcp, call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const [server, uri] = [read.text("server"), read.text("uri")];
  const isWhole = read.need("server", server) && read.need("uri", uri);
  const fault = read.fault() ?? unknown(mcp, server);
  if (fault !== null || !isWhole || server === null || uri === null) return { output: fault ?? "" };
  return shown(call, context, server, async () => {
    const found = await mcp.readResource(server, uri, context.signal);
    return found.ok ? ok({ server, uri, ...asObject(found.value) }) : found;
  });
}

function unknown(mcp: Mcp, server: string | null): string | null {
  const isKnown = server === null || mcp.states().some((one) => one.server === server);
  return isKnown ? null : `unknown MCP server '${server}'`;
}

/** What speaks for no one server. As in Codex. */
const OF_ALL = "codex";

/** Clients see it as a tool of the server that is asked. */
async function shown(
  call: ToolCall,
  { stage }: ToolContext,
  server: string | null,
  work: () => Promise<Result<Json, string>>,
): Promise<CallEnd> {
  const input: Json = JSON.parse(call.input === "" ? "{}" : call.input);
  const item = { id: call.id, kind: "tool-call", server: server ?? OF_ALL, tool: call.name, input } as const;
  stage.start({ ...item, status: "in-progress", result: null, error: null });
  const done = await work();
  if (!done.ok) {
    stage.complete({ ...item, status: "failed", result: null, error: done.error });
    return { output: done.error };
  }
  const text = withinTokens(JSON.stringify(done.value), OUTPUT_TOKENS);
  const result = { content: [{ type: "text", text }], structured: null, isError: false };
  stage.complete({ ...item, status: "completed", result, error: null });
  return { output: text };
}

function withServer(server: string, entry: Json): Json {
  const fields = asObject(entry);
  return fields === null ? entry : { server, ...fields };
}
