/** Asks about each host that a running command wants to reach, by the proxy of its run. */
import type { Outcome } from "../core/approval/record.ts";
import type { Network } from "../core/permissions/permissions.ts";
import type { Rules } from "../core/policy/rules.ts";
import type { Supervision } from "../core/sandbox/supervision.ts";
import type { Command } from "../core/shell/reading.ts";
import type { Connection } from "./connections.ts";
import { runProxy } from "./run-proxy.ts";

/** How long a connection waits for an answer. The question stays, and an answer after it counts for the next attempt. */
const ANSWER_MS_MAX = 60_000;

export type InnerConnections = {
  readonly proxy: NonNullable<Supervision["proxy"]>;
  /** Ends all connections and takes back what is still asked. */
  readonly close: () => Promise<void>;
};

export type InnerConnectionsOptions = {
  /** The command that was granted. */
  readonly command: Command;
  /** What the settings say. */
  readonly network: Network;
  /** Judges a connection, and asks where that is needed. Never rejects. */
  readonly inner: (action: Connection, signal: AbortSignal) => Promise<Outcome>;
  /** The rules in force now. */
  readonly rules: () => Promise<Rules>;
  readonly attempt: Supervision["attempt"];
};

export function innerConnections({ inner, attempt, ...asking }: InnerConnectionsOptions): InnerConnections {
  const over = new AbortController();
  const ended = new Promise<void>((resolve) => over.signal.addEventListener("abort", () => resolve(), { once: true }));
  const submit = async (action: Connection): Promise<Outcome> => {
    const outcome = await inner(action, over.signal);
    // The command is being ended: an answer would let it go on until it is.
    if (outcome.kind === "cancelled") await ended;
    return outcome;
  };
  const { listen, close } = runProxy({
    release: async (inside) => {
      const { askedHosts } = await import("./asked-hosts.ts");
      return askedHosts({ ...asking, submit }, inside);
    },
    refused: ({ host, port }) => attempt({ kind: "host", host, port }),
    waitMs: ANSWER_MS_MAX,
  });
  return {
    proxy: listen,
    close: () => {
      over.abort();
      return close();
    },
  };
}
