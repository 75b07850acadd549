/** THE ruling on a review: what its report comes to. No model's word passes it. */
import { never } from "../../kit/never.ts";
import { RISK_LEVELS, riskier, type ReviewTerms, type RiskLevel } from "../config/review-terms.ts";
import {
  type Authorization,
  type Checks,
  lesser,
  type Opinion,
  type Review,
  type ReviewId,
  type ReviewReport,
  type ReviewStatus,
} from "./review.ts";

type Ruled = Pick<Review, "status" | "riskLevel" | "riskScore" | "userAuthorization" | "rationale">;

/** Where each level begins on the scale from 0 to 100. */
const SCORE_FROM: Readonly<Record<RiskLevel, number>> = { low: 0, medium: 30, high: 60, critical: 85 };

/** The same report under the same terms is ruled on alike. */
export function ruleOn(id: ReviewId, report: ReviewReport, terms: ReviewTerms): Review {
  const { checks, answer, cost, repeats } = report;
  return { id, ...ruled(checks, answer, terms), findings: checks?.findings ?? [], cost, repeats };
}

function ruled(checks: Checks | null, answer: ReviewReport["answer"], terms: ReviewTerms): Ruled {
  if (checks === null) return unruled("failed", "high", "unknown", "the checks could not be made");
  const { level, authorization } = checks;
  const denied = deniedBy(checks, terms);
  if (denied !== null) return { ...unruled("denied", level, authorization, denied) };
  switch (answer.kind) {
    case "opinion":
      return byBoth(checks, answer.opinion, terms);
    case "none":
      return byChecks(checks, answer.why, terms);
    case "failed":
      return unruled("failed", level, authorization, answer.why);
    case "timed-out":
      return unruled("timed_out", level, authorization, "the review took too long");
    default:
      return never(answer);
  }
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
function deniedBy({ level, findings, why }: Checks, { denyFrom, categories }: ReviewTerms): string | null {
  const barred = findings.find(({ category }) => categories[category] === "deny");
  if (barred !== undefined) return `${barred.what}; the settings deny all ${barred.category}`;
  return reaches(level, denyFrom) ? why : null;
}

function byChecks(checks: Checks, whyNone: string, terms: ReviewTerms): Ruled {
  const { level, authorization, isCleared, why } = checks;
  const mayPass = isCleared && mayApprove(level, SCORE_FROM[level], terms) && whyAsked(checks, terms) === null;
  if (mayPass) return unruled("approved", level, authorization, why);
  return unruled("escalated", level, authorization, `${whyAsked(checks, terms) ?? why} (${whyNone})`);
}

/** The strictest of both wins. */
function byBoth(checks: Checks, opinion: Opinion, terms: ReviewTerms): Ruled {
  const { outcome, rationale, riskScore: score } = opinion;
  const scored = score === null ? "low" : levelOfScore(score);
  const riskLevel = riskier(riskier(checks.level, opinion.riskLevel), scored);
  const riskScore = Math.max(score ?? 0, SCORE_FROM[riskLevel]);
  const userAuthorization = lesser(checks.authorization, opinion.authorization);
  const all = { riskLevel, riskScore, userAuthorization };
  if (outcome === "deny") return { ...all, status: "denied", rationale };
  if (reaches(riskLevel, terms.denyFrom)) {
    return {
      ...all,
      status: "denied",
      rationale: `a risk that is ${riskLevel} is denied, whatever else is said: ${rationale}`,
    };
  }
  const asked = whyAsked(checks, terms);
  if (asked !== null) return { ...all, status: "escalated", rationale: asked };
  if (userAuthorization === "contrary") {
    return { ...all, status: "escalated", rationale: "what the person said speaks against it" };
  }
  if (riskLevel === "high") {
    // Both must find that exactly this was asked for.
    const isAsked = userAuthorization === "high" && terms.approveUpTo === "medium" && riskScore <= terms.scoreMax;
    if (isAsked) return { ...all, status: "approved", rationale };
    return { ...all, status: "escalated", rationale: `a high risk that was not asked for explicitly: ${rationale}` };
  }
  if (mayApprove(riskLevel, riskScore, terms)) return { ...all, status: "approved", rationale };
  return { ...all, status: "escalated", rationale: `the settings want a person for this risk: ${rationale}` };
}

/** The settings send all findings of a category to the person. */
function whyAsked({ findings }: Checks, { categories }: ReviewTerms): string | null {
  const asked = findings.find(({ category }) => categories[category] === "ask");
  return asked === undefined ? null : `${asked.what}; the settings want a person for all ${asked.category}`;
}

function mayApprove(level: RiskLevel, score: number, { approveUpTo, scoreMax }: ReviewTerms): boolean {
  return approveUpTo !== null && reaches(approveUpTo, level) && score <= scoreMax;
}

/** True where `level` is `from` or more. */
function reaches(level: RiskLevel, from: RiskLevel): boolean {
  return RISK_LEVELS.indexOf(level) >= RISK_LEVELS.indexOf(from);
}

/** @param score from 0 to 100 */
export function levelOfScore(score: number): RiskLevel {
  return RISK_LEVELS.findLast((level) => score >= SCORE_FROM[level]) ?? "low";
}
