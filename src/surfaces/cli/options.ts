/** The options that `run` and `patch` share. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { NO_FLAGS, type Flags } from "../../core/config/flags.ts";
import type { SessionOptions } from "../../engine/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";

export type Options = {
  readonly flags: Flags;
  readonly overrides: readonly string[];
  readonly cwd: string | null;
  readonly addDirs: readonly string[];
  readonly rules: readonly string[];
  readonly answers: string | null;
  readonly escalate: string | null;
  readonly timeoutMs: number | null;
  readonly help: boolean;
  /** Everything from the first word that is no option, or after `--`. */
  readonly rest: readonly string[];
};

const TABLE = {
  "ask-for-approval": { type: "string", short: "a" },
  sandbox: { type: "string", short: "s" },
  "full-auto": { type: "boolean" },
  yolo: { type: "boolean" },
  "dangerously-bypass-approvals-and-sandbox": { type: "boolean" },
  config: { type: "string", short: "c", multiple: true },
  cd: { type: "string", short: "C" },
  "add-dir": { type: "string", multiple: true },
  rules: { type: "string", multiple: true },
  answers: { type: "string" },
  escalate: { type: "string" },
  timeout: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/** The parsed options, or what is wrong with them in one line, fit for a terminal. */
export function parseOptions(args: readonly string[]): Result<Options, string> {
  const start = commandStart(args);
  const rest = args.slice(args[start] === "--" ? start + 1 : start);
  try {
    const { values } = parseArgs({ args: args.slice(0, start), options: TABLE, strict: true });
    const timeoutMs = values.timeout === undefined ? null : millisOf(values.timeout);
    if (timeoutMs === undefined) {
      return err(visible(`--timeout takes a number of seconds up to ${TIMEOUT_S_MAX}, not "${values.timeout}"`));
    }
    const flags: Flags = {
      ...NO_FLAGS,
      approvalPolicy: values["ask-for-approval"] ?? null,
      sandboxMode: values.sandbox ?? null,
      fullAuto: values["full-auto"] ?? false,
      yolo: values.yolo ?? values["dangerously-bypass-approvals-and-sandbox"] ?? false,
    };
    return ok({
      flags,
      overrides: values.config ?? [],
      cwd: values.cd ?? null,
      addDirs: values["add-dir"] ?? [],
      rules: values.rules ?? [],
      answers: values.answers ?? null,
      escalate: values.escalate ?? null,
      timeoutMs,
      help: values.help ?? false,
      rest,
    });
  } catch (error) {
    // parseArgs reports a wrong option by throwing.
    return err(visible(error instanceof Error ? firstSentences(error.message) : String(error)));
  }
}

/** Where the command begins: the index of `--` or of the first word that is no option and no option's value. */
function commandStart(args: readonly string[]): number {
  const { tokens } = parseArgs({
    args: [...args],
    options: TABLE,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const first = tokens.find((token) => token.kind !== "option");
  return first?.index ?? args.length;
}

/** What is wrong and what may have been meant; advice on spellings comes after these. */
function firstSentences(message: string): string {
  const [first = "", ...more] = (message.split(". ")[0] ?? "").split("\n");
  return [first, ...more.slice(0, 1)].join(" ");
}

/** What a timer can hold. */
const TIMEOUT_S_MAX = 2_147_483;

function millisOf(seconds: string): number | undefined {
  const value = /^\d+(?:\.\d+)?$/.test(seconds) ? Number(seconds) : 0;
  return value > 0 && value <= TIMEOUT_S_MAX ? Math.ceil(value * 1000) : undefined;
}

/** The session that the options ask for; only the output and who watches are left to say. */
export function sessionOptionsOf(options: Options): Omit<SessionOptions, "output" | "observe"> {
  return {
    flags: options.flags,
    overrides: options.overrides,
    cwd: options.cwd,
    addDirs: options.addDirs,
    rules: options.rules,
    reviewer: options.answers === null ? { kind: "terminal" } : { kind: "answers", file: options.answers },
    timeoutMs: options.timeoutMs,
    home: null,
  };
}
