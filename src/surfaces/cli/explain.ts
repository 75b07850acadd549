/** `assent explain`: what would be decided, why, and what would change it. */
import type { Notice } from "../../core/config/notice.ts";
import type { Action, Request } from "../../core/approval/action.ts";
import type { Basis } from "../../core/approval/basis.ts";
import { type Change, explain as explainRequest } from "../../core/approval/explain.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { SessionOptions, StartFault } from "../../engine/host.ts";
import type { Result } from "../../kit/result.ts";
import { EXPLAIN } from "./commands-run.ts";
import { EXIT } from "./exit.ts";
import { fullAnswer } from "./explain-json.ts";
import { answerLine, type Hypothesis } from "./explain-stdin.ts";
import { explainLines } from "./explain-view.ts";
import { commandHelp } from "./help.ts";
import { parseOptions, sessionOptionsOf, type Options } from "./options.ts";
import { tellFault, tellNotices } from "./start-fault.ts";
import { asciiControls, paint } from "./tones.ts";
import { typedCommand } from "./typed-command.ts";
import { tellUsage } from "./usage.ts";

/** What holds where the command would run. */
export type Inquiry = {
  readonly cwd: string;
  readonly notices: readonly Notice[];
  readonly basisFor: (action: Action) => Promise<Basis>;
  /** False for what nobody may choose here. */
  readonly mayChoose: (by: Change["by"]) => boolean;
};

export type ExplainIo = {
  inquire(options: Omit<SessionOptions, "output" | "observe">): Promise<Result<Inquiry, StartFault>>;
  /** What would hold in a place that is only described. */
  readonly suppose: (hypothesis: Hypothesis, request: Request) => Basis;
  /** The lines of standard input, without their ends. */
  lines(): AsyncIterable<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: boolean;
};

/** Resolves with the exit status. */
export async function explain(args: readonly string[], io: ExplainIo): Promise<number> {
  const parsed = parseOptions(args, ["escalate", "rules", "json", "stdin"]);
  if (!parsed.ok) return tellUsage("explain", parsed.error, io.error);
  const options = parsed.value;
  if (options.help) {
    io.out(commandHelp("explain", EXPLAIN, io.colour));
    return EXIT.ok;
  }
  const json = options.switches.has("json");
  if (options.switches.has("stdin")) {
    if (!json || options.rest.length > 0)
      return tellUsage("explain", "--stdin goes with --json and without a command", io.error);
    for await (const line of io.lines()) if (line.trim() !== "") io.out(answerLine(line, io.suppose));
    return EXIT.ok;
  }
  return explainOne(options, json, io);
}

async function explainOne(options: Options, json: boolean, io: ExplainIo): Promise<number> {
  const argv = typedCommand(options.rest);
  if (argv === null) return tellUsage("explain", "there is no command; write it after --", io.error);
  const inquiry = await io.inquire(sessionOptionsOf(options));
  if (!inquiry.ok) return tellFault(inquiry.error, io.error);
  const { cwd, notices, basisFor, mayChoose } = inquiry.value;
  tellNotices(notices, io.error);
  const action: Action = { kind: "command", argv, cwd, escalate: options.escalate !== null, why: options.escalate };
  const explained = explainRequest({ action, mode: "run" }, await basisFor(action));
  const explanation = { ...explained, changes: explained.changes.filter(({ by }) => mayChoose(by)) };
  const command = options.rest.length === 1 ? (options.rest[0] ?? "") : printCommand(argv);
  if (json) io.out(asciiControls(`${JSON.stringify(fullAnswer(explanation, command), null, 2)}\n`));
  else io.out(paint(explainLines(explanation, { command, argv, cwd }), io.colour));
  return EXIT.ok;
}
