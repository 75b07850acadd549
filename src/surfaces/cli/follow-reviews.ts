/** Automatic reviews at a terminal: what is looked at while it is, then what it came to. */
import type { CaseId } from "../../core/approval/action.ts";
import { headline } from "../../core/approval/describe.ts";
import { reviewNotes, reviewVerdict } from "../../core/approval/describe-review.ts";
import type { Review } from "../../core/approval/review.ts";
import type { Observer } from "../../engine/engine.ts";
import { visible } from "../../kit/text.ts";
import type { ErrorScreen } from "./banner.ts";
import { fitting, reviewSpinner, type SpinnerIo } from "./review-spinner.ts";

/** The review of a running command's program shows no progress: the command may be writing to the same terminal. */
export function followReviews(io: SpinnerIo): Observer {
  const spinner = reviewSpinner(io);
  const running = new Set<CaseId>();
  return ({ case: id, entry }, request) => {
    const what = request === null ? null : headline(request.action);
    if (entry.kind === "asked" && entry.review !== undefined && running.size === 0) spinner.begin(id, what ?? "");
    if (entry.kind === "started") running.add(id);
    if (entry.kind === "denied" || entry.kind === "settled") running.delete(id);
    if (entry.kind === "reviewed" || entry.kind === "settled") spinner.end(id);
    if (entry.kind !== "reviewed") return;
    const at = io.screen();
    if (at !== null) io.error(reviewedLine(entry.review, what, at));
  };
}

const SIGNS: Readonly<Record<Review["status"], readonly [unicode: string, ascii: string, colour: string]>> = {
  approved: ["✔", "+", "32"],
  denied: ["✘", "x", "31"],
  escalated: ["●", "*", "33"],
  timed_out: ["●", "*", "33"],
  failed: ["●", "*", "33"],
};

/** The line that stays, with its end. */
function reviewedLine(review: Review, what: string | null, screen: ErrorScreen): string {
  const isAscii = screen.charset === "ascii";
  const [sign, plain, colour] = SIGNS[review.status];
  const words = [reviewVerdict(review.status), ...reviewNotes(review), ...(what === null ? [] : [what])];
  const text = visible(words.join(isAscii ? " - " : " · "), screen.charset);
  const mark = isAscii ? plain : sign;
  const line = fitting(`${mark} ${text}`, screen).slice(mark.length);
  return `${screen.colour ? `\u001b[${colour}m${mark}\u001b[0m` : mark}${line}\n`;
}
