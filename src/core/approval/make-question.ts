/** Makes the question about an action from how it was judged. */
import type { CaseId, Request } from "./action.ts";
import type { Facts } from "./facts.ts";
import type { Judgement } from "./judge.ts";
import type { Question } from "./question.ts";
import type { Requirement } from "./requirement.ts";

type Needed = Exclude<Requirement, { readonly kind: "forbid" }>;

export function questionOf(
  id: CaseId,
  { action, turn, item, agent }: Request,
  { patch, workspace }: Facts,
  { survey }: Judgement,
  needed: Needed,
): Question {
  const targets = patch?.kind === "targets" ? patch.targets : [];
  const { amendment, opens } = needed.kind === "ask" ? needed : { amendment: null, opens: false };
  return {
    id,
    action,
    whole: null,
    survey,
    targets,
    reasons: needed.reasons,
    under: needed.under,
    amendment,
    opens,
    attempt: 1,
    ...(action.kind === "command" && !action.escalate && workspace.extra !== undefined
      ? { granted: workspace.extra }
      : {}),
    ...(turn === undefined ? {} : { turn }),
    ...(item === undefined ? {} : { item }),
    ...(agent === undefined ? {} : { agent }),
  };
}

/** To run it again with more, once the sandbox has denied it. */
export function retryQuestion(question: Question): Question {
  return { ...question, attempt: 2 };
}
