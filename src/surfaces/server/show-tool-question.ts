/** Questions about tools of servers, and those that servers ask themselves. */
import { canLast } from "../../core/approval/asking.ts";
import type { Action } from "../../core/approval/action.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Json, JsonObject } from "../../kit/json.ts";

type ToolAction = Action & { readonly kind: "mcp" };
type ElicitationAction = Action & { readonly kind: "elicitation" };

/** A form without fields, as clients know it from Codex: what it is about stands in `_meta`. */
export function showTool(question: Question, action: ToolAction): JsonObject {
  const { amendment } = question;
  const { server, tool, input, about } = action;
  const annotations = annotationsOf(about);
  return {
    serverName: server,
    mode: "form",
    _meta: {
      codex_approval_kind: "mcp_tool_call",
      ...(canLast(question) ? { persist: ["session", ...(amendment?.kind === "tool" ? ["always"] : [])] } : {}),
      tool_name: tool,
      ...(annotations === null ? {} : { tool_annotations: annotations }),
      ...(about.title === null ? {} : { tool_title: about.title }),
      ...(about.description === null ? {} : { tool_description: about.description }),
      tool_params: input,
      tool_params_display: displayOf(input),
    },
    message: `May the server ${JSON.stringify(server)} run its tool ${JSON.stringify(tool)}?`,
    requestedSchema: { type: "object", properties: {} },
  };
}

function annotationsOf({ hints }: ToolAction["about"]): JsonObject | null {
  const given: readonly (readonly [string, boolean | null])[] = [
    ["readOnlyHint", hints.readOnly],
    ["destructiveHint", hints.destructive],
    ["idempotentHint", hints.idempotent],
    ["openWorldHint", hints.openWorld],
  ];
  const said = given.filter(([, value]) => value !== null);
  return said.length === 0 ? null : Object.fromEntries(said);
}

function displayOf(input: Json): readonly JsonObject[] {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return [];
  return Object.entries(input).map(([name, value]) => ({ name, value, display_name: name }));
}

export function showElicitation({ server, message, form }: ElicitationAction): JsonObject {
  if (form.kind === "url") {
    return { serverName: server, mode: "url", _meta: null, message, url: form.url, elicitationId: form.id };
  }
  return { serverName: server, mode: "form", _meta: null, message, requestedSchema: form.schema };
}
