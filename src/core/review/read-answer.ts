/** Reads what a reviewing model answered: all of it or nothing, and by the letter. */
import type { Opinion } from "../approval/review.ts";
import { levelOfScore } from "../approval/ruling.ts";
import { redactText } from "../audit/redact.ts";
import { RISK_LEVELS, type RiskLevel } from "../config/review-terms.ts";
import { type JsonObject, objectIn } from "../../kit/json.ts";
import { MODEL_AUTHORIZATIONS, OUTCOMES } from "./answer-schema.ts";
import { cutMiddle } from "./evidence.ts";

export type ReadAnswer =
  | { readonly kind: "opinion"; readonly opinion: Opinion }
  /** `why`: what is wrong with it, in words of our own: nothing of its text is in there. */
  | { readonly kind: "malformed"; readonly why: string }
  /** It allows, and says itself that it should not. */
  | { readonly kind: "contradiction"; readonly why: string };

/** UTF-16 units. */
export const ANSWER_CHARS_MAX = 65_536;
const RATIONALE_CHARS_MAX = 1_000;

/** @param text of the whole answer; nothing but white space may stand around its one object */
export function readAnswer(text: string): ReadAnswer {
  if (text.length > ANSWER_CHARS_MAX) return malformed(`it is longer than ${ANSWER_CHARS_MAX} characters`);
  if (text.trim() === "") return malformed("it is empty");
  const answer = objectIn(text);
  if (answer === null) return malformed("it is not one JSON object and nothing else");
  const fault = faultIn(answer) ?? (isRepeating(text, answer) ? "it has a key twice" : null);
  return fault === null ? opinionIn(answer) : malformed(fault);
}

function malformed(why: string): ReadAnswer {
  return { kind: "malformed", why };
}

const KEYS: readonly string[] = ["risk_level", "user_authorization", "outcome", "rationale", "risk_score"];

function faultIn(answer: JsonObject): string | null {
  const { risk_level: level, user_authorization: authorization, outcome, rationale, risk_score: score } = answer;
  if (Object.keys(answer).some((key) => !KEYS.includes(key))) return "it has a key that the schema does not know";
  if (one(OUTCOMES, outcome) === null) return "outcome must be allow or deny";
  if (level !== undefined && one(RISK_LEVELS, level) === null) return "risk_level is none of the levels";
  if (authorization !== undefined && one(MODEL_AUTHORIZATIONS, authorization) === null) {
    return "user_authorization is none of its values";
  }
  if (rationale !== undefined && typeof rationale !== "string") return "rationale must be a text";
  const isScore = typeof score === "number" && score >= 0 && score <= 100;
  return score === undefined || isScore ? null : "risk_score must be a number from 0 to 100";
}

function one<T extends string>(values: readonly T[], value: unknown): T | null {
  return values.find((each) => each === value) ?? null;
}

/** Of an object whose values are no objects: a text is a key where a colon follows. */
function isRepeating(text: string, answer: JsonObject): boolean {
  const keys = text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gsu);
  return [...keys].filter(([, colon]) => colon !== undefined).length !== Object.keys(answer).length;
}

/** What is left out is filled as Codex does. */
function opinionIn(answer: JsonObject): ReadAnswer {
  const outcome = answer["outcome"] === "allow" ? "allow" : "deny";
  const level = one(RISK_LEVELS, answer["risk_level"]);
  const score = typeof answer["risk_score"] === "number" ? answer["risk_score"] : null;
  if (outcome === "allow" && level !== null && score !== null && stepsBetween(level, levelOfScore(score)) > 1) {
    return {
      kind: "contradiction",
      why: `the model contradicts itself: a risk that is ${level}, with a score of ${score}`,
    };
  }
  const rationale = typeof answer["rationale"] === "string" ? answer["rationale"] : "";
  return {
    kind: "opinion",
    opinion: {
      outcome,
      riskLevel: level ?? (outcome === "allow" ? "low" : "high"),
      riskScore: score,
      authorization: one(MODEL_AUTHORIZATIONS, answer["user_authorization"]) ?? "unknown",
      rationale: oneLine(rationale),
    },
  };
}

function stepsBetween(a: RiskLevel, b: RiskLevel): number {
  return Math.abs(RISK_LEVELS.indexOf(a) - RISK_LEVELS.indexOf(b));
}

function oneLine(text: string): string {
  return cutMiddle(redactText(text).trim(), RATIONALE_CHARS_MAX).replace(/\s+/gu, " ");
}
