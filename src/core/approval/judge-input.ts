/** Decides about text for the input of a command that runs already. */
import { outsideOf, permissionsOf } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import { askOrRefuse } from "./asking.ts";
import type { Basis } from "./basis.ts";
import type { Requirement } from "./requirement.ts";

/**
 * A sandboxed process does no more with it than it may do anyway. One outside the sandbox was accepted, or allowed by a
 * rule, for what its words say: what is typed into it may be anything, and is asked each time.
 */
export function judgeInput(action: Action & { readonly kind: "stdin" }, basis: Basis): Requirement {
  const box = permissionsOf(basis.sandboxMode, basis.workspace);
  const isBare = box.kind === "unrestricted" && basis.approvalPolicy !== "untrusted";
  if (action.text === "" || action.isSandboxed || isBare) {
    const reasons = [{ kind: "sandbox", mode: basis.sandboxMode }] as const;
    return {
      kind: "run",
      under: action.isSandboxed ? box : outsideOf(basis.workspace),
      reasons,
      retry: false,
      from: "policy",
    };
  }
  return askOrRefuse(
    {
      under: outsideOf(basis.workspace),
      reasons: [{ kind: "input-outside" }],
      also: [],
      amendment: null,
      opens: false,
    },
    basis,
  );
}
