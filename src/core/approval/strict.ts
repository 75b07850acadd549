/** Turns in which all is reviewed: what would run unasked is asked of the reviewer. */
import { never } from "../../kit/never.ts";
import type { Action } from "./action.ts";
import type { Basis } from "./basis.ts";
import { askOrRefuse } from "./asking.ts";
import type { Question } from "./question.ts";
import type { Reason, Requirement } from "./requirement.ts";

const STRICT: Reason = { kind: "strict-review" };

/** What was granted for the session counts for nothing here, and a chain is reviewed as a whole. */
export function underReview(needed: Requirement, action: Action): Requirement {
  if (!isReviewed(action) || needed.kind === "forbid") return needed;
  const { under, reasons } = needed;
  if (needed.kind === "run") {
    return { kind: "ask", under, reasons: [STRICT, ...reasons], amendment: null, opens: false };
  }
  const { amendment, opens } = needed;
  return { kind: "ask", under, reasons, amendment, opens };
}

/** Programs start in a command that was reviewed; hosts and permissions that are not asked about are settings. */
function isReviewed(action: Action): boolean {
  switch (action.kind) {
    case "command":
    case "patch":
    case "mcp":
      return true;
    case "stdin":
      // Without text it only looks at what the process wrote.
      return action.text !== "";
    case "network":
    case "exec":
    case "permissions":
    case "elicitation":
      return false;
    default:
      return never(action);
  }
}

/** True where it is asked only because all of the turn is reviewed. */
export function isByStrictness({ reasons }: Pick<Question, "reasons">): boolean {
  return reasons.some(({ kind }) => kind === "strict-review");
}

/** Why the policy lets nobody be asked about it, though it was reviewed for strictness; null where a person may be. */
export function whyNobodyIsAsked(
  { action, under, reasons }: Question,
  ground: Pick<Basis, "approvalPolicy" | "policyBy" | "smartApprovals">,
): string | null {
  if (!isByStrictness({ reasons })) return null;
  const category = action.kind === "mcp" ? "mcp_elicitations" : "sandbox_approval";
  const wanted = { under, reasons: [STRICT], also: [], amendment: null, opens: false, category } as const;
  return askOrRefuse(wanted, ground).kind === "ask" ? null : "the approval policy lets nobody be asked about it";
}
