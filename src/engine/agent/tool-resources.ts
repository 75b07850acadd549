/** `list_mcp_resources`, `list_mcp_resource_templates` and `read_mcp_resource`. */
import { withinTokens } from "../../core/agent/kept-text.ts";
import { OUTPUT_TOKENS } from "../../core/agent/call-texts.ts";
import { fieldsOf } from "../../core/agent/mcp-listing.ts";
import { readArguments } from "../../core/agent/read-arguments.ts";
import type { Json } from "../../kit/json.ts";
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

const KEYS = { resources: "resources", templates: "resourceTemplates" } as const;

/** Of one server, or the first page of each. */
async function list(mcp: Mcp, kind: keyof typeof KEYS, call: ToolCall, { signal }: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const server = read.text("server");
  const cursor = read.text("cursor");
  const fault = read.fault();
  if (fault !== null) return { output: fault };
  if (server === null && cursor !== null)
    return { output: "invalid arguments: a cursor belongs to a server, so name it" };
  const names = server === null ? mcp.states().flatMap((one) => (one.state === "ready" ? [one.server] : [])) : [server];
  const pages = await Promise.all(names.map((name) => mcp.listResources(kind, name, cursor, signal)));
  const [only] = pages;
  if (server !== null && only?.ok === false) return { output: `listing the resources failed: ${only.error}` };
  const entries = pages.flatMap((page, at): readonly Json[] => {
    const owner = names[at] ?? "";
    if (!page.ok) return [{ server: owner, error: page.error }];
    return page.value.entries.map((entry) => withServer(owner, entry));
  });
  const next = server !== null && only?.ok === true ? only.value.next : null;
  return told({
    ...(server === null ? {} : { server }),
    [KEYS[kind]]: entries,
    ...(next === null ? {} : { nextCursor: next }),
  });
}

async function readOne(mcp: Mcp, call: ToolCall, { signal }: ToolContext): Promise<CallEnd> {
  const read = readArguments(call.input);
  const server = read.text("server");
  const uri = read.text("uri");
  const isWhole = read.need("server", server) && read.need("uri", uri);
  const fault = read.fault();
  if (fault !== null || !isWhole || server === null || uri === null) return { output: fault ?? "" };
  const found = await mcp.readResource(server, uri, signal);
  return found.ok ? told({ server, uri, content: found.value }) : { output: `reading ${uri} failed: ${found.error}` };
}

function withServer(server: string, entry: Json): Json {
  const fields = fieldsOf(entry);
  return fields === null ? entry : { server, ...fields };
}

function told(value: Json): CallEnd {
  return { output: withinTokens(JSON.stringify(value), OUTPUT_TOKENS) };
}
