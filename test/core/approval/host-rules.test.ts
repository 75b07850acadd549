/** Where a released host may lead, by settings and rules together. */
import { expect, test } from "vitest";
import { isNamed, whyNotReached } from "../../../src/core/approval/host-rules.ts";
import { readHost } from "../../../src/core/network/host.ts";
import type { Network } from "../../../src/core/permissions/permissions.ts";
import { rulesOf, type RulesTexts } from "../../rules.ts";

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
  around: RulesTexts & { readonly network?: Network },
  reached: string,
];
const CASES: readonly Case[] = [
  ["a public address of any host", "a.test", "8.8.8.8", {}, "reached"],
  ["an address that a rule denies", "a.test", "8.8.8.8", { user: rule("8.8.8.8", "deny") }, "denied"],
  [
    "one that a rule denies for another protocol",
    "a.test",
    "8.8.8.8",
    { user: rule("8.8.8.8", "deny", "http") },
    "denied",
  ],
  ["an address that a rule asks about", "a.test", "8.8.8.8", { user: rule("8.8.8.8", "prompt") }, "denied"],
  ["an address that was asked about itself", "8.8.8.8", "8.8.8.8", { user: rule("8.8.8.8", "prompt") }, "reached"],
  ["a private address", "a.test", "10.0.0.1", {}, "not_allowed_local"],
  [
    "a private address of a host that a rule names",
    "a.test",
    "10.0.0.1",
    { user: rule("a.test", "allow") },
    "not_allowed_local",
  ],
  ["a private address that a rule names", "a.test", "10.0.0.1", { user: rule("10.0.0.1", "allow") }, "reached"],
  [
    "a private address that a rule names for another protocol",
    "a.test",
    "10.0.0.1",
    { user: rule("10.0.0.1", "allow", "http") },
    "not_allowed_local",
  ],
  [
    "a private address that a project's rule names",
    "a.test",
    "10.0.0.1",
    { project: rule("10.0.0.1", "allow") },
    "not_allowed_local",
  ],
  [
    "a private address that a trusted project's rule names",
    "a.test",
    "10.0.0.1",
    { trusted: rule("10.0.0.1", "allow") },
    "reached",
  ],
  [
    "a private address of the very host that was asked about",
    "10.0.0.1",
    "10.0.0.1",
    { user: rule("10.0.0.1", "prompt") },
    "reached",
  ],
  ["the same where a project's rule asked", "10.0.0.1", "10.0.0.1", { project: rule("10.0.0.1", "prompt") }, "denied"],
  [
    "a public address where a project's rule asked",
    "8.8.8.8",
    "8.8.8.8",
    { project: rule("8.8.8.8", "prompt") },
    "reached",
  ],
  [
    "a private address that the settings name for the ports of the web",
    "a.test",
    "10.0.0.1",
    { network: hosts("10.0.0.1") },
    "not_allowed_local",
  ],
  ["this machine, named by a rule", "localhost", "127.0.0.1", { user: rule("localhost", "allow") }, "reached"],
  [
    "this machine, answered by a rule that asks",
    "127.0.0.1",
    "127.0.0.1",
    { user: rule("127.0.0.1", "prompt") },
    "reached",
  ],
  ["this machine, by a name of the settings", "a.test", "127.0.0.1", { network: hosts("a.test") }, "not_allowed_local"],
];
test.each(CASES)("%s: %s at %s", (_name, text, address, { network = "none", ...texts }, reached) => {
  const host = readHost(text);
  if (!host.ok) throw new Error(text);
  const wanted = { host: host.value, port: 8443, protocol: "https" } as const;
  const ground = { rules: rulesOf(texts), network };
  const refusal = whyNotReached(wanted, address, isNamed(wanted, ground), ground);
  expect(refusal?.decision ?? "reached").toBe(reached);
});

test("a refusal tells what would allow the address, or which rule holds it back", () => {
  const host = readHost("a.test");
  if (!host.ok) throw new Error("a.test");
  const wanted = { host: host.value, port: 443, protocol: "https" } as const;
  const ground = { rules: rulesOf({ user: rule("8.8.8.8", "deny") }), network: "none" } as const;
  const whys = ["8.8.8.8", "10.0.0.1"].map((address) => whyNotReached(wanted, address, false, ground)?.why);
  expect(whys).toEqual([
    expect.stringMatching(/^a\.test leads to 8\.8\.8\.8, which a rule at .+:1 holds back$/u),
    expect.stringMatching(/^a\.test resolves to 10\.0\.0\.1, .+ a rule does: network_rule\(host="10\.0\.0\.1", .+\)$/u),
  ]);
});
