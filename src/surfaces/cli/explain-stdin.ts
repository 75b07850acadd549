/** `assent explain --json --stdin`: one answer line for each question line. */
import type { Action, Request } from "../../core/approval/action.ts";
import type { Basis } from "../../core/approval/basis.ts";
import { judge } from "../../core/approval/judge.ts";
import { APPROVAL_POLICIES, type ApprovalPolicy, CATEGORIES, wholeOf } from "../../core/config/approval-policy.ts";
import { policyOf as namedPolicy } from "../../core/config/choices.ts";
import { isTable } from "../../core/config/spot.ts";
import { SANDBOX_MODES, type SandboxMode } from "../../core/permissions/permissions.ts";
import { objectIn } from "../../kit/json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { shortAnswer } from "./explain-json.ts";
import { asciiControls } from "./tones.ts";

/** A place that is only described. */
export type Hypothesis = {
  /** Absolute. */
  readonly workspace: string;
  readonly approvalPolicy: ApprovalPolicy;
  readonly sandboxMode: SandboxMode;
  /** The text of the user's rules file; empty for none. */
  readonly rules: string;
};

type Question = {
  readonly id: unknown;
  readonly command: string;
  readonly request: Request;
  readonly hypothesis: Hypothesis;
};

/**
 * Answers `{id, decision, sandboxed, reasons, grants, display}` with an end of line. A line that is no question, or
 * that cannot be judged, is answered with `prompt` and what is wrong with it.
 */
export function answerLine(line: string, suppose: (hypothesis: Hypothesis, request: Request) => Basis): string {
  const question = questionOf(line);
  const answer = question.ok
    ? { id: question.value.id, ...answerOf(question.value, suppose) }
    : { id: question.error.id, decision: "prompt", sandboxed: false, reasons: [question.error.why], grants: [] };
  return asciiControls(`${JSON.stringify(answer)}\n`);
}

function answerOf(
  { command, request, hypothesis }: Question,
  suppose: (hypothesis: Hypothesis, request: Request) => Basis,
): object {
  return shortAnswer(judge(request, suppose(hypothesis, request)), command);
}

type Wrong = { readonly id: unknown; readonly why: string };

function questionOf(line: string): Result<Question, Wrong> {
  const value = objectIn(line);
  if (value === null) return err({ id: null, why: "the line is no JSON object" });
  const { id = null, command, cwd, workspace = cwd } = value;
  const wrong = (why: string): Result<Question, Wrong> => err({ id, why });
  if (typeof command !== "string" || command === "") return wrong("command must be a string, and not empty");
  if (typeof cwd !== "string" || !cwd.startsWith("/")) return wrong("cwd must be an absolute path");
  if (typeof workspace !== "string" || !workspace.startsWith("/")) return wrong("workspace must be an absolute path");
  const context = value["context"] ?? {};
  if (!isTable(context)) return wrong("context must be an object");
  const policy = context["approvalPolicy"] ?? (context["trusted"] === false ? "untrusted" : "on-request");
  const approvalPolicy = policyOf(policy);
  if (approvalPolicy === null) return wrong(`approvalPolicy must be one of ${POLICIES_EXPECTED}`);
  const sandbox = context["sandbox"] ?? "workspace-write";
  const sandboxMode = SANDBOX_MODES.find((one) => one === sandbox);
  if (sandboxMode === undefined) return wrong(`sandbox must be one of ${SANDBOX_MODES.join(", ")}`);
  const rules = context["rules"] ?? "";
  if (typeof rules !== "string") return wrong("rules must be the text of a rules file");
  const escalate = context["escalated"] === true;
  const action: Action = { kind: "command", argv: ["bash", "-lc", command], cwd, escalate, why: null };
  const hypothesis: Hypothesis = { workspace, approvalPolicy, sandboxMode, rules };
  return ok({ id, command, request: { action, mode: "run" }, hypothesis });
}

const POLICIES_EXPECTED = `${APPROVAL_POLICIES.join(", ")}, or {"granular": {"sandbox_approval": true, …}}`;

/** As the settings have it; null for what is none. */
function policyOf(value: unknown): ApprovalPolicy | null {
  if (!isTable(value)) return namedPolicy(value);
  const { granular } = value;
  if (!isTable(granular) || Object.keys(value).length > 1) return null;
  const keys = Object.entries(granular);
  const isKnown = keys.every(([key, on]) => CATEGORIES.some((name) => name === key) && typeof on === "boolean");
  return isKnown ? wholeOf(Object.fromEntries(keys.map(([key, on]) => [key, on === true]))) : null;
}
