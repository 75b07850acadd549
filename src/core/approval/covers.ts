/** What a grant for the session covers: stated exactly for each kind of action. */
import { digest } from "../../kit/digest.ts";
import { never } from "../../kit/never.ts";
import { extraWords } from "../permissions/extra.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { printCommand } from "../shell/print.ts";
import type { Action } from "./action.ts";
import type { Target } from "./facts.ts";
import { identityOf, writtenPaths } from "./identity.ts";

/**
 * Identities that a grant for this action covers; an action is covered where all of its own are. A command: its words,
 * folder and permissions. A patch: each file that it writes or takes away, whatever its text. A connection: host, port
 * and protocol. A tool: its name and its server, whatever its input. None for what no grant lasts for.
 */
export function coversOf(
  action: Action,
  under: Permissions,
  targets: readonly Target[] = [],
): readonly [] | readonly [string, ...string[]] {
  switch (action.kind) {
    case "command":
    case "network":
    case "exec":
      return [identityOf(action, under)];
    case "patch": {
      const [first, ...rest] = filesOf(targets).map((path) => digest(["file", path, under]));
      return first === undefined ? [] : [first, ...rest];
    }
    case "mcp":
      return [digest(["tool", action.server, action.tool])];
    case "stdin":
    case "permissions":
    case "elicitation":
      return [];
    default:
      return never(action);
  }
}

/** True where grants cover all of it; never for what no grant lasts for. */
export function isCovered(identities: readonly string[], remembered: ReadonlySet<string>): boolean {
  return identities.length > 0 && identities.every((identity) => remembered.has(identity));
}

/** The same for a person, not escaped. */
export function coveredWords(action: Action, targets: readonly Target[]): string {
  switch (action.kind) {
    case "command":
    case "exec":
    case "stdin":
      return `${printCommand(action.argv)} in ${action.cwd}`;
    case "patch":
      return `changes to ${filesOf(targets).join(", ")}`;
    case "network":
      return `connections to ${action.host}:${action.port} by ${action.protocol}`;
    case "mcp":
      return `the tool ${action.tool} of ${action.server}`;
    case "permissions":
      return extraWords(action.wanted);
    case "elicitation":
      return `what ${action.server} asks`;
    default:
      return never(action);
  }
}

function filesOf(targets: readonly Target[]): readonly string[] {
  return [...new Set(targets.flatMap(writtenPaths))];
}
