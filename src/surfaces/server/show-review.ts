/** Automatic reviews as clients see them. */
import { shownLine } from "../../core/agent/command-line.ts";
import { execCommand } from "../../core/approval/exec-words.ts";
import type { Opinion, Review } from "../../core/approval/review.ts";
import type { ThreadEvent, UnderReview } from "../../engine/agent/thread.ts";
import { never } from "../../kit/never.ts";
import type { JsonObject } from "../../kit/json.ts";
import { NETWORK_PROTOCOLS, showExtra } from "./show-extra.ts";

export function showReviewStarted(event: ThreadEvent & { readonly kind: "review-started" }): JsonObject {
  return { ...placeOf(event), review: reviewing("inProgress"), action: showReviewed(event) };
}

/** @param details for a client that wants what only assent tells */
export function showReviewEnded(event: ThreadEvent & { readonly kind: "review-ended" }, details: boolean): JsonObject {
  return {
    ...placeOf(event),
    completedAtMs: event.endedAt,
    decisionSource: "agent",
    review: event.end === "aborted" ? reviewing("aborted") : showReview(event.end, event.opinion),
    action: showReviewed(event),
    ...(details && event.end !== "aborted" ? { details: reviewDetails(event.end) } : {}),
  };
}

/** All of it, as it was ruled. */
export function reviewDetails(review: Review): JsonObject {
  const { status, riskLevel, riskScore, userAuthorization, rationale, findings, cost, repeats } = review;
  const { model, requests, tookMs } = cost;
  return {
    status,
    riskLevel,
    riskScore,
    userAuthorization,
    rationale,
    findings: findings.map(({ category, level, what }) => ({ category, level, what })),
    model,
    requests,
    tookMs,
    repeats,
  };
}

function placeOf({ review, item, startedAt }: UnderReview): JsonObject {
  return { startedAtMs: startedAt, reviewId: review, targetItemId: item };
}

/** `rationale` is null where nothing was found out yet. */
function reviewing(status: string, rationale: string | null = null): JsonObject {
  return { status, riskLevel: null, userAuthorization: null, rationale };
}

/** The wire has no word for what is left to a person: that it was broken off comes nearest, and the text says the rest. */
function showReview({ status, riskLevel, userAuthorization, rationale }: Review, opinion: Opinion | null): JsonObject {
  const found = { riskLevel, userAuthorization: userAuthorization === "contrary" ? "low" : userAuthorization };
  switch (status) {
    case "approved":
    case "denied":
      return opinion?.outcome === OUTCOMES[status]
        ? { status, ...showOpinion(opinion) }
        : { status, ...found, rationale };
    case "escalated":
      return { status: "aborted", ...found, rationale: `It is left to a person: ${rationale}` };
    case "failed":
      return reviewing("aborted", `Automatic approval review failed, so that it is left to a person: ${rationale}`);
    case "timed_out":
      return reviewing("timedOut", "Automatic approval review timed out, so that it is left to a person.");
    default:
      return never(status);
  }
}

const OUTCOMES = { approved: "allow", denied: "deny" } as const;

/** As in Codex: what is decided as the model has it is told in its words, though the ruling may rest on a higher risk. */
function showOpinion({ riskLevel, authorization, rationale }: Opinion): JsonObject {
  const said = rationale.trim() === "" ? "Auto-review returned no reason." : rationale;
  return { riskLevel, userAuthorization: authorization, rationale: said };
}

/** What is reviewed; an action that only a person may answer is none. */
export function showReviewed({ action, files, case: id }: Pick<UnderReview, "action" | "files" | "case">): JsonObject {
  const source = "unifiedExec";
  switch (action.kind) {
    case "command":
      return { type: "command", source, command: shownLine(action.argv), cwd: action.cwd };
    case "exec": {
      const [program] = execCommand(action);
      return { type: "execve", source, program: action.path ?? program, argv: [...action.argv], cwd: action.cwd };
    }
    case "stdin":
      return { type: "writeStdin", approvalId: id, processId: action.process, stdin: action.text, cwd: action.cwd };
    case "patch":
      return { type: "applyPatch", cwd: action.cwd, files: [...files] };
    case "network": {
      const { host, port } = action;
      const protocol = NETWORK_PROTOCOLS[action.protocol];
      const target = `${action.protocol.replace("_", "-")}://${host.includes(":") ? `[${host}]` : host}:${port}`;
      return { type: "networkAccess", target, host, protocol, port };
    }
    case "mcp": {
      const { server, tool, about } = action;
      const connector = { connectorId: null, connectorName: null };
      return { type: "mcpToolCall", server, toolName: tool, ...connector, toolTitle: about.title };
    }
    case "permissions":
      return { type: "requestPermissions", reason: action.why, permissions: showExtra(action.wanted) };
    case "elicitation":
      throw new Error("what a server asks of a person is no reviewer's to answer");
    default:
      return never(action);
  }
}
