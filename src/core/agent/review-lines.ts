/** What a person is told of an automatic review, in one line each. */
import { never } from "../../kit/never.ts";
import type { Entry } from "../approval/record.ts";
import type { Review } from "../approval/review.ts";

/** Not escaped. */
export function reviewLine(review: Review): string {
  const { status, riskLevel, userAuthorization, rationale } = review;
  const found = `(risk: ${riskLevel}, authorization: ${userAuthorization}): ${rationale}`;
  switch (status) {
    case "approved":
      return `The automatic review approved it ${found}`;
    case "denied":
      return `The automatic review denied it ${found}`;
    case "escalated":
      return `The automatic review leaves it to a person ${found}`;
    case "timed_out":
      return "The automatic review took too long and leaves it to a person.";
    case "failed":
      return `The automatic review failed and leaves it to a person: ${rationale}`;
    default:
      return never(status);
  }
}

export function limitLine({ inRow, denied, of }: Entry & { readonly kind: "review-limit" }): string {
  return `The automatic review denied too much in this turn (${inRow} in a row, ${denied} of the latest ${of} reviews): the turn is ended. Say how to go on.`;
}
