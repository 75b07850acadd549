/** Tells the proxy of a run to reach the hosts that patterns list, and no others. */
import { addressVerdict, hostVerdict } from "../core/network/match.ts";
import { deniedBy, notListed, notLocal, type Refusal } from "../core/network/refusal.ts";
import type { HostRules } from "../core/permissions/hosts.ts";
import type { ProxyOptions, Release, Wanted } from "./proxy/door.ts";

/** How the proxy of one run decides. */
export type Released = Pick<ProxyOptions, "decide" | "judgeAddress">;

/** Nobody is asked. */
export function listedHosts(rules: HostRules): Released {
  return {
    decide: async (wanted) => releaseListed(rules, wanted),
    judgeAddress: (wanted, address, isNamed) => whyNotReached(rules, wanted, address, isNamed),
  };
}

function releaseListed(rules: HostRules, wanted: Wanted): Release | Refusal {
  const verdict = hostVerdict(rules, wanted);
  switch (verdict.kind) {
    case "allow":
      return { kind: "allow", isNamed: verdict.isNamed };
    case "deny":
      return deniedBy(verdict.pattern, wanted);
    case "local":
      return notLocal(wanted);
    default:
      return notListed(wanted);
  }
}

function whyNotReached(rules: HostRules, wanted: Wanted, address: string, isNamed: boolean): Refusal | null {
  const verdict = addressVerdict(rules, wanted, isNamed, address);
  switch (verdict.kind) {
    case "reach":
      return null;
    case "deny":
      return deniedBy(verdict.pattern, wanted, address);
    default:
      return notLocal(wanted, address);
  }
}
