/** `assent patch`: judges, shows and applies a patch in the `*** Begin Patch` format. */
import type { Notice } from "../../core/config/notice.ts";
import type { OpenSessionPort } from "../../engine/host.ts";
import { visible } from "../../kit/text.ts";
import { bypassBanner, type ErrorScreen } from "./banner.ts";
import { PATCH } from "./commands-run.ts";
import { EXIT, statusOf } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { parseOptions, sessionOptionsOf } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { followReasons, tellOutcome } from "./tell.ts";
import { tellUsage } from "./usage.ts";

export type PatchIo = {
  readonly open: OpenSessionPort;
  /** The text of a file, or of stdin for "-"; throws with a readable message. */
  readonly read: (file: string) => Promise<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** True where `out` is a terminal that wants colours. */
  readonly colour: () => boolean;
  /** What of these is to be told; `home` is assent's own folder. */
  readonly news: (notices: readonly Notice[], home: string) => readonly Notice[];
  /** Null where `error` is no terminal. */
  readonly screen: () => ErrorScreen | null;
  readonly signal: AbortSignal;
};

/** Resolves with the exit status. */
export async function patch(args: readonly string[], io: PatchIo): Promise<number> {
  const parsed = parseOptions(args, ["answers"]);
  if (!parsed.ok) return tellUsage("patch", parsed.error, io.error);
  const options = parsed.value;
  if (options.help) {
    io.out(commandHelp("patch", PATCH, io.colour()));
    return EXIT.ok;
  }
  const [file = "-", extra] = options.rest;
  if (extra !== undefined)
    return tellUsage("patch", `one patch at a time; what is ${visible(JSON.stringify(extra))}?`, io.error);

  const text = await readPatch(file, io);
  if (text === null) return EXIT.usage;
  const { observe, reasons } = followReasons();
  const opened = await io.open({ ...sessionOptionsOf(options), output: "inherit", observe, signal: io.signal });
  if (!opened.ok) return tellFault(opened.error, io.error);
  const { engine, cwd, home, settings } = opened.value;
  const isBypassed = options.flags.yolo && settings.sandboxMode === "danger-full-access";
  if (isBypassed) io.error(bypassBanner(io.screen(), true));
  tellNotices(io.news(settings.notices, home), io.error);
  const outcome = await engine.submit({ action: { kind: "patch", text, cwd, why: null }, mode: "run" }, io.signal);
  if (outcome.kind === "ran" && outcome.output !== null) io.out(outcome.output);
  tellOutcome(outcome, reasons(), settings.sandboxMode, io.error);
  return statusOf(outcome);
}

async function readPatch(file: string, io: PatchIo): Promise<string | null> {
  try {
    return await io.read(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.error(`assent patch: cannot read ${visible(file === "-" ? "stdin" : file)}: ${visible(why)}\n`);
    return null;
  }
}
