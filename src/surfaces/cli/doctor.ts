/** `assent doctor`: whether all of it works here, and what to do where it does not. */
import { type Finding, summaryOf } from "../../core/doctor/finding.ts";
import type { Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { lastOf, parseArguments } from "./arguments.ts";
import { commandHelp } from "./help.ts";
import { DOCTOR } from "./commands-settings.ts";
import { type DoctorLook, doctorLines } from "./doctor-view.ts";
import { EXIT } from "./exit.ts";
import { asciiControls, paint } from "./tones.ts";
import { tellUsage } from "./usage.ts";

/** What the doctor looks at; every path as typed. */
export type DoctorOptions = {
  /** Null for the process's own folder. */
  readonly cwd: string | null;
  readonly profile: string | null;
  /** The values of `-c`, in order. */
  readonly overrides: readonly string[];
};

export type DoctorIo = {
  /**
   * Finds out everything, or why the folder cannot be looked at: one line, unescaped. `doing` is told what takes a
   * moment; what is broken is a finding.
   */
  examine(options: DoctorOptions, doing: (what: string) => void): Promise<Result<readonly Finding[], string>>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: boolean;
  readonly look: DoctorLook;
  /** True if a person watches stderr: a line that is taken back tells what is being done. */
  readonly watched: boolean;
};

const PROBLEMS = 1;
/** To the start of the line, and all of it away. */
const CLEAR = "\r\u001b[K";

/** Resolves with the exit status. */
export async function doctor(args: readonly string[], io: DoctorIo): Promise<number> {
  const parsed = parseArguments(args, ["json", "cd", "profile", "config"], "mix");
  if (!parsed.ok) return tellUsage("doctor", parsed.error, io.error);
  const given = parsed.value;
  if (given.values.has("help")) {
    io.out(commandHelp("doctor", DOCTOR, io.colour));
    return EXIT.ok;
  }
  const [extra] = given.rest;
  if (extra !== undefined)
    return tellUsage("doctor", visible(`${extra} is not expected here; a folder is named with -C`), io.error);
  const options = {
    cwd: lastOf(given, "cd"),
    profile: lastOf(given, "profile"),
    overrides: given.values.get("config") ?? [],
  };
  const findings = await io.examine(options, (what) => {
    if (io.watched) io.error(`${CLEAR}${visible(what, io.look.charset)} ...`);
  });
  if (io.watched) io.error(CLEAR);
  if (!findings.ok) return tellUsage("doctor", visible(findings.error), io.error);
  const summary = summaryOf(findings.value);
  if (given.values.has("json")) {
    io.out(asciiControls(`${JSON.stringify({ summary, findings: findings.value }, null, 2)}\n`));
  } else io.out(paint(doctorLines(findings.value, io.look), io.colour));
  return summary.problem > 0 ? PROBLEMS : EXIT.ok;
}
