/** `assent run`: one command through the whole path, its streams and status passed on. */
import type { Notice } from "../../core/config/notice.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { OpenSessionPort } from "../../engine/host.ts";
import { bypassBanner, type ErrorScreen } from "./banner.ts";
import { RUN } from "./commands-run.ts";
import { EXIT, statusOf } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { parseOptions, sessionOptionsOf } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { followReasons, tellOutcome } from "./tell.ts";
import { tellUsage } from "./usage.ts";

export type RunIo = {
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

/** Resolves with the exit status. */
export async function run(args: readonly string[], io: RunIo): Promise<number> {
  const parsed = parseOptions(args, ["escalate", "rules", "answers", "timeout"]);
  if (!parsed.ok) return tellUsage("run", parsed.error, io.error);
  const options = parsed.value;
  if (options.help) {
    io.out(commandHelp("run", RUN, io.colour()));
    return EXIT.ok;
  }
  const argv = commandOf(options.rest);
  if (argv === null) return tellUsage("run", "there is no command; write it after --", io.error);

  const { observe, reasons } = followReasons();
  const opened = await io.open({ ...sessionOptionsOf(options), output: "inherit", observe, signal: io.signal });
  if (!opened.ok) return tellFault(opened.error, io.error);
  const { engine, cwd, home, settings } = opened.value;
  const isBypassed = options.flags.yolo && settings.sandboxMode === "danger-full-access";
  if (isBypassed) io.error(bypassBanner(io.screen(), true));
  tellNotices(io.news(settings.notices, home), io.error);
  const action = { kind: "command", argv, cwd, escalate: options.escalate !== null, why: options.escalate } as const;
  const outcome = await engine.submit({ action, mode: "run" }, io.signal);
  tellOutcome(outcome, reasons(), settings.sandboxMode, io.error);
  return statusOf(outcome);
}

function commandOf([program, ...args]: readonly string[]): Command | null {
  return program === undefined ? null : [program, ...args];
}
