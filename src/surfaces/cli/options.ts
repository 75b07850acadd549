/** The options of commands that run or judge something, and what they ask for. */
import { NO_FLAGS, type Flags } from "../../core/config/flags.ts";
import type { SessionOptions } from "../../engine/host.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import { grantsForOf, limitsFor } from "./duration.ts";
import { type OptionName, optionOf, PLACE_OPTIONS, SETTING_OPTIONS } from "./option-table.ts";

export type Options = {
  readonly flags: Flags;
  readonly overrides: readonly string[];
  readonly cwd: string | null;
  readonly addDirs: readonly string[];
  readonly rules: readonly string[];
  readonly answers: string | null;
  readonly escalate: string | null;
  readonly timeoutMs: number | null;
  /** How long what is accepted for the session lasts; null for its end. */
  readonly grantsForMs: number | null;
  readonly help: boolean;
  /** Options without a value that only some commands have. */
  readonly switches: ReadonlySet<OptionName>;
  /** Everything from the first word that is no option, or after `--`. */
  readonly rest: readonly string[];
};

const SHARED: readonly OptionName[] = [...SETTING_OPTIONS, ...PLACE_OPTIONS];

/**
 * The parsed options, or what is wrong with them in one line, fit for a terminal.
 *
 * @param own options of this command beside those that all have
 */
export function parseOptions(args: readonly string[], own: readonly OptionName[]): Result<Options, string> {
  const parsed = parseArguments(args, [...SHARED, ...own], "end");
  if (!parsed.ok) return parsed;
  const { values, rest } = parsed.value;
  const timeout = lastOf(parsed.value, "timeout");
  const timeoutMs = timeout === null ? null : millisOf(timeout);
  if (timeoutMs === undefined) {
    return err(visible(`--timeout takes a number of seconds up to ${TIMEOUT_S_MAX}, not "${timeout}"`));
  }
  const grantsForMs = grantsForOf(parsed.value);
  if (!grantsForMs.ok) return grantsForMs;
  return ok({
    flags: flagsOf(parsed.value),
    overrides: values.get("config") ?? [],
    cwd: lastOf(parsed.value, "cd"),
    addDirs: values.get("add-dir") ?? [],
    rules: values.get("rules") ?? [],
    answers: lastOf(parsed.value, "answers"),
    escalate: lastOf(parsed.value, "escalate"),
    timeoutMs,
    grantsForMs: grantsForMs.value,
    help: values.has("help"),
    switches: new Set(own.filter((name) => values.has(name) && optionOf(name).value === undefined)),
    rest,
  });
}

/** What `-a`, `-s`, `--full-auto`, `--yolo` and `-p` say. */
export function flagsOf(parsed: Arguments): Flags {
  return {
    ...NO_FLAGS,
    approvalPolicy: lastOf(parsed, "ask-for-approval"),
    sandboxMode: lastOf(parsed, "sandbox"),
    fullAuto: parsed.values.has("full-auto"),
    yolo: parsed.values.has("yolo"),
    profile: lastOf(parsed, "profile"),
  };
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
    approver: options.answers === null ? { kind: "terminal" } : { kind: "answers", file: options.answers },
    timeoutMs: options.timeoutMs,
    ...(options.grantsForMs === null ? {} : { grantLimits: limitsFor(options.grantsForMs) }),
    home: null,
  };
}
