/** What the host rules say of a connection: the most specific pattern, deny among equals. */
import type { HostPattern, HostRules } from "../permissions/hosts.ts";
import { addressKind, embeddedIn } from "./address.ts";
import { type Host, type HostPort, isLocalName } from "./host.ts";

export type HostVerdict =
  /** `isNamed`: by a pattern without wildcards, so that also what is local may be meant. */
  | { readonly kind: "allow"; readonly pattern: HostPattern; readonly isNamed: boolean }
  | { readonly kind: "deny"; readonly pattern: HostPattern }
  /** A private, loopback or link-local place that no pattern allows by its very name; never one to ask about. */
  | { readonly kind: "local" }
  | { readonly kind: "unlisted" };

/** Ports that a pattern allows where it lists none. */
export const WEB_PORTS: readonly number[] = [80, 443];

/** What is known before a name is resolved. */
export function hostVerdict(rules: HostRules, target: HostPort): HostVerdict {
  const { host, port } = target;
  const barred = rules.only?.some((list) => strongest(list, [host.text], port, WEB_PORTS) === null) === true;
  if (barred) return { kind: "deny", pattern: { host: "*", port: null } };
  const denied = strongest(rules.deny, [host.text, ...embeddedIn(host.text)], port, null);
  const allowed = strongest(rules.allow, [host.text], port, WEB_PORTS);
  if (denied !== null && specificity(denied) >= (allowed === null ? -1 : specificity(allowed))) {
    return { kind: "deny", pattern: denied };
  }
  const isNamed = allowed !== null && !allowed.host.startsWith("*");
  if (isLocal(host) && !isNamed) return { kind: "local" };
  return allowed === null ? { kind: "unlisted" } : { kind: "allow", pattern: allowed, isNamed };
}

/**
 * Whether a name that may be reached may be reached at this address, which it resolved to. Local addresses must be
 * named themselves, or belong to a local name that was.
 *
 * @param isNamed that of the name's verdict
 * @param address in its plain form
 */
export function addressVerdict(
  rules: HostRules,
  { host, port }: HostPort,
  isNamed: boolean,
  address: string,
): { readonly kind: "reach" } | { readonly kind: "deny"; readonly pattern: HostPattern } | { readonly kind: "local" } {
  const place: Host = { kind: "address", text: address };
  // A pattern for everything was weighed against the name already.
  const { only: _, ...own } = rules;
  const exact = { ...own, deny: rules.deny.filter((pattern) => pattern.host !== "*") };
  const verdict = hostVerdict(exact, { host: place, port });
  if (verdict.kind === "deny") return verdict;
  if (!isLocal(place) || (verdict.kind === "allow" && verdict.isNamed)) return { kind: "reach" };
  const isItself = host.kind === "address" && host.text === address;
  const isLoopback = isLocalName(host.text) && addressKind(address) === "loopback";
  return isNamed && (isItself || isLoopback) ? { kind: "reach" } : { kind: "local" };
}

/** True for a name or address that leads to this machine, its neighbours or nowhere. */
export function isLocal(host: Host): boolean {
  return host.kind === "address" ? addressKind(host.text) !== "public" : isLocalName(host.text);
}

/**
 * The most specific pattern that fits any of the spellings.
 *
 * @param ports those that a pattern without one speaks of; null for all
 */
function strongest(
  patterns: readonly HostPattern[],
  spellings: readonly string[],
  port: number,
  ports: readonly number[] | null,
): HostPattern | null {
  let best: HostPattern | null = null;
  for (const pattern of patterns) {
    const fitsPort = pattern.port === null ? (ports?.includes(port) ?? true) : pattern.port === port;
    if (!fitsPort || !spellings.some((host) => fits(pattern.host, host))) continue;
    if (best === null || specificity(pattern) > specificity(best)) best = pattern;
  }
  return best;
}

function fits(pattern: string, host: string): boolean {
  if (pattern === "*") return true;
  if (pattern.startsWith("**.")) return host === pattern.slice(3) || host.endsWith(pattern.slice(2));
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** By the length of what is fixed; a whole host beats every wildcard. `*.x` and `**.x` are equals. */
function specificity({ host }: HostPattern): number {
  if (host === "*") return 0;
  return host.startsWith("*") ? host.replace(/^\*+\./, "").length : Number.MAX_SAFE_INTEGER;
}
