/** When two actions are the same: what a grant for the session covers. */
import { digest } from "../../kit/digest.ts";
import { never } from "../../kit/never.ts";
import type { Json } from "../../kit/json.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import type { BoundProgram, Target } from "./facts.ts";

/**
 * Fingerprint of an action under permissions: same words, same folder, same permissions; for a patch
 * also the same resolved files, so that a link turned elsewhere makes it another action.
 * The agent's own justification does not count, since it changes nothing that runs.
 *
 * @param programs what must be the same when the command starts; none for what a session remembers
 */
export function identityOf(
  action: Action,
  under: Permissions,
  targets: readonly Target[] = [],
  programs: readonly BoundProgram[] = [],
): string {
  return digest([essence(action, targets), under, programs]);
}

function essence(action: Action, targets: readonly Target[]): Json {
  switch (action.kind) {
    case "command":
      return ["command", action.argv, action.cwd, action.escalate];
    case "patch":
      return ["patch", action.text, action.cwd, targets.flatMap(writtenPaths)];
    case "network":
      return ["network", action.host, action.port, action.protocol];
    case "exec":
      return ["exec", action.path, action.argv, action.cwd];
    default:
      return never(action);
  }
}

/** Every place that a change writes to or takes away; for a rename both ends. */
export function writtenPaths({ path, change }: Target): readonly string[] {
  return change.kind === "rename" ? [path, change.to] : [path];
}
