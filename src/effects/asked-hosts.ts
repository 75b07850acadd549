/** Tells the proxy of a run which hosts it may reach, each by its own judgement or answer. */
import { isNamed, whyNotReached } from "../core/approval/host-rules.ts";
import type { Outcome } from "../core/approval/record.ts";
import type { Network } from "../core/permissions/permissions.ts";
import { NO_RULES } from "../core/policy/load.ts";
import type { Rules } from "../core/policy/rules.ts";
import type { Command } from "../core/shell/reading.ts";
import { type Connection, connections } from "./connections.ts";
import type { Released } from "./listed-hosts.ts";
import { type Inside, whoConnects } from "./who-connects.ts";

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

export function askedHosts({ command, network, submit, rules }: Asking, inside: Inside): Released {
  // As they were when a host was last judged: nothing is resolved before that.
  let latest = NO_RULES;
  const connect = connections({
    submit: async (action) => {
      const outcome = await submit(action);
      latest = await rules();
      return outcome;
    },
    rules,
  });
  return {
    async decide(wanted) {
      const { host, port, protocol, peer } = wanted;
      const who = () => whoConnects(inside, peer.port) ?? { command, chain: [] };
      const answer = await connect({ host: host.text, port, protocol }, who);
      if (answer.kind === "refuse") return answer;
      return { kind: "allow", isNamed: isNamed(wanted, { rules: latest, network }) };
    },
    judgeAddress: (wanted, address, named) => whyNotReached(wanted, address, named, { rules: latest, network }),
  };
}
