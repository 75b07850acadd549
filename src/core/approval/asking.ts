/** The one door to a question: asked, or refused because nobody is to be asked. */
import type { Category, NamedPolicy } from "../config/approval-policy.ts";
import type { NetworkRule, PrefixRule } from "../policy/rules.ts";
import type { Basis } from "./basis.ts";
import { coversOf } from "./identity.ts";
import type { Question } from "./question.ts";
import type { Amendment, Reason, Requirement } from "./requirement.ts";

type Asking = Requirement & { readonly kind: "ask" };

export type Wanted = Omit<Asking, "kind" | "parts"> & {
  /**
   * What would be asked about if the reasons did not hold: a rule that asks must not let through what is refused without
   * it.
   */
  readonly also: readonly Reason[];
  /** The key that grounds without one of their own stand under; left out for `sandbox_approval`. */
  readonly category?: Category;
};

type Ground = Pick<Basis, "approvalPolicy" | "policyBy" | "smartApprovals">;

/**
 * Under `never` all is refused, also what an administrator wants a person to answer; under a granular policy what stands
 * for a key that is false.
 */
export function askOrRefuse({ also, category, ...asked }: Wanted, ground: Ground): Requirement {
  const { approvalPolicy, smartApprovals } = ground;
  const { reasons } = asked;
  const grounds = [...reasons, ...also];
  if (approvalPolicy === "never") {
    return { kind: "forbid", reasons: [...reasons, policyReason("never", ground)] };
  }
  if (typeof approvalPolicy === "object") {
    const keyOf = (reason: Reason): Category => categoryOf(reason) ?? category ?? "sandbox_approval";
    const refused = grounds.find((reason) => !approvalPolicy.granular[keyOf(reason)]);
    if (refused !== undefined) {
      const shown = reasons.includes(refused) ? reasons : [...reasons, refused];
      return { kind: "forbid", reasons: [...shown, { kind: "granular", key: keyOf(refused) }] };
    }
  }
  return smartApprovals ? { kind: "ask", ...asked } : { kind: "ask", ...asked, amendment: null, opens: false };
}

/** The policy in force as a ground, with who chose it. */
export function policyReason(policy: NamedPolicy, { policyBy = null }: Pick<Basis, "policyBy">): Reason {
  return { kind: "policy", policy, ...(policyBy === null ? {} : { by: policyBy }) };
}

/** The key of `approval_policy.granular` that a question for this reason stands under; null where it has none of its own. */
function categoryOf(reason: Reason): Category | null {
  if (reason.kind === "tool" || reason.kind === "elicitation") return "mcp_elicitations";
  if (reason.kind === "skill") return "skill_approval";
  return askingRule(reason) === null ? null : "rules";
}

/** True where only a person may answer, and each time anew. */
export function onlyPerson(reasons: readonly Reason[]): boolean {
  return reasons.some(isForPerson);
}

/**
 * True where an answer for the session counts for more than this once. As long as a rules file is broken every command
 * asks, also one that was accepted.
 */
export function canLast({ action, under, targets, reasons }: Question): boolean {
  if (onlyPerson(reasons) || reasons.some((reason) => reason.kind === "broken-rules")) return false;
  return action.kind === "permissions" || coversOf(action, under, targets).length > 0;
}

/** True where a rule asks, which no rule that allows takes back. */
export function isByRule(reason: Reason): boolean {
  return askingRule(reason) !== null;
}

export function isForPerson(reason: Reason): boolean {
  const rule = askingRule(reason);
  return rule !== null && "personOnly" in rule;
}

/** What may be saved with an answer; nothing where no rules are to be proposed. */
export function proposable(
  amendment: Amendment | null,
  { smartApprovals }: Pick<Ground, "smartApprovals">,
): Amendment | null {
  return smartApprovals ? amendment : null;
}

/** The rule that asks; one that forbids asks where it is not certain that it speaks of it. */
function askingRule(reason: Reason): PrefixRule | NetworkRule | null {
  const rule = namedRule(reason);
  return rule?.decision === "allow" ? null : rule;
}

/** The rule that a reason names; null where it names none. */
export function namedRule(reason: Reason): PrefixRule | NetworkRule | null {
  if (reason.kind === "match") return reason.match.kind === "rule" ? reason.match.rule : null;
  if (reason.kind === "held") return reason.held.rule;
  return reason.kind === "network-rule" ? reason.rule : null;
}
