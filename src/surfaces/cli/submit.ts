/** Puts the one action of a subcommand through a session of its own, and tells how it ended. */
import type { Action } from "../../core/approval/action.ts";
import type { Notice } from "../../core/config/notice.ts";
import type { OpenSessionPort } from "../../engine/host.ts";
import { bypassBanner, type ErrorScreen } from "./banner.ts";
import { statusOf } from "./exit.ts";
import { type Options, sessionOptionsOf } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { followReasons, tellOutcome } from "./tell.ts";

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
  /** Aborts when assent itself is told to end. */
  readonly signal: AbortSignal;
};

/** Resolves with the exit status. @param actionIn what is asked for in the folder that the session takes place in */
export async function submitOne(options: Options, io: SessionIo, actionIn: (cwd: string) => Action): Promise<number> {
  const { observe, reasons } = followReasons();
  const opened = await io.open({ ...sessionOptionsOf(options), output: "inherit", observe, signal: io.signal });
  if (!opened.ok) return tellFault(opened.error, io.error);
  const { engine, cwd, home, settings } = opened.value;
  const isBypassed = options.flags.yolo && settings.sandboxMode === "danger-full-access";
  if (isBypassed) io.error(bypassBanner(io.screen(), true));
  tellNotices(io.news(settings.notices, home), io.error);
  const outcome = await engine.submit({ action: actionIn(cwd), mode: "run" }, io.signal);
  // A command's own went where assent's streams lead.
  if (outcome.kind === "ran" && outcome.output !== null) io.out(outcome.output);
  tellOutcome(outcome, reasons(), settings.sandboxMode, io.error);
  return statusOf(outcome);
}
