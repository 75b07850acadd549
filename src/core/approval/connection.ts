/** What the proxy is told of a connection that was judged, and how long that holds. */
import type { Refusal } from "../network/refusal.ts";
import { renderNetworkRule } from "../policy/amend.ts";
import type { Action } from "./action.ts";
import { describeOutcome, describeReason, printSource } from "./describe.ts";
import type { Outcome } from "./record.ts";
import type { Reason } from "./requirement.ts";

export type ConnectionAnswer = { readonly kind: "allow" } | Refusal;

type Connection = Action & { readonly kind: "network" };

/** Only a release lets it through; whatever else became of it refuses. */
export function answerOf(outcome: Outcome, action: Connection): ConnectionAnswer {
  switch (outcome.kind) {
    case "allowed":
      return { kind: "allow" };
    case "forbidden":
      return forbidden(outcome.reasons, action);
    default:
      return refusal("decider", "denied", `${placeOf(action)}: ${describeOutcome(outcome)}`);
  }
}

/**
 * True where the answer stands for all connections of one command to the same host, port and protocol: what was allowed,
 * and what a person declined. What a rule refused is judged anew, for the rule may have gone.
 */
export function isLasting(outcome: Outcome): boolean {
  return outcome.kind === "allowed" || (outcome.kind === "declined" && outcome.verdict.by !== "fault");
}

function forbidden(reasons: readonly Reason[], action: Connection): Refusal {
  const said = `${placeOf(action)}: ${reasons.map((reason) => describeReason(reason)).join("; ")}`;
  const isLocal = reasons.some(({ kind }) => kind === "host-local");
  if (!isLocal && !reasons.some(({ kind }) => kind === "host-unlisted")) {
    return refusal("baseline_policy", "denied", said, reasons.map(ruleIn).find((rule) => rule !== null) ?? null);
  }
  const remedy = `to allow it, add ${renderNetworkRule(action.host, action.protocol)} to your rules`;
  return refusal("baseline_policy", isLocal ? "not_allowed_local" : "not_allowed", `${said}; ${remedy}`);
}

/** What said no, as it can be found again: `FILE:LINE`, or a pattern of the settings. */
function ruleIn(reason: Reason): string | null {
  if (reason.kind === "network-rule") return printSource(reason.rule.source);
  return reason.kind === "host-denied" ? reason.pattern : null;
}

function placeOf({ host, port }: Connection): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function refusal(
  source: Refusal["source"],
  decision: Refusal["decision"],
  why: string,
  rule: string | null = null,
): Refusal {
  return { kind: "refuse", why, rule, decision, source };
}
