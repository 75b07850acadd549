/** Reads what requirements say of the network and of MCP servers. */
import { readPattern } from "../network/pattern.ts";
import type { Domain, Socket } from "../permissions/profile.ts";
import { HOST_EXPECTED, readDomains, readSockets } from "./profile-keys.ts";
import { unknownKeys } from "./required-keys.ts";
import type { McpIdentity, RequiredNetwork } from "./requirements.ts";
import type { Notice } from "./notice.ts";
import { absolutePath, entriesOf, isTable, itemsOf, type Spot, switchOf, textOf, wrong } from "./spot.ts";

/** Three names of one table; Codex takes one of them. */
const SURFACES = [["experimental_network"], ["network_proxy"], ["permissions", "network"]] as const;

const READ = [
  "enabled",
  "domains",
  "allowed_domains",
  "denied_domains",
  "managed_allowed_domains_only",
  "unix_sockets",
  "allow_unix_sockets",
  "allow_local_binding",
];
/** They set up Codex's own proxy, or open more than assent does. */
const PASSED = [
  "http_port",
  "socks_port",
  "allow_upstream_proxy",
  "dangerously_allow_all_unix_sockets",
  "dangerously_allow_non_loopback_proxy",
];
/** They would hold back what assent cannot hold back in that way. */
const UNENFORCED = ["review_domains", "header_injections", "mitm"];

export function readNetworkLimits(
  top: Spot,
  notices: Notice[],
  note: (spot: Spot, network: RequiredNetwork) => void,
): void {
  const found = SURFACES.map((path) => spotAt(top, path)).filter((spot) => spot !== null);
  const [first, second] = found;
  if (first === undefined) return;
  if (second !== undefined) wrong(second, `left out beside ${first.path.join(".")}: both are one table`, "there");
  note(first, readNetwork(first, notices));
}

function spotAt(top: Spot, path: readonly string[]): Spot | null {
  let value = top.value;
  for (const part of path) value = isTable(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value === undefined ? null : { ...top, value, path };
}

function readNetwork(spot: Spot, notices: Notice[]): RequiredNetwork {
  const keys = new Map(entriesOf(spot));
  notices.push(...unknownKeys(spot, [...READ, ...PASSED, ...UNENFORCED]));
  for (const key of UNENFORCED) {
    const inner = keys.get(key);
    if (inner !== undefined) wrong(inner, "left out: assent does not open encrypted connections");
  }
  const at = <T>(key: string, read: (inner: Spot) => T, otherwise: T): T => {
    const inner = keys.get(key);
    return inner === undefined ? otherwise : read(inner);
  };
  const listed = [
    ...at("allowed_domains", (inner) => domainsOf(inner, "allow"), []),
    ...at("denied_domains", (inner) => domainsOf(inner, "deny"), []),
  ];
  const domains = at("domains", readDomains, []);
  onlyOne(keys, "domains", ["allowed_domains", "denied_domains"]);
  onlyOne(keys, "unix_sockets", ["allow_unix_sockets"]);
  refuseEverything(spot, [...domains, ...listed]);
  return {
    enabled: at("enabled", switchOf, null),
    domains: [...domains, ...listed],
    managedAllowedDomainsOnly: at("managed_allowed_domains_only", switchOf, false),
    unixSockets: [...at("unix_sockets", readSockets, []), ...at("allow_unix_sockets", socketsOf, [])],
    allowLocalBinding: at("allow_local_binding", switchOf, null),
  };
}

/** An older key beside the newer one leaves open which is meant. */
function onlyOne(keys: ReadonlyMap<string, Spot>, newer: string, older: readonly string[]): void {
  if (!keys.has(newer)) return;
  for (const key of older) {
    const inner = keys.get(key);
    if (inner !== undefined) wrong(inner, `left out beside ${newer}, which says the same in the newer way`, "there");
  }
}

/** As in Codex: who allows everything requires nothing. */
function refuseEverything(spot: Spot, domains: readonly Domain[]): void {
  if (!domains.some(({ says, pattern }) => says === "allow" && pattern.host === "*")) return;
  wrong(spot, 'without "*" among the allowed hosts: name them, or a domain such as "*.example.com"', "there with it");
}

function domainsOf(spot: Spot, says: Domain["says"]): readonly Domain[] {
  return itemsOf(spot, "a list of hosts in quotes").flatMap((item) => {
    const text = textOf(item, HOST_EXPECTED);
    const pattern = text === null ? null : readPattern(text);
    if (pattern?.ok === true) return [{ pattern: pattern.value, says }];
    if (pattern !== null) wrong(item, HOST_EXPECTED);
    return [];
  });
}

function socketsOf(spot: Spot): readonly Socket[] {
  return itemsOf(spot, "a list of paths in quotes").flatMap((item) => {
    const { value } = item;
    const path = typeof value === "string" && /^(?:\/|~\/)/.test(value) ? absolutePath(value, item.source) : null;
    if (path !== null) return [{ path, says: "allow" }];
    wrong(item, "the absolute path of a Unix socket");
    return [];
  });
}

const IDENTITY_EXPECTED = 'a table with either command = "PROGRAM" or url = "https://…"';

/** `[mcp_servers.NAME.identity]`: a server that is not named here may not be used. */
export function readMcpIdentities(spot: Spot, notices: Notice[]): ReadonlyMap<string, McpIdentity> {
  const servers = new Map<string, McpIdentity>();
  for (const [name, inner] of entriesOf(spot)) {
    notices.push(...unknownKeys(inner, ["identity"]));
    const identity = new Map(entriesOf(inner)).get("identity");
    if (identity === undefined) wrong(inner, "a table with identity in it", "without it");
    const read = identity === undefined ? null : identityOf(identity);
    if (read !== null) servers.set(name, read);
  }
  return servers;
}

function identityOf(spot: Spot): McpIdentity | null {
  const keys = isTable(spot.value) ? Object.keys(spot.value) : [];
  const [key] = keys;
  const value = isTable(spot.value) && key !== undefined ? spot.value[key] : undefined;
  if (keys.length === 1 && typeof value === "string" && value !== "") {
    if (key === "command") return { kind: "command", command: value };
    if (key === "url") return { kind: "url", url: value };
  }
  wrong(spot, IDENTITY_EXPECTED);
  return null;
}
