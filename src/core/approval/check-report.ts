/** Looks at a reviewer's report before it is ruled on: what is none counts as failed. */
import { hasFields } from "../../kit/json.ts";
import { isRisk, REVIEW_CATEGORIES } from "../config/review-terms.ts";
import {
  AUTHORIZATIONS,
  type Checks,
  failedReport,
  type ModelAnswer,
  type Opinion,
  type ReviewCost,
  type ReviewFinding,
  type ReviewReport,
} from "./review.ts";

/** Characters of each text in a report; what is longer was not cut by whoever had to. */
const TEXT_CHARS_MAX = 20_000;
const FINDINGS_MAX = 1_000;

/** The report as it is, or one that failed. @param value whatever a reviewer gave */
export function soundReport(value: unknown): ReviewReport {
  return isReport(value) ? value : failedReport("the reviewer gave no proper report");
}

function isReport(value: unknown): value is ReviewReport {
  if (!hasFields(value)) return false;
  const { checks, answer, cost, repeats } = value;
  const isOne = (checks === null || isChecks(checks)) && isAnswer(answer) && isCost(cost);
  return isOne && (repeats === null || isText(repeats));
}

function isChecks(value: unknown): value is Checks {
  if (!hasFields(value)) return false;
  const { findings, level, authorization, isCleared, why } = value;
  if (!Array.isArray(findings) || findings.length > FINDINGS_MAX || !findings.every(isFinding)) return false;
  return isRisk(level) && isOneOf(AUTHORIZATIONS, authorization) && typeof isCleared === "boolean" && isText(why);
}

function isFinding(value: unknown): value is ReviewFinding {
  return (
    hasFields(value) && isOneOf(REVIEW_CATEGORIES, value["category"]) && isRisk(value["level"]) && isText(value["what"])
  );
}

function isAnswer(value: unknown): value is ModelAnswer {
  if (!hasFields(value)) return false;
  switch (value["kind"]) {
    case "opinion":
      return isOpinion(value["opinion"]);
    case "none":
    case "failed":
      return isText(value["why"]);
    case "timed-out":
      return true;
    default:
      return false;
  }
}

function isOpinion(value: unknown): value is Opinion {
  if (!hasFields(value)) return false;
  const { outcome, riskLevel, riskScore, authorization, rationale } = value;
  if (outcome !== "allow" && outcome !== "deny") return false;
  const isScore = riskScore === null || (isCount(riskScore) && riskScore <= 100);
  const isTold = authorization !== "contrary" && isOneOf(AUTHORIZATIONS, authorization);
  return isRisk(riskLevel) && isScore && isTold && isText(rationale);
}

function isCost(value: unknown): value is ReviewCost {
  if (!hasFields(value)) return false;
  const { tookMs, requests, lookups, model, tokens } = value;
  if (!isCount(tookMs) || !isCount(requests) || !isCount(lookups)) return false;
  return (model === null || isText(model)) && (tokens === null || isTokens(tokens));
}

function isTokens(value: unknown): boolean {
  return hasFields(value) && [value["input"], value["cachedInput"], value["output"]].every(isCount);
}

/** Finite and not below 0. */
function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= TEXT_CHARS_MAX;
}

function isOneOf<T>(list: readonly T[], value: unknown): value is T {
  return list.some((one) => one === value);
}
