/** `assent log --reviews`: each automatic review, who decided in the end, what it took. */
import { describeOutcome, describeVerdict, headline } from "../../core/approval/describe.ts";
import {
  describeAuthorization,
  describeCost,
  describeFinding,
  describeRisk,
  describeSpan,
  grouped,
} from "../../core/approval/describe-review.ts";
import type { Review, ReviewStatus } from "../../core/approval/review.ts";
import { parseLine } from "../../core/audit/line.ts";
import { type Decided, reviewLog, type ReviewStory, type ReviewTotals, totalsOf } from "../../core/audit/reviews.ts";
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";
import { BY, clockOf, dayOf } from "./log-story.ts";
import { asciiControls, paint, type Tone, type TonedLine } from "./tones.ts";

export type ReviewsIo = {
  /** The lines of a session's log without their ends; read as they are taken. */
  readonly lines: (name: string) => AsyncIterable<string>;
  readonly out: (text: string) => void;
  readonly colour: boolean;
};

export type ReviewsWish = {
  readonly json: boolean;
  /** Only the last so many; null for all. */
  readonly count: number | null;
};

/** One line a review as JSON, the totals last; else a paragraph a review. @param files of the sessions, oldest first */
export async function tellReviews(files: readonly string[], wish: ReviewsWish, io: ReviewsIo): Promise<void> {
  const found: Found[] = [];
  let damaged = 0;
  for (const file of files) {
    const session = file.replace(/\.jsonl$/u, "");
    const log = reviewLog();
    for await (const line of io.lines(file)) {
      const read = parseLine(line);
      if (read?.kind === "record") log.take(read);
    }
    damaged += log.damaged();
    found.push(...log.stories().map((story) => ({ session, story })));
  }
  const shown = wish.count === null ? found : found.slice(-wish.count);
  const totals = totalsOf(shown.map(({ story }) => story));
  if (wish.json) {
    for (const each of shown) io.out(asciiControls(`${JSON.stringify(jsonOf(each))}\n`));
    io.out(asciiControls(`${JSON.stringify({ totals: { ...totals, damaged } })}\n`));
    return;
  }
  io.out(paint([...shown.flatMap(storyLines), ...totalLines(totals, damaged)], io.colour));
}

type Found = { readonly session: string; readonly story: ReviewStory };

function jsonOf({ session, story }: Found): object {
  const { time, case: id, review, decided, action } = story;
  const { id: name, status, riskLevel, riskScore, userAuthorization, rationale, findings, cost, repeats } = review;
  return {
    session,
    time,
    case: id,
    review: name,
    status,
    riskLevel,
    riskScore,
    userAuthorization,
    rationale,
    findings,
    decided: decidedWords(decided, status),
    action,
    ...cost,
    repeats,
  };
}

function storyLines({ session, story }: Found): readonly TonedLine[] {
  const { time, review, decided } = story;
  const { status, rationale, findings } = review;
  const rows: readonly (readonly [label: string, text: string, tone?: Tone])[] = [
    [SHORT[status], `${describeRisk(review)}; ${describeAuthorization(review.userAuthorization)}`, TONE[status]],
    ["because", rationale],
    ...findings.map((finding) => ["found", describeFinding(finding)] as const),
    ["decided", decidedWords(decided, status)],
    ["took", costWords(review)],
  ];
  return [
    { tone: "strong", text: visible(`${dayOf(time)} ${clockOf(time)}  ${titleOf(story)}`) },
    { tone: "dim", text: visible(`  review ${review.id} of session ${session}`) },
    ...rows.map(([label, text, tone = "plain"]): TonedLine => ({
      tone,
      text: `  ${label.padEnd(9)} ${visible(text)}`.trimEnd(),
    })),
    { tone: "plain", text: "" },
  ];
}

function titleOf({ action }: ReviewStory): string {
  if (action === null) return "an action whose beginning is not in the log";
  try {
    return headline(action);
  } catch {
    // The file may have been altered: the review is still to be told.
    return "an action whose beginning is damaged";
  }
}

const SHORT: Readonly<Record<ReviewStatus, string>> = {
  approved: "approved",
  denied: "denied",
  escalated: "handed on",
  timed_out: "timed out",
  failed: "failed",
};

const TONE: Readonly<Record<ReviewStatus, Tone>> = {
  approved: "good",
  denied: "bad",
  escalated: "warning",
  timed_out: "warning",
  failed: "warning",
};

function decidedWords(decided: Decided, status: ReviewStatus): string {
  switch (decided.kind) {
    case "guardian":
      return `${status} by the guardian`;
    case "answered":
      return `${describeVerdict(decided.verdict)} (${BY[decided.verdict.by]})`;
    case "overruled":
      return "denied by the guardian; overruled by the person, so that it may be tried once more";
    case "ended":
      return `by nobody: ${describeOutcome(decided.outcome)}`;
    case "open":
      return "by nobody, as far as the log tells";
    default:
      return never(decided);
  }
}

function costWords({ cost, repeats }: Review): string {
  return repeats === null ? describeCost(cost) : `nothing: the same action as in review ${repeats}`;
}

function totalLines(totals: ReviewTotals, damaged: number): readonly TonedLine[] {
  const { reviews, approved, denied, escalated, timedOut, failed, overruled, byChecks, repeated } = totals;
  const { tokens, medianMs } = totals;
  if (reviews === 0 && damaged === 0) return [{ tone: "dim", text: "no action has been reviewed" }];
  const counts = [
    `${approved} approved`,
    `${denied} denied${overruled === 0 ? "" : ` (${overruled} overruled)`}`,
    `${escalated} handed on to a person`,
    `${timedOut} timed out`,
    `${failed} failed`,
  ];
  const took = [
    `${grouped(tokens.input + tokens.output)} tokens (${grouped(tokens.cachedInput)} from the cache)`,
    ...(medianMs === null ? [] : [`half of those by a model within ${describeSpan(medianMs)}`]),
  ];
  return [
    { tone: "strong", text: `${grouped(reviews)} ${reviews === 1 ? "review" : "reviews"}` },
    { tone: "plain", text: `  ${counts.join(", ")}` },
    { tone: "plain", text: `  ${byChecks} by the checks alone, ${repeated} of an action that was reviewed before` },
    { tone: "plain", text: `  ${took.join("; ")}` },
    ...(damaged === 0 ? [] : [{ tone: "warning", text: `  ${damaged} damaged in the log, and not counted` } as const]),
  ];
}
