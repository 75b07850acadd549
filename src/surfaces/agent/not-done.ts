/** What an agent wanted and nobody could be asked about, gathered while it works. */
import { describeReason, headline } from "../../core/approval/describe.ts";
import type { Action, CaseId } from "../../core/approval/action.ts";
import type { Outcome } from "../../core/approval/record.ts";
import type { Reason } from "../../core/approval/requirement.ts";
import type { Observer } from "../../engine/engine.ts";
import { resolvePath } from "../../kit/path.ts";

export type NotDone = {
  readonly id: CaseId;
  /** The model's id of the call; null where none is known. */
  readonly item: string | null;
  readonly action: Action;
  /** In words for a person, as all that follows; not escaped. */
  readonly what: string;
  readonly why: readonly string[];
  /** How it could be allowed. */
  readonly advice: string;
};

/** Hears of all decisions and tells those that were a no only because nobody could be asked. */
export function followNotDone(tell: (each: NotDone) => void): Observer {
  const reasons = new Map<CaseId, readonly Reason[]>();
  return ({ entry, case: id }, request) => {
    if (entry.kind === "judged") reasons.set(id, entry.reasons);
    if (entry.kind !== "settled") return;
    const judged = reasons.get(id) ?? [];
    reasons.delete(id);
    if (request === null || !wantedSomebody(entry.outcome)) return;
    const { action, item = null } = request;
    const why = judged.filter((reason) => !isPolicy(reason)).map((reason) => describeReason(reason));
    tell({ id, item, action, what: headline(action), why, advice: adviceFor(action, judged) });
  };
}

/** A rule that forbids, and a person who said no, are answers. */
function wantedSomebody(outcome: Outcome): boolean {
  if (outcome.kind === "forbidden") return outcome.reasons.some(isPolicy);
  if (outcome.kind !== "declined") return false;
  const { by, note } = outcome.verdict;
  return by === "nobody" || by === "no-terminal" || (by === "answers" && note !== null);
}

function isPolicy(reason: Reason): boolean {
  return reason.kind === "granular" || (reason.kind === "policy" && reason.policy === "never");
}

const ASKED = "-a on-request at a terminal, or --answers FILE";

function adviceFor(action: Action, reasons: readonly Reason[]): string {
  switch (action.kind) {
    case "patch": {
      const folders = reasons.flatMap((reason) =>
        reason.kind === "outside" ? [`--add-dir ${resolvePath(reason.path, "..")}`] : [],
      );
      return [...new Set(folders), ASKED].join(", ");
    }
    case "network":
      return `network_rule(host="${action.host}", protocol="${action.protocol}", decision="allow") in a rules file, ${ASKED}`;
    case "mcp":
      return `approval_mode = "approve" in [mcp_servers.${action.server}.tools.${action.tool}], ${ASKED}`;
    case "command":
    case "exec":
    case "stdin":
    case "permissions":
    case "elicitation":
      return ASKED;
    default:
      return action satisfies never;
  }
}
