/** THE decision: what an action needs before it may be carried out. Nothing else decides. */
import { never } from "../../kit/never.ts";
import type { Request } from "./action.ts";
import type { Basis } from "./basis.ts";
import { judgeCommand } from "./judge-command.ts";
import { judgeNetwork } from "./judge-network.ts";
import { judgePatch } from "./judge-patch.ts";
import type { Requirement } from "./requirement.ts";
import { surveyOf, type Survey } from "./survey.ts";

export type Judgement = {
  readonly requirement: Requirement;
  /** How a command was read, what it would run and do; null for other actions. */
  readonly survey: Survey | null;
};

/** The same request on the same basis gives the same judgement, on every machine. */
export function judge({ action, mode }: Request, basis: Basis): Judgement {
  switch (action.kind) {
    case "command": {
      const { home, workspace } = basis;
      const survey = surveyOf(action, { home, roots: workspace.roots, keep: workspace.keep });
      return { requirement: judgeCommand(action, mode, survey, basis), survey };
    }
    case "patch":
      return { requirement: judgePatch(action, basis), survey: null };
    case "network":
      return { requirement: judgeNetwork(action, basis), survey: null };
    default:
      return never(action);
  }
}
