/** Words for people: what an automatic review came to, why, and what it took. Not escaped. */
import { never } from "../../kit/never.ts";
import type { Millis } from "../../kit/time.ts";
import type { Authorization, Review, ReviewCost, ReviewFinding, ReviewStatus } from "./review.ts";

/** As in `approved by the guardian`. */
export function reviewVerdict(status: ReviewStatus): string {
  switch (status) {
    case "approved":
      return "approved by the guardian";
    case "denied":
      return "denied by the guardian";
    case "escalated":
      return "the guardian leaves it to a person";
    case "timed_out":
      return "the guardian took too long, and leaves it to a person";
    case "failed":
      return "the guardian could not review it, and leaves it to a person";
    default:
      return never(status);
  }
}

/** What stands behind the verdict: the risk, time and tokens, or that it was known already. */
export function reviewNotes(review: Review): readonly string[] {
  const { riskLevel, cost, repeats } = review;
  const risk = hasRisk(review) ? [`${riskLevel} risk`] : [];
  return [...risk, ...(repeats === null ? costWords(cost) : [`the same as review ${repeats}`])];
}

/** False where its risk only stands for one that nobody has found out. */
export function hasRisk({ status, findings }: Pick<Review, "status" | "findings">): boolean {
  return status !== "failed" || findings.length > 0;
}

/** What to do that the next one comes to something; null where it did. */
export function reviewAdvice({ status }: Pick<Review, "status">): string | null {
  return status === "failed"
    ? 'set model and model_provider in [auto_review], or model = "none" there to review by the checks alone'
    : null;
}

/** `1.2 s, 2 requests to gpt-5.5, 1 look-up, 1,340 tokens`; `140 ms, checks alone` */
export function describeCost({ tookMs, requests, lookups, model, tokens }: ReviewCost): string {
  if (requests === 0) return `${describeSpan(tookMs)}, checks alone`;
  const looked = lookups === 0 ? [] : [counted(lookups, "look-up")];
  const told = tokens === null ? [] : [describeTokens(tokens)];
  return [describeSpan(tookMs), `${counted(requests, "request")} to ${model ?? "a model"}`, ...looked, ...told].join(
    ", ",
  );
}

function counted(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`;
}

/** Tokens only where the endpoint told of them. */
function costWords({ tookMs, requests, model, tokens }: ReviewCost): readonly string[] {
  const asked = model === null || requests === 0 ? ["checks alone"] : [];
  return [describeSpan(tookMs), ...asked, ...(tokens === null ? [] : [describeTokens(tokens)])];
}

/** `1,340 tokens`: those that were read and those that were written. */
export function describeTokens({ input, output }: NonNullable<ReviewCost["tokens"]>): string {
  return `${grouped(input + output)} tokens`;
}

/** `1,340` */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/gu, ",");
}

/** `140 ms`, `1.2 s` */
export function describeSpan(ms: Millis): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `high, 60 of 100` */
export function describeRisk({ riskLevel, riskScore }: Pick<Review, "riskLevel" | "riskScore">): string {
  return `${riskLevel}, ${riskScore} of 100`;
}

const ASKED_FOR: Readonly<Record<Authorization, string>> = {
  contrary: "the person said that it must not be",
  unknown: "nobody can tell whether the person wants it",
  low: "nothing that the person said speaks of it",
  medium: "it follows from what the person wants",
  high: "the person asked for exactly this",
};

export function describeAuthorization(authorization: Authorization): string {
  return ASKED_FOR[authorization];
}

/** `exfiltration, high: sends ~/.aws/credentials to collect.example` */
export function describeFinding({ category, level, what }: ReviewFinding): string {
  return `${category}, ${level}: ${what}`;
}
