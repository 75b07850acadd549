/** `assent run`: one command through the whole path, its streams and status passed on. */
import { describeNotice } from "../../core/config/settings.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { OpenSessionPort } from "../../engine/host.ts";
import { EXIT, statusOf } from "./exit.ts";
import { parseOptions, sessionOptionsOf } from "./options.ts";
import { describeStartFault, followReasons, startStatus, tellOutcome } from "./tell.ts";

export const RUN_HELP = `Usage: assent run [OPTION]... [--] COMMAND [ARG]...

Judge a command, ask where that is needed, and run it in its sandbox.

  -a, --ask-for-approval POLICY  untrusted, on-request, on-failure or never
  -s, --sandbox MODE    read-only, workspace-write or danger-full-access
      --full-auto       workspace-write and on-request; wins over -s and -a
      --yolo            never and danger-full-access: no questions, no sandbox
      --escalate WHY    ask to run outside the sandbox, with the reason
  -c, --config KEY=VALUE  set a key of config.toml for this run
  -C, --cd DIR          run in DIR, which is the workspace
      --add-dir DIR     another writable folder; may be given again
      --rules FILE      another rules file, read last; may be given again
      --answers FILE    take the answers from FILE, one a line, not the terminal
      --timeout SECONDS end the command and all that it started
  -h, --help            show this help

Exit status: the command's own; 64 usage, 70 fault, 71 no sandbox, 76 declined,
77 forbidden, 78 configuration, 127 not found, 130 cancelled.

Example:
  assent run -- git status
`;

export type RunIo = {
  readonly open: OpenSessionPort;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Aborts when assent itself is told to end. */
  readonly signal: AbortSignal;
};

/** Resolves with the exit status. */
export async function run(args: readonly string[], io: RunIo): Promise<number> {
  const parsed = parseOptions(args);
  if (!parsed.ok) return usage(io, parsed.error);
  const options = parsed.value;
  if (options.help) {
    io.out(RUN_HELP);
    return EXIT.ok;
  }
  const argv = commandOf(options.rest);
  if (argv === null) return usage(io, "there is no command; write it after --");

  const { observe, reasons } = followReasons();
  const opened = await io.open({ ...sessionOptionsOf(options), output: "inherit", observe });
  if (!opened.ok) {
    io.error(`assent: ${describeStartFault(opened.error)}\n`);
    return startStatus(opened.error);
  }
  const { engine, cwd, settings } = opened.value;
  for (const notice of settings.notices) io.error(`assent: ${describeNotice(notice)}\n`);
  const action = { kind: "command", argv, cwd, escalate: options.escalate !== null, why: options.escalate } as const;
  const outcome = await engine.submit({ action, mode: "run" }, io.signal);
  tellOutcome(outcome, reasons(), settings.sandboxMode, io.error);
  return statusOf(outcome);
}

function commandOf([program, ...args]: readonly string[]): Command | null {
  return program === undefined ? null : [program, ...args];
}

function usage(io: RunIo, why: string): number {
  io.error(`assent run: ${why}\nTry: assent run --help\n`);
  return EXIT.usage;
}
