/** When two actions are the same: what a grant for the session covers. */
import { digest } from "../../kit/digest.ts";
import { never } from "../../kit/never.ts";
import type { Json } from "../../kit/json.ts";
import { isNothing } from "../permissions/extra.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import type { BoundProgram, Facts, Program, Target } from "./facts.ts";

/**
 * Fingerprint of an action under permissions: same words, same folder, same permissions; for a patch
 * also the same resolved files, so that a link turned elsewhere makes it another action.
 * The agent's own justification does not count, since it changes nothing that runs.
 *
 * @param programs what must be the same when the command starts; none for what a session remembers
 * @param leads where folders and words of a command lead; none for what starts at once
 */
export function identityOf(
  action: Action,
  under: Permissions,
  targets: readonly Target[] = [],
  programs: readonly BoundProgram[] = [],
  leads: readonly Lead[] = [],
): string {
  return digest([essence(action, targets), under, programs, ...(leads.length === 0 ? [] : [leads])]);
}

/** A place or program as it was named, and what it really is; null where that cannot be told. */
export type Lead = readonly [named: string, real: string | null];

/**
 * Where the folder and the words of a command lead elsewhere through links, and its programs that commands in the sandbox
 * may write: a link that is turned or a script that is rewritten makes it another command. Empty for other actions.
 */
export function leadsOf(
  action: Action,
  { folder, links, programs }: Pick<Facts, "folder" | "links" | "programs">,
): readonly Lead[] {
  if (action.kind !== "command") return [];
  const own: readonly Lead[] = folder === undefined || folder === action.cwd ? [] : [[action.cwd, folder]];
  const turned = links.flatMap(({ path, real }): readonly Lead[] => (real === path ? [] : [[path, real]]));
  return [...own, ...turned, ...programs.filter(({ writable }) => writable).map(fileOf)];
}

function fileOf({ name, path, identity }: Program): Lead {
  if (path === null || identity === null) return [name, path];
  const { device, inode, size, changedMs, digest } = identity;
  return [name, `${path} ${digest ?? `${device}:${inode} ${size} ${changedMs}`}`];
}

function essence(action: Action, targets: readonly Target[]): Json {
  switch (action.kind) {
    case "command":
      return ["command", action.argv, action.cwd, action.escalate, ...ownTerms(action)];
    case "patch":
      return ["patch", action.text, action.cwd, targets.flatMap(writtenPaths)];
    case "network":
      return ["network", action.host, action.port, action.protocol];
    case "exec":
      return ["exec", action.path, action.argv, action.cwd];
    case "stdin":
      return ["stdin", action.process, action.argv, action.cwd, action.text];
    case "permissions":
      return ["permissions", action.wanted, action.cwd];
    case "mcp":
      return ["mcp", action.server, action.tool, action.input, action.about];
    case "elicitation":
      return ["elicitation", action.server, action.message, action.form];
    default:
      return never(action);
  }
}

/** What a command is given for itself, where it is given anything. */
function ownTerms({ more, tty }: Action & { readonly kind: "command" }): readonly Json[] {
  const isPlain = (more === undefined || isNothing(more)) && tty !== true;
  return isPlain ? [] : [more ?? null, tty === true];
}

/**
 * Identities that an acceptance for the session covers; an action is covered where all of its own are. A command, program
 * or connection: the very same under these permissions. A patch: each file that it writes or takes away, whatever its
 * text. A tool: its name, its server and what that tells of it, whatever its input. None for what is asked each time:
 * input, permissions, what a server asks, tools whose settings say so.
 */
export function coversOf(
  action: Action,
  under: Permissions,
  targets: readonly Target[] = [],
  leads: readonly Lead[] = [],
): readonly string[] {
  switch (action.kind) {
    case "command":
      return [identityOf(action, under, [], [], leads)];
    case "network":
    case "exec":
      return [identityOf(action, under)];
    case "patch":
      return fileKeys(targets, under);
    case "mcp":
      // Whoever wants each call, or each change, to be asked about is asked.
      return action.approval === "prompt" || action.approval === "writes"
        ? []
        : [digest(["tool", action.server, action.tool, action.about])];
    case "stdin":
    case "permissions":
    case "elicitation":
      return [];
    default:
      return never(action);
  }
}

/** True where all of it was accepted for the session; never for what is asked each time. */
export function isCovered(covers: readonly string[], remembered: ReadonlySet<string>): boolean {
  return covers.length > 0 && covers.every((identity) => remembered.has(identity));
}

/** One for each file that the patch writes or takes away. */
function fileKeys(targets: readonly Target[], under: Permissions): readonly string[] {
  return [...new Set(targets.flatMap(writtenPaths))].map((path) => digest(["file", path, under]));
}

/** Every place that a change writes to or takes away; for a rename both ends. */
export function writtenPaths({ path, change }: Target): readonly string[] {
  return change.kind === "rename" ? [path, change.to] : [path];
}
