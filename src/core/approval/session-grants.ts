/** The grants of a session: which hold, what they cover, and how they come to an end. */
import { extraWords, joinExtra, type Extra } from "../permissions/extra.ts";
import { printCommand } from "../shell/print.ts";
import { never } from "../../kit/never.ts";
import type { Millis } from "../../kit/time.ts";
import type { Action, TurnId } from "./action.ts";
import type { Target } from "./facts.ts";
import { writtenPaths } from "./identity.ts";
import type { GrantChange, GrantId, SessionGrant } from "./session-grant.ts";

type Grants = readonly SessionGrant[];

/** For whom and when a grant is looked for. */
export type Moment = {
  readonly now: Millis;
  /** Null where there are no turns. */
  readonly turn: TurnId | null;
  /** Null for the thread's own. */
  readonly agent: string | null;
};

/** Grants that are kept; of more the eldest are forgotten, and asked about again. */
export const GRANTS_MAX = 1024;

export function inForce(grants: Grants, { now, turn, agent }: Moment): Grants {
  return grants.filter((grant) => {
    if (grant.agent !== agent || (grant.turn !== null && grant.turn !== turn)) return false;
    return !isOver(grant, now);
  });
}

/** True once its time or its uses are over. */
export function isOver({ until, usesLeft }: SessionGrant, now: Millis): boolean {
  return (until !== null && now >= until) || usesLeft === 0;
}

/** All identities that they cover together. */
export function coverageOf(grants: Grants): ReadonlySet<string> {
  return new Set(grants.flatMap(({ covers }) => covers));
}

/** What they open for commands and patches; null where they open nothing. */
export function openedBy(grants: Grants): Extra | null {
  return grants.reduce<Extra | null>((all, { opens }) => {
    if (opens === null) return all;
    return all === null ? opens : joinExtra(all, opens);
  }, null);
}

/** Those that cover any of these identities: each once, for each identity one, which need not be counted if possible. */
export function usedFor(grants: Grants, identities: readonly string[]): readonly GrantId[] {
  const used = identities.flatMap((identity) => {
    const covering = grants.filter(({ covers }) => covers.includes(identity));
    const best = covering.find(({ usesLeft }) => usesLeft === null) ?? covering[0];
    return best === undefined ? [] : [best.id];
  });
  return [...new Set(used)];
}

/** One of the same name is replaced. Those that are over when it is made are forgotten. */
export function withGrant(grants: Grants, grant: SessionGrant): Grants {
  const others = grants.filter((other) => other.id !== grant.id && !isOver(other, grant.madeAt));
  return [...others, grant].slice(-GRANTS_MAX);
}

/** After one use of each. */
export function withUse(grants: Grants, used: readonly GrantId[]): Grants {
  const isCounted = ({ id, usesLeft }: SessionGrant): boolean => usesLeft !== null && used.includes(id);
  if (!grants.some(isCounted)) return grants;
  return grants.map((grant) =>
    isCounted(grant) ? { ...grant, usesLeft: Math.max(0, (grant.usesLeft ?? 0) - 1) } : grant,
  );
}

/** Never wider: the shorter time and the fewer uses count. The same list where nothing changes. */
export function withChange(grants: Grants, change: GrantChange): Grants {
  const at = grants.findIndex(({ id }) => id === change.id);
  const grant = grants[at];
  if (grant === undefined) return grants;
  if (change.kind === "revoked") return grants.toSpliced(at, 1);
  const limited: SessionGrant = {
    ...grant,
    until: lesser(grant.until, change.until),
    usesLeft: lesser(grant.usesLeft, change.uses),
    survivesResume: grant.survivesResume && change.survivesResume,
  };
  const isSame =
    limited.until === grant.until &&
    limited.usesLeft === grant.usesLeft &&
    limited.survivesResume === grant.survivesResume;
  return isSame ? grants : grants.with(at, limited);
}

/** Those that end with the turn. */
export function boundTo(grants: Grants, turn: TurnId): Grants {
  return grants.filter((grant) => grant.turn === turn);
}

/** True for one that a resumed session of the thread takes over. */
export function survives(grant: SessionGrant, now: Millis): boolean {
  return grant.survivesResume && grant.turn === null && !isOver(grant, now);
}

function lesser(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** What a grant for the action covers, for a person; not escaped. */
export function coveredWords(action: Action, targets: readonly Target[]): string {
  switch (action.kind) {
    case "command":
    case "exec":
    case "stdin":
      return `${printCommand(action.argv)} in ${action.cwd}`;
    case "patch":
      return `changes to ${[...new Set(targets.flatMap(writtenPaths))].join(", ")}`;
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
