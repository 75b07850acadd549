/** Where a released host may lead, by settings and rules together. */
import { expect, test } from "vitest";
import { hostRulesFor } from "../../../src/core/approval/host-rules.ts";
import { readHost } from "../../../src/core/network/host.ts";
import { addressVerdict, hostVerdict } from "../../../src/core/network/match.ts";
import type { Network } from "../../../src/core/permissions/permissions.ts";
import { rulesOf } from "../../rules.ts";

const rule = (host: string, decision: string, protocol = "https"): string =>
  `network_rule(host="${host}", protocol="${protocol}", decision="${decision}")\n`;
const hosts = (...allow: readonly string[]): Network => ({
  kind: "hosts",
  allow: allow.map((host) => ({ host, port: null })),
  deny: [],
  unlisted: "ask",
});

type Case = readonly [
  name: string,
  host: string,
  address: string,
  around: { readonly user?: string; readonly project?: string; readonly network?: Network },
  reached: string,
];
const CASES: readonly Case[] = [
  ["a public address of any host", "a.test", "8.8.8.8", {}, "reach"],
  ["an address that a rule denies", "a.test", "8.8.8.8", { user: rule("8.8.8.8", "deny") }, "deny"],
  [
    "one that a rule denies for another protocol",
    "a.test",
    "8.8.8.8",
    { user: rule("8.8.8.8", "deny", "http") },
    "deny",
  ],
  ["an address that a rule asks about", "a.test", "8.8.8.8", { user: rule("8.8.8.8", "prompt") }, "deny"],
  ["an address that was asked about itself", "8.8.8.8", "8.8.8.8", { user: rule("8.8.8.8", "prompt") }, "reach"],
  ["a private address", "a.test", "10.0.0.1", {}, "local"],
  ["a private address of a host that a rule names", "a.test", "10.0.0.1", { user: rule("a.test", "allow") }, "local"],
  ["a private address that a rule names", "a.test", "10.0.0.1", { user: rule("10.0.0.1", "allow") }, "reach"],
  [
    "a private address that a rule names for another protocol",
    "a.test",
    "10.0.0.1",
    { user: rule("10.0.0.1", "allow", "http") },
    "local",
  ],
  [
    "a private address that a project's rule names",
    "a.test",
    "10.0.0.1",
    { project: rule("10.0.0.1", "allow") },
    "local",
  ],
  [
    "a private address that the settings name for the ports of the web",
    "a.test",
    "10.0.0.1",
    { network: hosts("10.0.0.1") },
    "local",
  ],
  ["this machine, named by a rule", "localhost", "127.0.0.1", { user: rule("localhost", "allow") }, "reach"],
  [
    "this machine, answered by a rule that asks",
    "127.0.0.1",
    "127.0.0.1",
    { user: rule("127.0.0.1", "prompt") },
    "reach",
  ],
  ["this machine, by a name of the settings", "a.test", "127.0.0.1", { network: hosts("a.test") }, "local"],
];
test.each(CASES)("%s: %s at %s", (_name, text, address, { user = "", project = "", network = "none" }, reached) => {
  const host = readHost(text);
  if (!host.ok) throw new Error(text);
  const wanted = { host: host.value, port: 8443, protocol: "https" } as const;
  const rules = hostRulesFor(wanted, rulesOf({ user, project }), network);
  const verdict = hostVerdict(rules, wanted);
  const isNamed = verdict.kind === "allow" && verdict.isNamed;
  expect(addressVerdict(rules, wanted, isNamed, address).kind).toBe(reached);
});
