/** What it means to reach a host: by its address, its name, its port. */
import { addressKind, type AddressKind } from "../network/address.ts";
import { decodeLabel } from "../network/punycode.ts";
import { type Host, isLocalName, readHost } from "../network/host.ts";
import { looksLikeAnother } from "../shell/unseen.ts";
import { carriesData, dressedAs, type NameKind, nameKind, registrableOf } from "./host-names.ts";
import type { Deed } from "./subject.ts";

/** A host that is wanted. `port`: null for the usual ones of the web; `protocol`: null where it is not known. */
export type Reached = { readonly host: string; readonly port: number | null; readonly protocol: string | null };

type Found = Pick<Deed, "act" | "bar" | "level" | "category" | "what">;

/** @param words what the person typed: it says by which of its names they know the host */
export function deedOfHost(reached: Reached, words: readonly string[]): Deed {
  const read = readHost(reached.host.replace(/\.$/, ""));
  if (!read.ok) {
    const what = `reaches ${reached.host}, which is no proper host`;
    return { act: "reach", objects: [reached.host], bar: "person", level: "high", category: "network", what };
  }
  const host = read.value;
  const found = withPort(host.kind === "address" ? ofAddress(host.text) : ofName(host), reached);
  return { ...found, objects: [objectOf(host, found, words)] };
}

/** By the domain of its owner only where nothing is odd about it. */
function objectOf(host: Host, { level }: Found, words: readonly string[]): string {
  if (host.kind === "address" || level === "high" || level === "critical") return host.text;
  const named = new Set(words.flatMap(hostsIn));
  if (named.has(host.text)) return host.text;
  const least = registrableOf(host.text);
  for (let name = host.text; name.length >= least.length; name = name.slice(name.indexOf(".") + 1)) {
    if (named.has(name)) return name;
    if (!name.includes(".")) break;
  }
  return host.text;
}

/** All that reads like a host's name, in lower case. */
function hostsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)+/gu) ?? [];
}

const METADATA_NAMES: readonly string[] = [
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "metadata.azure.com",
  "metadata.azure.internal",
  "metadata.tencentyun.com",
  "metadata.platformequinix.com",
  "metadata.oraclecloud.com",
  "instance-data",
  "instance-data.ec2.internal",
  "kubernetes.default.svc",
  "kubernetes.default",
];

/** Names that bring an address along, and lead there. */
const LEADS_TO_ADDRESS = /(?:^|\.)(?:nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|rbndr\.us|1u\.ms)$/;

const NEIGHBOURS = "reaches a machine in the neighbourhood";
const OF_ADDRESSES: Readonly<Record<AddressKind, readonly [bar: Deed["bar"], level: Deed["level"], what: string]>> = {
  public: ["named", "high", "reaches a bare address"],
  reserved: ["named", "high", "reaches a bare address"],
  private: ["named", "medium", NEIGHBOURS],
  shared: ["named", "medium", NEIGHBOURS],
  "link-local": ["named", "high", NEIGHBOURS],
  loopback: ["free", "low", "stays on this machine"],
  unspecified: ["free", "low", "stays on this machine"],
  metadata: ["person", "critical", "asks the service that hands out this machine's keys"],
  multicast: ["person", "high", "speaks to all machines around"],
  broadcast: ["person", "high", "speaks to all machines around"],
};

function ofAddress(address: string): Found {
  const kind = addressKind(address);
  const [bar, level, what] = address === "fd00:ec2::23" ? OF_ADDRESSES.metadata : OF_ADDRESSES[kind];
  const category = kind === "metadata" ? "credentials" : bar === "free" ? null : "network";
  return { act: bar === "free" ? "look" : "reach", bar, level, category, what: `${what} (${address})` };
}

function ofName({ text: name }: Host): Found {
  if (isLocalName(name))
    return { act: "look", bar: "free", level: "low", category: null, what: `stays on this machine (${name})` };
  if (METADATA_NAMES.includes(name) || /(?:^|\.)metadata\.[a-z0-9-]+\.internal$/.test(name)) {
    const what = `asks the service that hands out this machine's keys (${name})`;
    return { act: "reach", bar: "person", level: "critical", category: "credentials", what };
  }
  return misleading(name) ?? byKind(name);
}

function risky(what: string, category: Deed["category"]): Found {
  return { act: "reach", bar: "person", level: "high", category, what };
}

/** Null where the name is what it seems. */
function misleading(name: string): Found | null {
  const known = dressedAs(name);
  if (known !== null) return risky(`reaches ${name}, which only looks like ${known}`, "hidden");
  const shown = name
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decodeLabel(label.slice(4)) ?? label) : label));
  const alike = shown.map((label) => looksLikeAnother(label)).find((why) => why !== null) ?? null;
  if (alike !== null) return risky(`reaches ${shown.join(".")} (${name}): ${alike}`, "hidden");
  if (LEADS_TO_ADDRESS.test(name)) return risky(`reaches ${name}, which leads to the address in its name`, "hidden");
  if (carriesData(name)) return risky(`reaches ${name}, whose name may carry data`, "exfiltration");
  if (name.endsWith(".onion")) return risky(`reaches ${name}, where nobody knows whose it is`, "network");
  return null;
}

const REACH = { act: "reach", bar: "named", level: "high", category: "network" } as const;
const PACKAGES = {
  act: "install",
  bar: "asked",
  level: "medium",
  category: "network",
  says: (name: string) => `fetches packages from ${name}`,
} as const;

/** What is done by reaching each; the name stands before or behind the words. */
const BY_KIND: Readonly<Record<NameKind, Omit<Found, "what"> & { readonly says: (name: string) => string }>> = {
  registry: PACKAGES,
  package: PACKAGES,
  documents: { ...REACH, bar: "asked", level: "low", says: (name) => `reads documentation on ${name}` },
  code: { ...REACH, act: "fetch", level: "medium", says: (name) => `fetches code from ${name}` },
  drop: { ...REACH, category: "exfiltration", says: (name) => `reaches ${name}, where anybody has things sent to` },
  collects: { ...REACH, says: (name) => `reaches ${name}, whose name says that it takes what is sent` },
  pleads: { ...REACH, category: "hidden", says: (name) => `reaches ${name}, whose name speaks to the reviewer` },
  plain: { ...REACH, level: "medium", says: (name) => `reaches ${name}` },
};

function byKind(name: string): Found {
  const { says, ...found } = BY_KIND[nameKind(name)];
  return { ...found, what: says(name) };
}

const WEB: readonly number[] = [80, 443, 8080, 8443, 3000, 5000, 8000];
const MAIL: readonly number[] = [25, 465, 587, 2525];
/** Whoever reaches these may do anything there, also on this machine. */
const MASTERS: ReadonlyMap<number, string> = new Map([
  [2375, "runs containers"],
  [2376, "runs containers"],
  [10_250, "runs containers"],
  [6443, "rules the cluster"],
  [2379, "rules the cluster"],
  [9229, "runs code in a process"],
  [9222, "steers the browser"],
]);
const DATA: readonly number[] = [1433, 1521, 3306, 5432, 5984, 6379, 7687, 9042, 9092, 9200, 11_211, 27_017];

function withPort(found: Found, { port, protocol, host }: Reached): Found {
  const name = protocol?.toLowerCase() ?? "";
  const rules = port === null || found.level === "critical" ? undefined : MASTERS.get(port);
  if (rules !== undefined && found.bar !== "free") return risky(`reaches ${host}:${port}, which ${rules}`, "privilege");
  const isMail = /^(?:smtps?|submission|lmtp)$/.test(name) || (port !== null && MAIL.includes(port));
  if (found.bar === "free") {
    const master = port === null ? undefined : MASTERS.get(port);
    if (master === undefined || port === 9229) return found;
    return {
      act: "reach",
      bar: "person",
      level: "high",
      category: "privilege",
      what: `reaches ${host}:${port}, which ${master}`,
    };
  }
  if (isMail) return raised(found, `reaches ${host}, which sends mail`, "remote");
  const isOddProtocol = /^(?:ssh|ftps?|sftp|telnet|irc|ircs|ldaps?|smb|rdp|vnc|gopher|socks\w*_udp)$/.test(name);
  if (port !== null && !WEB.includes(port) && !DATA.includes(port))
    return raised(found, `${found.what} on port ${port}`, found.category);
  return isOddProtocol ? raised(found, `${found.what} by ${name}`, found.category) : found;
}

function raised(found: Found, what: string, category: Deed["category"]): Found {
  if (found.level === "critical" || found.bar === "person") return found;
  return { act: "reach", bar: "named", level: "high", category, what };
}
