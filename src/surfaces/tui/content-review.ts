/** What a box tells about the review that left its question to a person, as blocks. */
import {
  describeAuthorization,
  describeFinding,
  describeRisk,
  hasRisk,
  reviewAdvice,
} from "../../core/approval/describe-review.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Review } from "../../core/approval/review.ts";
import { field } from "./content-fields.ts";
import type { Block } from "./layout.ts";

/** Nothing where no reviewer was asked. */
export function guardianSays({ review }: Question): readonly Block[] {
  if (review === undefined) return [];
  return [{ kind: "text", text: HEADING[review.status], style: "strong" }, ...reviewFields(review), { kind: "gap" }];
}

const HEADING: Readonly<Record<Review["status"], string>> = {
  approved: "The guardian approves of it",
  denied: "The guardian says no",
  escalated: "The guardian says",
  timed_out: "The guardian took too long",
  failed: "The guardian could not review it",
};

export function reviewFields(review: Review): readonly Block[] {
  const { riskLevel, userAuthorization, rationale, findings } = review;
  const advice = reviewAdvice(review);
  const style = riskLevel === "high" || riskLevel === "critical" ? "warning" : "plain";
  const found = findings.map(describeFinding);
  return [
    ...(hasRisk(review) ? [{ kind: "field", label: "risk", values: [describeRisk(review)], style } as const] : []),
    field("asked for", describeAuthorization(userAuthorization)),
    field("because", rationale),
    ...(found.length === 0 ? [] : [{ kind: "field", label: "found", values: found, style: "plain" } as const]),
    ...(advice === null ? [] : [field("to mend it", advice)]),
  ];
}
