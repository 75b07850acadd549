/** The action that is reviewed, as JSON: what it is, and whatever its own words say. */
import { never } from "../../kit/never.ts";
import { isList, type Json, type JsonObject } from "../../kit/json.ts";
import type { Action } from "../approval/action.ts";
import type { Question } from "../approval/question.ts";
import { redactJudged } from "../audit/redact.ts";
import type { Extra } from "../permissions/extra.ts";

/** UTF-16 units. Nobody can judge an action of which a part was left out, so that a longer one is shown to no model. */
export const ACTION_CHARS_MAX = 120_000;

/** Keys as Codex names them. Only what can be nothing but a value is taken out as a secret; nothing is cut. */
export function actionText({ action, whole, attempt }: Pick<Question, "action" | "whole" | "attempt">): string {
  const part: JsonObject = whole === null ? {} : { part_of: whole };
  const again: JsonObject = attempt === 1 ? {} : { attempt: "again, after the sandbox stopped it" };
  // Once for each text, and once more for what its key says of it.
  return redactJudged(JSON.stringify(shown({ ...planned(action), ...part, ...again }), null, 2));
}

function planned(action: Action): JsonObject {
  switch (action.kind) {
    case "command":
      return {
        tool: "exec_command",
        command: action.argv,
        cwd: action.cwd,
        environment_id: "local",
        sandbox_permissions: sandboxPermissions(action),
        ...(action.more === undefined ? {} : { additional_permissions: extra(action.more) }),
        ...(action.skill === undefined ? {} : { skill: action.skill }),
        justification: action.why,
        tty: action.tty === true,
      };
    case "patch":
      return { tool: "apply_patch", cwd: action.cwd, patch: action.text, justification: action.why };
    case "network":
      return {
        tool: "network_access",
        host: action.host,
        port: action.port,
        protocol: action.protocol,
        trigger: action.command,
        started_by: action.chain ?? [],
        justification: action.why,
      };
    case "exec":
      return { tool: "execve", program: action.path, argv: action.argv, cwd: action.cwd, started_by: action.chain };
    case "stdin":
      return {
        tool: "write_stdin",
        session_id: action.process,
        chars: action.text,
        command: action.argv,
        cwd: action.cwd,
        sandboxed: action.isSandboxed,
      };
    case "permissions":
      return {
        tool: "request_permissions",
        cwd: action.cwd,
        permissions: extra(action.wanted),
        justification: action.why,
      };
    case "mcp":
      return toolCall(action);
    case "elicitation":
      return { tool: "elicitation", server: action.server, message: action.message };
    default:
      return never(action);
  }
}

function toolCall({ server, tool, input, about }: Action & { readonly kind: "mcp" }): JsonObject {
  const { title, description, hints } = about;
  const said: JsonObject = { title, description, hints };
  return { tool: "mcp_tool_call", server, tool_name: tool, arguments: input, said_by_server: said };
}

function sandboxPermissions({ escalate, more }: Action & { readonly kind: "command" }): string {
  if (escalate) return "require_escalated";
  return more === undefined ? "use_default" : "with_additional_permissions";
}

function extra({ read, write, network }: Extra): JsonObject {
  return { file_system: { read, write }, network: { enabled: network } };
}

/** Each text in it without secrets. */
function shown(value: Json): Json {
  if (typeof value === "string") return redactJudged(value);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(shown);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]));
}
