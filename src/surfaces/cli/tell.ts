/** What the command line says of an outcome. */
import { describeOutcome, describeReason } from "../../core/approval/describe.ts";
import { describeInner } from "../../core/approval/describe-inner.ts";
import type { CaseId } from "../../core/approval/action.ts";
import { describeFinding, hasRisk, reviewAdvice, reviewVerdict } from "../../core/approval/describe-review.ts";
import type { Reason } from "../../core/approval/requirement.ts";
import type { Outcome } from "../../core/approval/record.ts";
import type { Review } from "../../core/approval/review.ts";
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import { describeTaken } from "../../core/sandbox/left-behind.ts";
import type { Observer } from "../../engine/engine.ts";
import { visible } from "../../kit/text.ts";
import { adviceOf } from "./advice.ts";

/** What is known of the one action of a subcommand beside its outcome. */
export type Asked = {
  readonly reasons: readonly Reason[];
  /** The last of the automatic reviewer; null where it was not asked. */
  readonly review: Review | null;
};

/**
 * Says why an action was not carried out, or what stopped it; nothing for a command that ran, whose own output speaks.
 *
 * @param asked why it was asked about: who had no terminal has not seen it
 * @param mode what the command ran in, for what to do about something that its sandbox stopped
 */
export function tellOutcome(
  outcome: Outcome,
  { reasons, review }: Asked,
  mode: SandboxMode,
  error: (text: string) => void,
): void {
  if (outcome.kind === "ran") {
    const lines = [...describeInner(outcome.inner), ...outcome.taken.map(describeTaken)];
    for (const line of lines) error(`assent: ${visible(line)}\n`);
  }
  if (outcome.kind === "ran" && outcome.denied === null && outcome.stopped !== "timeout") return;
  if (outcome.kind === "allowed") return;
  const text = textOf(outcome, mode);
  // What a patch did not find or left behind takes more lines; elsewhere a line break is part of some name.
  const [first = "", ...more] = outcome.kind === "fault" && outcome.doing === "patch" ? text.split("\n") : [text];
  error(`assent: ${visible(first)}\n`);
  // Indented: a line of somebody's file must not look like one of ours.
  for (const line of more) error(`  ${visible(line)}\n`);
  if (outcome.kind === "declined" && outcome.verdict.by === "no-terminal") {
    if (review !== null) tellReview(review, error);
    for (const reason of reasons) error(`assent: it asks because: ${visible(describeReason(reason))}\n`);
  }
}

/** How a person may still decide what was denied. */
export const DECIDE_YOURSELF = "to decide it yourself: the same again with -c approvals_reviewer=user";

/** Plainly, where no box can be drawn. */
export function tellDenial(review: Review, error: (text: string) => void): void {
  tellReview(review, error);
  error(`assent: nothing was run; ${DECIDE_YOURSELF}\n`);
}

function tellReview(review: Review, error: (text: string) => void): void {
  const { status, riskLevel, rationale, findings } = review;
  const advice = reviewAdvice(review);
  error(`assent: ${reviewVerdict(status)}${hasRisk(review) ? ` (${riskLevel} risk)` : ""}: ${visible(rationale)}\n`);
  for (const finding of findings) error(`assent: found: ${visible(describeFinding(finding))}\n`);
  if (advice !== null) error(`assent: to mend it: ${advice}\n`);
}

function textOf(outcome: Outcome, mode: SandboxMode): string {
  const advice = outcome.kind === "ran" && outcome.denied !== null ? adviceOf(outcome.denied, mode) : null;
  return `${describeOutcome(outcome)}${advice === null ? "" : `; ${advice}`}`;
}

/** Follows the one action of a subcommand: why it is asked about, and what was said of it, as far as that is known. */
export function followAsked(): { readonly observe: Observer; readonly asked: () => Asked } {
  let reasons: readonly Reason[] = [];
  let review: Review | null = null;
  let own: CaseId | null = null;
  const observe: Observer = ({ entry, case: id }) => {
    own ??= id;
    // What it asks about while it runs tells its own reasons.
    if (id !== own) return;
    if (entry.kind === "judged") reasons = entry.reasons;
    if (entry.kind === "reviewed") review = entry.review;
    if (entry.kind !== "denied") return;
    const { denial } = entry;
    reasons = [{ kind: "sandbox-denied", denial, opening: denial.kind === "known" ? denial.opening : null }];
  };
  return { observe, asked: () => ({ reasons, review }) };
}
