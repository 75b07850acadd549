/** Automatic reviews at a terminal: what is looked at while it is, then what it came to. */
import type { CaseId } from "../../core/approval/action.ts";
import { headline } from "../../core/approval/describe.ts";
import { reviewNotes, reviewVerdict } from "../../core/approval/describe-review.ts";
import type { Review } from "../../core/approval/review.ts";
import type { Observer } from "../../engine/engine.ts";
import { type Charset, visible, widthOf, wrap } from "../../kit/text.ts";
import type { Millis } from "../../kit/time.ts";
import type { ErrorScreen } from "./banner.ts";

export type Progress = {
  readonly now: () => Millis;
  /** Resolves after `ms`, or soon after `signal` aborts. Never rejects. */
  readonly wake: (ms: Millis, signal: AbortSignal) => Promise<void>;
};

export type ReviewsIo = {
  readonly error: (text: string) => void;
  /** Null where `error` is no terminal: nothing is written then. Most actions are not reviewed, and look for none. */
  readonly screen: () => ErrorScreen | null;
  /** Null on a terminal that cannot go back in its line. */
  readonly progress: Progress | null;
};

const FRAMES: Readonly<Record<Charset, readonly string[]>> = {
  unicode: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  ascii: ["|", "/", "-", "\\"],
};

const FRAME_MS = 120;

const WIPE = "\r\u001b[K";

/** The review of a running command's program shows no progress: the command may be writing to the same terminal. */
export function followReviews({ error, screen, progress }: ReviewsIo): Observer {
  const moving = new Map<CaseId, AbortController>();
  const running = new Set<CaseId>();

  function begin(id: CaseId, what: string): void {
    const at = screen();
    if (progress === null || at === null || running.size > 0) return;
    const stop = new AbortController();
    moving.set(id, stop);
    void spin(what, { error, screen: at, progress }, stop.signal);
  }

  function end(id: CaseId): void {
    if (moving.get(id) === undefined) return;
    moving.get(id)?.abort();
    moving.delete(id);
    error(WIPE);
  }

  return ({ case: id, entry }, request) => {
    const what = request === null ? null : headline(request.action);
    if (entry.kind === "asked" && entry.review !== undefined) begin(id, what ?? "");
    if (entry.kind === "started") running.add(id);
    if (entry.kind === "denied" || entry.kind === "settled") running.delete(id);
    if (entry.kind === "reviewed" || entry.kind === "settled") end(id);
    if (entry.kind !== "reviewed") return;
    const at = screen();
    if (at !== null) error(reviewedLine(entry.review, what, at));
  };
}

async function spin(what: string, { error, screen, progress }: Moving, signal: AbortSignal): Promise<void> {
  const since = progress.now();
  const frames = FRAMES[screen.charset];
  // One that is over at once flashes by unseen.
  await progress.wake(FRAME_MS, signal);
  for (let at = 0; !signal.aborted; at += 1) {
    const seconds = Math.floor((progress.now() - since) / 1000);
    const frame = frames[at % frames.length] ?? "";
    error(
      `${WIPE}${fitting(`${frame} the guardian looks at it, ${seconds} s: ${visible(what, screen.charset)}`, screen)}`,
    );
    await progress.wake(FRAME_MS, signal);
  }
}

type Moving = Pick<ReviewsIo, "error"> & { readonly screen: ErrorScreen; readonly progress: Progress };

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

/** The start of what is fit for a terminal, in one of its lines. */
function fitting(text: string, { columns, charset }: ErrorScreen): string {
  if (widthOf(text) < columns) return text;
  const dots = charset === "ascii" ? "..." : "…";
  return `${wrap(text, Math.max(columns - 1 - dots.length, 2))[0] ?? ""}${dots}`;
}
