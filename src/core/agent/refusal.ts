/** What a model is told of an action that was not carried out, and how its item ends. */
import { never } from "../../kit/never.ts";
import { describeReason, printPattern } from "../approval/describe.ts";
import type { InnerOutcome, Outcome } from "../approval/record.ts";
import type { Reason } from "../approval/requirement.ts";
import type { Verdict } from "../approval/question.ts";
import type { PrefixRule } from "../policy/rules.ts";

/** An outcome of something that did not run. */
export type NotRun = Exclude<InnerOutcome, { readonly kind: "starts" }>;

export type Refusal = {
  /** For the model: why, what it may do instead, and what the person said. */
  readonly told: string;
  /** For the person: one line, not escaped. */
  readonly note: string;
  readonly status: "declined" | "failed";
};

/** What was refused, in the words of its tool. */
export type Refused =
  /** `line`: with the shell that would have run it. */
  | { readonly kind: "command"; readonly line: string }
  | { readonly kind: "patch" }
  | { readonly kind: "input" }
  | { readonly kind: "tool" };

export function refusalOf(outcome: NotRun, refused: Refused): Refusal {
  switch (outcome.kind) {
    case "forbidden": {
      const why = forbiddenWords(outcome.reasons, refused);
      const advice = adviceFor(outcome.reasons, refused);
      return { told: wrapped(`${why}${advice}`, refused), note: why, status: "declined" };
    }
    case "declined": {
      const { by, note: found } = outcome.verdict;
      if (by === "guardian") {
        return { told: wrapped(reviewWords(found), refused), note: deniedNote(found), status: "declined" };
      }
      const { why, status } = declinedWords(outcome.verdict, refused);
      return { told: wrapped(why, refused), note: why, status };
    }
    case "cancelled":
      return { told: CANCELLED[refused.kind], note: "the turn was ended", status: "declined" };
    case "fault":
      return { told: faultText(outcome, refused), note: outcome.why, status: "failed" };
    default:
      return never(outcome);
  }
}

const CANCELLED: Readonly<Record<Refused["kind"], string>> = {
  command: "aborted by user",
  patch: "aborted by user",
  input: "aborted by user",
  tool: "user cancelled MCP tool call",
};

/** Around the reason as Codex puts it, so that whoever reads transcripts finds the same form. */
function wrapped(why: string, { kind }: Refused): string {
  if (kind === "input") return `write_stdin rejected: ${why}`;
  return kind === "command" ? rejectedCommand(why) : why;
}

export function rejectedCommand(why: string): string {
  const inner = JSON.stringify(why);
  return `exec_command failed: CreateProcess { message: ${JSON.stringify(`Rejected(${inner})`)} }`;
}

/** Of a command that ran and was kept from reaching a host. @param why as `refusedHost` words it */
export function hostRefusedText(why: string, output: string): string {
  return `exec_command failed: ProcessFailed { message: ${JSON.stringify(why)} }\nOutput:\n${output}`;
}

/** Of a program or part of a command that was not let run while the rest of it went on. */
export function refusedInside(outcome: NotRun, line: string): string {
  const isReviewed = outcome.kind === "declined" && outcome.verdict.by === "guardian";
  const why = isReviewed ? reviewWords(outcome.verdict.note) : refusalOf(outcome, { kind: "command", line }).note;
  return `(${line} was not run: ${why})`;
}

/** Why a connection of a running command was refused, for model and person. */
export function refusedHost(host: string, outcome: Outcome): string | null {
  if (outcome.kind === "declined" && outcome.verdict.by === "guardian") return reviewWords(outcome.verdict.note);
  if (outcome.kind === "declined" && outcome.verdict.by === "user")
    return `rejected by user: network access to ${host}`;
  if (outcome.kind === "declined") return `approval request failed: network access to ${host}`;
  if (outcome.kind !== "forbidden") return null;
  const why = outcome.reasons.map((reason) => describeReason(reason)).join("; ");
  const isNever = outcome.reasons.some((reason) => reason.kind === "policy" && reason.policy === "never");
  return isNever
    ? `Network access to "${host}" was blocked by policy: ${why}`
    : `Network access to "${host}" was blocked: ${why}`;
}

function declinedWords({ outcome, by, note }: Verdict, { kind }: Refused): { why: string; status: Refusal["status"] } {
  if (by === "fault") {
    const why = `approval request failed${note === null ? "" : `: ${note}`}`;
    // Of a tool no proper answer counts as a rejection. As in Codex.
    return { why: kind === "tool" ? `${DECLINED.tool}: ${why}` : why, status: "failed" };
  }
  if (by === "nobody" || by === "no-terminal") {
    const nobody = by === "nobody" && note !== null ? note : "nobody was there to answer";
    const why = `approval request failed: ${nobody}. Do what needs no approval, and say what is left.`;
    return { why, status: "declined" };
  }
  const feedback = outcome.kind === "decline" ? outcome.feedback : null;
  const said = feedback === null || feedback.trim() === "" ? "" : `. The person says: ${feedback.trim()}`;
  return { why: `${DECLINED[kind]}${said}`, status: "declined" };
}

/** For the agent. @param why as the review gave it; the first sentence is Codex's, by which agents know what happened */
export function reviewWords(why: string | null): string {
  const reason = why === null ? "" : `\nReason: ${why}`;
  return `This action was rejected due to unacceptable risk.${reason}\n${AFTER_REVIEW}`;
}

function deniedNote(why: string | null): string {
  return `denied by the automatic review${why === null ? "" : `: ${why}`}`;
}

const AFTER_REVIEW =
  "Do not work around this, and do not try to get the same done in another form. Do something safer, or say what is needed and why, and wait for the person to ask for it.";

const DECLINED: Readonly<Record<Refused["kind"], string>> = {
  command: "rejected by user",
  patch: "patch rejected by user",
  input: "rejected by user",
  tool: "user rejected MCP tool call",
};

function faultText({ doing, why }: NotRun & { readonly kind: "fault" }, { kind }: Refused): string {
  if (kind === "patch")
    return doing === "patch" ? `apply_patch verification failed: ${why}` : `apply_patch failed: ${why}`;
  if (kind === "command") return rejectedCommand(`Failed to create unified exec process: ${why}`);
  return kind === "input" ? `write_stdin failed: ${why}` : why;
}

/** The strictest reason first: what an administrator or a rule says, then the policy. */
function forbiddenWords(reasons: readonly Reason[], refused: Refused): string {
  const rule = forbiddingRule(reasons);
  if (rule !== null) {
    const words = rule.justification ?? `policy forbids commands starting with \`${printPattern(rule.pattern)}\``;
    return `${subject(refused)} rejected: ${words}`;
  }
  const granular = reasons.find((reason) => reason.kind === "granular");
  if (granular !== undefined) {
    const asked = words(reasons);
    return `approval required by policy, but approval_policy.granular.${granular.key} is false${asked}`;
  }
  const isNever = reasons.some((reason) => reason.kind === "policy" && reason.policy === "never");
  if (isNever && refused.kind === "tool") return "MCP tool call requires approval, but approval policy is never";
  if (isNever && reasons.some(({ kind }) => kind === "escalation")) {
    return "approval policy is never; reject command: nobody can be asked to let it out of the sandbox";
  }
  if (isNever && refused.kind === "patch")
    return `${PATCH}: ${patchWords(reasons)}; rejected by user approval settings`;
  if (isNever) return `approval required by policy, but approval policy is never${words(reasons)}`;
  if (refused.kind === "patch") return `${PATCH}: ${patchWords(reasons)}; rejected by user approval settings`;
  return `${subject(refused)} rejected: ${reasons.map((reason) => describeReason(reason)).join("; ")}`;
}

const PATCH = "patch rejected";

function subject(refused: Refused): string {
  return refused.kind === "command" ? `\`${refused.line}\`` : refused.kind === "patch" ? "patch" : "`call`";
}

function forbiddingRule(reasons: readonly Reason[]): PrefixRule | null {
  for (const reason of reasons) {
    const rule = reason.kind === "held" ? reason.held.rule : ruleOf(reason);
    if (rule?.decision === "forbidden") return rule;
  }
  return null;
}

function ruleOf(reason: Reason): PrefixRule | null {
  return reason.kind === "match" && reason.match.kind === "rule" ? reason.match.rule : null;
}

/** What would have been asked about, behind a colon. */
function words(reasons: readonly Reason[]): string {
  const others = reasons.filter(({ kind }) => kind !== "policy" && kind !== "granular");
  return others.length === 0 ? "" : `: ${others.map((reason) => describeReason(reason)).join("; ")}`;
}

function patchWords(reasons: readonly Reason[]): string {
  const places = reasons.filter(({ kind }) => kind === "outside" || kind === "protected");
  return places.length === 0 ? "it needs an approval" : places.map((reason) => describeReason(reason)).join("; ");
}

/** One sentence on what is open to the agent; starts with its blank. */
function adviceFor(reasons: readonly Reason[], { kind }: Refused): string {
  if (forbiddingRule(reasons) !== null)
    return ". Do not try it in another spelling; use another way, or tell the person.";
  if (kind === "tool") return "";
  if (reasons.some((reason) => reason.kind === "escalation")) {
    return ". Run it inside the sandbox, without sandbox_permissions, or tell the person what is needed.";
  }
  return ". Use a way that needs no approval, or tell the person what is needed.";
}
