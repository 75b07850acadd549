/** The automatic reviewer: checks, then a model; it reports, and rules on nothing. */
import { isKnownToThink } from "../../core/agent/thinking.ts";
import type { ModelRequest } from "../../core/agent/model-item.ts";
import { type Checks, failedReport, type ModelAnswer, NO_COST, type ReviewReport } from "../../core/approval/review.ts";
import { ruleOn } from "../../core/approval/ruling.ts";
import { ACTION_CHARS_MAX, actionText } from "../../core/review/action-text.ts";
import { ANSWER_SCHEMA, TOOLS } from "../../core/review/answer-schema.ts";
import { beforeKey, reviewKey } from "../../core/review/identity.ts";
import { reviewInstructions, reviewMessage, type RunFile } from "../../core/review/prompt.ts";
import { runPaths } from "../../core/review/run-paths.ts";
import type { Background, Subject } from "../../core/review/subject.ts";
import { isSame } from "../../kit/same.ts";
import { errorText } from "../../kit/result.ts";
import type { Reviewer } from "../ports.ts";
import { askModel } from "./ask-model.ts";
import { type Deadline, deadlineIn, within } from "./deadline.ts";
import { lookWith } from "./looking.ts";
import type { GuardianPorts, NamedModel, ReviewStanding } from "./ports.ts";
import { newRepeats, type Repeats } from "./repeats.ts";

/** Its reviews never reject: a fault is a report that approves nothing. To be made once for each thread. */
export function makeGuardian(ports: GuardianPorts): Reviewer {
  const repeats = newRepeats();
  return {
    async review(subject, signal) {
      const startedAt = ports.now();
      const report = await review(subject, { ports, repeats }, signal).catch(faultReport);
      const isFirst = report.repeats === null;
      return isFirst ? { ...report, cost: { ...report.cost, tookMs: Math.max(0, ports.now() - startedAt) } } : report;
    },
  };
}

type Parts = { readonly ports: GuardianPorts; readonly repeats: Repeats };

function faultReport(error: unknown): ReviewReport {
  return failedReport(`the review failed: ${errorText(error)}`);
}

async function review(subject: Subject, { ports, repeats }: Parts, signal: AbortSignal): Promise<ReviewReport> {
  const background = ports.background();
  const checks = ports.check(subject, background);
  try {
    return await withModel({ subject, background, checks, standing: ports.standing() }, { ports, repeats }, signal);
  } catch (error) {
    // What the checks found stays found.
    return { ...faultReport(error), checks };
  }
}

async function withModel(found: Found, { ports, repeats }: Parts, signal: AbortSignal): Promise<ReviewReport> {
  const { subject, checks, standing } = found;
  const why = whyNoModel(subject, checks, standing);
  if (why !== null) return reported(checks, { kind: "none", why });
  const model = ports.model();
  if (!model.ok) return reported(checks, { kind: "failed", why: model.error });
  const deadline = deadlineIn(standing.settings.terms.timeoutMs, ports, signal);
  try {
    return await reviewByModel({ ...found, model: model.value }, { ports, repeats }, deadline);
  } finally {
    deadline.end();
  }
}

function reported(checks: Checks, answer: ModelAnswer): ReviewReport {
  return { checks, answer, cost: NO_COST, repeats: null };
}

/** Null where a model is to be asked. */
function whyNoModel(subject: Subject, checks: Checks, { settings }: ReviewStanding): string | null {
  if (settings.model.kind === "none") return "the settings name no model to review";
  if (!subject.withModel) return "the budget for reviews by a model is used up";
  // Whatever a model says, it comes to the same.
  const unasked = reported(checks, { kind: "none", why: "" });
  const isDenied = ruleOn(subject.review, unasked, settings.terms).status === "denied";
  return isDenied ? "it is denied whatever a model says" : null;
}

type Found = {
  readonly subject: Subject;
  readonly background: Background;
  readonly checks: Checks;
  readonly standing: ReviewStanding;
};

type FoundWithModel = Found & { readonly model: NamedModel };

async function reviewByModel(
  found: FoundWithModel,
  { ports, repeats }: Parts,
  deadline: Deadline,
): Promise<ReviewReport> {
  const { subject, background, checks, standing, model } = found;
  if (actionText(subject.question).length > ACTION_CHARS_MAX) {
    return reported(checks, { kind: "failed", why: "it is too long for a review: nothing of it may be left out" });
  }
  const paths = runPaths(subject);
  const files = await within(ports.runFiles(paths), deadline.signal);
  if (files === null) return reported(checks, stopped(deadline));
  const { settings, approvalPolicy, sandboxMode } = standing;
  const set = [settings, approvalPolicy, sandboxMode, model.name];
  const seen = { key: reviewKey(subject, background, { checks, files, set }), before: beforeKey(subject, background) };
  const known = repeats.find(seen);
  if (known !== null) {
    return { ...reported(checks, { kind: "opinion", opinion: known.opinion }), repeats: known.first };
  }
  const look = lookWith(subject, ports.look);
  const asking = { model, request: requestOf(found, ports), message: messageOf(found, files), look };
  const { answer, spent } = await askModel({ ...asking, lookupsMax: settings.lookupsMax }, deadline.signal);
  const cost = { ...NO_COST, ...spent, model: model.name };
  if (answer.kind !== "opinion") {
    return { checks, answer: answer.kind === "timed-out" ? stopped(deadline) : answer, cost, repeats: null };
  }
  const now = await within(ports.runFiles(paths), deadline.signal);
  if (now === null || !isSame(now, files)) {
    const changed: ModelAnswer = { kind: "failed", why: "a file that it runs changed while it was reviewed" };
    return { checks, answer: now === null ? stopped(deadline) : changed, cost, repeats: null };
  }
  repeats.keep(seen, answer.opinion, subject.review);
  return { checks, answer, cost, repeats: null };
}

/** A review that was taken back is over, and not too slow. */
function stopped(deadline: Deadline): ModelAnswer {
  return deadline.isOver() ? { kind: "timed-out" } : { kind: "failed", why: "the review was taken back" };
}

function messageOf({ subject, background, checks, standing }: Found, files: readonly RunFile[]): string {
  const { approvalPolicy, sandboxMode } = standing;
  return reviewMessage({ subject, background, checks, approvalPolicy, sandboxMode, files });
}

/** Constant for a thread, but for its settings: an endpoint finds all of it in its cache. */
function requestOf(
  { standing: { settings }, model }: FoundWithModel,
  { conversation }: Pick<GuardianPorts, "conversation">,
): Omit<ModelRequest, "input"> {
  return {
    model: model.name,
    instructions: reviewInstructions(settings.policy),
    tools: settings.lookupsMax > 0 ? TOOLS : [],
    outputSchema: ANSWER_SCHEMA,
    effort: settings.effort ?? (isKnownToThink(model.name) ? "low" : null),
    summary: null,
    thread: conversation,
    subagent: "guardian",
    isLoose: true,
  };
}
