/** Decides about a connection: what the network rules say, else a question. */
import { UNRESTRICTED, permissionsOf } from "../permissions/permissions.ts";
import { matchHost } from "../policy/match.ts";
import { normaliseHost } from "../policy/network-host.ts";
import type { Action } from "./action.ts";
import { identityOf } from "./identity.ts";
import type { Basis } from "./basis.ts";
import type { Reason, Requirement } from "./requirement.ts";

/** The connection is made by the proxy once it is released, so nothing is confined: `under` is unrestricted. */
export function judgeNetwork(action: Action & { readonly kind: "network" }, basis: Basis): Requirement {
  const rules = matchHost(basis.rules, action.host, action.protocol);
  const because = rules.map((rule): Reason => ({ kind: "network-rule", rule }));
  const says = (decision: "allow" | "prompt" | "forbidden"): boolean =>
    rules.some((rule) => rule.decision === decision);
  const ask = (reasons: readonly Reason[], proposes: boolean): Requirement => {
    if (basis.approvalPolicy === "never") {
      return { kind: "forbid", reasons: [...reasons, { kind: "policy", policy: "never" }] };
    }
    const amendment = proposes ? ({ kind: "network", host: action.host, protocol: action.protocol } as const) : null;
    return { kind: "ask", under: UNRESTRICTED, reasons, amendment, opens: proposes };
  };

  if (says("forbidden")) return { kind: "forbid", reasons: because };
  if (basis.rules.broken.length > 0) {
    return ask(
      basis.rules.broken.map((file) => ({ kind: "broken-rules", file })),
      false,
    );
  }
  if (basis.remembered.has(identityOf(action, UNRESTRICTED))) return run([{ kind: "session-grant" }], "session");
  if (says("prompt")) return ask(because, false);
  if (says("allow")) return run(because, "policy");
  const box = permissionsOf(basis.sandboxMode, basis.workspace);
  const open = box.kind === "unrestricted" || box.network === "open";
  // No rule can speak of a host that cannot be named in one, so none could have forbidden it.
  const isNameable = normaliseHost(action.host).ok;
  if (open && isNameable && basis.approvalPolicy !== "untrusted") {
    return run([{ kind: "sandbox", mode: basis.sandboxMode }], "policy");
  }
  return ask([{ kind: "host-unlisted", host: action.host }], isNameable);
}

function run(reasons: readonly Reason[], from: "policy" | "session"): Requirement {
  return { kind: "run", under: UNRESTRICTED, reasons, retry: false, from };
}
