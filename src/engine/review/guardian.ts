/** The automatic reviewer: checks, then a model; it reports, and rules on nothing. */
import { type Checks, type ModelAnswer, NO_COST, type ReviewReport } from "../../core/approval/review.ts";
import type { Background, Subject } from "../../core/review/subject.ts";
import type { Reviewer } from "../ports.ts";
import type { GuardianPorts } from "./ports.ts";

/** Its reviews never reject: a fault is a report that approves nothing. */
export function makeGuardian(ports: GuardianPorts): Reviewer {
  return { review: (subject) => review(subject, ports) };
}

async function review(subject: Subject, ports: GuardianPorts): Promise<ReviewReport> {
  const checks = checksOf(subject, ports.background(), ports);
  const answer: ModelAnswer = { kind: "none", why: "no model reviews" };
  return Promise.resolve({ checks, answer, cost: NO_COST, repeats: null });
}

/** Null where they failed. */
function checksOf(subject: Subject, background: Background, { check }: GuardianPorts): Checks | null {
  try {
    return check(subject, background);
  } catch {
    // A fault in the checks is a fault of the review, and approves nothing.
    return null;
  }
}
