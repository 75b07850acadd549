/** Required hosts against what settings open, seen from the host to be reached. */
import { expect, test } from "vitest";
import { readHost } from "../../../src/core/network/host.ts";
import { addressVerdict, hostVerdict } from "../../../src/core/network/match.ts";
import { readPattern } from "../../../src/core/network/pattern.ts";
import { holdNetwork, needsProxy, type RequiredHosts } from "../../../src/core/network/required-hosts.ts";
import type { HostPattern } from "../../../src/core/permissions/hosts.ts";
import type { Network } from "../../../src/core/permissions/permissions.ts";

const NOTHING: RequiredHosts = {
  enabled: null,
  allow: [],
  mayOpen: true,
  deny: [],
  isOnly: false,
  allowLocal: null,
};

function patterns(...texts: readonly string[]): readonly HostPattern[] {
  return texts.map((text) => {
    const read = readPattern(text);
    if (!read.ok) throw new Error(text);
    return read.value;
  });
}

function hosts(allow: readonly string[], deny: readonly string[] = []): Network {
  return { kind: "hosts", allow: patterns(...allow), deny: patterns(...deny), unlisted: "ask" };
}

const allow = (...texts: readonly string[]) => ({ ...NOTHING, allow: patterns(...texts) });
const deny = (...texts: readonly string[]) => ({ ...NOTHING, deny: patterns(...texts) });
const on = (...texts: readonly string[]) => ({ ...allow(...texts), enabled: true });
const only = (...texts: readonly string[]) => ({ ...allow(...texts), isOnly: true });
const OFF = { ...NOTHING, enabled: false };

/** `HOST` or `HOST:PORT`; 443 if it says none. */
function said(network: Network, target: string): string {
  const [name = "", port = "443"] = target.split(":");
  const host = readHost(name);
  if (!host.ok) throw new Error(target);
  if (typeof network === "string") return network;
  return hostVerdict(network, { host: host.value, port: Number(port) }).kind;
}

const CASES: readonly [
  name: string,
  network: Network,
  required: readonly RequiredHosts[],
  ...expected: (readonly [target: string, said: string])[],
][] = [
  ["nothing required leaves it open", "open", [NOTHING], ["a.test", "open"]],
  ["nothing required leaves it closed", "none", [NOTHING], ["a.test", "none"]],
  ["what is allowed opens nothing by itself", "none", [allow("a.test")], ["a.test", "none"]],
  ["off closes an open network", "open", [OFF], ["a.test", "deny"]],
  ["off closes what settings allow", hosts(["a.test"]), [on("a.test"), OFF], ["a.test", "deny"]],
  ["on asks where the network is open", "open", [on("a.test")], ["a.test", "allow"], ["b.test", "unlisted"]],
  [
    "on opens what it allows where the network is closed",
    "none",
    [on("a.test")],
    ["a.test", "allow"],
    ["b.test", "unlisted"],
  ],
  ["a project's word opens nothing", "none", [{ ...on("a.test"), mayOpen: false }], ["a.test", "unlisted"]],
  ["a no in an open network", "open", [deny("*.bad.test")], ["x.bad.test", "deny"], ["a.test", "allow"]],
  [
    "a no in a closed network cannot be asked about",
    "none",
    [deny("*.bad.test")],
    ["x.bad.test", "deny"],
    ["a.test", "unlisted"],
  ],
  [
    "a broad no beats a more specific yes of the settings",
    hosts(["api.bad.test", "*.deep.bad.test", "a.test"]),
    [deny("*.bad.test")],
    ["api.bad.test", "deny"],
    ["x.deep.bad.test", "deny"],
    ["a.test", "allow"],
  ],
  ["also of everything", hosts(["a.test"]), [deny("*")], ["a.test", "deny"]],
  [
    "also of the domain itself",
    hosts(["bad.test", "x.bad.test"]),
    [deny("**.bad.test")],
    ["bad.test", "deny"],
    ["x.bad.test", "deny"],
  ],
  [
    "a no of one port leaves the others",
    hosts(["a.bad.test"]),
    [deny("*.bad.test:443")],
    ["a.bad.test", "deny"],
    ["a.bad.test:80", "allow"],
  ],
  ["a no of names below leaves the domain", hosts(["bad.test"]), [deny("*.bad.test")], ["bad.test", "allow"]],
  ["a no of the settings beats what is allowed", hosts([], ["*.test"]), [on("a.test")], ["a.test", "deny"]],
  [
    "a no beats a yes of the same source",
    "none",
    [{ ...on("api.bad.test"), deny: patterns("*.bad.test") }],
    ["api.bad.test", "deny"],
  ],
  [
    "a weaker source cannot open what a stronger one denies",
    "none",
    [deny("*.bad.test"), on("api.bad.test")],
    ["api.bad.test", "deny"],
  ],
  [
    "nor a stronger one what a weaker one denies",
    "none",
    [on("api.bad.test"), deny("*.bad.test")],
    ["api.bad.test", "deny"],
  ],
  [
    "only what is named, in an open network",
    "open",
    [only("a.test")],
    ["a.test", "allow"],
    ["b.test", "deny"],
    ["a.test:8443", "deny"],
  ],
  [
    "only what is named, where settings allow more",
    hosts(["b.test", "a.test"]),
    [only("*.test")],
    ["a.test", "allow"],
    ["b.test", "allow"],
  ],
  [
    "only what is named, where settings allow something else",
    hosts(["b.other"]),
    [only("*.test")],
    ["b.other", "deny"],
    ["a.test", "unlisted"],
  ],
  ["only nothing", "open", [only()], ["a.test", "deny"]],
  ["only what both name", "open", [only("a.test", "b.test"), only("b.test")], ["a.test", "deny"], ["b.test", "allow"]],
  [
    "no port of this machine: an open network leads nowhere local",
    "open",
    [{ ...NOTHING, allowLocal: false }],
    ["localhost", "local"],
    ["a.test", "allow"],
  ],
];
test.each(CASES)("%s", (_name, network, required, ...expected) => {
  const held = holdNetwork(network, required);
  expect(expected.map(([target]) => [target, said(held, target)])).toEqual(expected);
});

test("an address is judged by itself, not by the list of names", () => {
  const held = holdNetwork("open", [only("a.test")]);
  const host = readHost("a.test");
  const target = { host: host.ok ? host.value : { kind: "name" as const, text: "" }, port: 443 };
  const rules =
    typeof held === "object" ? held : { kind: "hosts" as const, allow: [], deny: [], unlisted: "ask" as const };
  expect(addressVerdict(rules, target, true, "1.1.1.1")).toEqual({ kind: "reach" });
  expect(addressVerdict(rules, target, false, "127.0.0.1")).toEqual({ kind: "local" });
});

test("what only a sandbox can hold", () => {
  const held = [NOTHING, allow("a.test"), on(), OFF, deny("a.test"), only(), { ...NOTHING, allowLocal: false }];
  expect(held.map((one) => needsProxy([one]))).toEqual([false, false, true, true, true, true, true]);
});
