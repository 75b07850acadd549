/** Which approval policies are as strict as others, whatever is asked about. */
import { type ApprovalPolicy, CATEGORIES } from "./approval-policy.ts";
import { isSame } from "../../kit/same.ts";

/**
 * True if whatever `own` lets run is let run by `below` as well, and whatever it asks about is at least asked about
 * there. Only that is an order: `untrusted` asks about what `never` runs in the sandbox, and `never` refuses what
 * `untrusted` asks about.
 */
export function isStricterPolicy(own: ApprovalPolicy, below: ApprovalPolicy): boolean {
  if (isSame(own, below)) return true;
  if (below === "never" || below === "untrusted") return false;
  if (typeof below === "string") return own !== "on-failure" && own !== below;
  if (typeof own === "string") return own === "never";
  return CATEGORIES.every((category) => below.granular[category] || !own.granular[category]);
}
