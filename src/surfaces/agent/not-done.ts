/** What an agent wanted and did not get, though no person said no, gathered while it works. */
import { describeReason, headline } from "../../core/approval/describe.ts";
import type { Action, CaseId } from "../../core/approval/action.ts";
import { describeFinding, reviewVerdict } from "../../core/approval/describe-review.ts";
import type { Outcome } from "../../core/approval/record.ts";
import type { Review } from "../../core/approval/review.ts";
import type { Reason } from "../../core/approval/requirement.ts";
import type { Observer } from "../../engine/engine.ts";
import { resolvePath } from "../../kit/path.ts";

export type NotDone = {
  readonly id: CaseId;
  /** Nobody could be asked, or the automatic reviewer denied it. */
  readonly by: "nobody" | "guardian";
  /** The model's id of the call; null where none is known. */
  readonly item: string | null;
  readonly action: Action;
  /** In words for a person, as all that follows; not escaped. */
  readonly what: string;
  readonly why: readonly string[];
  /** How it could be allowed. */
  readonly advice: string;
};

/** Hears of all decisions and tells those that were a no because nobody could be asked, or because of a review. */
export function followNotDone(tell: (each: NotDone) => void): Observer {
  const reasons = new Map<CaseId, readonly Reason[]>();
  const reviews = new Map<CaseId, Review>();
  return ({ entry, case: id }, request) => {
    if (entry.kind === "judged") reasons.set(id, entry.reasons);
    if (entry.kind === "reviewed") reviews.set(id, entry.review);
    if (entry.kind !== "settled") return;
    const judged = reasons.get(id) ?? [];
    const review = reviews.get(id) ?? null;
    reasons.delete(id);
    reviews.delete(id);
    if (request === null) return;
    const { action, item = null } = request;
    const about = { id, item, action, what: headline(action) };
    if (isDenied(entry.outcome)) {
      tell({ ...about, by: "guardian", why: review === null ? [] : reviewWords(review), advice: DECIDE });
    } else if (wantedSomebody(entry.outcome)) {
      const said = review === null ? [] : [`${reviewVerdict(review.status)}: ${review.rationale}`];
      const why = judged.filter((reason) => !isPolicy(reason)).map((reason) => describeReason(reason));
      tell({ ...about, by: "nobody", why: [...said, ...why], advice: adviceFor(action, judged) });
    }
  };
}

function isDenied(outcome: Outcome): boolean {
  return outcome.kind === "declined" && outcome.verdict.by === "guardian";
}

function reviewWords({ riskLevel, rationale, findings }: Review): readonly string[] {
  return [`${riskLevel} risk: ${rationale}`, ...findings.map((finding) => `found: ${describeFinding(finding)}`)];
}

const DECIDE = "-c approvals_reviewer=user at a terminal, or with --answers FILE";

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
