/** `assent review` for people: the risk, what was found, and what it comes to. */
import {
  describeAuthorization,
  describeCost,
  describeFinding,
  describeRisk,
} from "../../core/approval/describe-review.ts";
import type { Review, ReviewStatus } from "../../core/approval/review.ts";
import type { RiskLevel } from "../../core/config/review-terms.ts";
import { visible } from "../../kit/text.ts";
import type { Tone, TonedLine } from "./tones.ts";

export type Reviewed = {
  /** As the person gave it. */
  readonly command: string;
  /** What the person typed, oldest first. */
  readonly words: readonly string[];
  readonly ruling: Review;
};

/** In the words of review lines. What could not be ruled on is for a person. */
export function outcomeOf({ status }: Review): "allow" | "deny" | "escalate" {
  if (status === "approved") return "allow";
  return status === "denied" ? "deny" : "escalate";
}

export function reviewLines({ command, words, ruling }: Reviewed): readonly TonedLine[] {
  const [tone, outcome] = OUTCOMES[ruling.status];
  const { findings, userAuthorization, cost } = ruling;
  return [
    ...command.split("\n").map((text): TonedLine => ({ tone: "strong", text: visible(text) })),
    { tone: "plain", text: "" },
    row("risk", describeRisk(ruling), TONES[ruling.riskLevel]),
    ...findings.map((finding, index) => {
      return row(index === 0 ? "found" : "", describeFinding(finding), TONES[finding.level]);
    }),
    ...words.map((text, index) => row(index === 0 ? "typed" : "", text, "dim")),
    row("asked for", describeAuthorization(userAuthorization)),
    row("comes to", outcome, tone),
    row("because", ruling.rationale),
    ...(cost.model === null ? [] : [row("took", describeCost(cost), "dim")]),
    ...(ruling.status === "approved" ? [] : [row("otherwise", otherwise(ruling), "dim")]),
  ];
}

const OUTCOMES: Readonly<Record<ReviewStatus, readonly [tone: Tone, words: string]>> = {
  approved: ["good", "approved: it would run without a person"],
  denied: ["bad", "denied: it would not run, unless a person overrules that"],
  escalated: ["warning", "a person is asked"],
  timed_out: ["warning", "a person is asked"],
  failed: ["warning", "a person is asked"],
};

const TONES: Readonly<Record<RiskLevel, Tone>> = { low: "plain", medium: "warning", high: "bad", critical: "bad" };

function otherwise({ riskLevel, userAuthorization }: Review): string {
  if (riskLevel === "critical") return "no words clear it";
  if (riskLevel === "high") return "a model that finds it asked for in so many words, or a person";
  if (userAuthorization === "contrary") return "words that take back what was held back, or a person";
  return "words that ask for it and name what it is done to, a model, or a person";
}

function row(label: string, text: string, tone: Tone = "plain"): TonedLine {
  return { tone, text: `${label.padEnd(10)} ${visible(text)}`.trimEnd() };
}
