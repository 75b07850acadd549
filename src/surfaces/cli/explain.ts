/** `assent explain`: what would be decided, why, and what would change it. */
import { describeNotice, type Notice } from "../../core/config/settings.ts";
import type { Action, Request } from "../../core/approval/action.ts";
import type { Basis } from "../../core/approval/basis.ts";
import { explain as explainRequest } from "../../core/approval/explain.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { SessionOptions, StartFault } from "../../engine/host.ts";
import type { Result } from "../../kit/result.ts";
import { EXIT } from "./exit.ts";
import { fullAnswer } from "./explain-json.ts";
import { answerLine, type Hypothesis } from "./explain-stdin.ts";
import { explainLines } from "./explain-view.ts";
import { parseOptions, sessionOptionsOf, type Options } from "./options.ts";
import { describeStartFault, startStatus } from "./tell.ts";
import { asciiControls, paint } from "./tones.ts";

export const EXPLAIN_HELP = `Usage: assent explain [OPTION]... [--] COMMAND [ARG]...
       assent explain [OPTION]... 'SCRIPT'
       assent explain --json --stdin < REQUESTS

Tell what would be decided about a command, why, and what would change it.
Nothing is run, and nobody is asked. One word with spaces in it is a script.
Also called: assent why.

  -a, --ask-for-approval POLICY  untrusted, on-request, on-failure or never
  -s, --sandbox MODE    read-only, workspace-write or danger-full-access
      --full-auto       workspace-write and on-request; wins over -s and -a
      --escalate WHY    as if the agent asked to run outside the sandbox
  -c, --config KEY=VALUE  set a key of config.toml for this question
  -C, --cd DIR          as if run in DIR, which is the workspace
      --add-dir DIR     another writable folder; may be given again
      --rules FILE      another rules file, read last; may be given again
      --json            answer as JSON
      --stdin           answer JSON lines, one for each on standard input:
                        {id, command, cwd, workspace, context: {approvalPolicy,
                        sandbox, rules, trusted, escalated}}
  -h, --help            show this help

Exit status: 0 answered, whatever the answer; 64 usage, 78 configuration.

Examples:
  assent explain -- git push origin main
  assent explain 'cd src && make test 2>&1 | tail -5'
`;

/** What holds where the command would run. */
export type Inquiry = {
  readonly cwd: string;
  readonly notices: readonly Notice[];
  readonly basisFor: (action: Action) => Promise<Basis>;
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
  const { json, stdin, rest } = ownFlags(args);
  const parsed = parseOptions(rest);
  if (!parsed.ok) return usage(io, parsed.error);
  const options = parsed.value;
  if (options.help) {
    io.out(EXPLAIN_HELP);
    return EXIT.ok;
  }
  if (options.answers !== null || options.timeoutMs !== null)
    return usage(io, "--answers and --timeout are for assent run");
  if (stdin) {
    if (!json || options.rest.length > 0) return usage(io, "--stdin goes with --json and without a command");
    for await (const line of io.lines()) if (line.trim() !== "") io.out(answerLine(line, io.suppose));
    return EXIT.ok;
  }
  return explainOne(options, json, io);
}

async function explainOne(options: Options, json: boolean, io: ExplainIo): Promise<number> {
  const argv = commandOf(options.rest);
  if (argv === null) return usage(io, "there is no command; write it after --");
  const inquiry = await io.inquire(sessionOptionsOf(options));
  if (!inquiry.ok) {
    io.error(`assent: ${describeStartFault(inquiry.error)}\n`);
    return startStatus(inquiry.error);
  }
  const { cwd, notices, basisFor } = inquiry.value;
  for (const notice of notices) io.error(`assent: ${describeNotice(notice)}\n`);
  const action: Action = { kind: "command", argv, cwd, escalate: options.escalate !== null, why: options.escalate };
  const explanation = explainRequest({ action, mode: "run" }, await basisFor(action));
  const command = options.rest.length === 1 ? (options.rest[0] ?? "") : printCommand(argv);
  if (json) io.out(asciiControls(`${JSON.stringify(fullAnswer(explanation, command), null, 2)}\n`));
  else io.out(paint(explainLines(explanation, { command, argv, cwd }), io.colour));
  return EXIT.ok;
}

/** One word that is more than a name is a script, as a person would type it at a prompt. */
function commandOf([first, ...more]: readonly string[]): Command | null {
  if (first === undefined) return null;
  const isScript = more.length === 0 && /[^\w./+@%:,=-]/u.test(first);
  return isScript ? ["bash", "-lc", first] : [first, ...more];
}

/** `--json` and `--stdin` may stand among the other options, in front of the command. */
function ownFlags(args: readonly string[]): {
  readonly json: boolean;
  readonly stdin: boolean;
  readonly rest: readonly string[];
} {
  let json = false;
  let stdin = false;
  const rest: string[] = [];
  for (const [at, word] of args.entries()) {
    if (word === "--") return { json, stdin, rest: [...rest, ...args.slice(at)] };
    if (word === "--json") json = true;
    else if (word === "--stdin") stdin = true;
    else rest.push(word);
  }
  return { json, stdin, rest };
}

function usage(io: ExplainIo, why: string): number {
  io.error(`assent explain: ${why}\nTry: assent explain --help\n`);
  return EXIT.usage;
}
