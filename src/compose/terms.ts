/** The terms that settings stand for, in sessions and threads alike. */
import type { GrantLimits } from "../core/approval/session-grant.ts";
import type { Settings } from "../core/config/settings.ts";
import type { Start } from "../engine/engine.ts";

export type TermsAbout = {
  /** Who chose the policy, in words; null where it is a default or was typed. */
  readonly policyBy: string | null;
  /** Left out where what is accepted for the session lasts to its end. */
  readonly grantLimits?: GrantLimits | undefined;
};

/** No more of the settings than is needed: a thousand threads hold this. */
export function termsOf(settings: Settings, { policyBy, grantLimits }: TermsAbout): Start {
  const { approvalPolicy, sandboxMode, allowRuns, smartApprovals, reviewer, autoReview } = settings;
  return {
    approvalPolicy,
    sandboxMode,
    allowRuns,
    smartApprovals,
    policyBy,
    asks: reviewer === "auto_review" ? "reviewer" : "person",
    review: autoReview.terms,
    ...(grantLimits === undefined ? {} : { grantLimits }),
  };
}
