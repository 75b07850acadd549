/** Which decisions a question takes; every one that is honoured is offered. */
import { canLast, onlyPerson } from "../../core/approval/asking.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Json } from "../../kit/json.ts";

export function offeredForCommand(question: Question): readonly Json[] {
  const { action, amendment, reasons } = question;
  if (onlyPerson(reasons)) return ["accept", "decline", "cancel"];
  const lasting = canLast(question) ? ["acceptForSession"] : [];
  return ["accept", ...lasting, ...amendments(), "decline", "cancel"];

  function amendments(): readonly Json[] {
    if (amendment?.kind === "prefix") {
      if (action.kind === "command" && action.more !== undefined) return [];
      return [{ acceptWithExecpolicyAmendment: { execpolicy_amendment: [...amendment.pattern] } }];
    }
    if (amendment?.kind !== "network") return [];
    return ["allow", "deny"].map((each) => ({
      applyNetworkPolicyAmendment: { network_policy_amendment: { host: amendment.host, action: each } },
    }));
  }
}

export function offeredForPatch(question: Question): readonly Json[] {
  return ["accept", ...(canLast(question) ? ["acceptForSession"] : []), "decline", "cancel"];
}
