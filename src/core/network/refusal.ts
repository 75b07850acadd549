/** How the proxy says no, in the words of Codex' proxy where a program may look at them. */
import type { HostPattern } from "../permissions/hosts.ts";
import { addressKind, type AddressKind } from "./address.ts";
import { type HostPort, printHostPort } from "./host.ts";
import { WEB_PORTS } from "./match.ts";
import { printPattern } from "./pattern.ts";

export type Refusal = {
  readonly kind: "refuse";
  /** One line for a person: what was refused and what to do about it. */
  readonly why: string;
  /** The rule or pattern that said so, as it is written; null where none did. */
  readonly rule: string | null;
  /** Codex' `reason`. */
  readonly decision: "denied" | "not_allowed" | "not_allowed_local";
  /** Codex' words for settings and rules, and for whoever was asked. */
  readonly source: "baseline_policy" | "decider";
};

/** For a pattern that denies. @param address what a name resolved to, where that was denied */
export function deniedBy(pattern: HostPattern, to: HostPort, address: string | null = null): Refusal {
  const rule = printPattern(pattern);
  const place = address === null ? "" : ` (${address})`;
  const why = `${printHostPort(to)}${place} is denied by "${rule}" in the permission profile`;
  return { kind: "refuse", why, rule, decision: "denied", source: "baseline_policy" };
}

/** For what is neither allowed nor denied. */
export function notListed(to: HostPort): Refusal {
  const why = `${printHostPort(to)} is not among the hosts that the permission profile allows; add it to allow it`;
  return { kind: "refuse", why, rule: null, decision: "not_allowed", source: "baseline_policy" };
}

const KINDS: Readonly<Record<AddressKind, string>> = {
  public: "an address of this machine",
  private: "a private address",
  loopback: "this machine",
  "link-local": "a link-local address",
  metadata: "where clouds keep a machine's credentials",
  shared: "an address of the provider's own network",
  unspecified: "no address of its own",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  reserved: "a reserved address",
};

/** For places on or near this machine. @param address what a name resolved to; null where that was not looked up */
export function notLocal({ host, port }: HostPort, address: string | null = null): Refusal {
  const place = address ?? host.text;
  const kind = place === host.text && host.kind === "name" ? "loopback" : addressKind(place);
  const what = place === host.text ? place : `${host.text} resolves to ${place}, which`;
  const named = printPattern({ host: place, port: WEB_PORTS.includes(port) ? null : port });
  const why = `${what} is ${KINDS[kind]}; it can be reached only if the permission profile allows "${named}"`;
  return { kind: "refuse", why, rule: null, decision: "not_allowed_local", source: "baseline_policy" };
}

/** What `printRefusal` tells besides the refusal itself. */
export type RefusedRequest = HostPort & { readonly protocol: string };

/** The whole answer of the proxy: 403 with a reason that tools show, and a body that programs read. */
export function printRefusal(refusal: Refusal, { host, port, protocol }: RefusedRequest): string {
  const body = JSON.stringify({
    status: "blocked",
    host: host.text,
    reason: refusal.decision,
    decision: "deny",
    source: refusal.source,
    protocol,
    port,
    message: refusal.why,
    rule: refusal.rule,
  });
  const cause = refusal.decision === "denied" ? "blocked-by-denylist" : "blocked-by-allowlist";
  return printAnswer(`403 Forbidden: ${refusal.why}`, "application/json", body, [`x-proxy-error: ${cause}`]);
}

/** An answer of the proxy itself after which it hangs up. @param status number and words; made fit for one line */
export function printAnswer(status: string, type: string, body: string, more: readonly string[] = []): string {
  const line = status.replaceAll(/[^\x20-\x7e]/g, "?");
  const bytes = new TextEncoder().encode(body).length;
  const headers = [`content-type: ${type}`, ...more, `content-length: ${bytes}`, "connection: close"];
  return `HTTP/1.1 ${line}\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
}
