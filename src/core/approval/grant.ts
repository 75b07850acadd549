/** The right to carry out one action once, under stated permissions. */
import { digest } from "../../kit/digest.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import type { BoundProgram, Target } from "./facts.ts";
import { identityOf } from "./identity.ts";

export type Grant = {
  readonly action: Action;
  /** For a patch the changes that were judged and shown; empty for other actions. */
  readonly targets: readonly Target[];
  /** What a command that runs outside the sandbox by a rule must still start; empty for all else. */
  readonly programs: readonly BoundProgram[];
  /** Fingerprint of all the above with the permissions; checked again when the grant is spent. */
  readonly identity: string;
  readonly permissions: Permissions;
  readonly from: "policy" | "session" | "user" | "guardian";
};

/** Grants that were minted and not yet spent: a grant that is not in here is worth nothing. */
const unspent = new WeakSet<Grant>();

/** Makes a grant. Imported by `step.ts` only, which the architecture test sees to. */
export function mint(grant: Omit<Grant, "identity">): Grant {
  const made = Object.freeze({ ...grant, identity: fingerprint(grant) });
  unspent.add(made);
  return made;
}

/**
 * Uses up a grant; whoever carries an action out calls this first.
 * Throws on a grant that was forged, altered or already spent, which is a fault in assent itself.
 */
export function spend(grant: Grant): void {
  if (!unspent.delete(grant) || fingerprint(grant) !== grant.identity) {
    throw new Error("grant forged, altered or already spent");
  }
}

/** Of a patch also the very text that its files had and will have. */
function fingerprint({ action, permissions, targets, programs }: Omit<Grant, "identity">): string {
  const identity = identityOf(action, permissions, targets, programs);
  return targets.length === 0 ? identity : digest([identity, targets]);
}
