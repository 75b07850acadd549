/** THE ruling on a review: what its report comes to. No model's word passes it. */
import { never } from "../../kit/never.ts";
import { RISK_LEVELS, riskier, type ReviewTerms, type RiskLevel } from "../config/review-terms.ts";
import {
  type Authorization,
  type Checks,
  lesser,
  type ModelAnswer,
  type Opinion,
  type Review,
  type ReviewId,
  type ReviewReport,
  type ReviewStatus,
} from "./review.ts";

type Ruled = Pick<Review, "status" | "riskLevel" | "riskScore" | "userAuthorization" | "rationale">;

/** Where each level begins on the scale from 0 to 100. */
const SCORE_FROM: Readonly<Record<RiskLevel, number>> = { low: 0, medium: 30, high: 60, critical: 85 };

/** The same report under the same terms is ruled on alike. What a sound report says must be sound: see `soundReport`. */
export function ruleOn(id: ReviewId, report: ReviewReport, terms: ReviewTerms): Review {
  const { checks, answer, cost, repeats } = report;
  const ruled = checks === null ? withoutChecks(answer, terms) : withChecks(soundly(checks), answer, terms);
  return { id, ...ruled, findings: checks?.findings ?? [], cost, repeats };
}

/** Nothing is approved without checks; what the model denies is denied all the same. */
function withoutChecks(answer: ModelAnswer, terms: ReviewTerms): Ruled {
  const why = "the checks could not be made";
  switch (answer.kind) {
    case "opinion": {
      const both = joined(null, answer.opinion);
      const denied = deniedByModel(both, answer.opinion, terms);
      return denied === null ? { ...both, status: "failed", rationale: why } : { ...both, status: "denied", ...denied };
    }
    case "timed-out":
      return unruled("timed_out", "high", "unknown", TOO_LONG);
    case "failed":
      return unruled("failed", "high", "unknown", answer.why);
    case "none":
      return unruled("failed", "high", "unknown", why);
    default:
      return never(answer);
  }
}

function withChecks(checks: Checks, answer: ModelAnswer, terms: ReviewTerms): Ruled {
  const { level, authorization } = checks;
  const denied = deniedByChecks(checks, terms);
  if (denied !== null) return unruled("denied", level, authorization, denied);
  switch (answer.kind) {
    case "opinion":
      return byBoth(checks, answer.opinion, terms);
    case "none":
      return byChecks(checks, answer.why, terms);
    case "failed":
      return unruled("failed", level, authorization, answer.why);
    case "timed-out":
      return unruled("timed_out", level, authorization, TOO_LONG);
    default:
      return never(answer);
  }
}

const TOO_LONG = "the review took too long";

/** The level is never below that of a finding. */
function soundly(checks: Checks): Checks {
  const level = checks.findings.reduce((highest, finding) => riskier(highest, finding.level), checks.level);
  return level === checks.level ? checks : { ...checks, level };
}

function unruled(
  status: ReviewStatus,
  riskLevel: RiskLevel,
  userAuthorization: Authorization,
  rationale: string,
): Ruled {
  return { status, riskLevel, riskScore: SCORE_FROM[riskLevel], userAuthorization, rationale };
}

/** What needs no opinion: too risky, or of a category that is always denied. Null where neither holds. */
function deniedByChecks({ level, findings, why }: Checks, { denyFrom, categories }: ReviewTerms): string | null {
  const barred = findings.find(({ category }) => categories[category] === "deny");
  if (barred !== undefined) return `${barred.what}; the settings deny all ${barred.category}`;
  if (!isDenied(level, denyFrom)) return null;
  // What is told first may be the least of it.
  return findings.find((finding) => finding.level === level)?.what ?? why;
}

/** Critical always, whatever the terms say. */
function isDenied(level: RiskLevel, from: RiskLevel): boolean {
  return level === "critical" || reaches(level, from);
}

/** No more is approved than what is harmless or was asked for, at a level that the terms leave to a review. */
function byChecks(checks: Checks, whyNone: string, terms: ReviewTerms): Ruled {
  const { level, authorization, isCleared, why } = checks;
  const asked = whyAsked(checks, authorization, terms);
  if (asked === null && isCleared && mayApprove(level, SCORE_FROM[level], terms)) {
    return unruled("approved", level, authorization, why);
  }
  return unruled("escalated", level, authorization, `${asked ?? why} (${whyNone})`);
}

/** The strictest of both wins. */
function byBoth(checks: Checks, opinion: Opinion, terms: ReviewTerms): Ruled {
  const both = joined(checks, opinion);
  const { riskLevel, riskScore, userAuthorization } = both;
  const rationale = rationaleOf(opinion);
  const denied = deniedByModel(both, opinion, terms);
  if (denied !== null) return { ...both, status: "denied", ...denied };
  const asked = whyAsked(checks, userAuthorization, terms);
  if (asked !== null) return { ...both, status: "escalated", rationale: asked };
  if (riskLevel === "high") {
    // Both must find that exactly this was asked for, and the terms leave as much to a review as they can.
    const isAsked = userAuthorization === "high" && terms.approveUpTo === "medium" && riskScore <= terms.scoreMax;
    if (isAsked) return { ...both, status: "approved", rationale };
    return { ...both, status: "escalated", rationale: `a high risk that was not asked for explicitly: ${rationale}` };
  }
  if (mayApprove(riskLevel, riskScore, terms)) return { ...both, status: "approved", rationale };
  return { ...both, status: "escalated", rationale: `the settings want a person for this risk: ${rationale}` };
}

type Joined = Pick<Review, "riskLevel" | "riskScore" | "userAuthorization">;

/** Of the levels the highest, also of what the score says; of the authorizations the lowest. */
function joined(checks: Checks | null, { riskLevel: level, riskScore: score, authorization }: Opinion): Joined {
  const scored = score === null ? "low" : levelOfScore(score);
  const riskLevel = riskier(riskier(checks?.level ?? "low", level), scored);
  return {
    riskLevel,
    riskScore: Math.max(score ?? 0, SCORE_FROM[riskLevel]),
    userAuthorization: checks === null ? "unknown" : lesser(checks.authorization, authorization),
  };
}

/** A model that denies is believed, whatever it says of the risk. */
function deniedByModel(
  { riskLevel }: Joined,
  opinion: Opinion,
  { denyFrom }: ReviewTerms,
): Pick<Ruled, "rationale"> | null {
  const rationale = rationaleOf(opinion);
  if (opinion.outcome === "deny") return { rationale };
  if (!isDenied(riskLevel, denyFrom)) return null;
  return { rationale: `a risk that is ${riskLevel} is denied, whatever else is said: ${rationale}` };
}

function rationaleOf({ rationale }: Opinion): string {
  return rationale.trim() === "" ? "the reviewer gave no reason" : rationale;
}

/** Why only the person can say: the settings want one for a category, or what they said speaks against it. */
function whyAsked({ findings }: Checks, authorization: Authorization, { categories }: ReviewTerms): string | null {
  const asked = findings.find(({ category }) => categories[category] === "ask");
  if (asked !== undefined) return `${asked.what}; the settings want a person for all ${asked.category}`;
  return authorization === "contrary" ? "what the person said speaks against it" : null;
}

function mayApprove(level: RiskLevel, score: number, { approveUpTo, scoreMax }: ReviewTerms): boolean {
  return approveUpTo !== null && reaches(approveUpTo, level) && score <= scoreMax;
}

/** True where `level` is `from` or more. */
function reaches(level: RiskLevel, from: RiskLevel): boolean {
  return RISK_LEVELS.indexOf(level) >= RISK_LEVELS.indexOf(from);
}

/** @param score from 0 to 100; what is no number on that scale counts as the highest */
export function levelOfScore(score: number): RiskLevel {
  return RISK_LEVELS.findLast((level) => score >= SCORE_FROM[level]) ?? "critical";
}
