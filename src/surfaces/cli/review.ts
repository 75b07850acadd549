/** `assent review`: how an action would be reviewed, and what it would come to. */
import { type Checks, NO_COST, type Review } from "../../core/approval/review.ts";
import { ruleOn } from "../../core/approval/ruling.ts";
import { USUAL_REVIEW_TERMS } from "../../core/config/review-terms.ts";
import { checkAction } from "../../core/review/check-action.ts";
import { NO_BACKGROUND, type Subject } from "../../core/review/subject.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import { REVIEW } from "./commands-run.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { reviewRequest } from "./review-line.ts";
import { outcomeOf, reviewLines } from "./review-view.ts";
import { asciiControls, paint } from "./tones.ts";
import { typedCommand } from "./typed-command.ts";
import { tellUsage } from "./usage.ts";

export type ReviewIo = {
  /** The person's home folder, absolute. */
  readonly home: string;
  /**
   * What is true here for a command in `folder`, null for the current one. An error is one line, not escaped: why that
   * folder will not do.
   */
  subjectFor(argv: Command, folder: string | null): Result<Subject, string>;
  /** The lines of standard input, without their ends. */
  lines(): AsyncIterable<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: boolean;
};

/** Some lines were answered, and some could not be read. */
const SOME_WRONG = 1;

/** Resolves with the exit status. */
export async function review(args: readonly string[], io: ReviewIo): Promise<number> {
  const parsed = parseArguments(args, ["user", "cd", "json", "stdin"], "end");
  if (!parsed.ok) return tellUsage("review", parsed.error, io.error);
  const { values, rest } = parsed.value;
  if (values.has("help")) {
    io.out(commandHelp("review", REVIEW, io.colour));
    return EXIT.ok;
  }
  if (!values.has("stdin")) return reviewOne(parsed.value, io);
  const isAlone = values.has("json") && rest.length === 0 && !values.has("user") && !values.has("cd");
  if (!isAlone) return tellUsage("review", "--stdin goes with --json, and with nothing else", io.error);
  let status: number = EXIT.ok;
  for await (const line of io.lines()) {
    if (line.trim() === "") continue;
    const answer = answerTo(line, io.home);
    if ("error" in answer) status = SOME_WRONG;
    io.out(asciiControls(`${JSON.stringify(answer)}\n`));
  }
  return status;
}

/** What cannot be read goes to a person. */
function answerTo(line: string, home: string): object {
  const request = reviewRequest(line, home);
  if (!request.ok) {
    const { id, why } = request.error;
    const unknown = { riskLevel: "high", riskScore: null, userAuthorization: "unknown", rationale: why, findings: [] };
    return { id, outcome: "escalate", ...unknown, error: why };
  }
  const { id, subject, background, hosts } = request.value;
  return { id, ...answerOf(ruled(checkAction(subject, background, hosts))) };
}

function answerOf(ruling: Review): object {
  const { riskLevel, riskScore, userAuthorization, rationale, findings } = ruling;
  return { outcome: outcomeOf(ruling), riskLevel, riskScore, userAuthorization, rationale, findings };
}

/** As where no model is asked, and nothing is set. */
function ruled(checks: Checks): Review {
  const answer = { kind: "none", why: "no model was asked" } as const;
  return ruleOn("1-1", { checks, answer, cost: NO_COST, repeats: null }, USUAL_REVIEW_TERMS);
}

function reviewOne(parsed: Arguments, io: ReviewIo): number {
  const argv = typedCommand(parsed.rest);
  if (argv === null) return tellUsage("review", "there is no command; write it after --", io.error);
  const subject = io.subjectFor(argv, lastOf(parsed, "cd"));
  if (!subject.ok) return tellUsage("review", visible(subject.error), io.error);
  const words = parsed.values.get("user") ?? [];
  const transcript = words.map((text) => ({ from: "person", text }) as const);
  const checks = checkAction(subject.value, { ...NO_BACKGROUND, words, transcript });
  const ruling = ruled(checks);
  if (parsed.values.has("json")) io.out(asciiControls(`${JSON.stringify(answerOf(ruling), null, 2)}\n`));
  else {
    const command = parsed.rest.length === 1 ? (parsed.rest[0] ?? "") : printCommand(argv);
    io.out(paint(reviewLines({ command, words, checks, ruling }), io.colour));
  }
  return EXIT.ok;
}
