/** What an administrator requires of the network, held against what settings open. */
import type { HostPattern, HostRules } from "../permissions/hosts.ts";
import type { Network } from "../permissions/permissions.ts";

/** One source of requirements. */
export type RequiredHosts = {
  /** False: nobody is reached. True: by the proxy only. */
  readonly enabled: boolean | null;
  readonly allow: readonly HostPattern[];
  /** True where what `allow` names is reached without asking, if the proxy is called for: an administrator's word. */
  readonly mayOpen: boolean;
  readonly deny: readonly HostPattern[];
  /** True: only what `allow` names may be reached at all. */
  readonly isOnly: boolean;
  /** False: a loopback of the commands' own, and no port of this machine. */
  readonly allowLocal: boolean | null;
};

const ANY_HOST: HostPattern = { host: "*", port: null };
const NOBODY: HostRules = { kind: "hosts", allow: [], deny: [ANY_HOST], unlisted: "deny" };

/**
 * `network` with every requirement held: what one denies stays denied though something more specific allows it, and what
 * one allows is opened only where it calls for the proxy, and never what is denied already.
 *
 * @param required strongest first
 */
export function holdNetwork(network: Network, required: readonly RequiredHosts[]): Network {
  if (required.some(({ enabled }) => enabled === false)) return NOBODY;
  return required.reduceRight(held, network);
}

/** True if nothing but a sandbox can hold it. */
export function needsProxy(required: readonly RequiredHosts[]): boolean {
  return required.some(
    ({ enabled, deny, isOnly, allowLocal }) => enabled !== null || deny.length > 0 || isOnly || allowLocal === false,
  );
}

function held(network: Network, required: RequiredHosts): Network {
  if (!needsProxy([required])) return network;
  const rules = rulesOf(network, required.enabled === true);
  const opened = required.enabled === true && required.mayOpen ? required.allow : [];
  const deny = [...rules.deny, ...required.deny];
  const only = required.isOnly ? { only: [...(rules.only ?? []), required.allow] } : {};
  return {
    ...rules,
    ...only,
    allow: [...rules.allow, ...opened],
    deny: [...deny, ...covered([...rules.allow, ...opened], deny)],
  };
}

/** An open network is one where every host is allowed, unless the proxy is called for: then hosts are asked about. */
function rulesOf(network: Network, isProxied: boolean): HostRules {
  if (typeof network === "object") return network;
  const isOpen = network === "open" && !isProxied;
  return { kind: "hosts", allow: isOpen ? [ANY_HOST] : [], deny: [], unlisted: "ask" };
}

/** A no as specific as each yes that a broader no would lose to. */
function covered(allow: readonly HostPattern[], deny: readonly HostPattern[]): readonly HostPattern[] {
  return allow.flatMap(({ host }) =>
    deny.filter((no) => no.host !== host && covers(no.host, host)).map(({ port }) => ({ host, port })),
  );
}

/** True if every host that fits `inner` fits `outer`. */
function covers(outer: string, inner: string): boolean {
  if (outer === "*") return true;
  if (outer.startsWith("**.")) {
    const domain = outer.slice(3);
    const own = inner.replace(/^\*+\./, "");
    return own === domain || own.endsWith(`.${domain}`);
  }
  if (!outer.startsWith("*.")) return outer === inner;
  const own = inner.replace(/^\*+\./, "");
  const isInside = own.endsWith(outer.slice(1));
  return isInside || (inner.startsWith("*.") && own === outer.slice(2));
}
