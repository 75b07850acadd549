/** A question as the request that a client is sent. */
import type { ServerMethod } from "../../protocol/messages.ts";
import { never } from "../../kit/never.ts";
import type { CommandAction } from "../../core/agent/command-actions.ts";
import type { TurnId } from "../../core/approval/action.ts";
import { describeReason } from "../../core/approval/describe.ts";
import { execCommand } from "../../core/approval/exec-words.ts";
import { onlyPerson } from "../../core/approval/asking.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Reason } from "../../core/approval/requirement.ts";
import { describeDenial } from "../../core/sandbox/denial.ts";
import { type Extra, isNothing, joinExtra, NO_EXTRA } from "../../core/permissions/extra.ts";
import { shownLine } from "../../core/agent/command-line.ts";
import type { Millis } from "../../kit/time.ts";
import type { ThreadId } from "../../core/agent/item.ts";
import type { Json, JsonObject } from "../../kit/json.ts";
import { offeredForCommand, offeredForPatch } from "./offered.ts";
import { NETWORK_PROTOCOLS, showExtra } from "./show-extra.ts";
import { showAction } from "./show-item.ts";
import { reviewDetails } from "./show-review.ts";
import { ENVIRONMENT } from "./show-settings.ts";
import { showElicitation, showTool } from "./show-tool-question.ts";

/** What is known of a question beside itself. */
export type Asked = {
  readonly thread: ThreadId;
  readonly turn: TurnId | null;
  readonly question: Question;
  readonly askedAt: Millis;
  /** The item that it belongs to, as far as it was shown. */
  readonly item: { readonly cwd: string; readonly actions: readonly CommandAction[] } | null;
  /** Tells it from all other questions of the process; a UUID. */
  readonly token: string;
};

export type ServerRequest = { readonly method: ServerMethod; readonly params: JsonObject };

/** `details`: for a client that wants what only assent tells. */
export function showQuestion(asked: Asked, details: boolean): ServerRequest {
  const { question } = asked;
  const { action } = question;
  switch (action.kind) {
    case "patch":
      return { method: "item/fileChange/requestApproval", params: showPatch(asked, details) };
    case "permissions":
      return { method: "item/permissions/requestApproval", params: showPermissions(asked, action.wanted, action.cwd) };
    case "mcp":
      return { method: "mcpServer/elicitation/request", params: { ...placeOf(asked), ...showTool(question, action) } };
    case "elicitation":
      return { method: "mcpServer/elicitation/request", params: { ...placeOf(asked), ...showElicitation(action) } };
    case "command":
    case "exec":
    case "network":
    case "stdin":
      return { method: "item/commandExecution/requestApproval", params: showCommand(asked, details) };
    default:
      return never(action);
  }
}

function placeOf({ thread, turn }: Asked): JsonObject {
  return { threadId: thread, turnId: turn };
}

function showCommand(asked: Asked, details: boolean): JsonObject {
  const { question } = asked;
  const { action, amendment, reasons } = question;
  const kind = action.kind === "stdin" ? "writeStdin" : onlyPerson(reasons) ? "humanCommand" : "command";
  const approvalId = approvalIdOf(question, kind);
  const reason = reasonOf(question);
  const offered = offeredForCommand(question);
  const more = joinExtra(
    (action.kind === "command" ? action.more : undefined) ?? NO_EXTRA,
    question.granted ?? NO_EXTRA,
  );
  return {
    kind,
    ...placeOf(asked),
    itemId: itemOf(asked),
    startedAtMs: asked.askedAt,
    ...(approvalId === null ? {} : { approvalId }),
    environmentId: ENVIRONMENT,
    ...(reason === null ? {} : { reason }),
    ...commandIn(asked),
    ...(action.kind === "network"
      ? { networkApprovalContext: { host: action.host, protocol: NETWORK_PROTOCOLS[action.protocol] } }
      : {}),
    ...(isNothing(more) ? {} : { additionalPermissions: showExtra(more) }),
    ...(amendment?.kind === "prefix" ? { proposedExecpolicyAmendment: [...amendment.pattern] } : {}),
    ...(amendment?.kind === "network"
      ? { proposedNetworkPolicyAmendments: ["allow", "deny"].map((each) => ({ host: amendment.host, action: each })) }
      : {}),
    availableDecisions: offered,
    ...(details ? detailsOf(question, offered) : {}),
  };
}

/** Several questions may belong to one item: each of these is known by a name of its own. */
function approvalIdOf({ id, whole }: Question, kind: string): string | null {
  return kind !== "command" || whole !== null || id.includes(".") ? id : null;
}

function itemOf({ question: { action, item, id }, token }: Asked): string {
  if (action.kind !== "network") return item ?? id;
  return `network#${ENVIRONMENT}#${action.protocol}#${action.host}#${action.port}#${token}`;
}

function commandIn({ question: { action }, item }: Asked): JsonObject {
  switch (action.kind) {
    case "command": {
      const actions = item === null ? null : item.actions.map(showAction);
      return shown(shownLine(action.argv), action.cwd, actions ?? [unknown(scriptOf(action.argv))]);
    }
    case "exec":
      return shown(shownLine(execCommand(action)), action.cwd);
    case "stdin":
      return shown(`write_stdin --session-id ${action.process} '${action.text}'`, action.cwd);
    case "network": {
      if (action.command === null) return item === null ? {} : { cwd: item.cwd };
      return shown(shownLine(action.command), item?.cwd ?? null);
    }
    default:
      return {};
  }
}

function shown(command: string, cwd: string | null, actions: readonly Json[] = [unknown(command)]): JsonObject {
  return { command, ...(cwd === null ? {} : { cwd }), commandActions: actions };
}

function unknown(command: string): JsonObject {
  return { type: "unknown", command };
}

/** What a shell was given to run, or the words themselves. */
function scriptOf(argv: readonly string[]): string {
  const [, option, script] = argv;
  return argv.length === 3 && script !== undefined && /^-l?c$/.test(option ?? "") ? script : shownLine(argv);
}

/** The agent's own words count least: a rule that asks says why. Null where nothing has to be said. */
function reasonOf(question: Question): string | null {
  const { action, reasons, attempt } = question;
  if (action.kind === "network") return `Network access to ${action.host} requires approval`;
  if (action.kind === "stdin") return INPUT_OUTSIDE;
  if (attempt === 2) return RETRY;
  const asking = reasons.map(ruleAsking).find((rule) => rule !== null);
  if (asking === undefined || asking === null) return action.why ?? brokenRules(reasons);
  const human = onlyPerson(reasons) ? "human approval" : "approval";
  const command = lineOf(action) ?? action.kind;
  return `\`${command}\` requires ${human}${asking.justification === null ? " by policy" : `: ${asking.justification}`}`;
}

function lineOf(action: Question["action"]): string | null {
  if (action.kind === "exec") return shownLine(execCommand(action));
  return action.kind === "command" ? shownLine(action.argv) : null;
}

const RETRY = "command failed; retry without sandbox?";
const INPUT_OUTSIDE = "It goes to a command that runs outside the sandbox, which may have moved on since it started.";

function ruleAsking(reason: Reason): { readonly justification: string | null } | null {
  const rule =
    reason.kind === "held"
      ? reason.held.rule
      : reason.kind === "match" && reason.match.kind === "rule"
        ? reason.match.rule
        : null;
  return rule !== null && rule.decision !== "allow" ? rule : null;
}

function brokenRules(reasons: readonly Reason[]): string | null {
  const broken = reasons.find((reason) => reason.kind === "broken-rules");
  return broken === undefined ? null : describeReason(broken);
}

function showPatch(asked: Asked, details: boolean): JsonObject {
  const { question } = asked;
  return {
    ...placeOf(asked),
    itemId: itemOf(asked),
    startedAtMs: asked.askedAt,
    reason: question.attempt === 2 ? RETRY : null,
    grantRoot: null,
    ...(details ? detailsOf(question, offeredForPatch(question)) : {}),
  };
}

function showPermissions(asked: Asked, wanted: Extra, cwd: string): JsonObject {
  return {
    ...placeOf(asked),
    itemId: itemOf(asked),
    environmentId: ENVIRONMENT,
    startedAtMs: asked.askedAt,
    cwd,
    reason: asked.question.action.why,
    permissions: showExtra(wanted),
  };
}

/** What only assent tells. */
function detailsOf(question: Question, offered: readonly Json[]): JsonObject {
  const { action, reasons, targets, whole } = question;
  const asked = action.kind === "command" ? action.argv : null;
  const denials = reasons.flatMap((reason) =>
    reason.kind === "sandbox-denied" ? [describeDenial(reason.denial)] : [],
  );
  return {
    details: {
      reasons: reasons.map((reason) => describeReason(reason, asked)),
      denied: denials,
      paths: targets.flatMap(({ path, change }) => (change.kind === "rename" ? [path, change.to] : [path])),
      behind: whole === null ? behind(action) : shownLine(whole),
      availableDecisions: offered.map((each) => (typeof each === "string" ? each : (Object.keys(each ?? {})[0] ?? ""))),
      grantCovers: null,
      review: question.review === undefined ? null : reviewDetails(question.review),
    },
  };
}

/** The processes above it, outermost first. */
function behind(action: Question["action"]): string | null {
  const chain = "chain" in action && action.chain !== undefined ? action.chain : [];
  return chain.length === 0 ? null : chain.map((each) => shownLine(each)).join(" > ");
}
