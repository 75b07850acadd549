/** `assent review` for people: the risk, what was found, and what it comes to. */
import type { Authorization, Review, ReviewStatus } from "../../core/approval/review.ts";
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
    row("risk", `${ruling.riskLevel}, ${ruling.riskScore} of 100`, TONES[ruling.riskLevel]),
    ...findings.map(({ category, level, what }, index) => {
      return row(index === 0 ? "found" : "", `${category}, ${level}: ${what}`, TONES[level]);
    }),
    ...words.map((text, index) => row(index === 0 ? "typed" : "", text, "dim")),
    row("asked for", AUTHORIZED[userAuthorization]),
    row("comes to", outcome, tone),
    row("because", ruling.rationale),
    ...(cost.model === null
      ? []
      : [row("model", `${cost.model}, ${cost.requests} requests, ${cost.tookMs} ms`, "dim")]),
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

const AUTHORIZED: Readonly<Record<Authorization, string>> = {
  contrary: "no: what was typed speaks against it",
  unknown: "nobody can tell",
  low: "nothing that was typed speaks of it",
  medium: "it follows from what was typed",
  high: "exactly this was asked for",
};

function otherwise({ riskLevel, userAuthorization }: Review): string {
  if (riskLevel === "critical") return "no words clear it";
  if (riskLevel === "high") return "a model that finds it asked for in so many words, or a person";
  if (userAuthorization === "contrary") return "words that take back what was held back, or a person";
  return "words that ask for it and name what it is done to, a model, or a person";
}

function row(label: string, text: string, tone: Tone = "plain"): TonedLine {
  return { tone, text: `${label.padEnd(10)} ${visible(text)}`.trimEnd() };
}
