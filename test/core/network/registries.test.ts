/** The list of package registries: each name once, as a rule spells it. */
import { expect, test } from "vitest";
import { REGISTRY_HOSTS, isRegistry } from "../../../src/core/network/registries.ts";
import { normaliseHost } from "../../../src/core/policy/network-host.ts";

test("each host stands there once, in the spelling of a rule", () => {
  expect(REGISTRY_HOSTS.map(normaliseHost)).toEqual(REGISTRY_HOSTS.map((value) => ({ ok: true, value })));
  expect(new Set(REGISTRY_HOSTS).size).toBe(REGISTRY_HOSTS.length);
});

test.each([
  ["pypi.org", "https", true],
  ["pypi.org", "http", false],
  ["pypi.org", "socks5_tcp", false],
  ["files.pypi.org", "https", false],
  ["org", "https", false],
  ["", "https", false],
])("%s by %s: %s", (host, protocol, is) => {
  expect(isRegistry(host, protocol)).toBe(is);
});
