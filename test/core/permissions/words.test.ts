/** Words for what may be reached, and for limits. */
import { expect, test } from "vitest";
import type { HostPattern } from "../../../src/core/permissions/hosts.ts";
import type { Limits, Network } from "../../../src/core/permissions/permissions.ts";
import { limitWords, networkWords } from "../../../src/core/permissions/words.ts";

const host = (name: string, port: number | null = null): HostPattern => ({ host: name, port });

const NETWORKS: readonly [network: Network, words: string][] = [
  ["none", "no network"],
  ["open", "network open"],
  [{ kind: "hosts", allow: [], deny: [], unlisted: "ask" }, "network asks for each host"],
  [{ kind: "hosts", allow: [], deny: [host("a")], unlisted: "ask" }, "network asks for each host, never to a"],
  [{ kind: "hosts", allow: [], deny: [host("a")], unlisted: "deny" }, "no network"],
  [
    { kind: "hosts", allow: [host("a"), host("::1", 80)], deny: [], unlisted: "deny" },
    "network to a, [::1]:80, to no other",
  ],
  [{ kind: "hosts", allow: [], deny: [host("*")], unlisted: "ask" }, "no network"],
  [
    { kind: "hosts", allow: [host("a")], deny: [host("*"), host("b")], unlisted: "ask" },
    "network to a, never to b, to no other",
  ],
  [{ kind: "hosts", allow: [host("*")], deny: [host("a")], unlisted: "ask" }, "network to any host, never to a"],
];
test.each(NETWORKS)("%j", (network, words) => {
  expect(networkWords(network)).toBe(words);
});

const LIMITS: readonly [limits: Limits, words: string | null][] = [
  [{ processes: null, memory: null, fileSize: null }, null],
  [
    { processes: 256, memory: 2 * 1024 ** 3, fileSize: 1500 },
    "at most 256 processes, 2 GB of memory, 1500 bytes a file",
  ],
];
test.each(LIMITS)("%j", (limits, words) => {
  expect(limitWords(limits)).toBe(words);
});
