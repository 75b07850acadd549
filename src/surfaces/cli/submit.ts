/** Puts the one action of a subcommand through a session of its own, and tells how it ended. */
import type { Action } from "../../core/approval/action.ts";
import type { Notice } from "../../core/config/notice.ts";
import type { Review } from "../../core/approval/review.ts";
import type { Observer } from "../../engine/engine.ts";
import type { OpenSessionPort } from "../../engine/host.ts";
import { bypassBanner, type ErrorScreen } from "./banner.ts";
import { statusOf } from "./exit.ts";
import { followReviews } from "./follow-reviews.ts";
import type { Progress } from "./review-spinner.ts";
import { type Options, sessionOptionsOf } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { DECIDE_YOURSELF, followAsked, tellDenial, tellOutcome } from "./tell.ts";

export type SessionIo = {
  readonly open: OpenSessionPort;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** True where `out` is a terminal that wants colours. */
  readonly colour: () => boolean;
  /** What of these is to be told; `home` is assent's own folder. */
  readonly news: (notices: readonly Notice[], home: string) => readonly Notice[];
  /** Null where `error` is no terminal. */
  readonly screen: () => ErrorScreen | null;
  /** Null where `error` is no terminal, or one that cannot go back in its line. */
  readonly progress: () => Progress | null;
  /** What a denied action and its review look like there; lines with their ends. */
  readonly denialBox: (denial: Denial, screen: ErrorScreen) => Promise<string>;
  /** Aborts when assent itself is told to end. */
  readonly signal: AbortSignal;
};

/** Not escaped. `advice`: how a person may still decide. */
export type Denial = { readonly action: Action; readonly review: Review; readonly advice: string };

/** Resolves with the exit status. @param actionIn what is asked for in the folder that the session takes place in */
export async function submitOne(options: Options, io: SessionIo, actionIn: (cwd: string) => Action): Promise<number> {
  const { observe: follow, asked } = followAsked();
  const show = followReviews({ error: io.error, screen: io.screen, progress: io.progress() });
  const observe: Observer = (record, request) => {
    follow(record, request);
    show(record, request);
  };
  const opened = await io.open({ ...sessionOptionsOf(options), output: "inherit", observe, signal: io.signal });
  if (!opened.ok) return tellFault(opened.error, io.error);
  const { engine, cwd, home, settings } = opened.value;
  const isBypassed = options.flags.yolo && settings.sandboxMode === "danger-full-access";
  if (isBypassed) io.error(bypassBanner(io.screen(), true));
  tellNotices(io.news(settings.notices, home), io.error);
  const action = actionIn(cwd);
  const outcome = await engine.submit({ action, mode: "run" }, io.signal);
  // A command's own went where assent's streams lead.
  if (outcome.kind === "ran" && outcome.output !== null) io.out(outcome.output);
  const { review } = asked();
  if (review !== null && outcome.kind === "declined" && outcome.verdict.by === "guardian") {
    const screen = io.screen();
    if (screen === null) tellDenial(review, io.error);
    else io.error(await io.denialBox({ action, review, advice: DECIDE_YOURSELF }, screen));
  } else tellOutcome(outcome, asked(), settings.sandboxMode, io.error);
  return statusOf(outcome);
}
