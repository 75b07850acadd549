/** What the engine of a thread does in the world: commands, patches, tools, the log. */
import type { Ran } from "../core/approval/facts.ts";
import { type Grant, spend } from "../core/approval/grant.ts";
import type { Ledger } from "../effects/ledger.ts";
import { performer } from "../effects/perform.ts";
import { agentVariables } from "../effects/variables.ts";
import type { ThreadOptions } from "../engine/agent/host.ts";
import type { MadeThread } from "../engine/agent/make-thread.ts";
import type { Mcp } from "../engine/agent/mcp-port.ts";
import type { Ports } from "../engine/ports.ts";
import type { Standing } from "./engine-ports.ts";
import type { Place } from "./place.ts";

export type Built = {
  /** assent's own folder, absolute. */
  readonly home: string;
  readonly standing: Standing;
  readonly mcp: Mcp | null;
  readonly ledger: Ledger;
  /** One line for a person, not escaped. */
  readonly warn: (text: string) => void;
};

/** What the engine does in the world. */
export function effectsOf(id: string, { home, standing, mcp, ledger, warn }: Built): Pick<Ports, "perform" | "append"> {
  const perform = performer({
    output: "capture",
    timeoutMs: null,
    home,
    variables: agentVariables(id),
    notice: warn,
    rules: () => standing.ground.rules.current(),
  });
  return {
    perform: (grant, facts, watch, signal, ...more) =>
      grant.action.kind === "mcp" ? callTool(grant, mcp, signal) : perform(grant, facts, watch, signal, ...more),
    append: (records) => ledger.append(records),
  };
}

async function callTool(grant: Grant, mcp: Mcp | null, signal: AbortSignal): Promise<Ran> {
  spend(grant);
  const { action } = grant;
  if (action.kind !== "mcp" || mcp === null) throw new Error("there is no server to call a tool of");
  const called = await mcp.call(action, signal);
  if (!called.ok) return { kind: "not-started", fault: "program", why: called.error };
  const { value: result } = called;
  const status = result.isError ? 1 : 0;
  return { kind: "ended", status, stopped: null, denied: null, taken: [], output: null, result };
}

/** A thread without servers loads nothing for them. */
export async function serversFor(
  place: Place,
  options: ThreadOptions,
  elicit: MadeThread["elicit"],
): Promise<Mcp | null> {
  const servers = place.settings.mcpServers;
  if (![...servers.values()].some(({ isEnabled }) => isEnabled)) return null;
  const { openMcp } = await import("../effects/mcp/mcp.ts");
  return openMcp(
    servers,
    { cwd: place.cwd, env: process.env },
    {
      elicit,
      onState: ({ server, state, why }) => options.emit({ kind: "tools-changed", server, state, why }),
      warn: (text) => options.emit({ kind: "warning", text }),
    },
  );
}
