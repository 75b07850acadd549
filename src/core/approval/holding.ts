/** The grants that hold for one request: what they open, and which it goes on by. */
import type { Millis } from "../../kit/time.ts";
import { isNothing } from "../permissions/extra.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Action, Request } from "./action.ts";
import type { Facts, Target } from "./facts.ts";
import { coversOf, type Lead } from "./identity.ts";
import type { Requirement } from "./requirement.ts";
import type { Session } from "./session.ts";
import type { GrantId, SessionGrant } from "./session-grant.ts";
import { inForce, openedBy, usedFor } from "./session-grants.ts";

/** @param isKnown false where it cannot be told what others took from them: then none holds */
export function holdingFor(
  { grants }: Session,
  { turn, agent }: Request,
  now: Millis,
  isKnown: boolean,
): readonly SessionGrant[] {
  return isKnown ? inForce(grants, { now, turn: turn ?? null, agent: agent ?? null }) : [];
}

/** Commands with the hosts that they reach, and patches; a request for more is told with what there is already. */
const OPENED: readonly Action["kind"][] = ["command", "patch", "network", "permissions"];

/** What a person opened counts for these, and for nothing else. */
export function opened(facts: Facts, { kind }: Action, holding: readonly SessionGrant[]): Facts {
  const extra = OPENED.includes(kind) ? openedBy(holding) : null;
  if (extra === null || isNothing(extra)) return facts;
  return { ...facts, workspace: { ...facts.workspace, extra } };
}

/**
 * Those that it goes on by, where it or parts of it were accepted for the session. Throws where there are none though it
 * was let pass: a fault in judging.
 */
export function usedBy(
  { action, targets, leads }: Judged,
  needed: Needed,
  holding: readonly SessionGrant[],
): readonly GrantId[] {
  const { remembered = [] } = needed;
  const isAll = needed.kind === "run" && needed.from === "session";
  const whole = isAll ? covering({ action, targets, leads }, needed.under) : [];
  const parts = remembered.flatMap(({ command, cwd, under }) => {
    return action.kind === "command"
      ? covering({ action: { ...action, argv: command, cwd }, targets: [], leads }, under)
      : [];
  });
  const used = usedFor(holding, [...whole, ...parts]);
  if (isAll && used.length === 0)
    throw new Error("let pass for the session, though nothing that was granted covers it");
  return used;
}

type Judged = { readonly action: Action; readonly targets: readonly Target[]; readonly leads: readonly Lead[] };
type Needed = Exclude<Requirement, { readonly kind: "forbid" }>;

/** What was given to a command on request it has without another request. */
function covering({ action, targets, leads }: Judged, under: Permissions): readonly string[] {
  const alike = action.kind === "command" ? [action, { ...action, escalate: !action.escalate }] : [action];
  return alike.flatMap((one) => coversOf(one, under, targets, leads));
}
