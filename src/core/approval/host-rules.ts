/** Where a released host may lead, by the settings and the rules together. */
import type { HostPort } from "../network/host.ts";
import { addressVerdict, hostVerdict } from "../network/match.ts";
import { deniedBy, notLocal, type Refusal } from "../network/refusal.ts";
import type { HostPattern, HostRules } from "../permissions/hosts.ts";
import type { Network } from "../permissions/permissions.ts";
import { renderNetworkRule } from "../policy/amend.ts";
import { matchHost } from "../policy/match.ts";
import type { NetworkRule, Rules } from "../policy/rules.ts";
import { printSource } from "./describe.ts";
import { NO_HOSTS } from "./judge-network.ts";

/** The one connection that is spoken of. */
export type Wanted = HostPort & { readonly protocol: NetworkRule["protocol"] };

/** What holds for all connections of a run; `network` is what the settings say. */
export type Ground = { readonly rules: Rules; readonly network: Network };

/** True where a rule or a pattern names the very host, so that also what is local may be meant. */
export function isNamed(wanted: Wanted, ground: Ground): boolean {
  const verdict = hostVerdict(hostRulesFor(wanted, ground), wanted);
  return verdict.kind === "allow" && verdict.isNamed;
}

/** Why a host that was released is not reached at one of its addresses; null where it is. @param named see `isNamed` */
export function whyNotReached(wanted: Wanted, address: string, named: boolean, ground: Ground): Refusal | null {
  const verdict = addressVerdict(hostRulesFor(wanted, ground), wanted, named, address);
  if (verdict.kind === "reach") return null;
  const rule = matchHost(ground.rules, address, wanted.protocol).find(({ decision }) => decision !== "allow");
  if (rule !== undefined) {
    const source = printSource(rule.source);
    const why = `${wanted.host.text} leads to ${address}, which a rule at ${source} holds back`;
    return { kind: "refuse", why, rule: source, decision: "denied", source: "baseline_policy" };
  }
  if (verdict.kind === "deny") return deniedBy(verdict.pattern, wanted, address);
  const refusal = notLocal(wanted, address);
  return { ...refusal, why: `${refusal.why}, or a rule does: ${renderNetworkRule(address, wanted.protocol)}` };
}

/**
 * Host rules by which to judge addresses. A rule that asks counts as a yes for the host itself, since it was answered,
 * and as a no for all others: nobody was asked about those. One of a project that nobody has trusted says no yes.
 */
function hostRulesFor({ host, port, protocol }: Wanted, { rules, network }: Ground): HostRules {
  const settings = typeof network === "object" ? network : NO_HOSTS;
  const allow: HostPattern[] = [];
  const deny: HostPattern[] = [];
  for (const [named, each] of rules.network) {
    for (const rule of each) {
      const isAnswered = rule.decision === "prompt" && named === host.text;
      const isProjects = rule.source.layer === "project";
      if ((isAnswered && !isProjects) || opens(rule, protocol)) allow.push({ host: named, port });
      else if (rule.decision !== "allow" && !isAnswered) deny.push({ host: named, port: null });
    }
  }
  return { ...settings, allow: [...settings.allow, ...allow], deny: [...settings.deny, ...deny] };
}

function opens({ decision, protocol }: NetworkRule, wanted: NetworkRule["protocol"]): boolean {
  return decision === "allow" && protocol === wanted;
}
