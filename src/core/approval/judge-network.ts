/** Decides about a connection by network rules and host patterns; else it is a question. */
import { embeddedIn } from "../network/address.ts";
import { type Host, readHost } from "../network/host.ts";
import { type HostVerdict, hostVerdict } from "../network/match.ts";
import { printPattern } from "../network/pattern.ts";
import type { HostRules } from "../permissions/hosts.ts";
import { UNRESTRICTED, permissionsOf } from "../permissions/permissions.ts";
import { matchHost } from "../policy/match.ts";
import type { NetworkRule } from "../policy/rules.ts";
import type { Action } from "./action.ts";
import { askOrRefuse } from "./asking.ts";
import { identityOf } from "./identity.ts";
import type { Basis } from "./basis.ts";
import type { Reason, Requirement } from "./requirement.ts";

type Connection = Action & { readonly kind: "network" };

/** Where the network is closed the proxy is still a way out, and each host is asked about. */
export const NO_HOSTS: HostRules = { kind: "hosts", allow: [], deny: [], unlisted: "ask" };

/**
 * The connection is made by the proxy once it is released, so nothing is confined: `under` is unrestricted. A rule for
 * the very host beats that no pattern lists it, and never a pattern that denies it.
 */
export function judgeNetwork(action: Connection, basis: Basis): Requirement {
  const read = readHost(action.host);
  const host = read.ok ? read.value : null;
  const rules = rulesFor(action, host, basis);
  const own = rules.filter(({ source }) => source.layer !== "project");
  const listed = listedAs(host, action.port, basis);

  if (rules.some(({ decision }) => decision === "forbidden")) return { kind: "forbid", reasons: reasonsOf(rules) };
  if (listed.kind === "deny") {
    return { kind: "forbid", reasons: [{ kind: "host-denied", pattern: printPattern(listed.pattern) }] };
  }
  // Who names it in a rule means it; nobody is led to it by a question, nor by what a project says.
  if (listed.kind === "local" && own.length === 0) {
    return { kind: "forbid", reasons: [{ kind: "host-local", host: action.host }] };
  }
  if (own.length === 0 && isRefused(listed, basis)) {
    return { kind: "forbid", reasons: [{ kind: "host-unlisted", host: action.host }] };
  }
  const asking = reasonsOf(rules.filter(({ decision }) => decision === "prompt"));
  const { broken } = basis.rules;
  if (broken.length > 0) {
    const reasons = broken.map((file): Reason => ({ kind: "broken-rules", file }));
    return ask({ reasons, also: asking, amendment: null }, basis);
  }
  if (basis.remembered.has(identityOf(action, UNRESTRICTED))) return run([{ kind: "session-grant" }], "session");
  if (own.some(({ decision }) => decision === "prompt")) return ask({ reasons: asking, amendment: null }, basis);
  const otherwise = own.length > 0 ? run(reasonsOf(own), "policy") : judgeListed(action, host, listed, basis);
  if (otherwise.kind === "forbid" || asking.length === 0) return otherwise;
  // A project's rule asks about what would be let through, and answers no question.
  return ask({ reasons: asking, amendment: null }, basis);
}

function reasonsOf(rules: readonly NetworkRule[]): readonly Reason[] {
  return rules.map((rule) => ({ kind: "network-rule", rule }));
}

/** An address that hides in another one is held back by its own rules, and not let through by them. */
function rulesFor(
  { host: written, protocol }: Connection,
  host: Host | null,
  { rules }: Basis,
): readonly NetworkRule[] {
  const hidden = host === null ? [] : embeddedIn(host.text);
  return [
    ...matchHost(rules, host?.text ?? written, protocol),
    ...hidden.flatMap((address) => matchHost(rules, address, protocol).filter(({ decision }) => decision !== "allow")),
  ];
}

type Listed = HostVerdict | { readonly kind: "open" };

/** What the settings say of the host; one that cannot be named is in no list. */
function listedAs(host: Host | null, port: number, { sandboxMode, workspace }: Basis): Listed {
  const box = permissionsOf(sandboxMode, workspace);
  const network = box.kind === "unrestricted" ? "open" : box.network;
  if (host === null) return { kind: "unlisted" };
  if (network === "open") return { kind: "open" };
  return hostVerdict(network === "none" ? NO_HOSTS : network, { host, port });
}

function judgeListed(action: Connection, host: Host | null, listed: Listed, basis: Basis): Requirement {
  if (listed.kind === "allow") return run([{ kind: "host-listed", pattern: printPattern(listed.pattern) }], "policy");
  if (listed.kind === "open" && basis.approvalPolicy !== "untrusted") {
    return run([{ kind: "sandbox", mode: basis.sandboxMode }], "policy");
  }
  const reasons: readonly Reason[] = [{ kind: "host-unlisted", host: action.host }];
  return ask({ reasons, amendment: proposal(action, host) }, basis);
}

/** The settings refuse what they do not list. */
function isRefused(listed: Listed, { approvalPolicy, workspace }: Basis): boolean {
  const { network } = workspace.bounds;
  const isOpen = listed.kind === "allow" || (listed.kind === "open" && approvalPolicy !== "untrusted");
  return !isOpen && typeof network === "object" && network.unlisted === "deny";
}

/** No rule can speak of a host that cannot be named in one. */
function proposal({ protocol }: Connection, host: Host | null): Proposal {
  return host === null ? null : { kind: "network", host: host.text, protocol };
}

type Proposal = (Requirement & { readonly kind: "ask" })["amendment"];

type Wanted = { readonly reasons: readonly Reason[]; readonly also?: readonly Reason[]; readonly amendment: Proposal };

function ask({ reasons, also = [], amendment }: Wanted, basis: Basis): Requirement {
  return askOrRefuse({ under: UNRESTRICTED, reasons, also, amendment, opens: amendment !== null }, basis);
}

function run(reasons: readonly Reason[], from: "policy" | "session"): Requirement {
  return { kind: "run", under: UNRESTRICTED, reasons, retry: false, from };
}
