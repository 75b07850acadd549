/** What the settings and the rules say together of the places that a released host leads to. */
import type { HostPort } from "../network/host.ts";
import type { HostPattern, HostRules } from "../permissions/hosts.ts";
import type { Network } from "../permissions/permissions.ts";
import type { NetworkRule, Rules } from "../policy/rules.ts";
import { NO_HOSTS } from "./judge-network.ts";

/** The one connection that they are for. */
export type Wanted = HostPort & { readonly protocol: NetworkRule["protocol"] };

/**
 * Host rules by which to judge the addresses of a host that was released. A rule that asks counts as a yes for the host
 * itself, since it was answered, and as a no for all others: nobody was asked about those.
 */
export function hostRulesFor({ host, port, protocol }: Wanted, rules: Rules, network: Network): HostRules {
  const settings = typeof network === "object" ? network : NO_HOSTS;
  const allow: HostPattern[] = [];
  const deny: HostPattern[] = [];
  for (const rule of [...rules.network.values()].flat()) {
    const isAnswered = rule.decision === "prompt" && rule.host === host.text;
    if (isAnswered || opens(rule, protocol)) allow.push({ host: rule.host, port });
    else if (rule.decision !== "allow") deny.push({ host: rule.host, port: null });
  }
  return { ...settings, allow: [...settings.allow, ...allow], deny: [...settings.deny, ...deny] };
}

function opens({ decision, protocol, source }: NetworkRule, wanted: NetworkRule["protocol"]): boolean {
  return decision === "allow" && protocol === wanted && source.layer !== "project";
}
