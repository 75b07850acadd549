/** Tells the proxy of a run which hosts may be reached: those listed, or those released. */
import { hostRulesFor } from "../core/approval/host-rules.ts";
import type { Outcome } from "../core/approval/record.ts";
import { addressVerdict, hostVerdict } from "../core/network/match.ts";
import { deniedBy, notListed, notLocal, type Refusal } from "../core/network/refusal.ts";
import type { HostRules } from "../core/permissions/hosts.ts";
import type { Network } from "../core/permissions/permissions.ts";
import type { Rules } from "../core/policy/rules.ts";
import type { Command } from "../core/shell/reading.ts";
import { type Connection, connections } from "./connections.ts";
import type { ProxyOptions, Release, Wanted } from "./proxy/door.ts";
import { type Inside, whoConnects } from "./who-connects.ts";

/** How the proxy of one run decides. */
export type Released = Pick<ProxyOptions, "decide" | "judgeAddress">;

export type Asking = {
  /** The command that was granted: it stands for the one that connects where no other is found. */
  readonly command: Command;
  /** What the settings say. */
  readonly network: Network;
  /** Judges a connection, and asks where that is needed. Never rejects. */
  readonly submit: (action: Connection) => Promise<Outcome>;
  /** The rules in force now. */
  readonly rules: () => Promise<Rules>;
};

/** Each host is judged, and asked about where that is needed. */
export function askedHosts({ command, network, submit, rules }: Asking, inside: Inside): Released {
  const connect = connections(submit);
  // Nothing is resolved before it was released, and by then the rules have been read.
  let latest: Rules | null = null;
  return {
    async decide(wanted) {
      const { host, port, protocol, peer } = wanted;
      const who = () => whoConnects(inside, peer.port) ?? { command, chain: [] };
      const answer = await connect({ host: host.text, port, protocol }, who);
      if (answer.kind === "refuse") return answer;
      latest = await rules();
      const verdict = hostVerdict(hostRulesFor(wanted, latest, network), wanted);
      return { kind: "allow", isNamed: verdict.kind === "allow" && verdict.isNamed };
    },
    judgeAddress(wanted, address, isNamed) {
      if (latest === null) return notLocal(wanted, address);
      return judgeAddress(hostRulesFor(wanted, latest, network), wanted, address, isNamed);
    },
  };
}

/** Only what patterns list; nobody is asked. */
export function listedHosts(rules: HostRules): Released {
  return {
    decide: async (wanted) => releaseListed(rules, wanted),
    judgeAddress: (wanted, address, isNamed) => judgeAddress(rules, wanted, address, isNamed),
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

function judgeAddress(rules: HostRules, wanted: Wanted, address: string, isNamed: boolean): Refusal | null {
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
