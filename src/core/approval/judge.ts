/** THE decision: what an action needs before it may be carried out. Nothing else decides. */
import { never } from "../../kit/never.ts";
import { read } from "../shell/read.ts";
import type { Reading } from "../shell/reading.ts";
import type { Request } from "./action.ts";
import type { Basis } from "./basis.ts";
import { judgeCommand } from "./judge-command.ts";
import { judgeNetwork } from "./judge-network.ts";
import { judgePatch } from "./judge-patch.ts";
import type { Requirement } from "./requirement.ts";

export type Judgement = {
  readonly requirement: Requirement;
  /** How a command was read; null for other actions. */
  readonly reading: Reading | null;
};

/** The same request on the same basis gives the same judgement, on every machine. */
export function judge({ action, mode }: Request, basis: Basis): Judgement {
  switch (action.kind) {
    case "command": {
      const reading = read(action.argv);
      return { requirement: judgeCommand(action, mode, reading, basis), reading };
    }
    case "patch":
      return { requirement: judgePatch(action, basis), reading: null };
    case "network":
      return { requirement: judgeNetwork(action, basis), reading: null };
    default:
      return never(action);
  }
}
