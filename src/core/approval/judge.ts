/** THE decision: what an action needs before it may be carried out. Nothing else decides. */
import { never } from "../../kit/never.ts";
import type { Request } from "./action.ts";
import type { Basis } from "./basis.ts";
import { judgeCommand } from "./judge-command.ts";
import { judgeExec } from "./judge-exec.ts";
import { judgeInput } from "./judge-input.ts";
import { judgeNetwork } from "./judge-network.ts";
import { judgePatch } from "./judge-patch.ts";
import { judgePermissions } from "./judge-permissions.ts";
import { judgeElicitation, judgeTool } from "./judge-tool.ts";
import type { Requirement } from "./requirement.ts";
import { underReview } from "./strict.ts";
import { surveyOf, type Survey } from "./survey.ts";

export type Judgement = {
  readonly requirement: Requirement;
  /** How a command was read, what it would run and do; null for other actions. */
  readonly survey: Survey | null;
  /** For a program that starts: the same words in the same folder are judged alike while its command runs. */
  readonly isLasting: boolean;
};

/** The same request on the same basis gives the same judgement, on every machine. */
export function judge(request: Request, basis: Basis): Judgement {
  const judgement = judgeAlone(request, basis);
  if (basis.isStrict !== true) return judgement;
  return { ...judgement, requirement: underReview(judgement.requirement, request.action) };
}

/** Whatever holds for its turn. */
function judgeAlone({ action, mode }: Request, basis: Basis): Judgement {
  switch (action.kind) {
    case "command": {
      const { home, workspace } = basis;
      const survey = surveyOf(action, { home, roots: workspace.roots, keep: workspace.keep });
      return { requirement: judgeCommand(action, mode, survey, basis), survey, isLasting: false };
    }
    case "patch":
      return { requirement: judgePatch(action, basis), survey: null, isLasting: false };
    case "network":
      return { requirement: judgeNetwork(action, basis), survey: null, isLasting: false };
    case "exec":
      if (basis.within === null) throw new Error("a program is judged only within its command");
      return judgeExec(action, basis, basis.within);
    case "stdin":
      return { requirement: judgeInput(action, basis), survey: null, isLasting: false };
    case "permissions":
      return { requirement: judgePermissions(action, basis), survey: null, isLasting: false };
    case "mcp":
      return { requirement: judgeTool(action, basis), survey: null, isLasting: false };
    case "elicitation":
      return { requirement: judgeElicitation(action, basis), survey: null, isLasting: false };
    default:
      return never(action);
  }
}
