/** Automatic reviews of a thread as they are shown: begun, over, too many denied. */
import { limitLine, reviewLine } from "../../core/agent/review-lines.ts";
import type { CaseId } from "../../core/approval/action.ts";
import { writtenPaths } from "../../core/approval/identity.ts";
import type { Question } from "../../core/approval/question.ts";
import type { AuditRecord } from "../../core/approval/record.ts";
import { caseOf, type Opinion, type Review, type ReviewReport } from "../../core/approval/review.ts";
import type { Subject } from "../../core/review/subject.ts";
import type { Reviewer } from "../ports.ts";
import type { Process } from "./processes.ts";
import type { UnderReview } from "./thread.ts";
import type { ThreadPorts } from "./thread-ports.ts";

export interface Reviews {
  /** The same reviewer, whose reviews are shown. */
  readonly shown: (reviewer: Reviewer) => Reviewer;
  readonly observe: (record: AuditRecord) => void;
}

type Around = {
  readonly ports: Pick<ThreadPorts, "emit" | "now">;
  readonly jobOf: (question: Question) => Process | null;
  readonly endTurn: () => void;
};

type Open = { readonly about: UnderReview; readonly job: Process | null; opinion: Opinion | null };

export function reviewsFor({ ports, jobOf, endTurn }: Around): Reviews {
  /** One at a time of each case. */
  const open = new Map<CaseId, Open>();

  function begin({ question, review }: Subject): void {
    const { turn, item, action, targets } = question;
    // A question about a part of a chain has a number of its own.
    const id = caseOf(review);
    const job = jobOf(question);
    // What is reviewed was shown before.
    job?.show();
    if (job !== null) job.questions += 1;
    const about: UnderReview = {
      turn: turn ?? null,
      // A host belongs to no item of its own. As in Codex.
      item: action.kind === "network" ? null : (item ?? null),
      review,
      case: id,
      action,
      files: targets.flatMap(writtenPaths),
      startedAt: ports.now(),
    };
    open.set(id, { about, job, opinion: null });
    ports.emit({ kind: "review-started", ...about });
  }

  function end(id: CaseId, came: Review | "aborted"): void {
    const found = open.get(id);
    if (found === undefined) return;
    open.delete(id);
    if (found.job !== null) found.job.questions -= 1;
    if (came !== "aborted") ports.emit({ kind: "guardian-warning", text: reviewLine(came) });
    ports.emit({ kind: "review-ended", ...found.about, endedAt: ports.now(), end: came, opinion: found.opinion });
  }

  /** Of a review that is over already nothing is to be told any more. */
  function note({ review }: Subject, { answer }: ReviewReport): void {
    const found = open.get(caseOf(review));
    if (found?.about.review === review && answer.kind === "opinion") found.opinion = answer.opinion;
  }

  return {
    shown: (reviewer) => ({
      async review(subject, signal) {
        begin(subject);
        const report = await reviewer.review(subject, signal);
        note(subject, report);
        return report;
      },
    }),
    observe({ case: id, entry }) {
      if (entry.kind === "reviewed") end(id, entry.review);
      else if (entry.kind === "settled") end(id, "aborted");
      else if (entry.kind === "review-limit") {
        ports.emit({ kind: "guardian-warning", text: limitLine(entry) });
        endTurn();
      }
    },
  };
}
