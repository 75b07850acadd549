/** `assent review`: how an action would be reviewed, and what it would come to. */
import { NO_COST, type Review, type ReviewReport } from "../../core/approval/review.ts";
import { ruleOn } from "../../core/approval/ruling.ts";
import { type ReviewTerms, USUAL_REVIEW_TERMS } from "../../core/config/review-terms.ts";
import { checkAction } from "../../core/review/check-action.ts";
import { type Background, NO_BACKGROUND, type Subject } from "../../core/review/subject.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Command } from "../../core/shell/reading.ts";
import type { StartFault } from "../../engine/host.ts";
import type { Received } from "../../engine/wire.ts";
import { never } from "../../kit/never.ts";
import { err, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type Arguments, lastOf, parseArguments } from "./arguments.ts";
import { REVIEW } from "./commands-run.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { type ReviewRequest, reviewRequest, type WrongLine } from "./review-line.ts";
import { outcomeOf, reviewLines } from "./review-view.ts";
import { tellFault } from "./start-fault.ts";
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
  /** The reviewer that the settings of a folder want; `folder` as above. */
  openReviewer(folder: string | null): Promise<Result<ModelReviewer, StartFault>>;
  /** The lines of standard input, without their ends. Blank ones may be left out. */
  lines(): AsyncIterable<Received>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: boolean;
};

/** One review at a time. */
export type ModelReviewer = {
  readonly terms: ReviewTerms;
  /** Never rejects. */
  review(subject: Subject, background: Background): Promise<ReviewReport>;
  close(): Promise<void>;
};

/** How actions are reviewed: by the checks alone, or by a model as well. */
type Ruler = (subject: Subject, background: Background, hosts: readonly string[]) => Promise<Review>;

/** Some lines were answered, and some could not be read. */
const SOME_WRONG = 1;

/** Resolves with the exit status. */
export async function review(args: readonly string[], io: ReviewIo): Promise<number> {
  const parsed = parseArguments(args, ["user", "cd", "json", "stdin", "with-model"], "end");
  if (!parsed.ok) return tellUsage("review", parsed.error, io.error);
  const { values } = parsed.value;
  if (values.has("help")) {
    io.out(commandHelp("review", REVIEW, io.colour));
    return EXIT.ok;
  }
  const wrong = wrongIn(parsed.value);
  if (wrong !== null) return tellUsage("review", wrong, io.error);
  if (!values.has("with-model")) return reviewWith(ruleAlone, parsed.value, io);
  const opened = await io.openReviewer(lastOf(parsed.value, "cd"));
  if (!opened.ok) return tellFault(opened.error, io.error);
  const reviewer = opened.value;
  const ruler: Ruler = async (subject, background) => {
    return ruleOn("1-1", await reviewer.review(subject, background), reviewer.terms);
  };
  return reviewWith(ruler, parsed.value, io).finally(() => reviewer.close());
}

function wrongIn({ values, rest }: Arguments): string | null {
  if (!values.has("stdin")) return rest.length > 0 ? null : "there is no command; write it after --";
  const isAlone = values.has("json") && rest.length === 0 && !values.has("user") && !values.has("cd");
  return isAlone ? null : "--stdin goes with --json, and with nothing else than --with-model";
}

async function reviewWith(ruler: Ruler, parsed: Arguments, io: ReviewIo): Promise<number> {
  if (!parsed.values.has("stdin")) return reviewOne(ruler, parsed, io);
  let status: number = EXIT.ok;
  for await (const line of io.lines()) {
    if (line.kind === "text" && line.text.trim() === "") continue;
    const answer = await answerTo(line, io.home, ruler);
    if ("error" in answer) status = SOME_WRONG;
    io.out(asciiControls(`${JSON.stringify(answer)}\n`));
  }
  return status;
}

/** What cannot be read goes to a person. */
async function answerTo(line: Received, home: string, ruler: Ruler): Promise<object> {
  const request = requestIn(line, home);
  if (!request.ok) {
    const { id, why } = request.error;
    const unknown = { riskLevel: "high", riskScore: null, userAuthorization: "unknown", rationale: why, findings: [] };
    return { id, outcome: "escalate", ...unknown, error: why };
  }
  const { id, subject, background, hosts } = request.value;
  return { id, ...answerOf(await ruler(subject, background, hosts)) };
}

function requestIn(line: Received, home: string): Result<ReviewRequest, WrongLine> {
  switch (line.kind) {
    case "text":
      return reviewRequest(line.text, home);
    case "too-long":
      return err({ id: null, why: `the line is longer than ${line.bytesMax} bytes` });
    case "not-text":
      return err({ id: null, why: "the line is no UTF-8" });
    default:
      return never(line);
  }
}

function answerOf(ruling: Review): object {
  const { riskLevel, riskScore, userAuthorization, rationale, findings } = ruling;
  return { outcome: outcomeOf(ruling), riskLevel, riskScore, userAuthorization, rationale, findings };
}

/** As where no model is asked, and nothing is set. */
const ruleAlone: Ruler = (subject, background, hosts) => {
  const checks = checkAction(subject, background, hosts);
  const answer = { kind: "none", why: "no model was asked" } as const;
  return Promise.resolve(ruleOn("1-1", { checks, answer, cost: NO_COST, repeats: null }, USUAL_REVIEW_TERMS));
};

async function reviewOne(ruler: Ruler, parsed: Arguments, io: ReviewIo): Promise<number> {
  const argv = typedCommand(parsed.rest);
  if (argv === null) return tellUsage("review", "there is no command; write it after --", io.error);
  const subject = io.subjectFor(argv, lastOf(parsed, "cd"));
  if (!subject.ok) return tellUsage("review", visible(subject.error), io.error);
  const words = parsed.values.get("user") ?? [];
  const transcript = words.map((text) => ({ from: "person", text }) as const);
  const ruling = await ruler(subject.value, { ...NO_BACKGROUND, words, transcript }, []);
  if (parsed.values.has("json")) io.out(asciiControls(`${JSON.stringify(answerOf(ruling), null, 2)}\n`));
  else {
    const command = parsed.rest.length === 1 ? (parsed.rest[0] ?? "") : printCommand(argv);
    io.out(paint(reviewLines({ command, words, ruling }), io.colour));
  }
  return EXIT.ok;
}
