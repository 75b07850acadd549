/** Finds the tool that a call means, and carries it out. */
import { mcpToolFor } from "./tool-mcp.ts";
import { hasPlanTool } from "../../core/agent/tool-specs.ts";
import { readResources } from "./tool-resources.ts";
import { execCommand } from "./tool-exec.ts";
import { applyPatch } from "./tool-patch.ts";
import { requestPermissions } from "./tool-permissions.ts";
import { requestUserInput, updatePlan, viewImage } from "./tool-plan.ts";
import { writeStdin } from "./tool-stdin.ts";
import type { CallEnd, Standing, ToolCall } from "./thread-ports.ts";
import type { Tool, ToolContext } from "./tool.ts";
import { errorText } from "../../kit/result.ts";

/** Never rejects: what goes wrong is told to the model. */
export async function carryOut(call: ToolCall, context: ToolContext): Promise<CallEnd> {
  const tool = toolFor(call, context);
  const kind = call.isCustom ? "custom tool call" : "call";
  if (tool === null) return { output: `unsupported ${kind}: ${call.namespace ?? ""}${call.name}` };
  try {
    return await tool(call, context);
  } catch (error) {
    // A fault of ours ends the call and not the thread; nothing of it ran without the approvals.
    return { output: `${call.name} failed: ${errorText(error)}` };
  }
}

function toolFor({ name, namespace, isCustom }: ToolCall, { standing, ports }: ToolContext): Tool | null {
  if (namespace !== null) return ports.mcp === null ? null : mcpToolFor(ports.mcp, namespace, name);
  if (name === "apply_patch") return isCustom ? applyPatch : null;
  if (isCustom) return null;
  const resources = ports.mcp === null ? null : readResources(ports.mcp, name);
  return resources ?? ownTool(name, standing);
}

function ownTool(name: string, { features, settings }: Standing): Tool | null {
  switch (name) {
    case "exec_command":
      return execCommand;
    case "write_stdin":
      return writeStdin;
    case "view_image":
      return viewImage;
    case "request_user_input":
      return requestUserInput;
    case "request_permissions":
      return features.requestPermissions ? requestPermissions : null;
    case "update_plan":
      return hasPlanTool(settings.model) ? updatePlan : null;
    default:
      return null;
  }
}
