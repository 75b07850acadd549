/** A tool of a server of the Model Context Protocol. */
import { toolFailure, toolOutput } from "../../core/agent/mcp-output.ts";
import { findTool, type OfferedTool } from "../../core/agent/mcp-tools.ts";
import { refusalOf } from "../../core/agent/refusal.ts";
import type { Json } from "../../kit/json.ts";
import type { Mcp } from "./mcp-port.ts";
import type { CallEnd, ToolCall } from "./thread-ports.ts";
import { carriedOut, type Tool, type ToolContext } from "./tool.ts";

/** Null where no server offers one of that name. */
export function mcpToolFor(mcp: Mcp, namespace: string, name: string): Tool | null {
  const offered = findTool(mcp.tools(), namespace, name);
  return offered === null ? null : (call, context) => callTool(call, offered, context);
}

async function callTool(
  call: ToolCall,
  { server, tool, about, approval }: OfferedTool,
  context: ToolContext,
): Promise<CallEnd> {
  const { ports, stage } = context;
  const startedAt = ports.now();
  const input = inputOf(call.input);
  if (input === undefined) return { output: "failed to parse function arguments: they are no JSON" };
  const shown = { id: call.id, kind: "tool-call", server, tool, input, readOnly: about.hints.readOnly } as const;
  stage.start({ ...shown, status: "in-progress", result: null, error: null });
  const action = { kind: "mcp", server, tool, input, about, approval, why: null } as const;
  const outcome = carriedOut(await context.submit({ action, mode: "run", item: call.id }));
  const took = ports.now() - startedAt;
  const result = outcome.kind === "ran" ? outcome.result : undefined;
  if (result !== undefined) {
    stage.complete({ ...shown, status: result.isError ? "failed" : "completed", result, error: null });
    return { output: outputOf(toolOutput(result, took)) };
  }
  const told = outcome.kind === "ran" ? "the server gave nothing back" : refusalOf(outcome, { kind: "tool" }).told;
  // As in Codex a tool that was refused has failed, with the reason as its error.
  stage.complete({ ...shown, status: "failed", result: null, error: told });
  // Who cancels a tool ends that call and not the turn. As in Codex.
  return { output: outputOf(toolFailure(told, took)) };
}

function inputOf(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text.trim() === "" ? "{}" : text);
    return value;
  } catch {
    // The parser has one complaint only: text that is no JSON.
    return undefined;
  }
}

function outputOf(output: Json): CallEnd["output"] {
  return typeof output === "string" || Array.isArray(output) ? output : JSON.stringify(output);
}
